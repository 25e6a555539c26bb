"""What `parse` tells of each mail, as plain values for JSON."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from pydantic import TypeAdapter

from bot.findings import Finding
from parsers.content import ApplicationForm, DelegationLetter
from parsers.submission import Submission

_FORM: TypeAdapter[ApplicationForm] = TypeAdapter(ApplicationForm)
_LETTER: TypeAdapter[DelegationLetter] = TypeAdapter(DelegationLetter)


def reading(file: str, submission: Submission, found: Sequence[Finding]) -> dict[str, Any]:
    """What was read from one file of mail."""
    form, letter = submission.application, submission.delegation
    return {
        "file": file,
        "kind": submission.kind.value,
        "documents": [
            {"filename": d.filename, "kind": d.kind.value, "inside": list(d.inside)} for d in submission.documents
        ],
        "application": _FORM.dump_python(form, mode="json") if form else None,
        "delegation": _LETTER.dump_python(letter, mode="json") if letter else None,
        "findings": [finding.told() for finding in found],
        "references": list(submission.references),
        "defects": list(submission.message.defects),
    }


def unread(file: str, reason: str) -> dict[str, Any]:
    """What is said of a mail whose reading did not come to an end."""
    found = [{"code": "unreadable_document", "detail": reason}]
    return {"file": file, "kind": "other", "documents": [], "application": None, "delegation": None, "findings": found}

"""What commands show: applications, outgoing mail and readings, as plain values for JSON and as tables for people."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import asdict
from typing import Any

from pydantic import TypeAdapter
from sqlalchemy import select
from sqlalchemy.orm import Session

from bot.checks import Finding
from bot.desk import listing
from bot.desk.listing import Row, Wanted
from parsers.content import ApplicationForm, DelegationLetter
from parsers.submission import Submission
from storage.models import Application, JournalEntry, Message, MessageStatus, OutgoingMail

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
        "findings": [_without_nothing(asdict(finding)) for finding in found],
        "references": list(submission.references),
        "defects": list(submission.message.defects),
    }


def unread(file: str, reason: str) -> dict[str, Any]:
    """What is said of a mail whose reading did not come to an end."""
    found = [{"code": "unreadable_document", "detail": reason}]
    return {"file": file, "kind": "other", "documents": [], "application": None, "delegation": None, "findings": found}


def applications(session: Session) -> list[dict[str, Any]]:
    """Every application with the messages that made it and what is open."""
    return [listed(row) for row in listing.find(session, Wanted())]


def listed(row: Row) -> dict[str, Any]:
    """One application of a list."""
    return {
        "reference": row.reference,
        "institution": row.institution,
        "title": row.title,
        "status": row.status.value,
        "messages": list(row.messages),
        "findings": [_without_nothing(asdict(finding)) for finding in row.findings],
        "decision": row.decision.value if row.decision else None,
        "assignee": row.assignee,
    }


def outgoing(session: Session) -> list[dict[str, Any]]:
    """Every outgoing mail, the oldest first."""
    return [
        {
            "key": mail.key,
            "template": mail.template,
            "to": mail.recipient,
            "subject": mail.subject,
            "message_id": mail.message_id,
            "in_reply_to": mail.in_reply_to,
            "state": mail.state.value,
            "application": mail.application.reference if mail.application else None,
            "error": mail.error or None,
        }
        for mail in session.scalars(select(OutgoingMail).order_by(OutgoingMail.id))
    ]


def references(session: Session) -> dict[int, str]:
    """The reference of each application, by its row's number."""
    return dict(session.execute(select(Application.id, Application.reference)).all())


def journaled(entry: JournalEntry, references: Mapping[int, str]) -> dict[str, Any]:
    """One entry of the journal."""
    return {
        "at": entry.at.isoformat(),
        "actor": entry.actor,
        "action": entry.action,
        "application": references.get(entry.application_id or 0),
        "message": entry.message_id,
        "details": entry.details,
    }


def stuck(session: Session) -> list[Message]:
    """Messages that wait for a person: set aside, or for a confirmation."""
    query = select(Message).where(Message.status.in_((MessageStatus.SET_ASIDE, MessageStatus.WAITING)))
    return list(session.scalars(query.order_by(Message.id)))


def _without_nothing(values: Mapping[str, Any]) -> dict[str, Any]:
    return {key: value for key, value in values.items() if value is not None}

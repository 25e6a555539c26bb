"""What the store shows of a message, taken from what was read in it."""

from __future__ import annotations

from collections import Counter
from dataclasses import asdict
from typing import Any

from sqlalchemy.orm import Session

from bot.application import Content, to_json
from parsers.mail_kind import MailKind
from parsers.submission import ReadDocument, Submission
from storage.models import Message, StoredDocument


def write(session: Session, message: Message, submission: Submission) -> None:
    """Describes a message by `submission`, and lists its files; a file that was listed keeps its row and what refers to it."""
    describe(message, submission)
    listed = list(message.documents)
    for document in submission.documents:
        columns = _document_columns(document, submission)
        row = next((row for row in listed if _is_row_of(row, columns)), None)
        if row is None:
            message.documents.append(StoredDocument(**columns, application_id=message.application_id))
            continue
        listed.remove(row)
        for key, value in columns.items():
            setattr(row, key, value)
    for row in listed:
        message.documents.remove(row)
        session.delete(row)


def describe(message: Message, submission: Submission) -> None:
    """Who wrote a message, when, and about what."""
    for key, value in _columns(message, submission).items():
        setattr(message, key, value)


def write_content(message: Message, submission: Submission) -> None:
    """Keeps what form and letter in a message say, and which of its files could not be read."""
    message.content, message.troubles = _content(submission), _troubles(submission)


def is_written(message: Message, submission: Submission) -> bool:
    """Whether the store has of a filed message just what `submission` says."""
    told = _columns(message, submission) | {"content": _content(submission), "troubles": _troubles(submission)}
    documents = Counter(tuple(_document_columns(document, submission).values()) for document in submission.documents)
    kept = Counter(tuple(getattr(row, key) for key in _DOCUMENT) for row in message.documents)
    return kept == documents and all(getattr(message, key) == value for key, value in told.items())


def _columns(message: Message, submission: Submission) -> dict[str, Any]:
    parsed = submission.message
    # A message with several authors (RFC 5322, 3.6.2) is nobody's in particular.
    author = parsed.from_[0] if len(parsed.from_) == 1 else None
    return {
        "kind": submission.kind.value,
        "message_id": parsed.message_id,
        "fingerprint": parsed.fingerprint,
        "date": parsed.date,
        "arrived_at": parsed.received or (parsed.date if message.imported else None) or message.delivered_at,
        "sender_name": author.name if author else "",
        "sender_address": author.email if author else "",
        "subject": parsed.subject,
        "text": parsed.new_text,
        "language": submission.language,
    }


def _content(submission: Submission) -> dict[str, Any] | None:
    """None where a message is none that a form or letter is taken from."""
    if submission.kind is not MailKind.SUBMISSION:
        return None
    return to_json(Content(submission.application, submission.delegation), with_evidence=True)


def _troubles(submission: Submission) -> list[dict[str, Any]]:
    return [asdict(trouble) for trouble in submission.troubles] if submission.kind is MailKind.SUBMISSION else []


_DOCUMENT = ("filename", "kind", "media_type", "size", "sha256", "inside", "text", "trouble")


def _document_columns(document: ReadDocument, submission: Submission) -> dict[str, Any]:
    inside = " / ".join(document.inside)
    trouble = next((t.reason for t in submission.troubles if t.filename == document.filename), "")
    values = (document.filename, document.kind.value, document.media_type, document.size, document.sha256)
    return dict(zip(_DOCUMENT, (*values, inside, document.text, trouble), strict=True))


def _is_row_of(row: StoredDocument, columns: dict[str, Any]) -> bool:
    return all(getattr(row, key) == columns[key] for key in ("sha256", "inside", "filename"))

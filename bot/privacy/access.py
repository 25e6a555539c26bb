"""All that the store has on one person, for whoever asks what is kept about them: their own data, not their colleagues'."""

from __future__ import annotations

import email
import json
import os
from collections.abc import Iterator
from contextlib import suppress
from datetime import datetime
from email import policy
from pathlib import Path
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from bot.errors import IntakeBotError
from bot.privacy import identity, sweeping
from bot.privacy.identity import Person
from parsers.words.traces import Traces
from storage.models import Application, JournalEntry, Message, OutgoingMail, StoredDocument, TeamMember

_AROUND = 60
_PRIVATE = 0o600


def gather(session: Session, told: str) -> dict[str, Any]:
    """What is known of who `told`, a name or an address, means. Raises `NotFoundError`."""
    person = identity.find(session, told)
    traces = person.traces()
    found = list(sweeping.places(session, traces, ()))
    applications = {place.application for place in found if place.application is not None}
    messages = {place.message for place in found if place.message is not None}
    return {
        "person": _person(person),
        "applications": [_application(session.get_one(Application, key), traces) for key in sorted(applications)],
        "mails": [_mail(session.get_one(Message, key), traces) for key in sorted(messages)],
        "mails_sent_to_them": list(_letters(session, traces)),
        "journal": list(_journal(session, traces)),
        "where_named": _counted(place.table for place in found),
    }


def own_mails(session: Session, told: str) -> Iterator[tuple[str, bytes]]:
    """The original mails that the person wrote, as names of files and bytes; those that were erased are left out."""
    traces = identity.find(session, told).traces()
    for message in session.scalars(select(Message).order_by(Message.id).execution_options(yield_per=50)):
        if _is_from(message, traces) and message.raw.erased_at is None:
            yield f"{message.id:06d}.eml", message.raw.content


def write(path: Path, content: bytes) -> None:
    """A file that only its owner may read. Raises `IntakeBotError`, also where there is such a file."""
    try:
        with os.fdopen(os.open(path, os.O_CREAT | os.O_EXCL | os.O_WRONLY, _PRIVATE), "wb") as file:
            file.write(content)
    except FileExistsError as error:
        raise IntakeBotError(f"{path} is there already; it is left as it is. Name another file.") from error
    except OSError as error:
        with suppress(OSError):
            path.unlink(missing_ok=True)
        raise IntakeBotError(f"{path} cannot be written ({error.strerror}). Name another place.") from error


def as_bytes(gathered: dict[str, Any]) -> bytes:
    """The JSON of what was gathered."""
    return (json.dumps(gathered, ensure_ascii=False, indent=1, default=_text) + "\n").encode()


def _text(value: Any) -> str:
    return value.isoformat() if isinstance(value, datetime) else str(value)


def _person(person: Person) -> dict[str, Any]:
    return {"names": person.names, "addresses": person.addresses, "phones": person.phones, "shared": person.shared}


def _application(application: Application, traces: Traces) -> dict[str, Any]:
    """What the person is to an application, and where its texts name them."""
    contact = (application.contact_name, application.contact_email, application.contact_phone)
    texts = {key: getattr(application, key) for key in _TEXTS}
    return {
        "reference": application.reference,
        "status": application.status.value,
        "title": application.title,
        "institution": application.institution,
        "member": next(
            (_member(member) for member in application.members if _is(traces, member.name, member.email)), None
        ),
        "contact": contact if _is(traces, *contact[:2]) else None,
        "visitor": any(map(traces.found, application.visitors)),
        "delegate": any(map(traces.found, application.delegates)),
        "signatory": application.letter_signatory_position if _is(traces, application.letter_signatory) else None,
        "named_in": {key: traces.excerpts(text, _AROUND) for key, text in texts.items() if text and traces.found(text)},
        "first_version_at": application.created_at,
        "versions_naming_them": sum(_named(revision.content, traces) for revision in application.revisions),
    }


_TEXTS = ("title", "idea", "problem", "results", "activities", "costs", "partners", "strategy_fit", "decision_note")


def _member(member: TeamMember) -> dict[str, Any]:
    keys = ("name", "position", "unit", "email", "phone")
    return {key: getattr(member, key) for key in keys}


def _mail(message: Message, traces: Traces) -> dict[str, Any]:
    """A mail of the person whole; of somebody else's what it says about them."""
    theirs = _is_from(message, traces)
    return {
        "number": message.id,
        "arrived_at": message.arrived_at,
        "application": message.application.reference if message.application else None,
        "written_by_them": theirs,
        "from": [message.sender_name, message.sender_address] if theirs else None,
        "subject": message.subject if theirs else traces.excerpts(message.subject, _AROUND),
        "text": message.text if theirs else traces.excerpts(message.text, _AROUND),
        "documents": [_document(document, traces, theirs=theirs) for document in message.documents],
        "original_kept": message.raw.erased_at is None,
    }


def _document(document: StoredDocument, traces: Traces, *, theirs: bool) -> dict[str, Any]:
    return {
        "filename": document.filename,
        "kind": document.kind,
        "text": document.text if theirs else None,
        "times_named": len(traces.excerpts(document.text, 0)),
    }


def _letters(session: Session, traces: Traces) -> Iterator[dict[str, Any]]:
    for mail in session.scalars(select(OutgoingMail).order_by(OutgoingMail.id).execution_options(yield_per=50)):
        if traces.is_address(mail.recipient):
            body = email.message_from_bytes(mail.content, policy=policy.default).get_body(("plain",))
            yield {
                "to": mail.recipient,
                "subject": mail.subject,
                "state": mail.state.value,
                "sent_at": mail.sent_at,
                "text": body.get_content() if body else "",
            }


def _journal(session: Session, traces: Traces) -> Iterator[dict[str, Any]]:
    for entry in session.scalars(select(JournalEntry).order_by(JournalEntry.id).execution_options(yield_per=500)):
        if traces.found(entry.details) or traces.found(entry.actor):
            yield {"at": entry.at, "actor": entry.actor, "action": entry.action, "details": entry.details}


def _is_from(message: Message, traces: Traces) -> bool:
    return _is(traces, message.sender_name, message.sender_address)


def _is(traces: Traces, *values: str | None) -> bool:
    return any(value and traces.found(value) for value in values)


def _named(content: Any, traces: Traces) -> bool:
    return traces.found(json.dumps(content, ensure_ascii=False))


def _counted(tables: Iterator[str]) -> dict[str, int]:
    counts: dict[str, int] = {}
    for table in tables:
        counts[table] = counts.get(table, 0) + 1
    return counts

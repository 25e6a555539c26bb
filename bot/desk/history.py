"""An application's history as a person reads it in a terminal: mail in, mail out, what changed, who did what."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from rich.console import Console
from sqlalchemy import select
from sqlalchemy.orm import Session

from bot import journal
from bot.application import Content, from_json
from bot.desk import standing
from bot.desk.tables import table
from bot.journal import Action
from bot.programme import Programme
from storage.models import Application, JournalEntry, OutgoingMail


def show(session: Session, applications: Sequence[Application], programme: Programme, out: Console) -> None:
    """The history of an application, the first of `applications`, and of those that were merged into it."""
    entries = journal.entries(session, applications)
    _notes(entries, programme, out)
    _messages(applications[0], programme, out)
    _mails(session, applications, programme, out)
    _revisions(applications[0], programme, out)
    out.print("Journal", style="bold")
    for entry in entries:
        out.print(f"  {line(entry, programme)}", style="dim")


def line(entry: JournalEntry, programme: Programme) -> str:
    """An entry of the journal in one line: when, who, what, of which message, and more."""
    of_message = f" message {entry.message_id}" if entry.message_id is not None else ""
    details = f": {entry.details}" if entry.details else ""
    return f"{_at(entry.at, programme)} {entry.actor} {entry.action}{of_message}{details}"


def _notes(entries: Sequence[JournalEntry], programme: Programme, out: Console) -> None:
    for entry in entries:
        if entry.action == Action.NOTE:
            out.print(f"Note of {_at(entry.at, programme)} by {entry.actor}: {entry.details}", style="cyan")


def _messages(application: Application, programme: Programme, out: Console) -> None:
    rows = table("Message", "Came", "From", "Subject", "Documents", "Status", title="Mail in")
    for message in application.messages:
        documents = "\n".join(f"{d.filename or 'unnamed file'} ({d.kind})" for d in message.documents)
        came = _at(message.arrived_at or message.stored_at, programme)
        status = f"{message.status.value}: {message.reason}" if message.reason else message.status.value
        rows.add_row(str(message.id), came, message.sender_address, message.subject, documents or "–", status)
    out.print(rows)


def _mails(session: Session, applications: Sequence[Application], programme: Programme, out: Console) -> None:
    rows = table("Written", "Letter", "To", "Subject", "State", title="Mail out")
    query = select(OutgoingMail).where(OutgoingMail.application_id.in_([one.id for one in applications]))
    for mail in session.scalars(query.order_by(OutgoingMail.id)):
        state = f"{mail.state.value}: {mail.error}" if mail.error else mail.state.value
        rows.add_row(_at(mail.created_at, programme), mail.template, mail.recipient, mail.subject, state)
    if rows.row_count:
        out.print(rows)


def _revisions(application: Application, programme: Programme, out: Console) -> None:
    """What changed from one revision to the next; the first is what came first."""
    before: Content | None = None
    for revision in application.revisions:
        content = from_json(revision.content)
        by = f"message {revision.message_id}" if revision.message_id is not None else "a person"
        out.print(f"Revision {revision.number} of {_at(revision.at, programme)}, by {by}", style="bold")
        for field, was, now in standing.fields(before, content) if before is not None else ():
            out.print(f"  {field}: {was or '–'} → {now or '–'}")
        before = content


def _at(moment: datetime, programme: Programme) -> str:
    return f"{moment.astimezone(programme.zone):%d.%m.%Y %H:%M}"

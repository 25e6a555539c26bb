"""An application as a person reads it in a terminal."""

from __future__ import annotations

from rich.console import Console
from rich.table import Table
from sqlalchemy import select
from sqlalchemy.orm import Session

from bot import register
from storage.models import JournalEntry, OutgoingMail

_FIELDS = (
    ("Institution", "institution"), ("Title", "title"), ("Themes", "themes"), ("Visitors", "visitors"), ("Idea", "idea"),
    ("Problem", "problem"), ("Results", "results"), ("Activities", "activities"), ("Costs", "costs"), ("Total, EUR", "costs_eur"),
    ("Partners", "partners"), ("Strategy", "strategy_fit"), ("Letter of", "letter_institution"), ("Letter dated", "letter_date"),
    ("Letter number", "letter_number"), ("Letter's title", "letter_project_title"), ("Signatory", "letter_signatory"),
    ("Position", "letter_signatory_position"), ("Signed", "letter_signed"), ("Delegates", "delegates"),
)  # fmt: skip


def application(session: Session, reference: str, out: Console) -> None:
    """Everything about one application: what it says, what is open, and its history."""
    found = register.find(session, reference)
    out.print(f"{found.reference}  {found.status.value}", style="bold")
    values = Table.grid(padding=(0, 2))
    for label, key in _FIELDS:
        value = getattr(found, key)
        if value not in (None, "", []):
            values.add_row(label, ", ".join(value) if isinstance(value, list) else str(value))
    values.add_row("Contact", ", ".join(filter(None, (found.contact_name, found.contact_email, found.contact_phone))))
    out.print(values)
    team = Table("No.", "Name", "Position", "Department", "E-mail", "Phone", title="Team")
    for member in found.members:
        cells = (member.name, member.position, member.unit, member.email, member.phone)
        team.add_row(str(member.number), *(cell or "–" for cell in cells))
    out.print(team)
    for finding in found.findings:
        out.print(f"open: {finding.code} {finding.document or ''} {finding.detail or ''}".rstrip())
    for message in found.messages:
        out.print(
            f"{message.arrived_at:%d.%m.%Y %H:%M} from {message.sender_address}: {message.subject} ({message.status.value})"
        )
        for document in message.documents:
            out.print(f"    {document.filename} ({document.kind})")
    for mail in session.scalars(
        select(OutgoingMail).where(OutgoingMail.application_id == found.id).order_by(OutgoingMail.id)
    ):
        out.print(f"{mail.created_at:%d.%m.%Y %H:%M} to {mail.recipient}: {mail.subject} ({mail.state.value})")
    for entry in session.scalars(
        select(JournalEntry).where(JournalEntry.application_id == found.id).order_by(JournalEntry.id)
    ):
        out.print(f"{entry.at:%d.%m.%Y %H:%M} {entry.actor}: {entry.action} {entry.details}", style="dim")

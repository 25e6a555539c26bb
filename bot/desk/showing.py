"""An application as a person reads it in a terminal: what it says, what is open, and what to do next."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime

from rich.console import Console
from rich.table import Table
from sqlalchemy.orm import Session

from bot import application_record
from bot.desk import corrections, history, next_steps
from bot.desk.standing import short
from bot.desk.tables import table
from bot.letters.markup import parse, to_text
from bot.letters.telling import gap
from bot.letters.wording import Words
from bot.programme import Programme
from storage.models import Application, Correction, Finding

STYLES = {
    "incomplete": "yellow",
    "complete": "green",
    "late": "magenta",
    "withdrawn": "dim",
    "merged": "dim",
    "accepted": "bold green",
    "declined": "red",
    "waiting": "cyan",
}
_FIELDS = (
    ("Institution", "institution"), ("as written", "institution_text"), ("Title", "title"), ("Themes", "themes"),
    ("Visitors", "visitors"), ("Idea", "idea"), ("Problem", "problem"), ("Results", "results"), ("Activities", "activities"),
    ("Costs", "costs"), ("Total, EUR", "costs_eur"), ("Partners", "partners"), ("Strategy", "strategy_fit"),
    ("Letter of", "letter_institution"), ("Letter dated", "letter_date"), ("Letter number", "letter_number"),
    ("Letter's title", "letter_project_title"), ("Signatory", "letter_signatory"), ("Position", "letter_signatory_position"),
    ("Signed", "letter_signed"), ("Delegates", "delegates"),
)  # fmt: skip


def application(
    session: Session, reference: str, programme: Programme, words: Words, now: datetime, out: Console
) -> None:
    """Everything about one application, with its history."""
    found = application_record.find(session, reference)
    merged = application_record.merged_into(session, found)
    if found.reference != reference.upper():
        out.print(f"{reference.upper()} was merged into {found.reference}.", style="dim")
    _head(found, merged, out)
    for step in next_steps.of_application(found, programme, now):
        out.print(f"Next: {step}.")
    _open(found, words, out)
    _values(found, out)
    _team(found, out)
    _corrections(session, found, merged, programme, out)
    history.show(session, [found, *merged], programme, out)


def sentence(finding: Finding, words: Words) -> str:
    """A finding in the words that the team is told it with; where it is told none, in a few words."""
    told = [one for section in words.sections([gap(finding)]) for one in section.sentences]
    source = told[0] if told else words.brief([gap(finding)])
    return " ".join(to_text(parse(source)).split())


def _head(found: Application, merged: list[Application], out: Console) -> None:
    out.print(f"{found.reference}  {found.status.value}", style=f"bold {STYLES[found.status.value]}")
    if found.decision is not None:
        note = f": {found.decision_note}" if found.decision_note else ""
        out.print(f"Decision: {found.decision.value}{note}", style=STYLES[found.decision.value])
    if found.extended_to is not None:
        out.print(f"Extended to {found.extended_to:%d.%m.%Y}")
    out.print(f"Looked after by {found.assignee or 'nobody yet'}")
    if merged:
        out.print(f"Holds what was {', '.join(one.reference for one in merged)}")


def _open(found: Application, words: Words, out: Console) -> None:
    for finding in found.findings:
        detail = f" ({finding.detail})" if finding.code == "institution_mismatch" and finding.detail else ""
        out.print(f"Open: {finding.code}{detail}", style="yellow")
        out.print(f"      {sentence(finding, words)}")


def _values(found: Application, out: Console) -> None:
    values = Table.grid(padding=(0, 2))
    for label, key in _FIELDS:
        value = getattr(found, key)
        if value not in (None, "", []):
            values.add_row(label, ", ".join(value) if isinstance(value, list) else str(value))
    contact = filter(None, (found.contact_name, found.contact_email, found.contact_phone))
    values.add_row("Contact", ", ".join(contact) or "–")
    out.print(values)


def _team(found: Application, out: Console) -> None:
    team = table("No.", "Name", "Position", "Department", "E-mail", "Phone", title="Team")
    for member in found.members:
        cells = (member.name, member.position, member.unit, member.email, member.phone)
        team.add_row(str(member.number), *(cell or "–" for cell in cells))
    out.print(team)


def _corrections(
    session: Session, found: Application, merged: list[Application], programme: Programme, out: Console
) -> None:
    counting = corrections.counting(
        application_record.read_of(found), application_record.corrections_of(session, found)
    )
    rows = table("Field", "Counts", "Was read", "By", "On", title="Corrections")
    for row in _put_right([found, *merged]):
        counts = any(one.field == row.field and one.value == row.value for one in counting)
        value = short(row.value) or "(empty)"
        on = f"{row.at.astimezone(programme.zone):%d.%m.%Y}"
        rows.add_row(row.field, value if counts else f"no longer: {value}", short(row.read) or "–", row.actor, on)
    if rows.row_count:
        out.print(rows)


def _put_right(applications: list[Application]) -> Iterator[Correction]:
    """Corrections that change something; of what is read together, one half may have been right."""
    seen = set[str]()
    for one in applications:
        for row in one.corrections:
            if row.field not in seen and row.value != row.read:
                seen.add(row.field)
                yield row

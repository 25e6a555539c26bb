"""Applications picked out and put in order, for lists: what is wanted, and a row of plain values for each that is found."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import Select, func, select
from sqlalchemy.orm import Session, load_only

from bot.errors import MistakeError
from bot.programme import Programme
from parsers.text import fold
from storage.models import Application, ApplicationStatus, Decision, Finding, Message, MessageStatus, TeamMember

NOBODY = "nobody"
NONE = "none"
DEFAULT_COLUMNS = ("reference", "institution", "title", "status", "open")


@dataclass(frozen=True, slots=True)
class Wanted:
    """What applications are looked for; what is None says nothing. Merged ones are found only by their status.

    `finding` is a code, or its family ("missing_field"); `assignee` may be "nobody" and `decision` "none". `since` and
    `until` are moments between which an application first arrived, `title` is a part of its title, whatever its diacritics.
    """

    status: ApplicationStatus | None = None
    institution: str | None = None
    theme: str | None = None
    finding: str | None = None
    assignee: str | None = None
    decision: str | None = None
    since: datetime | None = None
    until: datetime | None = None
    title: str | None = None


@dataclass(frozen=True, slots=True)
class Row:
    """An application as lists show it; `messages` are the Message-IDs of those that made it."""

    application: Application
    arrived: datetime | None
    messages: tuple[str | None, ...]
    findings: tuple[Finding, ...]
    team: int


def check(wanted: Wanted, programme: Programme) -> None:
    """Raises `MistakeError` for a university, theme or decision that there is not, naming those that there are."""
    for what, value, known in (
        ("university", wanted.institution and wanted.institution.upper(), [i.key for i in programme.institutions]),
        ("theme", wanted.theme, [theme.key for theme in programme.themes]),
        ("decision", wanted.decision, [*Decision, NONE]),
    ):
        if value is not None and value not in known:
            raise MistakeError(f"There is no {what} {value!r}. Choose one of {', '.join(known)}.")


def find(session: Session, wanted: Wanted, order: str = "reference") -> list[Row]:
    """The applications that are `wanted`, in the order of a column, or from its end where "-" stands before it.

    Raises `MistakeError` for a column that there is not.
    """
    name = order.removeprefix("-")
    # References are given in the order of opening; as words the ten-thousandth would stand before the second.
    value = (lambda row: row.application.id) if name == "reference" else column(name)
    applications = list(session.scalars(_query(wanted)))
    rows = [row for row in _rows(session, applications) if _is_wanted(row, wanted)]
    known = [row for row in rows if value(row) not in (None, "")]
    known.sort(key=lambda row: _sortable(value(row)), reverse=order.startswith("-"))
    return known + [row for row in rows if value(row) in (None, "")]


def column(name: str) -> Callable[[Row], Any]:
    """What a column shows of a row. Raises `MistakeError` naming the columns there are."""
    if name not in _COLUMNS:
        raise MistakeError(f"There is no column {name!r}. The columns are {', '.join(_COLUMNS)}.")
    return _COLUMNS[name]


_COLUMNS: Mapping[str, Callable[[Row], Any]] = {
    "reference": lambda row: row.application.reference,
    "institution": lambda row: row.application.institution,
    "title": lambda row: row.application.title,
    "status": lambda row: row.application.status.value,
    "open": lambda row: ", ".join(finding.code for finding in row.findings),
    "decision": lambda row: row.application.decision.value if row.application.decision else None,
    "assignee": lambda row: row.application.assignee,
    "themes": lambda row: ", ".join(row.application.themes),
    "contact": lambda row: row.application.contact_name,
    "email": lambda row: row.application.contact_email,
    "team": lambda row: row.team,
    "costs_eur": lambda row: row.application.costs_eur,
    "letter": lambda row: row.application.letter_signed,
    "arrived": lambda row: row.arrived,
    "updated": lambda row: row.application.updated_at,
    "completed": lambda row: row.application.completed_at,
    "language": lambda row: row.application.language,
}


def _query(wanted: Wanted) -> Select[Application]:
    # Long answers are not shown in lists.
    shown = load_only(
        Application.reference, Application.institution, Application.title, Application.status, Application.decision,
        Application.assignee, Application.themes, Application.contact_name, Application.contact_email,
        Application.costs_eur, Application.letter_signed, Application.updated_at, Application.completed_at,
        Application.language,
    )  # fmt: skip
    query = select(Application).options(shown).order_by(Application.id)
    if wanted.status is None:
        query = query.where(Application.status != ApplicationStatus.MERGED)
    else:
        query = query.where(Application.status == wanted.status)
    if wanted.institution is not None:
        query = query.where(func.upper(Application.institution) == wanted.institution.upper())
    if wanted.assignee is not None:
        nobody = wanted.assignee == NOBODY
        query = query.where(Application.assignee.is_(None) if nobody else Application.assignee == wanted.assignee)
    if wanted.decision is not None:
        none = wanted.decision == NONE
        query = query.where(Application.decision.is_(None) if none else Application.decision == wanted.decision)
    return query


def _rows(session: Session, applications: Sequence[Application]) -> Iterable[Row]:
    messages: dict[int | None, list[tuple[str | None, datetime | None]]] = defaultdict(list)
    filed = select(Message.application_id, Message.message_id, Message.arrived_at)
    filed = filed.where(Message.status == MessageStatus.FILED, Message.application_id.is_not(None))
    for application_id, message_id, arrived_at in session.execute(filed.order_by(Message.arrived_at, Message.id)):
        messages[application_id].append((message_id, arrived_at))
    findings: dict[int, list[Finding]] = defaultdict(list)
    for finding in session.scalars(select(Finding).order_by(Finding.id)):
        findings[finding.application_id].append(finding)
    sizes = select(TeamMember.application_id, func.count()).group_by(TeamMember.application_id)
    teams = dict(session.execute(sizes).all())
    for application in applications:
        made = messages[application.id]
        yield Row(
            application,
            made[0][1] if made else None,
            tuple(message_id for message_id, _ in made),
            tuple(findings[application.id]),
            teams.get(application.id, 0),
        )


def _is_wanted(row: Row, wanted: Wanted) -> bool:
    if wanted.theme is not None and wanted.theme not in row.application.themes:
        return False
    if wanted.finding is not None and not any(_is_of(finding.code, wanted.finding) for finding in row.findings):
        return False
    if wanted.title is not None and fold(wanted.title) not in fold(row.application.title or ""):
        return False
    if wanted.since is not None and (row.arrived is None or row.arrived < wanted.since):
        return False
    return wanted.until is None or (row.arrived is not None and row.arrived < wanted.until)


def _is_of(code: str, wanted: str) -> bool:
    return wanted in (code, code.partition(":")[0])


def _sortable(value: Any) -> Any:
    return fold(value) if isinstance(value, str) else value

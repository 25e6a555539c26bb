"""Applications picked out and put in order, for lists: what is wanted, and a row of plain values for each that is found."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, Select, func, or_, select
from sqlalchemy.orm import InstrumentedAttribute, Session

from bot import findings
from bot.errors import MistakeError
from bot.programme import Programme
from parsers.text import fold
from storage.models import Application, ApplicationStatus, Decision, Finding, Message, MessageStatus, TeamMember

NOBODY = "nobody"
NONE = "none"
FEW = 500
_Stored = InstrumentedAttribute[Any]
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
    """An application as lists show it; `arrived` is when the first of its messages came, `messages` are the Message-IDs of those
    that made it, `team` is how many people are in it."""

    id: int
    reference: str
    institution: str | None
    title: str | None
    status: ApplicationStatus
    decision: Decision | None
    assignee: str | None
    themes: list[str]
    contact_name: str | None
    contact_email: str | None
    costs_eur: float | None
    letter_signed: str | None
    updated_at: datetime
    completed_at: datetime | None
    language: str
    arrived: datetime | None
    messages: tuple[str | None, ...]
    findings: tuple[findings.Finding, ...]
    team: int


@dataclass(frozen=True, slots=True)
class Found:
    """How many applications were found, and the first rows of them."""

    count: int
    rows: list[Row]


_STORED = (
    Application.id, Application.reference, Application.institution, Application.title, Application.status,
    Application.decision, Application.assignee, Application.themes, Application.contact_name, Application.contact_email,
    Application.costs_eur, Application.letter_signed, Application.updated_at, Application.completed_at, Application.language,
)  # fmt: skip


def check(wanted: Wanted, programme: Programme) -> None:
    """Raises `MistakeError` for a university, theme or decision that there is not, naming those that there are."""
    for what, value, known in (
        ("university", wanted.institution and wanted.institution.upper(), [i.key for i in programme.institutions]),
        ("theme", wanted.theme, [theme.key for theme in programme.themes]),
        ("decision", wanted.decision, [*Decision, NONE]),
    ):
        if value is not None and value not in known:
            raise MistakeError(f"There is no {what} {value!r}. Choose one of {', '.join(known)}.")


def find(session: Session, wanted: Wanted, order: str = "reference", most: int | None = None) -> Found:
    """The applications that are `wanted`, in the order of a column, or from its end where "-" stands before it.

    Raises `MistakeError` for a column that there is not.
    """
    name, title = order.removeprefix("-"), fold(wanted.title or "")
    sorted_by = column(name).stored
    query = _query(wanted).with_only_columns(*_keys(wanted, sorted_by))
    told = [keys for keys in session.execute(query) if _says(keys, wanted.theme, title)]
    if sorted_by is None or wanted.since is not None or wanted.until is not None:
        rows = _in_order([row for row in _rows(session, told) if _arrived(row, wanted)], order)
        return Found(len(rows), rows[:most])
    return Found(len(told), list(_rows(session, _in_order(told, order)[:most])))


def _keys(wanted: Wanted, sorted_by: _Stored | None) -> list[_Stored]:
    """What has to be known of all applications to pick and order some of them."""
    keys: list[_Stored] = [Application.id]
    keys += [Application.themes] if wanted.theme is not None else []
    keys += [Application.title] if wanted.title else []
    keys += [sorted_by] if sorted_by is not None else []
    return list(dict.fromkeys(keys))


def _in_order(rows: list[Any], order: str) -> list[Any]:
    """Rows in the order of a column; those without a value in it are last."""
    name = order.removeprefix("-")
    # References are given in the order of opening; as words the ten-thousandth would stand before the second.
    value = (lambda row: row.id) if name == "reference" else column(name).value
    known = [row for row in rows if value(row) not in (None, "")]
    known.sort(key=lambda row: _sortable(value(row)), reverse=order.startswith("-"))
    return known + [row for row in rows if value(row) in (None, "")]


@dataclass(frozen=True, slots=True)
class Column:
    """What a column shows of a row, and where in the table of applications that is kept; None: in another table."""

    value: Callable[[Row], Any]
    stored: _Stored | None


def column(name: str) -> Column:
    """The column of a name. Raises `MistakeError` naming the columns there are."""
    if name not in _COLUMNS:
        raise MistakeError(f"There is no column {name!r}. The columns are {', '.join(_COLUMNS)}.")
    return _COLUMNS[name]


_COLUMNS: Mapping[str, Column] = {
    "reference": Column(lambda row: row.reference, Application.id),
    "institution": Column(lambda row: row.institution, Application.institution),
    "title": Column(lambda row: row.title, Application.title),
    "status": Column(lambda row: row.status.value, Application.status),
    "open": Column(lambda row: ", ".join(finding.code for finding in row.findings), None),
    "decision": Column(lambda row: row.decision.value if row.decision else None, Application.decision),
    "assignee": Column(lambda row: row.assignee, Application.assignee),
    "themes": Column(lambda row: ", ".join(row.themes), Application.themes),
    "contact": Column(lambda row: row.contact_name, Application.contact_name),
    "email": Column(lambda row: row.contact_email, Application.contact_email),
    "team": Column(lambda row: row.team, None),
    "costs_eur": Column(lambda row: row.costs_eur, Application.costs_eur),
    "letter": Column(lambda row: row.letter_signed, Application.letter_signed),
    "arrived": Column(lambda row: row.arrived, None),
    "updated": Column(lambda row: row.updated_at, Application.updated_at),
    "completed": Column(lambda row: row.completed_at, Application.completed_at),
    "language": Column(lambda row: row.language, Application.language),
}


def _query(wanted: Wanted) -> Select[*tuple[Any, ...]]:
    query: Select[*tuple[Any, ...]] = select(Application.id).order_by(Application.id)
    if wanted.status is None:
        query = query.where(Application.status != ApplicationStatus.MERGED)
    else:
        query = query.where(Application.status == wanted.status)
    if wanted.institution is not None:
        query = query.where(func.upper(Application.institution) == wanted.institution.upper())
    if wanted.finding is not None:
        family = Finding.code.startswith(f"{wanted.finding}:", autoescape=True)
        open_ = select(Finding.application_id).where(or_(Finding.code == wanted.finding, family))
        query = query.where(Application.id.in_(open_))
    if wanted.assignee is not None:
        nobody = wanted.assignee == NOBODY
        query = query.where(Application.assignee.is_(None) if nobody else Application.assignee == wanted.assignee)
    if wanted.decision is not None:
        none = wanted.decision == NONE
        query = query.where(Application.decision.is_(None) if none else Application.decision == wanted.decision)
    return query


def _rows(session: Session, told: Sequence[Any]) -> Iterator[Row]:
    """What is to be shown of each of `told`; of few applications only what is theirs is read."""
    ids = [keys.id for keys in told] if len(told) <= FEW else None
    query: Select[*tuple[Any, ...]] = select(*_STORED).where(_of(Application.id, ids))
    applications = {stored.id: stored for stored in session.execute(query)}
    messages: dict[int | None, list[tuple[str | None, datetime | None]]] = defaultdict(list)
    filed = select(Message.application_id, Message.message_id, Message.arrived_at)
    filed = filed.where(Message.status == MessageStatus.FILED, _of(Message.application_id, ids))
    for application_id, message_id, arrived_at in session.execute(filed.order_by(Message.arrived_at, Message.id)):
        messages[application_id].append((message_id, arrived_at))
    open_: dict[int, list[findings.Finding]] = defaultdict(list)
    stored_findings = select(Finding.application_id, Finding.code, Finding.document, Finding.detail)
    for application_id, code, document, detail in session.execute(
        stored_findings.where(_of(Finding.application_id, ids)).order_by(Finding.id)
    ):
        open_[application_id].append(findings.Finding(code, document, detail))
    sizes = select(TeamMember.application_id, func.count()).where(_of(TeamMember.application_id, ids))
    teams = dict(session.execute(sizes.group_by(TeamMember.application_id)).all())
    for keys in told:
        stored = applications[keys.id]
        made = messages[stored.id]
        arrived = made[0][1] if made else None
        ids_of_messages = tuple(message_id for message_id, _ in made)
        values = (*stored, arrived, ids_of_messages, tuple(open_[stored.id]), teams.get(stored.id, 0))
        yield Row(*values)


def _of(column: ColumnElement[Any] | InstrumentedAttribute[Any], ids: Sequence[int] | None) -> ColumnElement[bool]:
    return column.is_not(None) if ids is None else column.in_(ids)


def _says(row: Any, theme: str | None, title: str) -> bool:
    return (theme is None or theme in row.themes) and (not title or title in fold(row.title or ""))


def _arrived(row: Row, wanted: Wanted) -> bool:
    if wanted.since is not None and (row.arrived is None or row.arrived < wanted.since):
        return False
    return wanted.until is None or (row.arrived is not None and row.arrived < wanted.until)


def _sortable(value: Any) -> Any:
    return fold(value) if isinstance(value, str) else value

"""Applications picked out and put in order, for lists: what is wanted, and a row of plain values for each that is found."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, Select, func, or_, select
from sqlalchemy.orm import InstrumentedAttribute, Session

from bot.errors import MistakeError
from bot.programme import Programme
from parsers.text import fold
from storage.models import Application, ApplicationStatus, Decision, Finding, Message, MessageStatus, TeamMember

NOBODY = "nobody"
NONE = "none"
FEW = 500
_NOTHING: tuple[Any, ...] = (None, "", [])
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
    """An application as lists show it; `arrived` is when the first of its messages came, `team` is how many people are in it."""

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
    open: str | None
    team: int


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


def find(session: Session, wanted: Wanted, order: str = "reference") -> list[int]:
    """The numbers of the applications that are `wanted`, in the order of a column, or from its end where "-" stands before it.

    Raises `MistakeError` for a column that there is not.
    """
    sorted_by, title = column(order.removeprefix("-")), fold(wanted.title or "")
    query = _query(wanted).with_only_columns(*_keys(wanted, sorted_by))
    told = [keys for keys in session.execute(query) if _says(keys, wanted.theme, title)]
    if wanted.since is not None or wanted.until is not None:
        arrived = _arrivals(session, None)
        told = [keys for keys in told if _is_between(arrived.get(keys.id), wanted)]
    gathered = sorted_by.gathered(session, None) if sorted_by.gathered is not None else None
    values = {keys.id: keys[-1] if gathered is None else gathered.get(keys.id) for keys in told}
    return _in_order(values, backwards=order.startswith("-"))


def rows(session: Session, ids: Sequence[int]) -> list[Row]:
    """What is to be shown of each of these applications; of few only what is theirs is read."""
    some = ids if len(ids) <= FEW else None
    query: Select[*tuple[Any, ...]] = select(*_STORED).where(_of(Application.id, some))
    applications = {stored.id: stored for stored in session.execute(query)}
    arrivals, open_, sizes = (gather(session, some) for gather in (_arrivals, _open, _team_sizes))
    found = ((*applications[id_], arrivals.get(id_), open_.get(id_), sizes.get(id_, 0)) for id_ in ids)
    return [Row(*values) for values in found]


def _keys(wanted: Wanted, sorted_by: Column) -> list[_Stored]:
    """What has to be known of all applications to pick and order some of them, last what they are put in order by."""
    keys: list[_Stored] = [Application.id]
    keys += [Application.themes] if wanted.theme is not None else []
    keys += [Application.title] if wanted.title else []
    return [*keys, *([sorted_by.stored] if sorted_by.stored is not None else [])]


def _in_order(values: Mapping[int, Any], *, backwards: bool) -> list[int]:
    """Applications in the order of their values; those without one are last."""
    known = [id_ for id_, value in values.items() if value not in _NOTHING]
    known.sort(key=lambda id_: _sortable(values[id_]), reverse=backwards)
    return known + [id_ for id_, value in values.items() if value in _NOTHING]


@dataclass(frozen=True, slots=True)
class Column:
    """What a column shows of a row, and what applications are put in its order by: a column of their table, or what is
    gathered from other tables."""

    value: Callable[[Row], Any]
    stored: _Stored | None = None
    gathered: Callable[[Session, Sequence[int] | None], Mapping[int, Any]] | None = None


def column(name: str) -> Column:
    """The column of a name. Raises `MistakeError` naming the columns there are."""
    if name not in _COLUMNS:
        raise MistakeError(f"There is no column {name!r}. The columns are {', '.join(_COLUMNS)}.")
    return _COLUMNS[name]


def _of(column: ColumnElement[Any] | InstrumentedAttribute[Any], ids: Sequence[int] | None) -> ColumnElement[bool]:
    return column.is_not(None) if ids is None else column.in_(ids)


def _arrivals(session: Session, ids: Sequence[int] | None) -> Mapping[int, datetime]:
    """When the first message of each application came."""
    filed = select(Message.application_id, func.min(Message.arrived_at)).where(Message.status == MessageStatus.FILED)
    first = session.execute(filed.where(_of(Message.application_id, ids)).group_by(Message.application_id))
    return {application_id: moment for application_id, moment in first if application_id and moment}


def _open(session: Session, ids: Sequence[int] | None) -> Mapping[int, str]:
    """The codes of what is open in each application that has something open."""
    codes: dict[int, list[str]] = defaultdict(list)
    found = select(Finding.application_id, Finding.code).where(_of(Finding.application_id, ids)).order_by(Finding.id)
    for application_id, code in session.execute(found):
        codes[application_id].append(code)
    return {application_id: ", ".join(open_) for application_id, open_ in codes.items()}


def _team_sizes(session: Session, ids: Sequence[int] | None) -> Mapping[int, int]:
    sizes = select(TeamMember.application_id, func.count()).where(_of(TeamMember.application_id, ids))
    return dict(session.execute(sizes.group_by(TeamMember.application_id)).all())


_COLUMNS: Mapping[str, Column] = {
    "reference": Column(lambda row: row.reference, Application.id),
    "institution": Column(lambda row: row.institution, Application.institution),
    "title": Column(lambda row: row.title, Application.title),
    "status": Column(lambda row: row.status.value, Application.status),
    "open": Column(lambda row: row.open, gathered=_open),
    "decision": Column(lambda row: row.decision.value if row.decision else None, Application.decision),
    "assignee": Column(lambda row: row.assignee, Application.assignee),
    "themes": Column(lambda row: ", ".join(row.themes), Application.themes),
    "contact": Column(lambda row: row.contact_name, Application.contact_name),
    "email": Column(lambda row: row.contact_email, Application.contact_email),
    "team": Column(lambda row: row.team, gathered=_team_sizes),
    "costs_eur": Column(lambda row: row.costs_eur, Application.costs_eur),
    "letter": Column(lambda row: row.letter_signed, Application.letter_signed),
    "arrived": Column(lambda row: row.arrived, gathered=_arrivals),
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


def _says(row: Any, theme: str | None, title: str) -> bool:
    return (theme is None or theme in row.themes) and (not title or title in fold(row.title or ""))


def _is_between(arrived: datetime | None, wanted: Wanted) -> bool:
    if arrived is None:
        return False
    return (wanted.since is None or arrived >= wanted.since) and (wanted.until is None or arrived < wanted.until)


def _sortable(value: Any) -> Any:
    return fold(value) if isinstance(value, str) else value

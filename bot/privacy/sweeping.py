"""Goes through every text that the store keeps, whatever the table, to find or to replace what names a person.

What a table is for makes no difference here, so that a table that is added tomorrow is swept too. Keys stay.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from sqlalchemy import JSON, Column, ColumnElement, Table, Text, and_, false, or_, select, update
from sqlalchemy.orm import Session

from bot.privacy import ERASED
from bot.privacy.identity import is_person
from parsers.words.traces import Traces
from storage.models import Application, Base, Message

_AT_ONCE = 500
_LINKS = ("application_id", "message_id")
# Columns that hold one person together: where one of them is the person, all are blanked. The first one is the name.
_PERSONS = {
    "members": ("name", "email", "phone", "position", "unit"),
    "stored_applications": ("contact_name", "contact_email", "contact_phone"),
}


@dataclass(frozen=True, slots=True)
class Place:
    """A row that names the person: its table, its key, the application and the message that it is about."""

    table: str
    key: tuple[Any, ...]
    application: int | None
    message: int | None


def places(session: Session, traces: Traces, spared: Collection[int]) -> Iterator[Place]:
    """Every row that names the person, but those about the applications in `spared`."""
    for table, columns in _swept():
        for row, place in _rows(session, table, columns):
            if place.application not in spared and any(_named(traces, row[column.name]) for column in columns):
                yield place


def replace(
    session: Session, traces: Traces, found: Collection[Place], lone: Mapping[int, Collection[str]]
) -> dict[str, int]:
    """Puts `ERASED` wherever the rows in `found`, and all about the applications in `lone`, name the person; how many rows of
    each table did. `lone` has, by application, the words that alone mean the person there."""
    counts: dict[str, int] = {}
    messages = set(session.scalars(select(Message.id).where(Message.application_id.in_(lone))))
    messages |= {place.message for place in found if place.message is not None}
    for table, columns in _swept():
        keys = {place.key for place in found if place.table == table.name}
        changes = []
        for row, place in _rows(session, table, columns, _chosen(table, keys, lone, messages)):
            before = {column.name: row[column.name] for column in columns}
            after = _after(table, before, traces, lone.get(place.application or 0, ()))
            if after != before:
                changes.append((place.key, after))
        for key, after in changes:
            this = [column == part for column, part in zip(table.primary_key.columns, key, strict=True)]
            session.execute(update(table).where(*this).values(after))
        if changes:
            counts[table.name] = len(changes)
    session.expire_all()
    return counts


def _chosen(
    table: Table, keys: Collection[tuple[Any, ...]], applications: Collection[int], messages: Collection[int]
) -> ColumnElement[bool]:
    """Rows of these keys, and rows about these applications and messages."""
    primary = list(table.primary_key.columns)
    chosen = [and_(*(column == part for column, part in zip(primary, key, strict=True))) for key in keys]
    if len(primary) == 1:
        chosen = [primary[0].in_([key[0] for key in keys])]
    for linked, name, model in ((applications, "application_id", Application), (messages, "message_id", Message)):
        if table is model.__table__:
            chosen.append(primary[0].in_(linked))
        elif name in table.columns and table.columns[name].foreign_keys:
            chosen.append(table.columns[name].in_(linked))
    return or_(false(), *chosen)


def _named(traces: Traces, value: Any) -> bool:
    if isinstance(value, str):
        return traces.found(value)
    if isinstance(value, dict):
        return any(_named(traces, inner) for inner in value.values())
    return isinstance(value, list) and any(_named(traces, inner) for inner in value)


def _replaced(traces: Traces, value: Any, lone: Collection[str]) -> Any:
    """The value without what names the person; a person's own part keeps its place, with `ERASED` for a name."""
    if isinstance(value, str):
        return traces.replaced(value, ERASED, lone)
    if isinstance(value, list):
        return [_replaced(traces, inner, lone) for inner in value]
    if isinstance(value, dict):
        if is_person(value) and _is(traces, value):
            return {key: ERASED if key == "name" else None for key in value}
        return {key: _replaced(traces, inner, lone) for key, inner in value.items()}
    return value


def _is(traces: Traces, person: Mapping[str, Any]) -> bool:
    return any(traces.found(person.get(key) or "") for key in ("name", "email", "phone"))


def _after(table: Table, before: Mapping[str, Any], traces: Traces, lone: Collection[str]) -> dict[str, Any]:
    """A row's values without the person; also without what only stands beside the name, such as a telephone others share."""
    after = {key: _replaced(traces, value, lone) for key, value in before.items()}
    columns = _PERSONS.get(table.name, ())
    if any(traces.found(before[key] or "") for key in columns):
        after |= {key: ERASED if key == columns[0] else None for key in columns}
    return after


def _swept() -> Iterator[tuple[Table, list[Column[Any]]]]:
    """Every table with its columns of text and JSON that are no keys."""
    for table in Base.metadata.sorted_tables:
        columns = [c for c in table.columns if isinstance(c.type, (Text, JSON)) and not _is_key(c)]
        if columns:
            yield table, columns


def _is_key(column: Column[Any]) -> bool:
    return bool(column.primary_key or column.unique or column.foreign_keys)


def _rows(
    session: Session, table: Table, columns: list[Column[Any]], chosen: ColumnElement[bool] | None = None
) -> Iterator[tuple[dict[str, Any], Place]]:
    """The rows with their places; a document or a journal entry is about its message's application too."""
    of_message: dict[int | None, int | None] = dict(session.execute(select(Message.id, Message.application_id)).all())
    links = [column for column in table.columns if column.foreign_keys and column.name in _LINKS]
    query = select(table).with_only_columns(*dict.fromkeys((*table.primary_key.columns, *links, *columns)))
    if chosen is not None:
        query = query.where(chosen)
    for found in session.execute(query.execution_options(yield_per=_AT_ONCE)).mappings():
        row = dict(found)
        key = tuple(row[column.name] for column in table.primary_key.columns)
        linked = {column.name: row[column.name] for column in links}
        message = key[0] if table is Message.__table__ else linked.get("message_id")
        application = key[0] if table is Application.__table__ else linked.get("application_id")
        yield row, Place(table.name, key, application or of_message.get(message), message)

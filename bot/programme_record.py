"""Keeps in the store what the programme file says, so that whoever looks into the store meets names and days, not keys."""

from __future__ import annotations

from collections.abc import Iterator

from sqlalchemy import delete, select
from sqlalchemy.orm import Session

from bot.programme import Programme
from storage.models import ProgrammeDay, ProgrammeWord

APPLY_BY = "apply_by"
CALL = "call"


def days(programme: Programme) -> Iterator[ProgrammeDay]:
    """The call's calendar: the last day to apply, the day of the results, events, and days by which something is due."""
    dates = programme.dates
    for key, lv, en, day in (
        (APPLY_BY, "Pieteikšanās termiņš", "Deadline for applications", dates.apply_by.current),
        ("results", "Rezultātu paziņošana", "Announcement of results", dates.results.current),
    ):
        yield ProgrammeDay(key=key, kind=key, name_lv=lv, name_en=en, day=day, until=None)
    for event in programme.events:
        yield ProgrammeDay(
            key=f"event:{event.key}",
            kind="event",
            name_lv=event.name.lv,
            name_en=event.name.en,
            day=event.date,
            until=event.until,
        )
    for deliverable in programme.deliverables:
        yield ProgrammeDay(
            key=f"deliverable:{deliverable.key}",
            kind="deliverable",
            name_lv=deliverable.name.lv,
            name_en=deliverable.name.en,
            day=deliverable.due,
            until=None,
        )


def words(programme: Programme) -> Iterator[ProgrammeWord]:
    """The names of the call, its institutions, themes and fields, in the order of the programme file."""
    call = programme.programme
    yield ProgrammeWord(kind=CALL, key=_call(programme), position=0, lv=call.name.lv, en=call.name.en)
    for position, institution in enumerate(programme.institutions):
        name = institution.name
        yield ProgrammeWord(kind="institution", key=institution.key, position=position, lv=name.lv, en=name.en)
    for kind, labelled in (("theme", programme.themes), ("field", programme.fields)):
        for position, item in enumerate(labelled):
            yield ProgrammeWord(kind=kind, key=item.key, position=position, lv=item.label.lv, en=item.label.en)


def knows(session: Session, programme: Programme) -> bool:
    """Whether the store has heard of this call before."""
    return session.get(ProgrammeWord, (CALL, _call(programme))) is not None


def write(session: Session, programme: Programme) -> None:
    """Makes the store say what the programme file says; writes only what differs."""
    for model, wanted in ((ProgrammeDay, days(programme)), (ProgrammeWord, words(programme))):
        columns = [column.key for column in model.__table__.columns]
        now = {tuple(getattr(row, key) for key in columns) for row in wanted}
        kept = {tuple(getattr(row, key) for key in columns) for row in session.scalars(select(model))}
        if now != kept:
            session.execute(delete(model))
            session.add_all(model(**dict(zip(columns, row, strict=True))) for row in now)
    session.flush()


def _call(programme: Programme) -> str:
    return f"{programme.programme.prefix}-{programme.programme.year}"

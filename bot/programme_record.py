"""Keeps in the store what the programme file says, so that whoever looks into the store meets names and days, not keys."""

from __future__ import annotations

import tomllib
from collections.abc import Iterator
from functools import cache
from importlib.resources import files
from typing import Any

from sqlalchemy import delete, select
from sqlalchemy.orm import Session

from bot.programme import Programme
from storage.models import ProgrammeDay, ProgrammeWord

APPLY_BY = "apply_by"
CALL = "call"
_DECISIONS = ("accepted", "declined", "waiting")


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
    """What people call the keys that stand in the store; those of the programme file in its order."""
    call = programme.programme
    yield ProgrammeWord(kind=CALL, key=_call(programme), position=0, lv=call.name.lv, en=call.name.en)
    for position, institution in enumerate(programme.institutions):
        name = institution.name
        yield ProgrammeWord(kind="institution", key=institution.key, position=position, lv=name.lv, en=name.en)
    for kind, labelled in (("theme", programme.themes), ("field", programme.fields)):
        for position, item in enumerate(labelled):
            yield ProgrammeWord(kind=kind, key=item.key, position=position, lv=item.label.lv, en=item.label.en)
    for kind, position, key, lv, en in (*_of_the_letters(programme), *_of_the_store()):
        yield ProgrammeWord(kind=kind, key=key, position=position, lv=lv, en=en)


def _of_the_letters(programme: Programme) -> Iterator[tuple[str, int, str, str, str]]:
    """Findings, documents, statuses and decisions, as the letters call them."""
    lv, en = _content("templates/lv/wording.toml"), _content("templates/en/wording.toml")
    for position, code in enumerate(lv["brief"]):
        yield "finding", position, code, lv["brief"][code], en["brief"][code]
    for position, field in enumerate(programme.fields, start=len(lv["brief"])):
        unfilled = [f"{words['brief']['missing_field']}: " for words in (lv, en)]
        yield (
            "finding",
            position,
            f"missing_field:{field.key}",
            unfilled[0] + field.label.lv,
            unfilled[1] + field.label.en,
        )
    for position, kind in enumerate(lv["documents"]):
        yield "document", position, kind, lv["documents"][kind], en["documents"][kind]
    named = [phrase for phrase in lv["phrases"] if phrase.startswith("status_")]
    for position, phrase in enumerate(named):
        key = phrase.removeprefix("status_")
        yield "decision" if key in _DECISIONS else "status", position, key, lv["phrases"][phrase], en["phrases"][phrase]


def _of_the_store() -> Iterator[tuple[str, int, str, str, str]]:
    for kind, named in _content("store_words.toml").items():
        for position, (key, word) in enumerate(named.items(), start=100):
            yield kind, position, key, word["lv"], word["en"]


@cache
def _content(file: str) -> dict[str, Any]:
    return tomllib.loads((files("bot") / file).read_text("utf-8"))


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

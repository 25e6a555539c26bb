"""The store says what the programme file says."""

from __future__ import annotations

import datetime as dt

from sqlalchemy import select

from bot import programme_record
from bot.programme import MovableDate, Programme
from storage import Store
from storage.models import ProgrammeDay, ProgrammeWord


def test_names_and_days_are_kept_and_follow_the_file(programme: Programme) -> None:
    later = MovableDate(first=dt.date(2023, 4, 3), extended=dt.date(2023, 4, 27))
    moved = programme.model_copy(update={"dates": programme.dates.model_copy(update={"apply_by": later}), "events": ()})
    store = Store.open("sqlite://")
    with store.begin() as session:
        for call, last_day in (
            (programme, dt.date(2023, 4, 20)),
            (programme, dt.date(2023, 4, 20)),
            (moved, later.current),
        ):
            programme_record.write(session, call)
            assert session.get_one(ProgrammeDay, programme_record.APPLY_BY).day == last_day
        kinds = set(session.scalars(select(ProgrammeDay.kind)))
        assert kinds == {"apply_by", "results", "deliverable"}
        assert session.get_one(ProgrammeWord, ("institution", "RSU")).lv == "Rīgas Stradiņa universitāte"
        assert session.get_one(ProgrammeWord, ("theme", "collaboration")).en.startswith("Improvements")
        assert session.get_one(ProgrammeWord, ("field", "idea")).lv == "Projekta ideja"
    store.close()

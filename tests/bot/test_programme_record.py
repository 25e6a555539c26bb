"""The store says what the programme file says."""

from __future__ import annotations

import datetime as dt

from sqlalchemy import select

from bot import programme_record
from bot.journal import Action
from bot.letters.writer import TEMPLATES
from bot.programme import MovableDate, Programme
from parsers.mail_kind import MailKind
from storage import Store
from storage.models import ApplicationStatus, MessageStatus, OutboxState, ProgrammeDay, ProgrammeWord


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


def test_every_act_letter_and_state_has_a_name_for_people(programme: Programme) -> None:
    named = {(word.kind, word.key) for word in programme_record.words(programme)}
    wanted = {("action", action.value) for action in Action}
    wanted |= {("mail", kind) for kind in (*TEMPLATES, *(kind.value for kind in MailKind))}
    wanted |= {("state", state.value) for state in (*MessageStatus, *OutboxState)}
    wanted |= {("status", status.value) for status in ApplicationStatus}
    assert wanted - named == set()

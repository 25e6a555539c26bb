"""Deadlines that move: the bot notices, judges anew and tells once; one application may be given more time."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from pathlib import Path

import pytest
from sqlalchemy import select

from bot import schedule
from bot.errors import NotAllowedError, NotFoundError
from storage.models import ApplicationStatus, JournalEntry, ProgrammeDay
from tests.bot.clocked import ClockedBot, at
from tests.bot.desk import FORM, LETTER

MOVED = ("extended = 2023-04-20", "extended = 2023-04-27")


@pytest.fixture
def bot(tmp_path: Path) -> Iterator[ClockedBot]:
    opened = ClockedBot(tmp_path)
    opened.look(at(3, 1))
    yield opened
    opened.app.close()


def journal(bot: ClockedBot, action: str) -> list[str]:
    with bot.reading() as session:
        return list(session.scalars(select(JournalEntry.details).where(JournalEntry.action == action)))


def test_an_incomplete_team_is_told_once_that_the_deadline_moved(bot: ClockedBot) -> None:
    bot.now = at(4, 3)
    with bot.desk() as desk:
        assert desk.receive(form=FORM) == "ack_incomplete"
    bot.edit(*MOVED)
    for hour in (13, 14):
        bot.look(at(4, 3, hour))
    assert bot.templates() == ["ack_incomplete", "deadline_extended"]
    assert journal(bot, "deadline_moved") == ["2023-04-20 -> 2023-04-27"]
    with bot.reading() as session:
        assert session.get_one(ProgrammeDay, "apply_by").day == dt.date(2023, 4, 27)


def test_what_was_late_under_the_old_date_is_complete_under_the_new(bot: ClockedBot) -> None:
    bot.now = at(4, 21, 10)
    with bot.desk() as desk:
        assert desk.receive(form=FORM, letter=LETTER) == "ack_late"
    bot.edit(*MOVED)
    bot.look(at(4, 21, 11))
    with bot.reading() as session:
        application = bot.application(session)
        assert (application.status, application.findings) == (ApplicationStatus.COMPLETE, [])
    assert bot.templates() == ["ack_late", "deadline_extended"]
    assert "ir saņemts laikā" in bot.text_of_last()


def test_a_complete_team_is_left_in_peace_when_the_deadline_moves(bot: ClockedBot) -> None:
    bot.now = at(4, 3)
    with bot.desk() as desk:
        assert desk.receive(form=FORM, letter=LETTER) == "ack_complete"
    bot.edit(*MOVED)
    bot.look(at(4, 3, 13))
    assert bot.templates() == ["ack_complete"]


def test_a_deadline_that_is_brought_forward_is_noted_and_nobody_is_told_good_news(bot: ClockedBot) -> None:
    bot.now = at(4, 3)
    with bot.desk() as desk:
        desk.receive(form=FORM)
    bot.edit("extended = 2023-04-20", "extended = 2023-04-14")
    bot.look(at(4, 3, 13))
    assert journal(bot, "deadline_moved") == ["2023-04-20 -> 2023-04-14"]
    assert bot.templates() == ["ack_incomplete"]


def test_the_next_call_is_not_taken_for_a_moved_deadline(bot: ClockedBot) -> None:
    bot.now = at(4, 3)
    with bot.desk() as desk:
        desk.receive(form=FORM)
    bot.edit("year = 2023", "year = 2024")
    bot.edit("extended = 2023-04-20", "extended = 2024-04-20")
    bot.look(at(4, 3, 13))
    assert journal(bot, "deadline_moved") == []
    assert bot.templates() == ["ack_incomplete"]


def test_a_programme_file_that_cannot_be_followed_changes_nothing(
    bot: ClockedBot, caplog: pytest.LogCaptureFixture
) -> None:
    app = bot.app
    bot.edit("minimum = 3", 'minimum = "three"')
    bot.look(at(3, 2))
    assert bot.app is app
    assert "team.minimum" in caplog.text
    assert schedule.current(app, lambda: app) is app


def test_one_application_is_given_more_time_and_its_team_is_told_why(bot: ClockedBot) -> None:
    bot.now = at(4, 19)
    with bot.desk() as desk:
        desk.receive(form=FORM)
    bot.app.deadlines.extend("iip-2023-0001", dt.date(2023, 4, 25), "Rektors ir komandējumā.", "anna")
    bot.look(at(4, 19, 13))
    assert "līdz 2023. gada 25. aprīlim plkst. 23.59" in bot.text_of_last()
    assert "Rektors ir komandējumā." in bot.text_of_last()
    bot.now = at(4, 25, 20)
    with bot.desk() as desk:
        assert desk.receive(letter=LETTER) == "ack_complete"
        assert desk.applications[0].status is ApplicationStatus.COMPLETE


def test_more_time_ends_like_any_other(bot: ClockedBot) -> None:
    bot.now = at(4, 19)
    with bot.desk() as desk:
        desk.receive(form=FORM)
    bot.app.deadlines.extend("IIP-2023-0001", dt.date(2023, 4, 25), "", "anna")
    bot.now = at(4, 26, 0)
    with bot.desk() as desk:
        assert desk.receive(letter=LETTER) == "ack_late"


def test_more_time_than_the_programme_itself_gives_is_asked_for(bot: ClockedBot) -> None:
    with bot.desk() as desk:
        desk.receive(form=FORM)
    with pytest.raises(NotAllowedError, match="until 2023-04-20"):
        bot.app.deadlines.extend("IIP-2023-0001", dt.date(2023, 4, 20), "", "anna")
    with pytest.raises(NotFoundError):
        bot.app.deadlines.extend("IIP-2023-0009", dt.date(2023, 4, 25), "", "anna")


def test_the_results_of_a_call_that_was_extended_for_one_team_do_not_move_for_others(bot: ClockedBot) -> None:
    bot.now = at(4, 19)
    with bot.desk() as desk:
        desk.receive(form=FORM)
    bot.app.deadlines.extend("IIP-2023-0001", dt.date(2023, 5, 2), "", "anna")
    bot.edit(*MOVED)
    bot.look(at(4, 19, 13))
    assert bot.templates().count("deadline_extended") == 1

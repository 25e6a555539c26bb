"""Reminders as the bot queues them: who was written to often enough on a day waits for the next."""

from __future__ import annotations

from pathlib import Path

from parsers.mail_kind import MailKind
from tests.bot.clocked import ClockedBot, at
from tests.bot.desk import FORM


def test_an_address_that_has_had_enough_letters_is_reminded_a_day_later(tmp_path: Path) -> None:
    bot = ClockedBot(tmp_path, now=at(4, 3))
    bot.look()
    with bot.desk() as desk:
        assert desk.receive(form=FORM) == "ack_incomplete"
    bot.now = at(4, 13, 8)
    with bot.desk() as desk:
        for number in range(5):
            assert desk.receive(kind=MailKind.QUESTION, new_text=f"Jautājums {number}?") == "question_forwarded"
    bot.look(at(4, 13, 9))
    assert "reminder_incomplete" not in bot.templates()
    bot.look(at(4, 14, 9))
    assert bot.templates().count("reminder_incomplete") == 1
    bot.app.close()

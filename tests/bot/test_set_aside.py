"""A mail that cannot be read is set aside for a person who sees whose it is, and its sender is told; a machine is not."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from sqlalchemy import select

from bot.desk.replay import Replay
from parsers.submission import read
from storage.models import Message, MessageStatus, OutgoingMail
from tests.bot import teams_2023 as mails
from tests.bot.clocked import ClockedBot, at

AUTHOR = ("Anna Ozola", "anna.ozola@lu.lv")


@pytest.fixture
def bot(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[ClockedBot]:
    """A bot whose reader ends its process, as a document that breaks a library would."""
    opened = ClockedBot(tmp_path, now=at(4, 3))
    opened.look()
    real = opened.app.workers.call

    def call(function: object, *arguments: object) -> object:
        return real(abort) if function is read else real(function, *arguments)  # type: ignore[arg-type] # as it is given

    monkeypatch.setattr(opened.app.workers, "call", call)
    yield opened
    opened.app.close()


def abort() -> None:
    """Ends the worker without a word."""
    import os  # noqa: PLC0415 - in the worker

    os.abort()


def receive(bot: ClockedBot, **headers: str) -> Message:
    bot.arrives(mails.mail(bot.now, AUTHOR, "Pieteikums", "Labdien!", mails.document("Anketa.docx"), **headers))
    for minute in range(1, 6):
        bot.look(at(4, 3, 12, minute))
    with bot.reading() as session:
        return session.scalars(select(Message)).one()


def test_a_person_sees_whose_mail_waits_and_its_sender_is_told(bot: ClockedBot) -> None:
    message = receive(bot)
    assert message.status is MessageStatus.SET_ASIDE
    assert (message.sender_address, message.subject, message.attempts) == (AUTHOR[1], "Pieteikums", 3)
    with bot.reading() as session:
        letter = session.scalars(select(OutgoingMail)).one()
    assert (letter.template, letter.recipient, letter.in_reply_to) == ("unreadable", AUTHOR[1], message.message_id)
    assert "Vēlreiz to sūtīt nevajag." in bot.text_of_last()


def test_what_is_put_back_and_read_at_last_is_answered_as_usual(
    bot: ClockedBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    message = receive(bot)
    monkeypatch.undo()
    app = bot.app
    Replay(app.store, app.workers, app.rules, app.programme, app.clock).put_back([message.id], "ilze")
    bot.look(at(4, 3, 15))
    assert bot.templates() == ["unreadable", "ack_incomplete"]


def test_a_machine_is_not_told(bot: ClockedBot) -> None:
    message = receive(bot, Auto_Submitted="auto-replied")
    assert message.status is MessageStatus.SET_ASIDE
    assert bot.templates() == []


def test_mail_from_before_the_first_day_is_not_answered(bot: ClockedBot) -> None:
    bot.now = at(1, 1).replace(year=2022)
    message = receive(bot)
    assert message.status is MessageStatus.SET_ASIDE
    assert bot.templates() == []

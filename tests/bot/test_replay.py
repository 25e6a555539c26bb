"""Stored mail is read again with today's reader: shown before it changes anything, then applied, and nobody is written to."""

from __future__ import annotations

import shutil
import sqlite3
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from bot import application_record, register, rounds
from bot import settings as settings_module
from bot.app import App
from bot.demonstration.mails import mails
from bot.desk import correcting
from bot.desk.replay import Replay
from bot.desk.standing import Difference
from bot.errors import NotAllowedError
from bot.programme import Programme
from bot.transport import maildir
from storage.models import JournalEntry, Message, MessageStatus, OutgoingMail
from tests.bot.installation import Installation

FIRST = "IIP-2023-0001"
RIGHT, MISREAD = "Vakara rakstu darbnīca", "Vakara raksfu darbnica"


@pytest.fixture(scope="module")
def filed(tmp_path_factory: pytest.TempPathFactory, programme: Programme) -> Path:
    """A store in which three mails were filed and answered: a whole application, a question, and a revised form."""
    folder = tmp_path_factory.mktemp("filed")
    came = list(mails(programme))
    bot = Installation.build(folder)
    bot.deliver(came[0], came[6], came[8])
    bot.run("poll")
    return folder / "intake.sqlite"


@pytest.fixture
def bot(filed: Path, tmp_path: Path) -> Installation:
    """An installation with a copy of that store, in which the first mail's title is as an earlier reader read it."""
    shutil.copy(filed, tmp_path / "intake.sqlite")
    bot = Installation.build(tmp_path)
    with App(settings_module.load(bot.config)) as app, app.store.begin() as session:
        for message in session.scalars(select(Message).where(Message.content.is_not(None))):
            content: dict[str, Any] = message.content or {}
            message.content = content | {"form": content["form"] | {"title": MISREAD}}
        application = application_record.find(session, FIRST)
        register.rederive(session, application, app.programme, app.clock())
        session.commit()
    return bot


@pytest.fixture
def app(bot: Installation) -> Iterator[App]:
    with App(settings_module.load(bot.config)) as opened:
        yield opened


@pytest.fixture
def replay(app: App) -> Replay:
    return Replay(app.store, app.workers, app.rules, app.programme, app.clock)


def everything(bot: Installation) -> dict[str, list[Any]]:
    """All rows of all tables."""
    with closing(sqlite3.connect(bot.folder / "intake.sqlite")) as store:
        tables = [name for (name,) in store.execute("SELECT name FROM sqlite_master WHERE type = 'table'")]
        rows = {table: store.execute(f"SELECT * FROM {table}") for table in tables}
        return {table: found.fetchall() for table, found in rows.items()}


def reading(session: Session) -> tuple[str | None, int]:
    return application_record.find(session, FIRST).title, len(application_record.find(session, FIRST).revisions)


def mails_written(session: Session) -> list[tuple[str, str]]:
    return [(m.key, m.state.value) for m in session.scalars(select(OutgoingMail).order_by(OutgoingMail.id))]


def test_diff_shows_what_would_change_and_changes_nothing(bot: Installation) -> None:
    before = everything(bot)
    shown = bot.run("replay", "--all", "--diff").stdout
    assert MISREAD.split()[1] in shown
    assert RIGHT.split()[1] in shown
    assert "3 read, 2 of them otherwise than before" in shown
    assert everything(bot) == before


def test_applying_changes_journals_and_writes_to_nobody(app: App, replay: Replay) -> None:
    with app.store.reading() as session:
        written = mails_written(session)
    numbers = replay.of_application(FIRST)
    rereads = list(replay.read(numbers, numbers))
    expected = [Difference(FIRST, "title", MISREAD, RIGHT)]
    assert replay.differences(rereads) == expected
    assert replay.apply(rereads, "ilze") == expected
    with app.store.reading() as session:
        assert reading(session) == (RIGHT, 4)
        told = session.scalars(select(JournalEntry).where(JournalEntry.actor == "ilze"))
        assert [(e.action, e.message_id) for e in told] == [("reread", 1), ("reread", 3)]
        assert mails_written(session) == written
    assert list(replay.read(numbers, numbers)) == []


def test_evidence_and_documents_stay_where_they_are(app: App, replay: Replay) -> None:
    def places(session: Session) -> tuple[list[int], list[tuple[str, int | None, str]]]:
        found = application_record.find(session, FIRST)
        documents = [d.id for m in found.messages for d in m.documents]
        return documents, sorted((e.field, e.document_id, e.path) for e in found.evidence)

    with app.store.reading() as session:
        before = places(session)
    numbers = replay.of_all()
    replay.apply(list(replay.read(numbers, numbers)), "ilze")
    with app.store.reading() as session:
        assert places(session) == before


def test_a_correction_survives_a_replay_that_reads_something_else(app: App, replay: Replay) -> None:
    with app.store.begin() as session:
        application = application_record.find(session, FIRST)
        correcting.correct(session, application, "title", "Vakari", app.programme, actor="ilze", now=app.clock())
        session.commit()
    numbers = replay.of_application(FIRST)
    rereads = list(replay.read(numbers, numbers))
    assert replay.differences(rereads) == []
    replay.apply(rereads, "ilze")
    with app.store.reading() as session:
        application = application_record.find(session, FIRST)
        assert application.title == "Vakari"
        assert [(row.read, row.value) for row in application.corrections] == [(RIGHT, "Vakari")]


def test_a_command_asks_before_it_changes_anything(bot: Installation) -> None:
    before = everything(bot)
    asked = bot.run("replay", FIRST, check=False)
    assert (asked.returncode, "Change it?" in asked.stdout) == (1, True)
    assert everything(bot) == before
    assert "Nobody was written to" in bot.run("replay", FIRST, "--yes").stdout
    assert [a["title"] for a in bot.applications()] == [RIGHT]


def test_what_was_set_aside_is_put_back_and_then_filed_and_answered(
    app: App, replay: Replay, bot: Installation
) -> None:
    maildir.deliver(bot.folder / "mailbox", "new.test", list(mails(app.programme))[2])
    app.fetcher.fetch()
    with app.store.begin() as session:
        message = session.scalars(select(Message).where(Message.status == MessageStatus.RECEIVED)).one()
        message.status, message.attempts, message.reason = MessageStatus.SET_ASIDE, 3, "reading took too long"
        number = message.id
        session.commit()
    assert replay.of_set_aside() == [number]
    assert [(d.about, d.after) for d in replay.outlook([number], [number])] == [
        (f"message {number}", "submission, application_form")
    ]
    assert replay.put_back([number], "ilze") == 1
    rounds.run(app)
    with app.store.reading() as session:
        message = session.get_one(Message, number)
        assert (message.status, message.attempts) == (MessageStatus.FILED, 1)
        answers = select(OutgoingMail.template).where(OutgoingMail.answers_id == number)
        assert session.scalars(answers).all() == ["ack_incomplete"]


def test_what_was_answered_already_is_put_back_without_a_second_answer(app: App, replay: Replay) -> None:
    with app.store.reading() as session:
        written = mails_written(session)
    replay.put_back([2], "ilze")
    rounds.process(app)
    with app.store.reading() as session:
        assert session.get_one(Message, 2).status is MessageStatus.NOTED
        assert mails_written(session) == written


def test_a_note_that_would_be_a_submission_is_shown_and_left_alone(app: App, replay: Replay) -> None:
    with app.store.begin() as session:
        message = session.get_one(Message, 1)
        message.status, message.kind = MessageStatus.NOTED, "other"
        session.commit()
    rereads = list(replay.read([1], replay.of_message(1)))
    [shown] = replay.apply(rereads, "ilze")
    assert (shown.before, shown.after.split()[0]) == ("other", "submission")
    assert "--message 1 --anew" in shown.after
    with app.store.reading() as session:
        assert session.get_one(Message, 1).kind == "other"


def test_erased_bytes_are_skipped_and_named(app: App, replay: Replay) -> None:
    with app.store.begin() as session:
        message = session.get_one(Message, 1)
        message.raw.content, message.raw.erased_at = b"", app.clock()
        session.commit()
    assert replay.of_application(FIRST) == [3]
    assert 1 not in replay.of_all()
    with pytest.raises(NotAllowedError, match="erased"):
        replay.of_message(1)
    with pytest.raises(NotAllowedError, match="is filed"):
        replay.put_back([3], "ilze")


def test_a_message_that_moved_meanwhile_is_left_alone(app: App, replay: Replay) -> None:
    numbers = replay.of_application(FIRST)
    rereads = list(replay.read(numbers, numbers))
    with app.store.begin() as session:
        other = register.open_application(session, app.programme, "lv", app.clock())
        message = session.get_one(Message, 3)
        message.application = other
        for document in message.documents:
            document.application_id = other.id
        session.commit()
    told = replay.apply(rereads, "ilze")
    assert Difference("message 3", "application", "", "it was moved meanwhile; read it again") in told
    with app.store.reading() as session:
        assert (session.get_one(Message, 3).content or {})["form"]["title"] == MISREAD

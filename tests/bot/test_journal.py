"""The journal tells every act of the bot and of a person, under one name each, and holds nobody's name, address or answer."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, datetime
from email import message_from_bytes
from email.message import EmailMessage
from email.policy import SMTP

import pytest
from sqlalchemy import select

from bot import journal, outbox
from bot.desk import correcting, looking_after, merging
from bot.errors import MistakeError
from bot.journal import Action
from bot.letters.writer import LetterWriter
from bot.programme import Programme
from parsers.mail_kind import MailKind
from parsers.rules import ReadingRules
from storage.models import JournalEntry, OutboxState
from tests.bot.desk import FORM, LETTER, MAILBOX, TEAM, Desk, open_desk, other_project

NOW = datetime(2023, 3, 25, 9, tzinfo=UTC)


@pytest.fixture(scope="module")
def writer(programme: Programme) -> LetterWriter:
    return LetterWriter(programme)


@pytest.fixture
def desk(programme: Programme, writer: LetterWriter) -> Iterator[Desk]:
    with open_desk(programme, writer) as opened:
        yield opened


def told(desk: Desk) -> list[JournalEntry]:
    return journal.entries(desk.session)


def returned(ours: bytes) -> bytes:
    mail = EmailMessage(SMTP)
    mail["From"], mail["To"] = "MAILER-DAEMON@mx.rbs.example", MAILBOX
    mail["Subject"], mail["Return-Path"] = "Undelivered Mail Returned to Sender", "<>"
    mail["Date"] = "Tue, 21 Mar 2023 09:00:00 +0200"
    mail.set_content("The mail system\n\n<elina@lu.lv>: host mx.lu.lv said: 550 5.1.1 User unknown\n")
    mail.add_attachment(message_from_bytes(ours))
    return mail.as_bytes()


def live_through(desk: Desk, programme: Programme, rules: ReadingRules) -> None:
    """A bit of everything that can happen to applications."""
    desk.receive(form=replace(FORM, idea=None), fingerprint="same")
    desk.receive(form=FORM, fingerprint="same")
    desk.receive(letter=LETTER)
    ours = desk.last_mail
    desk.receive(form=replace(FORM, costs="9 EUR", costs_eur=9), mentions=("IIP-2023-0001",))
    desk.receive("kads@citur.example", form=replace(FORM, costs="1 EUR", costs_eur=1), verdict="none")
    desk.filing.reject(desk.session, desk.last_message, "ilze")
    desk.receive(kind=MailKind.QUESTION, new_text="Vai drīkst septiņi?")
    desk.receive("noreply@lu.lv", kind=MailKind.QUESTION, new_text="Vai drīkst septiņi?")
    outbox.move(desk.session, [ours.key], OutboxState.QUEUED, OutboxState.HELD, actor="ilze", now=NOW)
    outbox.move(desk.session, [ours.key], OutboxState.HELD, OutboxState.QUEUED, actor="ilze", now=NOW)
    ours.state = OutboxState.SENT
    desk.receive_raw(returned(ours.content), rules)
    desk.receive(form=other_project())
    desk.receive(kind=MailKind.WITHDRAWAL, mentions=("IIP-2023-0002",))
    first, second = desk.applications
    correcting.correct(desk.session, first, "title", "Rakstu nams", programme, actor="ilze", now=NOW)
    correcting.undo(desk.session, first, "title", programme, actor="ilze", now=NOW)
    looking_after.assign(desk.session, first, "marta", actor="ilze", now=NOW)
    looking_after.assign(desk.session, first, None, actor="ilze", now=NOW)
    numbers = [message.id for message in second.messages]
    merging.merge(desk.session, first, second, programme, actor="ilze", now=NOW)
    merging.split(desk.session, first, numbers, programme, actor="ilze", now=NOW)


def test_every_act_is_told_under_a_name_of_its_own(desk: Desk, programme: Programme, rules: ReadingRules) -> None:
    live_through(desk, programme, rules)
    elsewhere = {  # what needs a worker, a server or a command; their own tests read the journal
        *(Action.IMPORTED, Action.SET_ASIDE, Action.PUT_BACK, Action.READING_FAILED, Action.REREAD, Action.HANDED_OUT),
        *(Action.SENT, Action.CANCELLED, Action.REFUSED, Action.GIVEN_UP, Action.REMINDED, Action.NOTE),
        *(Action.CONFIRMED, Action.FILED, Action.DEADLINE_MOVED, Action.EXTENDED, Action.IN_TIME, Action.DECIDED),
        *(Action.ANNOUNCED, Action.HANDED_IN, Action.EVENT_INVITATION, Action.EVENT_UPDATED, Action.EVENT_CANCELLED),
        *(Action.ALERTED, Action.ALERT_OVER, Action.BACKED_UP, Action.BACKUP_FAILED),
        *(Action.FORGOTTEN, Action.ANONYMISED, Action.RETENTION),
    }
    assert {entry.action for entry in told(desk)} == {action.value for action in Action} - elsewhere


def test_no_entry_holds_a_name_an_address_or_an_answer(desk: Desk, programme: Programme, rules: ReadingRules) -> None:
    live_through(desk, programme, rules)
    details = "\n".join(entry.details for entry in told(desk))
    assert "@" not in details
    for word in (*(name for member in TEAM for name in member.name.split()), "Rakstu nams", "Vai drīkst", "9 EUR"):
        assert word not in details


def test_what_is_told_of_a_message_is_told_of_its_application(desk: Desk, programme: Programme) -> None:
    desk.receive(form=FORM)
    desk.receive(kind=MailKind.QUESTION, new_text="Vai drīkst septiņi?", mentions=("IIP-2023-0001",))
    [application] = desk.applications
    of_it = [entry.action for entry in journal.entries(desk.session, [application])]
    assert of_it == ["opened", "queued", "noted", "queued", "queued"]


def test_entries_can_be_asked_for_from_a_day_on(desk: Desk) -> None:
    desk.receive(form=FORM)
    assert journal.entries(desk.session, since=NOW) == []
    looking_after.note(desk.session, desk.applications[0], "Zvanīju.", actor="ilze", now=NOW)
    assert [entry.details for entry in journal.entries(desk.session, since=NOW)] == ["Zvanīju."]


def test_a_note_is_one_line_and_not_empty_and_a_name_is_one(desk: Desk) -> None:
    desk.receive(form=FORM)
    [application] = desk.applications
    looking_after.note(desk.session, application, "Zvanīju.\n\x1b[31mAtsūtīs rīt.", actor="ilze", now=NOW)
    assert told(desk)[-1].details == "Zvanīju. [31mAtsūtīs rīt."
    with pytest.raises(MistakeError):
        looking_after.note(desk.session, application, " \n", actor="ilze", now=NOW)
    with pytest.raises(MistakeError):
        looking_after.assign(desk.session, application, " ", actor="ilze", now=NOW)


def test_assigning_to_the_same_person_again_is_no_act(desk: Desk) -> None:
    desk.receive(form=FORM)
    for _ in range(2):
        looking_after.assign(desk.session, desk.applications[0], "marta", actor="ilze", now=NOW)
    query = select(JournalEntry).where(JournalEntry.action == Action.ASSIGNED)
    assert [entry.details for entry in desk.session.scalars(query)] == ["marta"]

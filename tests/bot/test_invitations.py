"""Calendar invitations: who is invited to what, and what happens when events or teams change."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from email.message import EmailMessage
from pathlib import Path

import pytest
from icalendar import Calendar
from sqlalchemy import select

from parsers.mail_kind import MailKind
from storage.models import Decision, OutboxState, OutgoingMail
from tests.bot.clocked import ClockedBot, at
from tests.bot.desk import FORM, LETTER, TEAM, person

ONE = "IIP-2023-0001"


@pytest.fixture
def bot(tmp_path: Path) -> Iterator[ClockedBot]:
    """A bot whose only team is accepted."""
    opened = ClockedBot(tmp_path, now=at(4, 19))
    opened.look()
    with opened.desk() as desk:
        desk.receive(form=FORM, letter=LETTER)
    opened.app.decisions.decide(ONE, Decision.ACCEPTED, "", "anna")
    opened.app.decisions.announce(opened.app.decisions.results().to_tell, "anna")
    opened.look(at(4, 21))
    yield opened
    opened.app.close()


@dataclass(frozen=True)
class Entry:
    """What a calendar makes of one invitation."""

    method: str
    uid: str
    sequence: int
    start: str
    attendees: frozenset[str]


def entry(mail: EmailMessage) -> Entry:
    part = next(part for part in mail.walk() if part.get_content_type() == "text/calendar")
    content = part.get_payload(decode=True)
    assert isinstance(content, bytes)
    calendar = Calendar.from_ical(content)
    assert isinstance(calendar, Calendar)
    assert part.get_param("method") == str(calendar["METHOD"])
    assert len(calendar.timezones) == 1
    (event,) = calendar.events
    attendees = frozenset(str(attendee).removeprefix("mailto:") for attendee in event.attendees)
    return Entry(str(calendar["METHOD"]), event.uid, event.sequence, event.start.isoformat(), attendees)


def sent(bot: ClockedBot, template: str, event: str) -> dict[str, Entry]:
    """By recipient what was sent of an event."""
    with bot.reading() as session:
        query = select(OutgoingMail.key).where(OutgoingMail.template == template).order_by(OutgoingMail.id)
        keys = session.scalars(query).all()
        all_keys = session.scalars(select(OutgoingMail.key).order_by(OutgoingMail.id)).all()
    chosen = {key for key in keys if key.split(":")[2] == event}
    mails = [mail for key, mail in zip(all_keys, bot.outgoing(), strict=True) if key in chosen]
    return {str(mail["To"]).rpartition("<")[2].rstrip(">"): entry(mail) for mail in mails}


def test_the_whole_team_is_invited_to_each_event_and_the_visitors_to_their_visit(bot: ClockedBot) -> None:
    team = frozenset(str(member.email) for member in TEAM)
    for event in ("opening", "seminar-1", "closing"):
        assert set(sent(bot, "event_invitation", event)) == team
    assert set(sent(bot, "event_invitation", "visit")) == {"elina@lu.lv", "gatis@lu.lv"}
    (first, *_) = sent(bot, "event_invitation", "opening").values()
    assert (first.method, first.attendees) == ("REQUEST", team)


def test_nothing_is_sent_twice(bot: ClockedBot) -> None:
    before = bot.templates()
    bot.look(at(4, 22))
    assert bot.templates() == before


def test_a_moved_event_is_updated_in_the_same_calendar_entry(bot: ClockedBot) -> None:
    opening = bot.part('key = "opening"')
    bot.edit(opening, opening.replace("2023-05-19", "2023-05-26"))
    bot.look(at(5, 2))
    before = sent(bot, "event_invitation", "opening")["elina@lu.lv"]
    after = sent(bot, "event_updated", "opening")["elina@lu.lv"]
    assert before.uid == after.uid
    assert (before.sequence, after.sequence) == (0, 1)
    assert (before.start, after.start) == ("2023-05-19", "2023-05-26")


def test_a_dropped_event_is_cancelled_for_all_who_were_invited(bot: ClockedBot) -> None:
    bot.edit(bot.part('key = "mentoring"'), "")
    bot.look(at(5, 2))
    cancelled = sent(bot, "event_cancelled", "mentoring")
    assert set(cancelled) == {member.email for member in TEAM}
    assert {c.method for c in cancelled.values()} == {"CANCEL"}


def test_who_joins_a_team_is_invited_and_who_leaves_is_let_go_and_the_others_hear_nothing(bot: ClockedBot) -> None:
    joined = (*TEAM[:2], person("Ausma Liepkalne", "ausma@lu.lv"))
    bot.now = at(5, 2)
    with bot.desk() as desk:
        names = tuple(member.name for member in joined)
        desk.receive(form=replace(FORM, members=joined), letter=replace(LETTER, number="04-1/99", delegates=names))
    before = len(bot.templates())
    bot.look(at(5, 2, 13))
    assert set(bot.templates()[before:]) == {"event_invitation", "event_cancelled"}
    with bot.reading() as session:
        to = session.scalars(select(OutgoingMail.recipient).order_by(OutgoingMail.id)).all()[before:]
    assert set(to) == {"ausma@lu.lv", "maija@lu.lv"}
    bot.look(at(5, 2, 14))
    assert len(bot.templates()) == before + len(to)


def test_a_team_that_withdraws_is_taken_out_of_what_lies_ahead(bot: ClockedBot) -> None:
    bot.now = at(7, 1)
    with bot.desk() as desk:
        assert desk.receive(kind=MailKind.WITHDRAWAL) == "ack_withdrawn"
    bot.look(at(7, 1, 13))
    assert sent(bot, "event_cancelled", "seminar-2")
    assert not sent(bot, "event_cancelled", "opening")
    bot.look(at(7, 10))
    assert "event_reminder" not in bot.templates()


def test_an_address_that_mail_came_back_from_is_left_alone(bot: ClockedBot) -> None:
    with bot.app.store.begin() as session:
        query = select(OutgoingMail).where(OutgoingMail.recipient == "maija@lu.lv")
        for mail in session.scalars(query):
            mail.state = OutboxState.BOUNCED
        session.commit()
    before = len(bot.templates())
    bot.look(at(5, 16))
    with bot.reading() as session:
        to = session.scalars(select(OutgoingMail.recipient).order_by(OutgoingMail.id)).all()[before:]
    assert set(to) == {"elina@lu.lv", "gatis@lu.lv"}
    assert set(bot.templates()[before:]) == {"event_reminder"}


def test_a_team_that_is_accepted_late_is_not_invited_to_what_is_over(tmp_path: Path) -> None:
    bot = ClockedBot(tmp_path, now=at(4, 19))
    bot.look()
    with bot.desk() as desk:
        desk.receive(form=FORM, letter=LETTER)
    bot.look(at(7, 1))
    bot.app.decisions.decide(ONE, Decision.ACCEPTED, "", "anna")
    bot.app.decisions.announce(bot.app.decisions.results().to_tell, "anna")
    bot.look(at(7, 1, 13))
    assert not sent(bot, "event_invitation", "opening")
    assert sent(bot, "event_invitation", "seminar-2")
    bot.app.close()

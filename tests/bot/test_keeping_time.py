"""What is kept for as long as it may be, and what stays of it: numbers, days and kinds, and nobody's words."""

from __future__ import annotations

import json
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from sqlalchemy import select

from bot import register
from bot.letters.writer import LetterWriter
from bot.privacy import ERASED, anonymising
from bot.privacy.retention import Retention
from bot.programme import Programme
from bot.settings import RetentionSettings
from parsers.content import Contact
from parsers.mail_kind import MailKind
from storage import Store
from storage.models import Application, Decision, JournalEntry, Message, OutboxState, OutgoingMail
from tests.bot.bytes_of_people import found_in, signs_of
from tests.bot.desk import FORM, LETTER, TEAM, Desk, open_desk, other_project, person

YEAR_LATER = datetime(2024, 6, 1, 9, tzinfo=UTC)
OTHERS = (
    person("Kārlis Vanags", "karlis@rtu.lv"),
    person("Zane Roze", "zane@rtu.lv"),
    person("Ivo Kalns", "ivo@rtu.lv"),
)


@pytest.fixture
def url(tmp_path: Path) -> str:
    return f"sqlite:///{tmp_path / 'intake.sqlite'}"


@contextmanager
def filed(programme: Programme, url: str) -> Iterator[Desk]:
    """A desk that filed a complete application, an incomplete one, and a question; kept on leaving."""
    with open_desk(programme, LetterWriter(programme), url=url) as desk:
        assert desk.receive(form=FORM, letter=LETTER, subject="Elīnas Smildziņas pieteikums") == "ack_complete"
        desk.receive("karlis@rtu.lv", form=replace(other_project(team=OTHERS), visitors=(), contact=Contact()))
        desk.receive("ilze@rsu.lv", kind=MailKind.QUESTION, new_text="Vai Ilze Kalēja drīkst?")
        yield desk
        desk.session.commit()


def test_an_anonymised_application_keeps_what_statistics_need_and_derives_to_itself(
    programme: Programme, url: str
) -> None:
    with filed(programme, url) as desk:
        application = desk.applications[0]
        application.decision, application.decision_note = Decision.DECLINED, "Elīna zvanīja"
        before = (application.institution, application.themes, application.status, application.costs_eur)
        anonymising.anonymise(desk.session, application, YEAR_LATER, actor="test")
        assert (application.institution, application.themes, application.status, application.costs_eur) == before
        assert (len(application.members), application.decision) == (3, Decision.DECLINED)
        assert application.anonymised_at == YEAR_LATER
        assert {member.name for member in application.members} == {ERASED}
        assert register.derive(desk.session, application, programme, YEAR_LATER) == ()
        assert (application.institution, application.themes, application.status, application.costs_eur) == before
        assert (len(application.members), application.findings) == (3, [])
        kept = json.dumps([m.content for m in application.messages] + [r.content for r in application.revisions])
        assert "darbn" not in kept
    store = Store.open(url)
    assert store.erase_traces()
    store.close()
    path = Path(url.removeprefix("sqlite:///"))
    for member in TEAM:
        assert member.email
        assert list(found_in([path], signs_of(member.name, member.email))) == []
    assert b"Divreiz ned" not in path.read_bytes()
    assert "Kārlis Vanags".encode() in path.read_bytes()


def retention(url: str, programme: Programme, now: datetime, **days: int) -> Retention:
    return Retention(Store.open(url), programme, RetentionSettings(**days), lambda: now)


def test_nothing_is_removed_where_nothing_is_configured(programme: Programme, url: str) -> None:
    with filed(programme, url):
        pass
    assert retention(url, programme, datetime(2040, 1, 1, tzinfo=UTC)).apply().is_nothing


def test_each_kind_has_its_own_time_and_what_was_removed_is_not_due_again(programme: Programme, url: str) -> None:
    with filed(programme, url) as desk:
        desk.applications[0].decision, desk.applications[0].decided_at = (
            Decision.DECLINED,
            datetime(2023, 5, 1, tzinfo=UTC),
        )
        for mail in desk.outbox:
            mail.state = OutboxState.SENT
            mail.created_at = datetime(2023, 5, 1, tzinfo=UTC)
    keeping = retention(url, programme, YEAR_LATER, declined=365, accepted=30, noted=90, outbox=400)
    due = keeping.due()
    assert due.applications == (("IIP-2023-0001", "declined"),)
    assert (due.mails, due.journal) == ((3,), 0)
    assert due.outgoing == ()
    assert keeping.apply() == due
    assert keeping.apply().is_nothing
    later = retention(url, programme, YEAR_LATER, incomplete=30, outbox=100, journal=10)
    assert later.due().applications == (("IIP-2023-0002", "incomplete"),)
    assert len(later.apply().outgoing) >= 1
    assert later.apply().is_nothing
    store = Store.open(url)
    with store.reading() as session:
        assert {mail.recipient for mail in session.scalars(select(OutgoingMail))} == {ERASED}
        assert {message.sender_address for message in session.scalars(select(Message))} == {""}
        assert {entry.action for entry in session.scalars(select(JournalEntry))} <= {"retention", "anonymised"}
    store.close()
    path = Path(url.removeprefix("sqlite:///"))
    for name in (*(member.name for member in (*TEAM, *OTHERS)), "Ilze Kalēja"):
        assert list(found_in([path], signs_of(name))) == []


def test_an_incomplete_application_is_kept_while_the_call_is_open(programme: Programme, url: str) -> None:
    with filed(programme, url):
        pass
    last_day = programme.deadline - timedelta(hours=1)
    for now, due in ((last_day + timedelta(days=10), ()), (last_day + timedelta(days=11, hours=2), ("IIP-2023-0002",))):
        found = retention(url, programme, now, incomplete=10).due().applications
        assert tuple(reference for reference, _ in found) == due


def test_a_merged_application_is_kept_as_long_as_the_one_it_became(programme: Programme, url: str) -> None:
    with filed(programme, url) as desk:
        kept, merged = desk.applications
        merged.merged_into_id = kept.id
        kept.decision, kept.decided_at = Decision.ACCEPTED, datetime(2023, 5, 1, tzinfo=UTC)
    found = retention(url, programme, YEAR_LATER, accepted=365).due().applications
    assert [reference for reference, _ in found] == ["IIP-2023-0001", "IIP-2023-0002"]


def test_a_query_for_old_applications_leaves_out_what_is_done(programme: Programme, url: str) -> None:
    with filed(programme, url) as desk:
        first, second = desk.applications
        anonymising.anonymise(desk.session, first, YEAR_LATER, actor="test")
        assert [a.id for a in anonymising.before(desk.session, YEAR_LATER)] == [second.id]
        assert anonymising.before(desk.session, datetime(2023, 1, 1, tzinfo=UTC)) == []
        assert desk.session.scalars(select(Application)).all() == [first, second]

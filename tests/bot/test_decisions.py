"""Results: nothing is told before a person announces it, then each team once, and what changes later once more."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from sqlalchemy import select

from bot.errors import NotAllowedError
from parsers.mail_kind import MailKind
from storage.models import Decision, JournalEntry
from tests.bot.clocked import ClockedBot, at
from tests.bot.desk import FORM, LETTER

ONE = "IIP-2023-0001"


@pytest.fixture
def bot(tmp_path: Path) -> Iterator[ClockedBot]:
    opened = ClockedBot(tmp_path, now=at(4, 19))
    opened.look()
    with opened.desk() as desk:
        assert desk.receive(form=FORM, letter=LETTER) == "ack_complete"
    yield opened
    opened.app.close()


def test_a_decision_is_told_when_it_is_announced_and_not_before(bot: ClockedBot) -> None:
    bot.app.decisions.decide(ONE, Decision.DECLINED, "Vietu bija maz.", "anna")
    bot.look(at(4, 21))
    assert bot.templates() == ["ack_complete"]
    assert bot.app.decisions.announce(bot.app.decisions.results().to_tell, "anna") == 1
    assert bot.templates() == ["ack_complete", "result_declined"]
    assert "Vietu bija maz." in bot.text_of_last()
    assert bot.app.decisions.announce(bot.app.decisions.results().to_tell, "anna") == 0


def test_what_would_be_announced_is_shown_with_what_is_still_undecided(bot: ClockedBot) -> None:
    results = bot.app.decisions.results()
    assert (results.to_tell, results.undecided, results.too_early) == ((), (ONE,), True)
    bot.app.decisions.decide(ONE, Decision.ACCEPTED, "", "anna")
    bot.now = at(4, 21, 0)
    results = bot.app.decisions.results()
    assert [(r.reference, r.decision, r.recipient) for r in results.to_tell] == [(ONE, "accepted", "elina@lu.lv")]
    assert (results.undecided, results.too_early) == ((), False)


def test_a_place_that_comes_free_is_told_to_who_waited(bot: ClockedBot) -> None:
    for decision in (Decision.WAITING, Decision.ACCEPTED):
        bot.now = at(4, 21) if decision is Decision.WAITING else at(5, 2)
        bot.app.decisions.decide(ONE, decision, "", "anna")
        bot.app.decisions.announce(bot.app.decisions.results().to_tell, "anna")
    assert bot.templates() == ["ack_complete", "result_waiting", "result_accepted"]


def test_only_what_was_shown_is_announced(bot: ClockedBot) -> None:
    bot.app.decisions.decide(ONE, Decision.ACCEPTED, "", "anna")
    shown = bot.app.decisions.results().to_tell
    bot.app.decisions.decide(ONE, Decision.DECLINED, "", "liga")
    with pytest.raises(NotAllowedError, match=f"{ONE} changed since the list was shown"):
        bot.app.decisions.announce(shown, "anna")
    assert bot.templates() == ["ack_complete"]


def test_what_was_announced_is_not_decided_again(bot: ClockedBot) -> None:
    bot.app.decisions.decide(ONE, Decision.ACCEPTED, "", "anna")
    bot.app.decisions.announce(bot.app.decisions.results().to_tell, "anna")
    with pytest.raises(NotAllowedError, match="told already"):
        bot.app.decisions.decide(ONE, Decision.ACCEPTED, "", "anna")


def test_an_incomplete_application_is_decided_about_only_knowingly(bot: ClockedBot) -> None:
    with bot.desk() as desk:
        desk.receive("kads@rtu.lv", form=FORM.__class__(institution="RTU", title="Cits projekts"))
    with pytest.raises(NotAllowedError, match="--anyway"):
        bot.app.decisions.decide("IIP-2023-0002", Decision.DECLINED, "", "anna")
    bot.app.decisions.decide("IIP-2023-0002", Decision.DECLINED, "", "anna", anyway=True)


def test_a_withdrawn_team_is_told_nothing_more(bot: ClockedBot) -> None:
    bot.app.decisions.decide(ONE, Decision.ACCEPTED, "", "anna")
    with bot.desk() as desk:
        assert desk.receive(kind=MailKind.WITHDRAWAL) == "ack_withdrawn"
    assert bot.app.decisions.results().to_tell == ()
    assert bot.app.decisions.announce(bot.app.decisions.results().to_tell, "anna") == 0
    with pytest.raises(NotAllowedError, match="withdrawn"):
        bot.app.decisions.decide(ONE, Decision.DECLINED, "", "anna")


def test_the_journal_knows_who_decided_and_who_announced(bot: ClockedBot) -> None:
    bot.app.decisions.decide(ONE, Decision.ACCEPTED, "", "anna")
    bot.app.decisions.announce(bot.app.decisions.results().to_tell, "liga")
    with bot.reading() as session:
        by_anna = session.scalars(select(JournalEntry).where(JournalEntry.actor == "anna")).one()
        assert (by_anna.action, by_anna.details) == ("decided", "accepted")
        by_liga = select(JournalEntry.action).where(JournalEntry.actor == "liga")
        assert session.scalars(by_liga).all() == ["announced"]


def test_who_applies_after_the_results_hears_that_the_call_is_closed(bot: ClockedBot) -> None:
    bot.app.decisions.decide(ONE, Decision.ACCEPTED, "", "anna")
    bot.now = at(4, 21)
    with bot.desk() as desk:
        late = FORM.__class__(institution="RTU", title="Novēlots projekts")
        assert desk.receive("viens@rtu.lv", form=late) == "ack_late"
    bot.app.decisions.announce(bot.app.decisions.results().to_tell, "anna")
    with bot.desk() as desk:
        later = FORM.__class__(institution="RSU", title="Pavisam novēlots projekts")
        assert desk.receive("divi@rsu.lv", form=later) == "applications_closed"

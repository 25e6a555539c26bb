"""A mailbox that people use too: what one round of the bot leaves behind in it, by default and on request."""

from __future__ import annotations

from pathlib import Path

import pytest

from bot import rounds
from bot.app import App
from bot.demonstration.mails import mails
from bot.programme import Programme
from bot.settings import Settings
from bot.transport import maildir
from tests.bot.houses import MaildirHouse


@pytest.fixture
def house(tmp_path: Path, programme: Programme) -> MaildirHouse:
    house = MaildirHouse(tmp_path / "box")
    house.receive(next(iter(mails(programme))))
    return house


def one_round(house: MaildirHouse, after_filing: str | None = None, sent_folder: str | None = None) -> None:
    folder = house.folder.parent
    settings = Settings.model_validate(
        {
            "mailbox": {
                "url": f"maildir:{house.folder}",
                "address": "innovationeducation@rbs.lv",
                "since": "2023-01-01",
                "after_filing": after_filing,
            },
            "outgoing": {"url": f"maildir:{folder / 'out'}", "sent_folder": sent_folder},
            "store": {"url": f"sqlite:///{folder / 'store.sqlite'}"},
        }
    )
    with App(settings) as app:
        rounds.run(app)


def test_by_default_nothing_in_the_mailbox_changes(house: MaildirHouse) -> None:
    before = house.state()
    one_round(house)
    assert house.state() == before
    assert len(list(maildir.entries(house.folder.parent / "out"))) == 1


def test_on_request_what_was_filed_is_moved_and_what_was_sent_is_kept(house: MaildirHouse) -> None:
    [(_, received)] = house.state()
    one_round(house, after_filing="move:Iesniegtie", sent_folder="Sent")
    [answer] = maildir.entries(house.folder.parent / "out")
    assert house.state() == []
    assert [raw for _, raw in house.state("Iesniegtie")] == [received]
    assert [raw for _, raw in house.state("Sent")] == [answer.read_bytes()]


def test_what_was_only_noted_stays_where_it_is(house: MaildirHouse, programme: Programme) -> None:
    thanks = list(mails(programme))[9]
    house.receive(thanks)
    one_round(house, after_filing="move:Iesniegtie")
    assert [raw for _, raw in house.state()] == [thanks]

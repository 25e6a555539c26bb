"""What every mailbox promises, on each kind of mailbox."""

from __future__ import annotations

import time
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path

import pytest

from tests.bot.houses import MARCH, House, ImapHouse, MaildirHouse, fresh_user
from tests.bot.mails import mail
from tests.bot.readers import LONG_AGO, Reader, seconds_of


@pytest.fixture(params=["maildir", "imap"])
def house(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[House]:
    house: House
    if request.param == "maildir":
        house = MaildirHouse(tmp_path / "box")
    else:
        house = ImapHouse(request.getfixturevalue("dovecot"), fresh_user())
    yield house
    house.close()


def nothing(_key: str) -> bool:
    return False


@pytest.fixture
def reader(house: House) -> Reader:
    return Reader(house.open())


def test_a_message_comes_byte_for_byte_with_its_time_of_delivery(house: House, reader: Reader) -> None:
    house.receive(mail(1))
    [arrival] = reader.fetch()
    assert arrival.raw == mail(1)
    assert arrival.whole
    assert arrival.size == len(mail(1))
    assert arrival.delivered_at == MARCH


def test_an_empty_mailbox_gives_nothing(reader: Reader) -> None:
    assert reader.fetch() == []


def test_messages_come_oldest_first_and_each_once(house: House, reader: Reader) -> None:
    for number in range(5):
        house.receive(mail(number), MARCH + timedelta(minutes=number))
    assert [arrival.raw for arrival in reader.fetch()] == [mail(number) for number in range(5)]
    assert reader.fetch() == []
    house.receive(mail(9), MARCH + timedelta(hours=1))
    assert [arrival.raw for arrival in reader.fetch()] == [mail(9)]


def test_a_reader_that_stops_half_way_gets_the_rest_next_time(house: House, reader: Reader) -> None:
    for number in range(3):
        house.receive(mail(number), MARCH + timedelta(minutes=number))
    assert [arrival.raw for arrival in reader.fetch(at_most=1)] == [mail(0)]
    assert [arrival.raw for arrival in reader.fetch()] == [mail(1), mail(2)]


def test_a_key_stays_the_same_for_every_reader(house: House) -> None:
    house.receive(mail(1))
    keys = [[arrival.key for arrival in house.open().arrivals(None, nothing, LONG_AGO)] for _ in range(2)]
    assert keys[0] == keys[1]


def test_equal_messages_delivered_twice_have_two_keys(house: House, reader: Reader) -> None:
    house.receive(mail(1))
    house.receive(mail(1))
    assert len({arrival.key for arrival in reader.fetch()}) == 2


def test_reading_changes_nothing(house: House, reader: Reader) -> None:
    house.receive(mail(1))
    house.receive(mail(2))
    before = house.state()
    reader.fetch()
    reader.mailbox.close()
    assert house.state() == before


def test_of_a_message_above_the_limit_only_the_header_is_read(house: House) -> None:
    large, small = mail(1, body="x" * 5000), mail(2)
    house.receive(large)
    house.receive(small, MARCH + timedelta(minutes=1))
    arrivals = Reader(house.open(maximum=2000)).fetch()
    assert [(arrival.whole, arrival.size) for arrival in arrivals] == [(False, len(large)), (True, len(small))]
    assert arrivals[0].raw == large[: large.index(b"\r\n\r\n") + 4]


def test_messages_that_vanish_while_others_are_read_are_skipped(house: House, reader: Reader) -> None:
    for number in range(3):
        house.receive(mail(number), MARCH + timedelta(minutes=number))
    arrivals = reader.mailbox.arrivals(None, nothing, LONG_AGO)
    assert next(arrivals).raw == mail(0)
    house.delete_all()
    assert list(arrivals) == []


def test_waiting_ends_when_mail_arrives(house: House, reader: Reader) -> None:
    reader.fetch()
    house.receive(mail(1))
    assert seconds_of(lambda: reader.mailbox.wait(20, lambda: False)) < 10
    assert len(reader.fetch()) == 1


def test_waiting_ends_when_the_time_is_over(reader: Reader) -> None:
    reader.fetch()
    assert 1 <= seconds_of(lambda: reader.mailbox.wait(1.2, lambda: False)) < 5


def test_waiting_ends_when_the_bot_is_stopped(reader: Reader) -> None:
    reader.fetch()
    end = time.monotonic() + 0.5
    assert seconds_of(lambda: reader.mailbox.wait(60, lambda: time.monotonic() > end)) < 5


def test_a_mailbox_that_was_closed_may_be_used_again(house: House, reader: Reader) -> None:
    reader.fetch()
    reader.mailbox.close()
    house.receive(mail(1))
    assert len(reader.fetch()) == 1


def test_a_filed_message_stays_as_it_is_unless_something_else_was_asked_for(house: House, reader: Reader) -> None:
    house.receive(mail(1))
    [arrival] = reader.fetch()
    before = house.state()
    reader.mailbox.filed(arrival.key)
    reader.mailbox.keep_copy(mail(7))
    assert house.state() == before


def test_a_filed_message_is_moved_on_request_and_no_other(house: House) -> None:
    reader = Reader(house.open(move_to="Iesniegtie"))
    house.receive(mail(1))
    house.receive(mail(2))
    first, second = reader.fetch()
    reader.mailbox.filed(first.key)
    reader.mailbox.filed(first.key)
    assert [raw for _, raw in house.state()] == [mail(2)]
    assert [raw for _, raw in house.state("Iesniegtie")] == [mail(1)]
    reader.mailbox.filed(second.key)
    assert house.state() == []
    assert reader.fetch() == []


def test_messages_are_filed_while_others_are_still_being_read(house: House) -> None:
    mailbox = house.open(move_to="Iesniegtie", sent="Sent")
    for number in range(3):
        house.receive(mail(number), MARCH + timedelta(minutes=number))
    read = []
    for arrival in mailbox.arrivals(None, nothing, LONG_AGO):
        read.append(arrival.raw)
        mailbox.filed(arrival.key)
        mailbox.keep_copy(mail(100 + len(read)))
    assert read == [mail(0), mail(1), mail(2)]
    assert len(house.state("Iesniegtie")) == len(house.state("Sent")) == 3


def test_filing_a_message_that_is_gone_changes_nothing(house: House) -> None:
    reader = Reader(house.open(move_to="Iesniegtie"))
    house.receive(mail(1))
    [arrival] = reader.fetch()
    house.delete_all()
    reader.mailbox.filed(arrival.key)
    assert house.state("Iesniegtie") == []


def test_a_copy_of_what_was_sent_is_kept_once_and_as_read(house: House) -> None:
    mailbox = house.open(sent="Sent")
    mailbox.keep_copy(mail(1))
    mailbox.keep_copy(mail(1))
    mailbox.keep_copy(mail(2))
    assert sorted(raw for _, raw in house.state("Sent")) == [mail(1), mail(2)]
    assert all(name.endswith(":2,S") or "Seen" in name for name, _ in house.state("Sent"))

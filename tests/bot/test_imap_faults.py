"""What goes wrong between us and an IMAP server: a real one, behind a proxy that breaks things."""

from __future__ import annotations

import imaplib
import time
from collections.abc import Callable, Iterator
from datetime import UTC, datetime, timedelta

import pytest

from bot.errors import MailboxError, MailboxUnreachable
from bot.mailboxes.imap import ImapMailbox
from bot.transport.credentials import Password
from bot.transport.server import Server
from tests.bot.houses import MARCH, ImapHouse, fresh_user
from tests.bot.mails import mail
from tests.bot.readers import LONG_AGO, Reader, seconds_of
from tests.servers import dovecot as dovecot_server
from tests.servers import proxy as proxies
from tests.servers.dovecot import PASSWORD, Dovecot
from tests.servers.ports import HOST
from tests.servers.proxy import CONNECT, Fault, Proxy


@pytest.fixture
def house(dovecot: Dovecot) -> ImapHouse:
    house = ImapHouse(dovecot, fresh_user())
    for number in range(3):
        house.receive(mail(number), MARCH + timedelta(minutes=number))
    return house


@pytest.fixture
def proxy(dovecot: Dovecot) -> Iterator[Proxy]:
    with proxies.before(dovecot.port) as proxy:
        yield proxy


Opening = Callable[[float], ImapMailbox]


@pytest.fixture
def opened(house: ImapHouse, proxy: Proxy) -> Iterator[Opening]:
    """Opens the inbox through the proxy, with a time-out in seconds."""

    def with_timeout(seconds: float) -> ImapMailbox:
        return house.on(Server("imap", HOST, proxy.port, timeout=seconds))

    yield with_timeout
    proxy.faults = []
    house.close()


@pytest.fixture
def reader(opened: Opening) -> Reader:
    return Reader(opened(10))


def everything(reader: Reader) -> list[bytes]:
    return [arrival.raw for arrival in reader.fetch()]


ALL = [mail(0), mail(1), mail(2)]


@pytest.mark.parametrize("length", [0, 1, 30, 60, 90, 200, 400, 430, 470, 490, 500])
def test_a_connection_cut_inside_a_message_yields_no_part_of_it(reader: Reader, proxy: Proxy, length: int) -> None:
    """No half message comes, those before it are kept, and the next round brings the rest."""
    proxy.faults = [Fault(rb"UID FETCH 2 .*BODY\.PEEK", cut=length, times=1)]
    got = []
    try:
        for arrival in reader.mailbox.arrivals(None, reader.known.__contains__, LONG_AGO):
            got.append(arrival.raw)
            reader.cursor = arrival.cursor
    except MailboxUnreachable as error:
        assert "tried again later" in str(error) or "cannot be reached" in str(error)
    assert got in (ALL[:1], ALL[:2])
    assert got + everything(reader) == ALL


def test_a_silent_server_is_left_after_the_time_out(opened: Opening, proxy: Proxy) -> None:
    reader = Reader(opened(2))
    proxy.faults = [Fault(rb"UID FETCH 2 ", hang=True, times=1)]

    def fetch() -> None:
        with pytest.raises(MailboxUnreachable, match=r"did not answer within 2 s"):
            reader.fetch()

    assert seconds_of(fetch) < 10
    assert [arrival.raw for arrival in reader.taken] + everything(reader) == ALL


@pytest.mark.parametrize("when", [CONNECT, b"LOGIN", b"CAPABILITY", b"EXAMINE", b"SEARCH", b"UID FETCH 1 "])
@pytest.mark.parametrize("how", ["bye", "close", "hang"])
def test_a_server_that_leaves_at_any_command_is_unreachable_and_found_again(
    opened: Opening, proxy: Proxy, when: bytes, how: str
) -> None:
    reader = Reader(opened(2 if how == "hang" else 10))
    bye = b"* BYE [UNAVAILABLE] closing down\r\n" if how == "bye" else b""
    proxy.faults = [Fault(re_escape(when), add=bye, close=how != "hang", hang=how == "hang", times=1)]
    try:
        first = everything(reader)
    except MailboxUnreachable:
        first = []
    assert first + everything(reader) == ALL


@pytest.mark.parametrize("answer", [b"{tag} NO [SERVERBUG] internal error\r\n", b"{tag} NO [INUSE] try again\r\n"])
@pytest.mark.parametrize("when", [b"LOGIN", b"EXAMINE", b"SEARCH", b"UID FETCH 1 "])
def test_a_server_in_trouble_is_asked_again_later(reader: Reader, proxy: Proxy, when: bytes, answer: bytes) -> None:
    proxy.faults = [Fault(when, add=answer, instead=True, times=1)]
    with pytest.raises(MailboxUnreachable):
        reader.fetch()
    assert everything(reader) == ALL


@pytest.mark.parametrize("answer", [b"{tag} NO cannot read that one\r\n", b"{tag} BAD cannot read that one\r\n"])
def test_a_message_that_the_server_refuses_is_left_for_later_and_the_others_come(
    reader: Reader, proxy: Proxy, answer: bytes, caplog: pytest.LogCaptureFixture
) -> None:
    proxy.faults = [Fault(rb"UID FETCH 2 .*BODY", add=answer, instead=True)]
    assert everything(reader) == [mail(0), mail(2)]
    assert "refuses message" in caplog.text
    assert everything(reader) == []
    proxy.faults = []
    assert everything(reader) == [mail(1)]
    assert everything(reader) == []


def test_a_message_refused_for_long_is_given_up_so_that_somebody_looks_at_it(house: ImapHouse, proxy: Proxy) -> None:
    now = [0.0]
    server = Server("imap", HOST, proxy.port, timeout=5)
    mailbox = ImapMailbox(
        server, Password(house.user, lambda: PASSWORD), maximum=1_000_000, patience=3600, monotonic=lambda: now[0]
    )
    reader = Reader(mailbox)
    proxy.faults = [Fault(rb"UID FETCH 2 .*BODY", add=b"{tag} NO corrupt\r\n", instead=True)]
    reader.fetch()
    now[0] = 3601
    [given_up] = reader.fetch()
    assert (given_up.whole, given_up.raw) == (False, f"X-Not-Fetched: {given_up.key}\r\n\r\n".encode())
    assert reader.fetch() == []
    mailbox.close()


def test_lines_that_nobody_asked_for_are_not_taken_for_answers(reader: Reader, proxy: Proxy) -> None:
    noise = b"* 4 EXISTS\r\n* 1 RECENT\r\n* 3 FETCH (FLAGS (\\Seen))\r\n* OK [ALERT] maintenance tonight\r\n"
    proxy.faults = [Fault(rb"EXAMINE|SEARCH|UID FETCH", add=noise)]
    assert everything(reader) == ALL


def test_the_flags_of_a_vanished_message_are_not_taken_for_it(reader: Reader, house: ImapHouse, proxy: Proxy) -> None:
    house.delete_all()
    proxy.replace = (rb"\* SEARCH\r\n", b"* SEARCH 2\r\n")
    proxy.faults = [Fault(rb"UID FETCH 2", add=b"* 2 FETCH (UID 2 FLAGS (\\Seen))\r\n")]
    assert everything(reader) == []


def test_a_folder_made_anew_is_read_from_its_beginning(reader: Reader, house: ImapHouse, proxy: Proxy) -> None:
    assert everything(reader) == ALL
    proxy.replace = (rb"UIDVALIDITY \d+", b"UIDVALIDITY 4711")
    assert everything(reader) == ALL
    house.receive(mail(7))
    assert everything(reader) == [mail(7)]


def test_a_folder_that_a_person_deleted_and_made_again_is_read_from_its_beginning(house: ImapHouse) -> None:
    """The server counts from 1 again, so that a bot that goes by UIDs alone would miss all of it."""
    where = Server("imap", HOST, house.server.port, timeout=10)
    mailbox = ImapMailbox(where, Password(house.user, lambda: PASSWORD), folder="Pieteikumi", maximum=1_000_000)
    with house.person() as person:
        person.create("Pieteikumi")
        for number in range(3):
            person.append("Pieteikumi", "", imaplib.Time2Internaldate(MARCH), mail(number))
    reader = Reader(mailbox)
    assert everything(reader) == ALL
    mailbox.close()
    time.sleep(1.1)  # Dovecot takes the second as UIDVALIDITY
    with house.person() as person:
        person.delete("Pieteikumi")
        person.create("Pieteikumi")
        person.append("Pieteikumi", "", imaplib.Time2Internaldate(MARCH), mail(7))
    assert everything(reader) == [mail(7)]
    assert everything(reader) == []
    mailbox.close()


@pytest.mark.parametrize("said", [b"UIDVALIDITY 0", b"NOTHING 1"], ids=["zero", "absent"])
def test_without_uidvalidity_messages_are_known_by_their_headers(
    reader: Reader, house: ImapHouse, proxy: Proxy, said: bytes
) -> None:
    proxy.replace = (rb"UIDVALIDITY \d+", said)
    assert everything(reader) == ALL
    assert everything(reader) == []
    house.receive(mail(7))
    assert everything(reader) == [mail(7)]


def test_a_uidvalidity_that_always_changes_does_not_bring_everything_again_and_again(
    reader: Reader, proxy: Proxy
) -> None:
    fetched = []
    for number in range(6):
        proxy.replace = (rb"UIDVALIDITY \d+", b"UIDVALIDITY %d" % (100 + number))
        fetched.append(len(reader.fetch()))
    assert fetched == [3, 3, 3, 0, 0, 0]


def test_a_refused_password_is_explained_and_not_tried_at_every_round(house: ImapHouse, proxy: Proxy) -> None:
    secrets = ["nepareiza"]
    mailbox = ImapMailbox(
        Server("imap", HOST, proxy.port, timeout=10), Password(house.user, lambda: secrets[0]), maximum=1_000_000
    )
    reader = Reader(mailbox)
    for _ in range(3):
        with pytest.raises(MailboxError, match=r"refuses the login .*Check the user name in mailbox\.url") as caught:
            reader.fetch()
        assert not caught.value.transient
    assert proxy.connections == 1
    secrets[0] = PASSWORD
    assert everything(reader) == ALL
    mailbox.close()


def test_idle_ends_when_mail_arrives_and_is_renewed_meanwhile(house: ImapHouse, proxy: Proxy) -> None:
    server = Server("imap", HOST, proxy.port, timeout=10)
    mailbox = ImapMailbox(server, Password(house.user, lambda: PASSWORD), maximum=1_000_000, idle_seconds=1)
    everything(Reader(mailbox))
    mailbox.wait(3.5, lambda: False)
    renewals = [command for command in proxy.commands if command.endswith(b"IDLE")]
    assert 3 <= len(renewals) <= 5
    begin = time.monotonic()
    house.receive(mail(7))
    mailbox.wait(20, lambda: False)
    assert time.monotonic() - begin < 10
    mailbox.close()


@pytest.mark.parametrize(
    "fault",
    [
        Fault(b"IDLE", add=b"* BYE idle too long\r\n", close=True),
        Fault(b"IDLE", close=True),
        Fault(b"IDLE", cut=12),
        Fault(b"IDLE", hang=True),
        Fault(b"NOOP", close=True),
        Fault(b"IDLE", add=b"{tag} NO not now\r\n", instead=True),
        Fault(b"IDLE", add=b"* 3 EXISTS\r\n"),
    ],
    ids=["bye", "close", "cut", "hang", "noop", "no", "exists"],
)
def test_a_server_that_breaks_idle_is_not_called_in_a_tight_loop(opened: Opening, proxy: Proxy, fault: Fault) -> None:
    reader = Reader(opened(2))
    reader.fetch()
    proxy.faults = [fault]
    connections = proxy.connections
    assert 0.9 <= seconds_of(lambda: reader.mailbox.wait(2, lambda: False)) < 8
    assert proxy.connections == connections
    proxy.faults = []
    assert everything(reader) == []


def test_a_stop_ends_waiting_at_a_server_without_idle(reader: Reader, proxy: Proxy) -> None:
    proxy.replace = (rb" IDLE", b"")
    reader.fetch()
    end = time.monotonic() + 1
    assert seconds_of(lambda: reader.mailbox.wait(60, lambda: time.monotonic() > end)) < 5
    assert not [command for command in proxy.commands if command.endswith(b"IDLE")]


def test_a_first_start_leaves_out_what_is_older_than_since(reader: Reader) -> None:
    assert reader.fetch(since=datetime(2023, 4, 1, tzinfo=UTC)) == []
    assert len(reader.fetch(since=datetime(2023, 3, 20, tzinfo=UTC))) == 3


def test_later_rounds_ask_for_new_numbers_only(reader: Reader, proxy: Proxy) -> None:
    reader.fetch()
    proxy.commands.clear()
    assert reader.fetch() == []
    assert [command.partition(b" ")[2] for command in proxy.commands] == [b'EXAMINE "INBOX"', b"UID SEARCH UID 4:*"]


def test_a_folder_that_does_not_exist_is_explained_with_those_that_do(house: ImapHouse, dovecot: Dovecot) -> None:
    server = Server("imap", HOST, dovecot.port, timeout=10)
    mailbox = ImapMailbox(server, Password(house.user, lambda: PASSWORD), folder="Pieteikumi", maximum=1_000_000)
    with pytest.raises(MailboxError, match=r"does not open the folder Pieteikumi .*INBOX"):
        mailbox.check()
    mailbox.close()


def test_a_user_who_may_not_open_the_mailbox_is_told_what_to_check(reader: Reader, proxy: Proxy) -> None:
    proxy.faults = [Fault(b"EXAMINE", add=b"{tag} BAD User is authenticated but not connected.\r\n", instead=True)]
    with pytest.raises(MailboxError, match="full access to it"):
        reader.fetch()


def test_a_keyword_marks_what_was_filed_and_nothing_else(house: ImapHouse) -> None:
    mailbox = house.open(keyword="IntakeFiled")
    first, *_ = mailbox.arrivals(None, lambda _key: False, LONG_AGO)
    mailbox.filed(first.key)
    assert ["IntakeFiled" in name for name, _ in house.state()] == [True, False, False]
    assert not any("Seen" in name for name, _ in house.state())
    house.close()


@pytest.mark.parametrize("missing", [rb" MOVE\b", rb" (MOVE|UIDPLUS)\b"], ids=["no MOVE", "no MOVE and no UIDPLUS"])
def test_a_message_is_moved_on_older_servers_too(house: ImapHouse, proxy: Proxy, missing: bytes) -> None:
    proxy.replace = (missing, b"")
    server = Server("imap", HOST, proxy.port, timeout=10)
    mailbox = house.on(server, move_to="Iesniegtie")
    first, *_ = mailbox.arrivals(None, lambda _key: False, LONG_AGO)
    mailbox.filed(first.key)
    assert [raw for _, raw in house.state("Iesniegtie")] == [mail(0)]
    left = [raw for name, raw in house.state() if "Deleted" not in name]
    assert left == [mail(1), mail(2)]
    house.close()


@pytest.mark.parametrize("password", ["ļoti-slepena", 'ar"quotes"un\\slash'], ids=["diacritics", "quotes"])
def test_a_password_may_hold_any_character(password: str) -> None:
    with dovecot_server.running(password=password) as server:
        where = Server("imap", HOST, server.port, timeout=10)
        mailbox = ImapMailbox(where, Password("anna", lambda: password), maximum=1_000_000)
        mailbox.check()
        mailbox.close()


def test_a_folder_may_have_any_name(house: ImapHouse, dovecot: Dovecot) -> None:
    name = "Pieteikumi & vēstules"
    mailbox = house.open(move_to=name)
    for arrival in mailbox.arrivals(None, lambda _key: False, LONG_AGO):
        mailbox.filed(arrival.key)
    where = Server("imap", HOST, dovecot.port, timeout=10)
    other = ImapMailbox(where, Password(house.user, lambda: PASSWORD), folder=name, maximum=1_000_000)
    assert everything(Reader(other)) == ALL
    other.close()
    house.close()


def test_mail_goes_on_after_the_server_was_restarted(house: ImapHouse, reader: Reader, proxy: Proxy) -> None:
    reader.fetch()
    proxy.faults = [Fault(b"EXAMINE", close=True, times=1)]
    house.receive(mail(7))
    assert everything(reader) == [mail(7)]


def re_escape(command: bytes) -> bytes:
    return command.replace(b"(", rb"\(").replace(b")", rb"\)")

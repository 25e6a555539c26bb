"""SMTP's replies and silences, each at each verb, from a real server that fails as it is told to."""

from __future__ import annotations

import time
from collections.abc import Iterator

import pytest

from bot.errors import SendingError, SendingPostponed, SendingUnknown
from bot.senders.smtp import SmtpSender
from bot.transport.credentials import Password
from bot.transport.server import Server
from tests.bot.mails import mail
from tests.servers import smtp
from tests.servers.ports import HOST
from tests.servers.smtp import SmtpServer

BOT, ANNA, BERTA = "inovacijas@skola.example", "anna.ozola@lu.example", "berta.liepa@rtu.example"


@pytest.fixture
def server(smtp_server: SmtpServer) -> SmtpServer:
    smtp_server.forget()
    return smtp_server


@pytest.fixture
def sender(server: SmtpServer) -> Iterator[SmtpSender]:
    sender = SmtpSender(Server("smtp", HOST, server.port, timeout=10), None, helo="bots.skola.example", quiet_seconds=0)
    yield sender
    sender.close()


@pytest.fixture
def hasty(server: SmtpServer) -> Iterator[SmtpSender]:
    """One that does not wait long for an answer."""
    sender = SmtpSender(Server("smtp", HOST, server.port, timeout=2), None, quiet_seconds=0)
    yield sender
    sender.close()


def send(sender: SmtpSender, number: int = 1, recipient: str = ANNA) -> None:
    sender.send(mail(number), envelope_from=BOT, recipient=recipient)


@pytest.mark.parametrize("verb", ["MAIL", "RCPT", "DATA", "END"])
def test_a_4yz_reply_postpones_the_message_and_leaves_it_whole(
    server: SmtpServer, sender: SmtpSender, verb: str
) -> None:
    server.order(**{verb: "451 4.3.0 come back later"})
    with pytest.raises(SendingPostponed, match=r"postpones .*: 451 4\.3\.0 come back later"):
        send(sender)
    server.order()
    send(sender)
    assert server.taken()[-1] == mail(1)


@pytest.mark.parametrize("verb", ["MAIL", "RCPT", "DATA", "END"])
def test_a_5yz_reply_refuses_the_message_for_good(server: SmtpServer, sender: SmtpSender, verb: str) -> None:
    server.order(**{verb: "550 5.7.1 no such thing here"})
    with pytest.raises(SendingError, match=r"refuses .*: 550 5\.7\.1 no such thing here") as caught:
        send(sender)
    assert not caught.value.transient


def test_a_message_that_is_refused_does_not_hold_up_the_next(server: SmtpServer, sender: SmtpSender) -> None:
    server.order_about(ANNA, "550 5.1.1 unknown user")
    with pytest.raises(SendingError, match=f"the recipient {ANNA}: 550"):
        send(sender, 1, ANNA)
    send(sender, 2, BERTA)
    assert server.taken() == [mail(2)]
    assert len([line for line in server.commands() if line.startswith("EHLO")]) == 1


@pytest.mark.parametrize("verb", ["MAIL", "RCPT", "DATA"])
@pytest.mark.parametrize("trouble", ["drop", "hang"])
def test_a_connection_lost_before_the_message_postpones_it(
    server: SmtpServer, hasty: SmtpSender, verb: str, trouble: str
) -> None:
    server.order(**{verb: trouble})
    with pytest.raises(SendingPostponed, match="tried again later") as caught:
        send(hasty)
    assert not isinstance(caught.value, SendingUnknown)
    server.order()
    send(hasty)
    assert server.taken() == [mail(1)]


@pytest.mark.parametrize("trouble", ["drop", "hang"])
def test_a_connection_lost_after_the_message_leaves_unknown_whether_it_arrived(
    server: SmtpServer, hasty: SmtpSender, trouble: str
) -> None:
    server.order(END=trouble)
    with pytest.raises(SendingUnknown, match="may have been delivered"):
        send(hasty)
    server.order()
    send(hasty)
    assert server.taken() == [mail(1), mail(1)]


def test_a_421_ends_the_connection_and_the_next_message_opens_another(server: SmtpServer, sender: SmtpSender) -> None:
    server.order(RCPT="421 4.3.2 closing down")
    with pytest.raises(SendingPostponed, match="421"):
        send(sender)
    server.stop()
    server.start()
    server.order()
    send(sender)
    assert server.taken() == [mail(1)]


def test_one_connection_carries_several_messages_and_is_renewed_after_enough(server: SmtpServer) -> None:
    sender = SmtpSender(Server("smtp", HOST, server.port, timeout=5), None, messages_a_connection=2)
    for number in range(5):
        send(sender, number)
    sender.close()
    assert [line.split()[0] for line in server.commands()] == [
        *("EHLO", "MAIL", "MAIL"),
        *("EHLO", "MAIL", "MAIL"),
        *("EHLO", "MAIL"),
    ]


def test_a_server_that_forgot_our_connection_is_called_again(server: SmtpServer, sender: SmtpSender) -> None:
    send(sender, 1)
    server.stop()
    server.start()
    send(sender, 2)
    assert len(server.envelopes()) == 2


def test_the_envelope_names_us_and_the_recipient(server: SmtpServer, sender: SmtpSender) -> None:
    send(sender)
    assert server.envelopes() == [{"from": BOT, "to": [ANNA], "login": "", "helo": "bots.skola.example"}]


def test_an_answer_may_have_no_return_path(server: SmtpServer, sender: SmtpSender) -> None:
    sender.send(mail(1), envelope_from="", recipient=ANNA)
    assert server.envelopes()[0]["from"] in ("", "<>")


@pytest.mark.parametrize(
    "address",
    ["anna ozola@lu.example", "anna@lu.example>\r\nRCPT TO:<evil@x.example", "āboliņa@lu.example", "anna", "anna@", ""],
)
def test_an_address_that_cannot_be_written_is_refused_without_asking_the_server(
    server: SmtpServer, sender: SmtpSender, address: str
) -> None:
    with pytest.raises(SendingError, match="is no address") as caught:
        send(sender, recipient=address)
    assert not caught.value.transient
    assert server.commands() == []


def test_a_domain_with_diacritics_is_written_in_ascii(server: SmtpServer, sender: SmtpSender) -> None:
    send(sender, recipient="anna@āboli.example")
    assert server.envelopes()[0]["to"] == ["anna@xn--boli-psa.example"]


def test_a_password_with_diacritics_logs_in(server: SmtpServer) -> None:
    sender = SmtpSender(Server("smtp", HOST, server.port, timeout=5), Password("bots", lambda: smtp.PASSWORD))
    send(sender)
    sender.close()
    assert server.envelopes()[0]["login"] == "bots"


def test_a_refused_password_is_explained_and_not_tried_again_at_once(server: SmtpServer) -> None:
    secrets = ["nepareiza"]
    sender = SmtpSender(Server("smtp", HOST, server.port, timeout=5), Password("bots", lambda: secrets[0]))
    for _ in range(3):
        with pytest.raises(SendingPostponed, match=r"refuses the login of bots \(535.*Check the user name"):
            send(sender)
    assert len(server.commands()) == 1
    secrets[0] = smtp.PASSWORD
    send(sender)
    sender.close()
    assert server.taken() == [mail(1)]


def test_a_server_that_hangs_at_the_greeting_is_left(server: SmtpServer, hasty: SmtpSender) -> None:
    server.order(EHLO="hang")
    with pytest.raises(SendingPostponed):
        send(hasty)


def test_a_server_that_cannot_be_reached_is_left_alone_for_a_while(server: SmtpServer) -> None:
    """An outbox of a hundred mails does not wait a hundred times for the time-out."""
    now = [0.0]
    where = Server("smtp", HOST, server.port, timeout=1)
    sender = SmtpSender(where, None, quiet_seconds=10, monotonic=lambda: now[0])
    server.order(EHLO="hang")
    begin = time.monotonic()
    for number in range(20):
        with pytest.raises(SendingPostponed):
            send(sender, number)
    assert time.monotonic() - begin < 10
    server.order()
    now[0] = 11
    send(sender)
    sender.close()
    assert server.taken() == [mail(1)]


def test_a_name_that_does_not_exist_is_explained() -> None:
    with pytest.raises(SendingPostponed, match=r"is not found .*Check outgoing\.url"):
        send(SmtpSender(Server("smtp", "mail.invalid", 25, timeout=5), None))

"""What every sender promises, on each way out."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Protocol

import pytest

from bot.errors import SendingPostponed
from bot.senders import Sender
from bot.senders.maildir import MaildirSender
from bot.senders.smtp import SmtpSender
from bot.transport import maildir
from bot.transport.server import Server
from tests.bot.mails import mail
from tests.servers import smtp
from tests.servers.ports import HOST

BOT = "inovacijas@skola.example"
ANNA, BERTA = "anna.ozola@lu.example", "berta.liepa@rtu.example"


class Post(Protocol):
    """Where mail goes, seen from the other end."""

    @property
    def sender(self) -> Sender: ...
    def taken(self) -> list[bytes]: ...
    def break_down(self) -> None: ...
    def mend(self) -> None: ...


class MaildirPost:
    """A folder on this disk."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self.sender = MaildirSender(folder)

    def taken(self) -> list[bytes]:
        return [entry.read_bytes() for entry in maildir.entries(self._folder)]

    def break_down(self) -> None:
        self._folder.write_text("a file is in the way")

    def mend(self) -> None:
        self._folder.unlink()


class SmtpPost:
    """A server of our own."""

    def __init__(self, server: smtp.SmtpServer) -> None:
        self._server = server
        self.sender = SmtpSender(Server("smtp", HOST, server.port, timeout=10), None, quiet_seconds=0)

    def taken(self) -> list[bytes]:
        return self._server.taken()

    def break_down(self) -> None:
        self._server.stop()

    def mend(self) -> None:
        self._server.start()


@pytest.fixture(params=["maildir", "smtp"])
def post(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Post]:
    if request.param == "maildir":
        yield MaildirPost(tmp_path / "out")
        return
    server = request.getfixturevalue("smtp_server")
    server.forget()
    post = SmtpPost(server)
    yield post
    post.sender.close()


@pytest.mark.parametrize(
    "body",
    [
        "Labdien!",
        "Pieteikums saņemts, trūkst deleģējuma.",
        ".\r\n..\r\n.pēc punkta",
        "From here on\r\n\r\n\r\n",
        "x" * 900,
    ],
    ids=["ascii", "8bit", "dots", "from", "long"],
)
def test_a_message_arrives_byte_for_byte(post: Post, body: str) -> None:
    post.sender.send(mail(1, body), envelope_from=BOT, recipient=ANNA)
    assert post.taken() == [mail(1, body)]


def test_each_recipient_gets_an_own_delivery(post: Post) -> None:
    post.sender.send(mail(1), envelope_from=BOT, recipient=ANNA)
    post.sender.send(mail(1), envelope_from=BOT, recipient=BERTA)
    assert post.taken() == [mail(1), mail(1)]


def test_a_delivery_that_is_repeated_brings_the_same_bytes(post: Post) -> None:
    for _ in range(2):
        post.sender.send(mail(1), envelope_from=BOT, recipient=ANNA)
    assert set(post.taken()) == {mail(1)}


def test_where_nothing_can_be_delivered_now_the_message_is_postponed_and_goes_later(post: Post) -> None:
    post.break_down()
    with pytest.raises(SendingPostponed, match=r"cannot be (written|reached)"):
        post.sender.send(mail(1), envelope_from=BOT, recipient=ANNA)
    post.mend()
    post.sender.send(mail(1), envelope_from=BOT, recipient=ANNA)
    assert post.taken() == [mail(1)]


def test_a_sender_that_was_closed_may_be_used_again(post: Post) -> None:
    post.sender.send(mail(1), envelope_from=BOT, recipient=ANNA)
    post.sender.close()
    post.sender.send(mail(2), envelope_from=BOT, recipient=ANNA)
    assert sorted(post.taken()) == [mail(1), mail(2)]

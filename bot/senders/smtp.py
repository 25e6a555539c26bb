"""SMTP submission (RFC 5321, 6409) as the way out: one message to one recipient at a time, over a connection that is kept."""

from __future__ import annotations

import re
import smtplib
import socket
import time
from collections.abc import Callable
from contextlib import suppress

from bot.errors import SendingError, SendingPostponed, SendingUnknown
from bot.senders import smtp_session
from bot.senders.smtp_session import LoginRefused, words
from bot.transport.credentials import Credentials
from bot.transport.login_pause import LoginPause
from bot.transport.server import Server

QUIET_SECONDS = 10.0
# what follows says that we are not let in, which no message can help: RFC 4954, 6; Microsoft's "client not authenticated"
_NOT_OURS_TO_SEND = re.compile(r"^530 |^5\d\d 5\.7\.57 ")


class SmtpSender:
    """Sends through one server. Connects when first asked, and again when the connection was dropped or used enough."""

    def __init__(
        self,
        server: Server,
        credentials: Credentials | None,
        *,
        helo: str | None = None,
        messages_a_connection: int = 50,
        quiet_seconds: float = QUIET_SECONDS,
        monotonic: Callable[[], float] = time.monotonic,
    ) -> None:
        """`helo` is the name we greet with; none means this machine's, or its address where it has only a short one.

        For `quiet_seconds` after a server could not be reached it is not tried again, so that a full outbox does not wait
        for the time-out once a message.
        """
        self._server = server
        self._credentials = credentials
        self._helo = helo or _own_name()
        self._messages_a_connection = messages_a_connection
        self._quiet_seconds = quiet_seconds
        self._monotonic = monotonic
        self._pause = LoginPause(monotonic)
        self._unreachable: tuple[float, SendingPostponed] | None = None
        self._smtp: smtplib.SMTP | None = None
        self._sent = 0

    def send(self, raw: bytes, *, envelope_from: str, recipient: str) -> None:
        """Returns once the server has said 250 to the whole message."""
        sender, to = _path(envelope_from) if envelope_from else "", _path(recipient)
        content = _content(raw)
        smtp = self._ready()
        with smtp_session.explained(self._server):
            self._judge(smtp.docmd("MAIL", f"FROM:<{sender}>{_options(smtp, content)}"), "the sender", 250)
            self._judge(smtp.docmd("RCPT", f"TO:<{to}>"), f"the recipient {recipient}", 250, 251)
            self._judge(smtp.docmd("DATA"), "the message", 354)
            smtp.send(content)
        self._sent += 1
        reply = self._last_reply(smtp)
        if reply[0] // 100 != 2:
            self._judge(reply, "the message")

    def check(self) -> None:
        """Connects and signs in."""
        self._ready()

    def close(self) -> None:
        """Says QUIT, and does not mind where the server is gone already."""
        if self._smtp is not None:
            with suppress(smtplib.SMTPException, OSError):
                self._smtp.quit()
            self._drop()

    def _ready(self) -> smtplib.SMTP:
        if self._smtp is not None and self._sent >= self._messages_a_connection:
            self.close()
        if self._smtp is not None:
            try:
                if self._smtp.docmd("RSET")[0] == 250:
                    return self._smtp
            except (smtplib.SMTPException, OSError):
                pass  # servers drop connections that were silent for a while; a new one shows whether there is trouble
            self._drop()
        if self._unreachable is not None and self._monotonic() < self._unreachable[0]:
            raise self._unreachable[1]
        try:
            self._smtp = smtp_session.connect(self._server, self._credentials, self._helo, self._pause)
        except LoginRefused:
            raise
        except SendingPostponed as error:
            self._unreachable = self._monotonic() + self._quiet_seconds, error
            raise
        self._sent = 0
        return self._smtp

    def _last_reply(self, smtp: smtplib.SMTP) -> tuple[int, bytes]:
        """The reply to the whole message. Without one, nobody knows whether it was taken (RFC 5321, 4.5.3.2.6)."""
        try:
            code, text = smtp.getreply()
        except (smtplib.SMTPException, OSError) as error:
            self._drop()
            raise SendingUnknown(
                f"{self._server.address} took the message and did not answer ({error}). It may have been delivered."
            ) from error
        if code // 100 not in (2, 4, 5):
            self._drop()
            raise SendingUnknown(f"{self._server.address} took the message and answered {code} {words(text)}.")
        return code, text

    def _judge(self, reply: tuple[int, bytes], what: str, *expected: int) -> None:
        """Raises what a reply means, in the server's own words."""
        code, text = reply
        if code in expected:
            return
        said = f"{code} {words(text)}"
        if _NOT_OURS_TO_SEND.match(f"{said} "):
            raise SendingPostponed(
                f"{self._server.address} wants a login first ({said}). Set a password, or [outgoing.oauth], and an encrypted "
                "outgoing.url."
            )
        if code // 100 == 5:
            raise SendingError(f"{self._server.address} refuses {what}: {said}")
        if code // 100 != 4:
            self._drop()  # this is no SMTP, or we have lost step with it
        raise SendingPostponed(f"{self._server.address} postpones {what}: {said}")

    def _drop(self) -> None:
        if self._smtp is not None:
            self._smtp.close()
        self._smtp = None


def _own_name() -> str:
    name = socket.gethostname()
    return name if "." in name else "[127.0.0.1]"


def _path(address: str) -> str:
    """An address as it may stand in a command. Raises `SendingError` for one that may not."""
    local, _, domain = address.rpartition("@")
    try:
        domain = domain.encode("idna").decode("ascii")
    except UnicodeError:
        domain = ""
    if not local or not local.isascii() or not domain or re.search(r"[\s<>\x00-\x1f\x7f]", local + domain):
        raise SendingError(
            f"{address!r} is no address that SMTP can deliver to. Correct it and send the message again."
        )
    return f"{local}@{domain}"


def _content(raw: bytes) -> bytes:
    """The message as DATA wants it: CRLF at every line's end, dots doubled, and the final dot (RFC 5321, 4.5.2)."""
    lines = re.sub(rb"\r\n|\r|\n", b"\r\n", raw)
    if not lines.endswith(b"\r\n"):
        lines += b"\r\n"
    return re.sub(rb"^\.", b"..", lines, flags=re.MULTILINE) + b".\r\n"


def _options(smtp: smtplib.SMTP, content: bytes) -> str:
    size = f" SIZE={len(content)}" if smtp.has_extn("size") else ""
    return size + (" BODY=8BITMIME" if not content.isascii() and smtp.has_extn("8bitmime") else "")

"""Which way out the settings mean."""

from __future__ import annotations

from pathlib import Path

from bot.credentials import Credentials, Password
from bot.senders import Sender
from bot.senders.maildir import MaildirSender
from bot.senders.smtp import SmtpSender
from bot.server import Server
from bot.settings import OutgoingSettings, Settings, endpoint


def open(settings: Settings) -> Sender:
    """The sender at `outgoing.url`; nothing is connected yet."""
    outgoing = settings.outgoing
    where = endpoint(outgoing.url)
    if where.scheme == "maildir":
        return MaildirSender(Path(where.path))
    server = Server(where.scheme, where.host, where.port, timeout=outgoing.timeout_seconds, ca_file=outgoing.ca_file)
    return SmtpSender(server, _credentials(outgoing, where.user), helo=outgoing.helo)


def _credentials(outgoing: OutgoingSettings, user: str | None) -> Credentials | None:
    """A server that only relays for this machine wants no login: then the URL names no user."""
    if user is None:
        return None
    return Password(user, lambda: outgoing.needed_secret("outgoing"))

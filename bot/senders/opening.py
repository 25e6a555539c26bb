"""Which way out the settings mean."""

from __future__ import annotations

from pathlib import Path

from bot.oauth.opening import credentials
from bot.senders import Sender
from bot.senders.maildir import MaildirSender
from bot.senders.smtp import SmtpSender
from bot.settings import Settings, endpoint
from bot.transport.server import Server


def open(settings: Settings) -> Sender:
    """The sender at `outgoing.url`; nothing is connected yet."""
    outgoing = settings.outgoing
    where = endpoint(outgoing.url)
    if where.scheme == "maildir":
        return MaildirSender(Path(where.path))
    server = Server(where.scheme, where.host, where.port, timeout=outgoing.timeout_seconds, ca_file=outgoing.ca_file)
    # a server that only relays for this machine wants no login: then the URL names no user
    login = credentials(outgoing, "outgoing", where.user) if where.user else None
    return SmtpSender(server, login, helo=outgoing.helo)

"""Which way out the settings mean."""

from __future__ import annotations

from pathlib import Path

from bot.oauth.opening import credentials
from bot.senders import Sender
from bot.senders.maildir import MaildirSender
from bot.senders.smtp import SmtpSender
from bot.settings import AlarmSettings, OutgoingSettings, Settings, endpoint
from bot.transport.server import Server


def open(settings: Settings) -> Sender:
    """The sender at `outgoing.url`; nothing is connected yet."""
    return _open(settings.outgoing.url, "outgoing", settings.outgoing)


def open_second(settings: Settings) -> Sender | None:
    """The sender at `alarm.url`, the other road; None where none is set."""
    return _open(settings.alarm.url, "alarm", settings.alarm) if settings.alarm.url else None


def _open(url: str, section: str, settings: OutgoingSettings | AlarmSettings) -> Sender:
    where = endpoint(url)
    if where.scheme == "maildir":
        return MaildirSender(Path(where.path))
    server = Server(where.scheme, where.host, where.port, timeout=settings.timeout_seconds, ca_file=settings.ca_file)
    # a server that only relays for this machine wants no login: then the URL names no user
    login = credentials(settings, section, where.user) if where.user else None
    return SmtpSender(server, login, helo=settings.helo)

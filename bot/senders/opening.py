"""Which way out the settings mean."""

from __future__ import annotations

from pathlib import Path

from bot.errors import ConfigurationError
from bot.senders import Sender
from bot.senders.maildir import MaildirSender
from bot.settings import Settings, endpoint


def open(settings: Settings) -> Sender:
    """The sender at `outgoing.url`; nothing is connected yet."""
    where = endpoint(settings.outgoing.url)
    if where.scheme == "maildir":
        return MaildirSender(Path(where.path))
    raise ConfigurationError(f"outgoing.url: {where.scheme}: is not supported yet; use maildir:PATH")

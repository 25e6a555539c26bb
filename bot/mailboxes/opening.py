"""Which mailbox the settings mean."""

from __future__ import annotations

from pathlib import Path

from bot.errors import ConfigurationError
from bot.mailboxes import Mailbox
from bot.mailboxes.maildir import MaildirMailbox
from bot.settings import Settings, endpoint

MEGABYTE = 1024 * 1024


def open(settings: Settings) -> Mailbox:
    """The mailbox at `mailbox.url`; nothing is connected yet."""
    mailbox = settings.mailbox
    where = endpoint(mailbox.url)
    maximum = mailbox.maximum_megabytes * MEGABYTE
    if where.scheme == "maildir":
        return MaildirMailbox(Path(where.path), maximum=maximum)
    raise ConfigurationError(f"mailbox.url: {where.scheme}: is not supported yet; use maildir:PATH")

"""Which mailbox the settings mean."""

from __future__ import annotations

from pathlib import Path

from bot.credentials import Password
from bot.mailboxes import Mailbox
from bot.mailboxes.imap import ImapMailbox
from bot.mailboxes.maildir import MaildirMailbox
from bot.server import Server
from bot.settings import Settings, endpoint

MEGABYTE = 1024 * 1024


def open(settings: Settings) -> Mailbox:
    """The mailbox at `mailbox.url`; nothing is connected yet."""
    mailbox = settings.mailbox
    where = endpoint(mailbox.url)
    maximum = mailbox.maximum_megabytes * MEGABYTE
    if where.scheme == "maildir":
        return MaildirMailbox(Path(where.path), maximum=maximum)
    server = Server(where.scheme, where.host, where.port, timeout=mailbox.timeout_seconds, ca_file=mailbox.ca_file)
    user = where.user or mailbox.address
    password = Password(user, lambda: mailbox.needed_secret("mailbox"))
    return ImapMailbox(server, password, folder=where.path or "INBOX", maximum=maximum)

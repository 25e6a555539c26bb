"""Which mailbox the settings mean."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from bot.credentials import Password
from bot.errors import ConfigurationError
from bot.mailboxes import Mailbox
from bot.mailboxes.imap import ImapMailbox
from bot.mailboxes.imap_session import Server
from bot.mailboxes.maildir import MaildirMailbox
from bot.settings import MailboxSettings, Settings, endpoint

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
    return ImapMailbox(server, Password(user, _password(mailbox)), folder=where.path or "INBOX", maximum=maximum)


def _password(mailbox: MailboxSettings) -> Callable[[], str]:
    """The password as it is now, whenever somebody logs in."""

    def password() -> str:
        secret = mailbox.secret()
        if secret is None:
            raise ConfigurationError(
                "mailbox.url needs a password. Set password_file or password in [mailbox], or INTAKE_BOT__MAILBOX__PASSWORD."
            )
        return secret

    return password

"""Which mailbox the settings mean."""

from __future__ import annotations

from pathlib import Path

from bot.mailboxes import AfterFiling, Mailbox
from bot.mailboxes.imap import ImapMailbox
from bot.mailboxes.maildir import MaildirMailbox
from bot.oauth.opening import credentials
from bot.settings import Settings, endpoint
from bot.transport.server import Server

MEGABYTE = 1024 * 1024


def open(settings: Settings) -> Mailbox:
    """The mailbox at `mailbox.url`; nothing is connected yet. A thread of its own needs a mailbox of its own."""
    mailbox = settings.mailbox
    where = endpoint(mailbox.url)
    maximum = mailbox.maximum_megabytes * MEGABYTE
    after, sent_folder = _after_filing(mailbox.after_filing), settings.outgoing.sent_folder
    if where.scheme == "maildir":
        return MaildirMailbox(
            Path(where.path), maximum=maximum, move_to=after.name if after else None, sent_folder=sent_folder
        )
    return ImapMailbox(
        Server(where.scheme, where.host, where.port, timeout=mailbox.timeout_seconds, ca_file=mailbox.ca_file),
        credentials(mailbox, "mailbox", where.user or mailbox.address),
        folder=where.path or "INBOX",
        maximum=maximum,
        after_filing=after,
        sent_folder=sent_folder,
    )


def _after_filing(setting: str | None) -> AfterFiling | None:
    if setting is None:
        return None
    action, _, name = setting.partition(":")
    return AfterFiling("move" if action == "move" else "keyword", name)

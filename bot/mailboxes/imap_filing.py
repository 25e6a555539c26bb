"""What is done in an account on request only: a filed message is marked or moved, an answer is kept among the sent mail."""

from __future__ import annotations

from collections.abc import Collection

from imapclient import IMAPClient  # type: ignore[import-untyped]  # has no types

from bot.errors import MailboxError
from bot.transport.message_id import message_id

SEEN, DELETED = rb"\Seen", rb"\Deleted"


def mark(client: IMAPClient, permanent_flags: Collection[bytes], uid: int, keyword: str) -> None:
    """Sets a keyword (RFC 3501, 2.3.2) in the open folder, which keeps `permanent_flags`."""
    kept = [flag.lower() for flag in permanent_flags]
    if rb"\*" not in kept and keyword.lower().encode() not in kept:
        raise MailboxError(
            'The mailbox keeps no keywords of our own. Set mailbox.after_filing to "move:FOLDER", or remove it.'
        )
    client.add_flags([uid], [keyword], silent=True)


def move(client: IMAPClient, uid: int, folder: str) -> None:
    """Moves a message out of the open folder (RFC 6851, or as that describes it in older commands)."""
    make(client, folder)
    if client.has_capability("MOVE"):
        client.move([uid], folder)
        return
    client.copy([uid], folder)
    client.add_flags([uid], [DELETED], silent=True)
    if client.has_capability("UIDPLUS"):  # without it, EXPUNGE would remove what other people have marked too
        client.uid_expunge([uid])


def keep(client: IMAPClient, folder: str, raw: bytes) -> None:
    """Puts a message into `folder`, as read, unless one with its Message-ID is there."""
    make(client, folder)
    client.select_folder(folder, readonly=True)
    identity = message_id(raw)
    if identity is None or not client.search(["HEADER", "Message-ID", identity.decode("ascii", "replace")]):
        client.append(folder, raw, flags=[SEEN])


def make(client: IMAPClient, folder: str) -> None:
    """Creates and subscribes a folder that is not there."""
    if not client.folder_exists(folder):
        client.create_folder(folder)
        client.subscribe_folder(folder)

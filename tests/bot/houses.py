"""Places where mail lies, seen from behind: what a mail server, a person with a mail program, and a test do there."""

from __future__ import annotations

import imaplib
import os
import time
from datetime import UTC, datetime
from pathlib import Path
from typing import Protocol

from bot.mailboxes import AfterFiling, Mailbox
from bot.mailboxes.imap import ImapMailbox
from bot.mailboxes.maildir import MaildirMailbox
from bot.transport import maildir
from bot.transport.credentials import Password
from bot.transport.server import Server
from tests.servers.dovecot import PASSWORD, Dovecot
from tests.servers.ports import HOST

MARCH = datetime(2023, 3, 20, 8, 15, tzinfo=UTC)


class House(Protocol):
    """One inbox."""

    def open(self, *, maximum: int = 1_000_000, move_to: str | None = None, sent: str | None = None) -> Mailbox: ...
    def close(self) -> None:
        """Closes what was opened."""

    def receive(self, raw: bytes, at: datetime = MARCH) -> None: ...
    def delete_all(self) -> None: ...
    def state(self, folder: str | None = None) -> list[tuple[str, bytes]]:
        """Names (with flags) and contents of all that is in the inbox, or in another folder."""
        ...


class MaildirHouse:
    """A folder on this disk."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self._count = 0

    def open(self, *, maximum: int = 1_000_000, move_to: str | None = None, sent: str | None = None) -> Mailbox:
        return MaildirMailbox(self.folder, maximum=maximum, move_to=move_to, sent_folder=sent)

    def close(self) -> None:
        """Nothing is held open."""

    def receive(self, raw: bytes, at: datetime = MARCH) -> None:
        self._count += 1
        name = f"{at.timestamp():.0f}.M{self._count}.host"
        maildir.deliver(self.folder, name, raw)
        os.utime(self.folder / "new" / name, (at.timestamp(), at.timestamp()))

    def delete_all(self) -> None:
        for entry in maildir.entries(self.folder):
            entry.unlink()

    def state(self, folder: str | None = None) -> list[tuple[str, bytes]]:
        place = maildir.subfolder(self.folder, folder) if folder else self.folder
        if not place.exists():
            return []
        return sorted((f"{entry.parent.name}/{entry.name}", entry.read_bytes()) for entry in maildir.entries(place))


class ImapHouse:
    """One user's inbox on a Dovecot, reached as any other mail program reaches it."""

    def __init__(self, server: Dovecot, user: str) -> None:
        self.server = server
        self.user = user
        self._opened: list[ImapMailbox] = []

    def open(
        self,
        *,
        maximum: int = 1_000_000,
        move_to: str | None = None,
        sent: str | None = None,
        keyword: str | None = None,
    ) -> ImapMailbox:
        server = Server("imap", HOST, self.server.port, timeout=10)
        return self.on(server, maximum=maximum, move_to=move_to, sent=sent, keyword=keyword)

    def on(
        self,
        server: Server,
        *,
        maximum: int = 1_000_000,
        move_to: str | None = None,
        sent: str | None = None,
        keyword: str | None = None,
    ) -> ImapMailbox:
        """The inbox reached another way, such as through a proxy."""
        move = AfterFiling("move", move_to) if move_to else None
        mailbox = ImapMailbox(
            server,
            Password(self.user, lambda: PASSWORD),
            maximum=maximum,
            after_filing=AfterFiling("keyword", keyword) if keyword else move,
            sent_folder=sent,
        )
        self._opened.append(mailbox)
        return mailbox

    def close(self) -> None:
        for mailbox in self._opened:
            mailbox.close()

    def receive(self, raw: bytes, at: datetime = MARCH) -> None:
        with self.person() as person:
            person.append("INBOX", "", imaplib.Time2Internaldate(at), raw)

    def delete_all(self) -> None:
        with self.person() as person:
            if person.select()[1] != [b"0"]:
                person.store("1:*", "+FLAGS", r"\Deleted")
                person.expunge()

    def state(self, folder: str | None = None) -> list[tuple[str, bytes]]:
        with self.person() as person:
            if person.select(folder or "INBOX", readonly=True)[0] != "OK":
                return []
            _, found = person.search(None, "ALL")
            state = []
            for number in found[0].split():
                _, answer = person.fetch(number, "(UID FLAGS BODY.PEEK[])")
                facts, content = answer[0]  # type: ignore[misc]  # typeshed: any of four shapes; this one for one literal
                state.append((str(facts), bytes(content)))
            return state

    def person(self) -> imaplib.IMAP4:
        """Somebody else at the same account."""
        person = imaplib.IMAP4(HOST, self.server.port, timeout=10)
        person.login(self.user, PASSWORD)
        return person


def fresh_user() -> str:
    """A user nobody has been yet."""
    return f"user{time.monotonic_ns()}"

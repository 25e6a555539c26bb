"""An IMAP folder as a mailbox (RFC 3501): read with EXAMINE and BODY.PEEK, new mail told by UIDVALIDITY and UID.

A UID names one message for ever as long as the folder's UIDVALIDITY stays. Where it changes, all mail is looked at again from
`since`; where it means nothing (0, absent, or changing all the time), a message is told by a digest of its header instead.
"""

from __future__ import annotations

import hashlib
import logging
import random
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from typing import Any, TypeVar

from imapclient import IMAPClient  # type: ignore[import-untyped]  # has no types

from bot import backoff
from bot.errors import MailboxError, MailboxUnreachable
from bot.mailboxes import AfterFiling, Arrival, imap_filing, imap_session, waiting
from bot.mailboxes.imap_session import Refused
from bot.transport.credentials import Credentials
from bot.transport.login_pause import LoginPause
from bot.transport.server import Server

HEADER_AT_MOST = 1024 * 1024
A_DAY = 24 * 3600.0
IDLE_SECONDS = 9 * 60.0  # RFC 2177 says to renew before 29 minutes; routers forget silent connections after ten or more
FIRST_PAUSE = 10.0  # after IDLE broke

Answer = TypeVar("Answer")
log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class _Place:
    """Up to where a folder has been read: the cursor taken apart."""

    validity: int
    uid: int

    @classmethod
    def read(cls, cursor: str | None) -> _Place | None:
        validity, _, uid = (cursor or "").partition(":")
        return cls(int(validity), int(uid)) if validity.isdecimal() and uid.isdecimal() else None

    def __str__(self) -> str:
        return f"{self.validity}:{self.uid}"


class ImapMailbox:
    """One folder of one account. An instance belongs to one thread; it connects when first asked, and again when dropped."""

    def __init__(
        self,
        server: Server,
        credentials: Credentials,
        *,
        folder: str = "INBOX",
        maximum: int,
        after_filing: AfterFiling | None = None,
        sent_folder: str | None = None,
        idle_seconds: float = IDLE_SECONDS,
        patience: float = A_DAY,
        monotonic: Callable[[], float] = time.monotonic,
    ) -> None:
        """`maximum` is the size in bytes above which only a header is fetched; `patience` the seconds for which a message
        that the server refuses to hand over is asked for again before it is given up."""
        self.name = f"{server.scheme}://{credentials.user}@{server.address}/{folder}"
        self._server = server
        self._credentials = credentials
        self._folder = folder
        self._maximum = maximum
        self._after_filing = after_filing
        self._sent_folder = sent_folder
        self._idle_seconds = idle_seconds
        self._patience = patience
        self._monotonic = monotonic
        self._pause = LoginPause(monotonic)
        self._client: IMAPClient | None = None
        self._selected: str | None = None
        self._exists = 0
        self._breaks = 0
        self._permanent_flags: tuple[bytes, ...] = ()
        self._validity: int | None = None
        self._validity_changes = 0
        self._refused_since: dict[str, float] = {}

    def arrivals(self, cursor: str | None, is_known: Callable[[str], bool], since: datetime) -> Iterator[Arrival]:
        """Messages with a UID above the cursor's, in the order of their UIDs."""
        validity = self._examine()
        if validity == 0 or self._validity_changes > 1:
            log.warning("%s: UIDVALIDITY is missing or unstable; messages are told by their headers", self.name)
            yield from self._by_header(is_known, since)
            return
        place = _Place.read(cursor)
        if place is not None and place.validity != validity:
            log.warning("%s: UIDVALIDITY changed from %s to %s; all is read again", self.name, place.validity, validity)
            place = None
        yield from self._by_uid(place or _Place(validity, 0), is_known, since)

    def wait(self, seconds: float, stopped: Callable[[], bool]) -> None:
        """IDLE where the server has it, patience where it has not.

        Where the connection breaks, this returns early, for the caller to connect again; later each time in a row.
        """
        end = self._monotonic() + seconds
        try:
            if self._client is not None and self._ask(lambda client: client.has_capability("IDLE")):
                self._ask(lambda client: self._idle(client, end, stopped))
            else:
                waiting.wait(seconds, stopped)
            self._breaks = 0
        except (MailboxError, Refused) as error:
            log.info("%s: IDLE ended: %s", self.name, error)
            self._drop()  # after a NO too: whether the server still idles is not known
            self._breaks += 1
            chance = random.random()  # noqa: S311 - spreads attempts, guards nothing
            pause = backoff.delay(self._breaks, first=FIRST_PAUSE, most=seconds, chance=chance)
            waiting.wait(min(pause, end - self._monotonic()), stopped)

    def check(self) -> None:
        """Opens the folder; what comes after that ends a `wait`."""
        self._examine()

    def filed(self, key: str) -> None:
        """Opens the folder for writing, for this one message."""
        place = _Place.read(key)
        if self._after_filing is None or place is None:
            return
        if self._select(readonly=False) != place.validity:
            log.warning("%s: message %s is not marked as filed, because the folder was made anew", self.name, key)
            return
        try:
            self._ask(lambda client: self._file(client, place.uid))
        except Refused as error:
            raise MailboxError(
                f"{self.name}: message {key} could not be marked as filed ({error}). Check mailbox.after_filing."
            ) from error

    def keep_copy(self, raw: bytes) -> None:
        """APPEND, unless a message with the same Message-ID is there."""
        folder = self._sent_folder
        if folder is None:
            return
        self._selected = None
        try:
            self._ask(lambda client: imap_filing.keep(client, folder, raw))
        except Refused as error:
            raise MailboxError(
                f"{self.name}: the copy of a sent message is refused ({error}). Check outgoing.sent_folder."
            ) from error

    def close(self) -> None:
        """Says LOGOUT, and does not mind where the server is gone already."""
        if self._client is not None:
            try:
                self._ask(lambda client: client.logout())
            except (MailboxError, Refused) as error:
                log.debug("%s: %s", self.name, error)
            self._drop()

    def _file(self, client: IMAPClient, uid: int) -> None:
        after = self._after_filing
        if after is not None and client.fetch([uid], ["UID"]):
            if after.action == "move":
                imap_filing.move(client, uid, after.name)
            else:
                imap_filing.mark(client, self._permanent_flags, uid, after.name)

    def _by_uid(self, start: _Place, is_known: Callable[[str], bool], since: datetime) -> Iterator[Arrival]:
        """A message that is refused now holds the cursor before itself, so that it is asked for again."""
        held: str | None = None
        last = start
        for uid in self._search(start.uid, since):
            here = _Place(start.validity, uid)
            if not is_known(str(here)):
                try:
                    arrival = self._fetch(uid, str(here))
                except Refused as error:
                    arrival = self._given_up(str(here), str(error))
                    held = held or (str(last) if arrival is None else None)
                if arrival is not None:
                    yield replace(arrival, cursor=held or str(here))
            last = here

    def _by_header(self, is_known: Callable[[str], bool], since: datetime) -> Iterator[Arrival]:
        for uid in self._search(0, since):
            try:
                facts = self._facts(uid, f"BODY.PEEK[HEADER]<0.{HEADER_AT_MOST}>")
                if facts is None:
                    continue
                size, delivered, header = facts
                key = f"header:{hashlib.sha256(f'{size} {delivered} '.encode() + header).hexdigest()}"
                arrival = None if is_known(key) else self._fetch(uid, key)
            except Refused as error:
                log.warning("%s: UID %s is refused (%s); the next round asks again", self.name, uid, error)
                continue
            if arrival is not None:
                yield arrival

    def _given_up(self, key: str, said: str) -> Arrival | None:
        """Nothing while there is hope; then the message without its content, so that somebody looks at it."""
        now = self._monotonic()
        since = self._refused_since.setdefault(key, now)
        if now - since < self._patience:
            log.warning("%s: the server refuses message %s (%s); it is asked for again later", self.name, key, said)
            return None
        log.error("%s: the server has refused message %s all the time (%s); it is given up", self.name, key, said)
        header = f"X-Not-Fetched: {key}\r\n\r\n".encode()  # what is known of it, so that two of them are two
        return Arrival(key, header, len(header), datetime.now(UTC), cursor=key, whole=False)

    def _search(self, after: int, since: datetime) -> list[int]:
        """UIDs above `after`; with none, those received since the day before `since`, whose zone the server may not share."""
        criteria = ["UID", f"{after + 1}:*"] if after else ["SINCE", (since - timedelta(days=1)).date()]
        try:
            found = self._ask(lambda client: client.search(criteria))
        except Refused as error:
            raise MailboxUnreachable(
                f"{self.name}: the search is refused ({error}). It is tried again later."
            ) from error
        return sorted({uid for uid in found if uid > after})  # n:* always holds the last message, however low its UID

    def _fetch(self, uid: int, key: str) -> Arrival | None:
        facts = self._facts(uid, "UID")
        if facts is None:
            return None
        size, delivered, _ = facts
        item = "BODY.PEEK[]" if size <= self._maximum else f"BODY.PEEK[HEADER]<0.{HEADER_AT_MOST}>"
        content = self._facts(uid, item)
        if content is None:
            return None
        raw = content[2]
        whole = size <= self._maximum and len(raw) <= self._maximum
        if not whole and size <= self._maximum:  # the announced size was wrong
            raw = raw[:HEADER_AT_MOST]
        return Arrival(key, raw, max(size, len(raw)), delivered, cursor=key, whole=whole)

    def _facts(self, uid: int, item: str) -> tuple[int, datetime, bytes] | None:
        """Size, INTERNALDATE and one item of a message, or None where it is gone (RFC 5530 EXPUNGEISSUED)."""
        self._examine_again()
        try:
            answer = self._ask(lambda client: client.fetch([uid], ["RFC822.SIZE", "INTERNALDATE", item])).get(uid)
        except Refused as error:
            if "EXPUNGEISSUED" in str(error):
                return None
            if imap_session.is_troubled(str(error)):
                raise MailboxUnreachable(f"{self.name}: {error}. It is tried again later.") from error
            raise
        if not answer or b"RFC822.SIZE" not in answer:
            return None
        content = next((value for name, value in answer.items() if name.startswith(b"BODY[")), b"")
        if content is None:
            raise Refused("the server has nothing under this number")
        delivered = answer.get(b"INTERNALDATE") or datetime.now(UTC)
        return answer[b"RFC822.SIZE"], delivered, content

    def _idle(self, client: IMAPClient, end: float, stopped: Callable[[], bool]) -> None:
        while not stopped() and self._monotonic() < end:
            if self._news(client.noop()[1]):
                return
            client.idle()
            renew = min(end, self._monotonic() + self._idle_seconds)
            news = False
            while not news and not stopped() and (left := renew - self._monotonic()) > 0:
                began = self._monotonic()
                answers = client.idle_check(timeout=min(left, waiting.TICK))
                news = self._news(answers)
                if not answers and self._monotonic() - began < min(left, waiting.TICK) / 2:
                    break  # woken by nothing: a connection that was closed, which DONE finds out
            if self._news(client.idle_done()[1]) or news:
                return

    def _news(self, answers: list[Any]) -> bool:
        """Whether the folder has other messages than it had, by what the server says of its own accord."""
        news = False
        for answer in answers:
            if answer[1:2] == (b"EXPUNGE",):
                self._exists -= 1
            elif answer[1:2] == (b"EXISTS",):
                news = news or answer[0] != self._exists
                self._exists = answer[0]
        return news

    def _examine(self) -> int:
        """Opens the folder anew, read-only, and returns its UIDVALIDITY (0: none). A dropped connection is opened again."""
        if self._client is not None:
            try:
                return self._select()
            except MailboxUnreachable as error:
                log.info("%s: connecting again: %s", self.name, error)
        return self._select()

    def _examine_again(self) -> None:
        """Makes sure that it is still our folder which is open, after something else was done with the connection."""
        if self._client is None or self._selected != self._folder:
            before = self._validity
            if self._select() != before:
                raise MailboxUnreachable(
                    f"{self.name}: the folder changed while it was read. The next round begins anew."
                )

    def _select(self, *, readonly: bool = True) -> int:
        try:
            answer = self._ask(lambda client: client.select_folder(self._folder, readonly=readonly))
        except Refused as error:
            if imap_session.is_troubled(str(error)):
                raise MailboxUnreachable(f"{self.name}: {error}. It is tried again later.") from error
            if "authenticated but not connected" in str(
                error
            ):  # Exchange, where the token is good and the mailbox is not
                raise MailboxError(
                    f"{self._server.address} lets {self._credentials.user} in, and not into the mailbox ({error}). Check that "
                    "mailbox.url names the mailbox, that IMAP is on for it, and that the user or app has full access to it."
                ) from error
            raise MailboxError(
                f"{self._server.address} does not open the folder {self._folder} ({error}). "
                f"Name one of these in mailbox.url: {', '.join(self._folders())}."
            ) from error
        self._selected = self._folder
        self._exists = answer.get(b"EXISTS", 0)
        self._permanent_flags = answer.get(b"PERMANENTFLAGS", ())
        validity = int(answer.get(b"UIDVALIDITY", 0))
        if self._validity not in (None, validity):
            self._validity_changes += 1
        self._validity = validity
        return validity

    def _folders(self) -> list[str]:
        try:
            return [str(name) for _, _, name in self._ask(lambda client: client.list_folders())]
        except (MailboxError, Refused):
            return ["(the server does not list them)"]

    def _ask(self, command: Callable[[IMAPClient], Answer]) -> Answer:
        """One exchange with the server. Raises `Refused` for NO and BAD; after any other error the connection is dropped."""
        if self._client is None:
            self._client = imap_session.connect(self._server, self._credentials, self._pause)
        try:
            with imap_session.explained(self._server):
                return command(self._client)
        except MailboxError:
            self._drop()
            raise

    def _drop(self) -> None:
        if self._client is not None:
            imap_session.drop(self._client)
        self._client = self._selected = None

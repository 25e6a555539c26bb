"""A Maildir as a mailbox: new/ and cur/ are read, and nothing in them is moved or flagged unless that was asked for."""

from __future__ import annotations

import logging
import os
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from datetime import UTC, datetime
from pathlib import Path

from bot.errors import MailboxError
from bot.mailboxes import Arrival, waiting
from bot.mailboxes.files import HEADER_AT_MOST, header
from bot.transport import maildir

log = logging.getLogger(__name__)


class MaildirMailbox:
    """One Maildir. A message's key is the unique part of its file's name; there is no cursor, known keys are left out."""

    def __init__(
        self, folder: Path, *, maximum: int, move_to: str | None = None, sent_folder: str | None = None
    ) -> None:
        """`maximum` is the size in bytes above which only a message's header is read."""
        self.name = f"maildir:{folder}"
        self._folder = folder
        self._maximum = maximum
        self._move_to = move_to
        self._sent_folder = sent_folder
        self._seen_state: tuple[int, ...] | None = None

    def arrivals(self, cursor: str | None, is_known: Callable[[str], bool], since: datetime) -> Iterator[Arrival]:
        """New messages, oldest delivery first; `cursor` and `since` are not needed to find them."""
        for path, delivered in self._unknown(is_known):
            arrival = self._read(path, delivered)
            if arrival is not None:
                yield arrival

    def wait(self, seconds: float, stopped: Callable[[], bool]) -> None:
        """Looks at the folder's time of change every second."""
        waiting.wait(seconds, stopped, lambda: self._state() not in (self._seen_state, None))

    def check(self) -> None:
        """Looks whether the folder can be read, and makes it where there is none."""
        self._unknown(lambda _key: True)

    def filed(self, key: str) -> None:
        """Moves the file to the folder beside (Maildir++), flags as they are."""
        if self._move_to is None:
            return
        with self._explained():
            target = maildir.subfolder(self._folder, self._move_to)
            maildir.create(target)
            path = maildir.find(self._folder, key)
            if path is not None:
                with suppress(FileNotFoundError):  # somebody else was faster
                    path.rename(target / path.parent.name / path.name)

    def keep_copy(self, raw: bytes) -> None:
        """Writes a file whose name comes from the Message-ID, so that there is one."""
        if self._sent_folder is not None:
            with self._explained():
                folder = maildir.subfolder(self._folder, self._sent_folder)
                maildir.deliver(folder, maildir.name_for(raw), raw, flags="S")

    def close(self) -> None:
        """There is nothing to leave."""

    def _unknown(self, is_known: Callable[[str], bool]) -> list[tuple[Path, datetime]]:
        with self._explained():
            maildir.create(self._folder)
            self._seen_state = self._state()
            found = [path for path in maildir.entries(self._folder) if not is_known(maildir.unique(path.name))]
        dated = [(path, delivered) for path in found if (delivered := _delivered(path)) is not None]
        return sorted(dated, key=lambda one: (one[1], one[0].name))

    def _read(self, path: Path, delivered: datetime) -> Arrival | None:
        try:
            with os.fdopen(os.open(path, os.O_RDONLY | os.O_NOFOLLOW), "rb") as file:
                size = os.fstat(file.fileno()).st_size
                whole = size <= self._maximum
                raw = file.read() if whole else header(file.read(HEADER_AT_MOST))
        except FileNotFoundError:
            return None  # moved or deleted by another reader; what was moved is found under its new name next time
        except OSError as error:
            log.warning("%s: %s cannot be read (%s); left for the next round", self.name, path.name, error.strerror)
            return None
        return Arrival(maildir.unique(path.name), raw, size, delivered, cursor="", whole=whole)

    def _state(self) -> tuple[int, ...] | None:
        """Changes whenever a file enters or leaves new/ or cur/; None where they cannot be looked at."""
        try:
            return tuple((self._folder / part).stat().st_mtime_ns for part in (maildir.UNREAD, maildir.SEEN))
        except OSError:
            return None

    @contextmanager
    def _explained(self) -> Iterator[None]:
        try:
            yield
        except OSError as error:
            raise MailboxError(
                f"The Maildir {self._folder} cannot be used ({error.strerror}). Mend mailbox.url or the folder's permissions."
            ) from error


def _delivered(path: Path) -> datetime | None:
    try:
        return datetime.fromtimestamp(path.lstat().st_mtime, UTC)
    except OSError:
        return None  # gone meanwhile

"""Where mail comes from: one small interface, IMAP and Maildir behind it."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import datetime
from typing import Literal, Protocol


@dataclass(frozen=True, slots=True)
class Arrival:
    """One message as the mailbox has it.

    `key` identifies this delivery for ever: UIDVALIDITY and UID (RFC 3501), or a Maildir's unique name. `raw` is the message
    byte for byte; where `whole` is false it was larger than allowed, and `raw` is only its header. `delivered_at` is
    INTERNALDATE or the file's time, aware. `cursor` is what `Mailbox.arrivals` wants to be given next time, once this
    message is stored.
    """

    key: str
    raw: bytes
    size: int
    delivered_at: datetime
    cursor: str
    whole: bool = True


@dataclass(frozen=True, slots=True)
class AfterFiling:
    """What to do with a message that has been filed: set the keyword `name`, or move it to the folder `name`."""

    action: Literal["keyword", "move"]
    name: str


class Mailbox(Protocol):
    """A folder of mail that other people may use too: nothing in it is changed, flags included, unless that was asked for.

    `name` tells the account and the folder, without secrets. Methods raise `MailboxError` (wrong password, no such folder)
    or its transient kind `MailboxUnreachable`; after the latter the next call connects again.
    """

    name: str

    def arrivals(self, cursor: str | None, is_known: Callable[[str], bool], since: datetime) -> Iterator[Arrival]:
        """New messages, oldest first: after `cursor` where the server numbers them, else those whose key is not known.

        With no cursor yet, messages that the server received before the day of `since` may be left out. The cost does not
        grow with the number of old messages on a server that numbers them.
        """

    def wait(self, seconds: float, stopped: Callable[[], bool]) -> None:
        """Returns when something may have arrived (RFC 2177 IDLE), `seconds` have passed, or `stopped` is true."""

    def check(self) -> None:
        """Connects and looks whether the folder can be read; what comes after that ends a `wait`."""

    def filed(self, key: str) -> None:
        """Marks or moves a message that has been filed, where the settings ask for that. What is gone stays gone."""

    def keep_copy(self, raw: bytes) -> None:
        """Puts a message that was sent into the account's folder for sent mail, where the settings name one; once only."""

    def close(self) -> None:
        """Leaves the server politely; the mailbox may be used again afterwards."""

"""What reads a mailbox in tests, as the store's side of the bot does."""

from __future__ import annotations

import time
from collections.abc import Callable
from datetime import UTC, datetime

from bot.mailboxes import Arrival, Mailbox

LONG_AGO = datetime(2023, 1, 1, tzinfo=UTC)


class Reader:
    """Remembers cursor and keys; `taken` are all arrivals so far, those before an error too."""

    def __init__(self, mailbox: Mailbox) -> None:
        self.mailbox = mailbox
        self.cursor: str | None = None
        self.known: set[str] = set()
        self.taken: list[Arrival] = []

    def fetch(self, since: datetime = LONG_AGO, at_most: int | None = None) -> list[Arrival]:
        arrivals = []
        for arrival in self.mailbox.arrivals(self.cursor, self.known.__contains__, since):
            self.cursor = arrival.cursor
            self.known.add(arrival.key)
            self.taken.append(arrival)
            arrivals.append(arrival)
            if len(arrivals) == at_most:
                break
        return arrivals


def seconds_of(act: Callable[[], None]) -> float:
    begin = time.monotonic()
    act()
    return time.monotonic() - begin

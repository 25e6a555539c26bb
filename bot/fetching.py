"""Fetches what is new in the mailbox into the store: bytes first, position with them, one transaction a message."""

from __future__ import annotations

import logging

from bot.backups import after_restoring
from bot.clock import Clock
from bot.errors import MailboxError
from bot.intake import store_arrival
from bot.mailboxes import Mailbox
from storage import Store
from storage.models import Arrival, MailboxPosition, Restoration

log = logging.getLogger(__name__)


class Fetcher:
    """Keeps a mailbox's position: up to where it was read, since when, and since when it cannot be."""

    def __init__(self, store: Store, mailbox: Mailbox, clock: Clock, *, since: Clock) -> None:
        self._store = store
        self._mailbox = mailbox
        self._clock = clock
        self._since = since

    def fetch(self) -> int:
        """Stores every new message and returns how many came. Raises `MailboxError`; what came before it is kept."""
        position = self._position()
        restoration = self._restoration()
        count = 0
        try:
            for arrival in self._mailbox.arrivals(position.cursor, self._is_known, position.since):
                with self._store.begin() as session:
                    now = self._clock()
                    answered = after_restoring.may_be_answered(restoration, arrival.delivered_at)
                    message = store_arrival(session, self._mailbox.name, arrival, now, hold_replies=answered)
                    message.since = message.since or position.since
                    kept = session.get_one(MailboxPosition, self._mailbox.name)
                    kept.cursor = arrival.cursor
                    session.commit()
                count += 1
        except MailboxError as error:
            self._failed(str(error))
            raise
        self._succeeded()
        return count

    def _position(self) -> MailboxPosition:
        with self._store.begin() as session:
            position = session.get(MailboxPosition, self._mailbox.name)
            if position is None:
                position = MailboxPosition(mailbox=self._mailbox.name, since=self._since())
                session.add(position)
                session.commit()
            return position

    def _restoration(self) -> Restoration | None:
        with self._store.reading() as session:
            return after_restoring.last(session)

    def _is_known(self, key: str) -> bool:
        with self._store.reading() as session:
            return session.get(Arrival, (self._mailbox.name, key)) is not None

    def _failed(self, why: str) -> None:
        with self._store.begin() as session:
            position = session.get_one(MailboxPosition, self._mailbox.name)
            position.failed_since = position.failed_since or self._clock()
            position.failure = why
            session.commit()

    def _succeeded(self) -> None:
        with self._store.begin() as session:
            position = session.get_one(MailboxPosition, self._mailbox.name)
            position.fetched_at, position.failed_since, position.failure = self._clock(), None, ""
            session.commit()

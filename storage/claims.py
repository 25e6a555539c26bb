"""Claims on what is being worked on: one holder at a time among all bots on a store, gone when the holder's process is.

A stored claim would outlive a killed process and need a time-out; a lock of the operating system or of the database session
ends by itself.
"""

from __future__ import annotations

import fcntl
import os
import threading
import zlib
from collections.abc import Iterator
from contextlib import AbstractContextManager, ExitStack, contextmanager
from pathlib import Path
from typing import Protocol

from sqlalchemy import Engine, text

from storage.errors import StoreProblem


class Claims(Protocol):
    """See `Store.claim`."""

    def hold(self, kind: str, number: int) -> AbstractContextManager[bool]: ...


def claims_for(engine: Engine) -> Claims:
    """The claims that fit the database."""
    if engine.dialect.name == "postgresql":
        return AdvisoryLocks(engine)
    path = engine.url.database
    return FileLocks(claims_file(Path(path)) if path and path != ":memory:" else None)


def claims_file(store: Path) -> Path:
    """Where an SQLite store's claims are kept."""
    return store.with_name(f"{store.name}-claims")


class FileLocks:
    """One byte of a file beside the SQLite database is locked for each claim (POSIX record locks).

    Record locks belong to a process, so that its threads are kept apart by a set.
    """

    def __init__(self, path: Path | None) -> None:
        self._file = os.open(path, os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o600) if path else None
        self._held: set[int] = set()
        self._lock = threading.Lock()

    @contextmanager
    def hold(self, kind: str, number: int) -> Iterator[bool]:
        place = _place(kind, number)
        mine = self._take(place)
        try:
            yield mine
        finally:
            if mine:
                self._give_back(place)

    def _take(self, place: int) -> bool:
        with self._lock:
            if place in self._held:
                return False
            if self._file is not None:
                try:
                    fcntl.lockf(self._file, fcntl.LOCK_EX | fcntl.LOCK_NB, 1, place)
                except (BlockingIOError, PermissionError):  # POSIX allows either for a byte that another process holds
                    return False
            self._held.add(place)
            return True

    def _give_back(self, place: int) -> None:
        with self._lock:
            self._held.discard(place)
            if self._file is not None:
                fcntl.lockf(self._file, fcntl.LOCK_UN, 1, place)


class AdvisoryLocks:
    """PostgreSQL's session-level advisory locks, each on a connection of its own."""

    def __init__(self, engine: Engine) -> None:
        self._engine = engine

    @contextmanager
    def hold(self, kind: str, number: int) -> Iterator[bool]:
        place = {"place": _place(kind, number)}
        with self._engine.connect().execution_options(isolation_level="AUTOCOMMIT") as connection:
            mine = connection.execute(text("SELECT pg_try_advisory_lock(:place)"), place).scalar_one()
            try:
                yield mine
            finally:
                if mine:
                    connection.execute(text("SELECT pg_advisory_unlock(:place)"), place)


_SEATS = 64
_SEAT = "at work"


@contextmanager
def at_work(claims: Claims | None) -> Iterator[None]:
    """Takes a seat among all who use the store, if there are seats. Raises `StoreProblem` while it is being replaced."""
    with ExitStack() as held:
        if claims is not None and not any(held.enter_context(claims.hold(_SEAT, seat)) for seat in range(_SEATS)):
            raise StoreProblem("The store is being put back from a backup. Start again when that is done.")
        yield


@contextmanager
def nobody_at_work(claims: Claims) -> Iterator[bool]:
    """Whether nobody uses the store; nobody can begin to, as long as the block lasts."""
    with ExitStack() as held:
        yield all(held.enter_context(claims.hold(_SEAT, seat)) for seat in range(_SEATS))


def _place(kind: str, number: int) -> int:
    """A number below 2**62 for what is claimed; what shares one by chance only waits for its turn."""
    return ((zlib.crc32(kind.encode()) & 0x3FFF) << 48) + number

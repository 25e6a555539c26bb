"""Puts a copy of an SQLite store in the store's place; what was there is kept aside, never overwritten."""

from __future__ import annotations

import os
import sqlite3
from contextlib import closing, suppress
from datetime import datetime
from pathlib import Path

from sqlalchemy import func, select, update

from storage.claims import FileLocks, claims_file, nobody_at_work
from storage.copying import Copy, copy, examine, is_whole, sync
from storage.errors import StoreProblem
from storage.models import JournalEntry, Message, OutboxState, OutgoingMail, Restoration
from storage.store import Store

_LOGS = ("-wal", "-shm", "-journal")


def restore(backup: Path, store: Path, now: datetime) -> Path | None:
    """Makes the store be what `backup` is, brought to this version's schema; returns where the store that was there is now.

    The new store knows that it was put back (`Restoration`). Raises `StoreProblem` and changes nothing where the backup is
    none, or where somebody has the store open.
    """
    examine(backup)
    with nobody_at_work(FileLocks(claims_file(store))) as nobody:
        if not nobody:
            raise StoreProblem(f"A bot is at work on {store}. Stop it, then restore.")
        prepared = _prepared(backup, store, now)
        try:
            aside = _set_aside(store, now) if store.exists() else None
            prepared.path.rename(store)  # from here on the backup is the store; before, what was there is
            sync(store.parent)
        except OSError as error:
            raise StoreProblem(f"{store} cannot be replaced ({error.strerror}); it is as it was.") from error
        finally:
            prepared.path.unlink(missing_ok=True)
        return aside


def _prepared(backup: Path, store: Path, now: datetime) -> Copy:
    """A copy of the backup beside the store, brought up to date and marked."""
    path = store.with_name(f"{store.name}.restoring")
    path.unlink(missing_ok=True)  # of an attempt that was cut off
    prepared = copy(backup, path)
    opened = Store.open(f"sqlite:///{path}")
    with opened.begin() as session:
        moments = [session.scalar(select(func.max(column))) for column in (JournalEntry.at, Message.stored_at)]
        # What the backup had yet to send was sent since, as far as anybody knows.
        waiting = update(OutgoingMail).where(OutgoingMail.state == OutboxState.QUEUED)
        session.execute(waiting.values(state=OutboxState.HELD))
        session.add(Restoration(at=now, as_of=max((m for m in moments if m is not None), default=None)))
        session.commit()
    opened.close()
    with closing(sqlite3.connect(path)) as connection:
        connection.execute("PRAGMA journal_mode = DELETE")
    for left in path.parent.glob(
        f"{path.name}?*"
    ):  # the copy before a migration, and the claims: the backup itself is kept
        left.unlink()
    sync(path)
    return prepared


def _set_aside(store: Path, now: datetime) -> Path:
    """Gives the store that is there a second name, with all that its log still holds."""
    aside = store.with_name(f"{store.name}.before-restore-{now:%Y%m%dT%H%M%SZ}")
    if aside.exists():
        raise StoreProblem(f"{aside} is there already. Try again in a second.")
    if is_whole(store):
        _close_log(store)
    for log in _LOGS:  # of a store that is damaged, which is left as it was found
        with suppress(FileNotFoundError):
            store.with_name(f"{store.name}{log}").rename(aside.with_name(f"{aside.name}{log}"))
    os.link(store, aside)
    return aside


def _close_log(store: Path) -> None:
    """Leaves the store as one file. Raises `StoreProblem` where another program has it open."""
    try:
        with closing(sqlite3.connect(store, timeout=5)) as connection:
            connection.execute("PRAGMA journal_mode = DELETE")
    except sqlite3.OperationalError as error:
        raise StoreProblem(
            f"Another program has {store} open, such as Datasette or DB Browser ({error}). Close it, then restore."
        ) from error

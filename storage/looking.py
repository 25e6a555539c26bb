"""A store for those who only look: nothing can be written through it, it waits for nobody, and it opens at once."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from urllib.parse import quote

from sqlalchemy import Connection, Engine, QueuePool, create_engine, event, make_url, text
from sqlalchemy.exc import ArgumentError, DatabaseError
from sqlalchemy.orm import Session

from storage.engine import BUSY_SECONDS, connect
from storage.store import Store

_MIGRATIONS = Path(__file__).parent / "migrations" / "versions"


class ReadOnlyStore:
    """What is kept, as it stands; see `Store.reading`."""

    def __init__(self, engine: Engine) -> None:
        self._engine = engine

    @classmethod
    def open(cls, url: str) -> ReadOnlyStore:
        """The store at an SQLAlchemy URL. One that is absent, or not of this version, is opened as a `Store` first.

        That makes it, or brings it to this version's schema; raises `StoreProblem` where it cannot be.
        """
        path = sqlite_path(url)
        if path is None or not _is_current(path):
            Store.open(url).close()
        return cls(_readonly(path) if path else _repeatable(url))

    @contextmanager
    def reading(self) -> Iterator[Session]:
        """A view of the store at one moment, however long it is looked at."""
        with Session(self._engine) as session:
            yield session

    def close(self) -> None:
        """Gives back every connection."""
        self._engine.dispose()


def sqlite_path(url: str) -> Path | None:
    """The file of an SQLite store; None for another database, or for an address that is none."""
    try:
        address = make_url(url)
    except ArgumentError:
        return None
    named = address.database if address.get_backend_name() == "sqlite" else None
    return Path(named).absolute() if named and named != ":memory:" else None


def connect_readonly(path: Path) -> sqlite3.Connection:
    """A connection to an SQLite store that cannot write."""
    address = f"file:{quote(str(path))}?mode=ro"
    return sqlite3.connect(address, uri=True, timeout=BUSY_SECONDS, check_same_thread=False, isolation_level=None)


def _readonly(path: Path) -> Engine:
    engine = create_engine("sqlite://", creator=lambda: connect_readonly(path), poolclass=QueuePool)

    @event.listens_for(engine, "begin")
    def _begin(connection: Connection) -> None:
        connection.exec_driver_sql("BEGIN")  # else each statement would see a moment of its own

    return engine


def _repeatable(url: str) -> Engine:
    return connect(url).execution_options(isolation_level="REPEATABLE READ", postgresql_readonly=True)


def _is_current(path: Path) -> bool:
    """Whether the file is a store of this version: told by its number, without what migrates."""
    if not path.exists():
        return False
    newest = max(file.stem.partition("_")[0] for file in _MIGRATIONS.glob("[0-9]*.py"))
    engine = _readonly(path)
    try:
        with engine.connect() as connection:
            return bool(connection.scalar(text("SELECT version_num FROM alembic_version")) == newest)
    except DatabaseError:
        return False
    finally:
        engine.dispose()

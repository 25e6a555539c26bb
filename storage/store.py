"""The store: units of work that roll back unless committed, and claims on what is being worked on."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from sqlalchemy import Engine, text
from sqlalchemy.orm import Session, sessionmaker

from storage import claims as claiming
from storage import erasing
from storage.claims import Claims, claims_for
from storage.engine import check, connect


class Store:
    """What is kept.

    ``with store.begin() as session`` gives a session that rolls back on leaving unless `session.commit()` was called; objects
    stay readable after the commit. ``store.reading()`` does not wait for writers. ``store.claim(kind, id)`` is true for one
    holder at a time, in every process, and ends with its holder, however that ends.
    """

    def __init__(self, engine: Engine, claims: Claims) -> None:
        self._engine = engine
        self._claims = claims
        self._write = sessionmaker(engine, expire_on_commit=False)
        self._read = sessionmaker(engine.execution_options(readonly=True), expire_on_commit=False)

    @classmethod
    def open(cls, url: str) -> Store:
        """The store at an SQLAlchemy URL, made if absent and brought to this version's schema. Raises `StoreProblem`."""
        from storage.migrate import migrate  # noqa: PLC0415 - who only looks need not wait for Alembic

        engine = connect(url)
        migrate(engine)
        return cls(engine, claims_for(engine))

    def check(self) -> None:
        """Reads an SQLite file through, in time as long as it is. Raises `StoreProblem` where it is damaged."""
        check(self._engine)

    @contextmanager
    def begin(self) -> Iterator[Session]:
        """A unit of work; one at a time, so that what it read still holds when it writes."""
        with self._write() as session:
            if self._engine.dialect.name == "postgresql":  # SQLite's BEGIN IMMEDIATE does the same
                session.execute(text("SELECT pg_advisory_xact_lock(0)"))
            yield session

    @contextmanager
    def reading(self) -> Iterator[Session]:
        """A view of the store at one moment."""
        with self._read() as session:
            yield session

    @contextmanager
    def claim(self, kind: str, number: int) -> Iterator[bool]:
        """Whether this holder may work on what `kind` and `number` name; the claim ends with the block, or with its process."""
        with self._claims.hold(kind, number) as mine:
            yield mine

    @contextmanager
    def at_work(self) -> Iterator[None]:
        """Keeps an SQLite store from being put aside for a backup (`storage.restoring`) during the block."""
        with claiming.at_work(self._claims if self.file else None):
            yield

    @property
    def file(self) -> Path | None:
        """The file of an SQLite store; None for one in memory, or on a server."""
        url = self._engine.url
        on_disk = url.get_backend_name() == "sqlite" and url.database not in (None, "", ":memory:")
        return Path(url.database or "").absolute() if on_disk else None

    def erase_traces(self, patience: float = erasing.PATIENCE) -> bool:
        """Takes out of the database's files what is no longer in its rows; see `storage.erasing`."""
        return erasing.erase_traces(self._engine, patience)

    def close(self) -> None:
        """Gives back every connection."""
        self._engine.dispose()

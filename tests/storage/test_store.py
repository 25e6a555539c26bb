"""The store keeps what was committed and nothing else, on SQLite and on PostgreSQL alike."""

from __future__ import annotations

import sqlite3
import subprocess
import sys
from collections.abc import Iterator
from contextlib import closing
from datetime import UTC, datetime
from pathlib import Path

import pytest
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from sqlalchemy import create_engine, select, text

from storage import Store, StoreProblem
from storage.models import Base, JournalEntry
from tests.servers.postgresql import PostgreSQL

NOON = datetime(2023, 4, 1, 12, tzinfo=UTC)


@pytest.fixture(params=["sqlite", "postgresql"])
def url(request: pytest.FixtureRequest, tmp_path: Path) -> str:
    if request.param == "sqlite":
        return f"sqlite:///{tmp_path / 'intake.sqlite'}"
    server: PostgreSQL = request.getfixturevalue("postgresql")
    return server.new_database()


@pytest.fixture
def store(url: str) -> Iterator[Store]:
    opened = Store.open(url)
    yield opened
    opened.close()


def entry(action: str) -> JournalEntry:
    return JournalEntry(at=NOON, actor="test", action=action)


def actions(store: Store) -> list[str]:
    with store.reading() as session:
        return list(session.scalars(select(JournalEntry.action).order_by(JournalEntry.id)))


def test_leaving_without_a_commit_rolls_back(store: Store) -> None:
    with store.begin() as session:
        session.add(entry("kept"))
        session.commit()
    with store.begin() as session:
        session.add(entry("lost"))
    assert actions(store) == ["kept"]


def test_a_moment_comes_back_aware_and_equal(store: Store) -> None:
    with store.begin() as session:
        session.add(entry("x"))
        session.commit()
    with store.reading() as session:
        assert session.scalars(select(JournalEntry.at)).one() == NOON


def test_a_naive_moment_is_refused(store: Store) -> None:
    with store.begin() as session, pytest.raises(Exception, match="without a time zone"):
        session.add(JournalEntry(at=NOON.replace(tzinfo=None), actor="test", action="x"))
        session.flush()


def test_the_migrations_make_exactly_the_models(store: Store, url: str) -> None:
    engine = create_engine(url)
    with engine.connect() as connection:
        context = MigrationContext.configure(connection, opts={"include_object": _is_no_search_index})
        assert compare_metadata(context, Base.metadata) == []
    engine.dispose()


def _is_no_search_index(_object: object, name: str | None, *_more: object) -> bool:
    """What `storage.search` makes is no model's."""
    return not (name or "").startswith("search_")


def test_opening_again_changes_nothing(store: Store, url: str) -> None:
    with store.begin() as session:
        session.add(entry("kept"))
        session.commit()
    again = Store.open(url)
    assert actions(again) == ["kept"]
    again.close()


def test_a_claim_has_one_holder_and_ends_with_its_block(store: Store, url: str) -> None:
    other = Store.open(url)
    with store.claim("message", 1) as mine, other.claim("message", 1) as theirs, other.claim("message", 2) as another:
        assert (mine, another) == (True, True)
        # SQLite's claims are record locks, which one process holds once however many stores it opened.
        assert theirs is False or url.startswith("sqlite")
    with other.claim("message", 1) as theirs:
        assert theirs
    other.close()


HOLDER = """
import os, sys, time
from storage import Store
store = Store.open(sys.argv[1])
with store.claim("message", 1) as mine:
    print(mine, flush=True)
    time.sleep(60)
"""


def test_a_claim_keeps_other_processes_out_until_its_holder_is_killed(store: Store, url: str) -> None:
    holder = subprocess.Popen([sys.executable, "-c", HOLDER, url], stdout=subprocess.PIPE, text=True)
    assert holder.stdout is not None
    try:
        assert holder.stdout.readline().strip() == "True"
        with store.claim("message", 1) as mine:
            assert not mine
    finally:
        holder.kill()
        holder.wait()
        holder.stdout.close()
    for _ in range(100):  # PostgreSQL notices a killed client a moment later
        with store.claim("message", 1) as mine:
            if mine:
                return
    pytest.fail("the claim outlived its holder")


def test_every_sqlite_connection_keeps_what_was_committed(tmp_path: Path) -> None:
    store = Store.open(f"sqlite:///{tmp_path / 'intake.sqlite'}")
    for _ in range(3):
        with store.reading() as one, store.reading() as two:
            for session in (one, two):
                assert session.scalar(text("PRAGMA synchronous")) == 2
                assert session.scalar(text("PRAGMA journal_mode")) == "wal"
                assert session.scalar(text("PRAGMA foreign_keys")) == 1
    store.close()


def test_a_damaged_store_is_refused_and_left_as_it_is(tmp_path: Path) -> None:
    path = tmp_path / "intake.sqlite"
    Store.open(f"sqlite:///{path}").close()
    with path.open("r+b") as file:
        file.seek(4096)
        file.write(b"\xff" * 20000)
    before = path.read_bytes()
    with pytest.raises(StoreProblem, match="put a backup in its place"):
        Store.open(f"sqlite:///{path}").check()
    assert path.read_bytes() == before


def test_damage_that_is_met_while_working_is_told_as_such(tmp_path: Path) -> None:
    path = tmp_path / "intake.sqlite"
    store = Store.open(f"sqlite:///{path}")
    with store.reading() as session:
        page = session.scalar(text("SELECT rootpage FROM sqlite_schema WHERE name = 'messages'"))
        size = session.scalar(text("PRAGMA page_size"))
    store.close()
    with path.open("r+b") as file:
        file.seek((page - 1) * size)
        file.write(b"\xff" * size)
    store = Store.open(f"sqlite:///{path}")
    with store.reading() as session, pytest.raises(StoreProblem, match="put a backup in its place"):
        session.execute(text("SELECT * FROM messages")).all()
    store.close()


def test_a_foreign_file_is_not_taken_for_a_store(tmp_path: Path) -> None:
    path = tmp_path / "intake.sqlite"
    path.write_text("not a database, but somebody's notes")
    with pytest.raises(StoreProblem, match="not a database"):
        Store.open(f"sqlite:///{path}")


def test_a_store_of_a_newer_version_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "intake.sqlite"
    Store.open(f"sqlite:///{path}").close()
    with closing(sqlite3.connect(path)) as connection:
        connection.execute("UPDATE alembic_version SET version_num = '9999'")
        connection.commit()
    with pytest.raises(StoreProblem, match="does not know"):
        Store.open(f"sqlite:///{path}")


@pytest.mark.parametrize(
    ("url", "said"),
    [
        ("nonsense", "not a database URL"),
        ("sqlite:////nowhere/at/all/intake.sqlite", "does not exist"),
        ("postgresql+psycopg://nobody@127.0.0.1:1/none", "cannot be reached"),
    ],
)
def test_a_store_that_cannot_be_opened_says_why(url: str, said: str) -> None:
    with pytest.raises(StoreProblem, match=said):
        Store.open(url)

"""Copies an SQLite store while it is written to, and checks files that are said to be such a copy."""

from __future__ import annotations

import os
import sqlite3
from collections.abc import Iterator, Mapping
from contextlib import closing, contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path

from storage.errors import StoreProblem
from storage.migrate import known_revisions

PAGES_A_STEP = 1024
_PRIVATE = 0o600
_OURS = ("messages", "journal", "outbox")


@dataclass(frozen=True, slots=True)
class Copy:
    """A file that holds a whole store: its schema, and how many rows each table has."""

    path: Path
    revision: str
    rows: Mapping[str, int]


def copy(source: Path, target: Path) -> Copy:
    """Copies the store in `source` as it is at one moment, whoever writes meanwhile, into a new file that only we may read.

    The copy is checked, and `target` appears once it is whole and on disk; whatever fails leaves nothing behind. Raises
    `StoreProblem`, with the operating system's reason.
    """
    partial = target.with_name(f".{target.name}.partial")
    try:
        if target.exists():
            raise StoreProblem(f"{target} is there already; it is left as it is. Name another file.")
        os.close(os.open(partial, os.O_CREAT | os.O_EXCL | os.O_WRONLY, _PRIVATE))
        with _removed_on_failure(partial):
            expected = _write(source, partial)
            made = examine(partial)
            if made.rows != expected:
                raise StoreProblem(
                    f"The copy of {source} has other rows than the store had. It was removed; try again."
                )
            sync(partial)
            partial.rename(target)
            sync(target.parent)
    except FileExistsError as error:
        raise StoreProblem(f"{partial} is there: another backup is at work, or was cut off. Then remove it.") from error
    except OSError as error:
        raise StoreProblem(f"{target} cannot be written ({error.strerror}).") from error
    except sqlite3.Error as error:
        raise StoreProblem(f"{source} cannot be copied to {target} ({error}).") from error
    return Copy(target, made.revision, made.rows)


def examine(path: Path) -> Copy:
    """Reads a file through: is it a store of ours, whole, and of a schema that this version knows? Raises `StoreProblem`."""
    try:
        with path.open("rb") as file:
            if file.read(16) != b"SQLite format 3\x00":
                raise StoreProblem(f"{path} is not an SQLite file.")
        with closing(_untouched(path)) as connection:
            verdict = connection.execute("PRAGMA integrity_check(1)").fetchone()[0]
            if verdict != "ok" or connection.execute("PRAGMA foreign_key_check").fetchone():
                raise StoreProblem(f"{path} is damaged ({verdict}). Take another backup.")
            rows = _rows(connection)
            if "alembic_version" not in rows or not set(_OURS) <= set(rows):
                raise StoreProblem(f"{path} is an SQLite file, but not a store of this bot.")
            revision = str(connection.execute("SELECT version_num FROM alembic_version").fetchone()[0])
    except OSError as error:
        raise StoreProblem(f"{path} cannot be read ({error.strerror}).") from error
    except sqlite3.Error as error:
        raise StoreProblem(f"{path} is damaged ({error}). Take another backup.") from error
    if revision not in known_revisions():
        raise StoreProblem(
            f"{path} has schema {revision}, which this version does not know. Install the version that wrote it."
        )
    return Copy(path, revision, rows)


def is_whole(path: Path) -> bool:
    """Whether an SQLite file can be read through, whatever its log would add."""
    try:
        with closing(_untouched(path)) as connection:
            return bool(connection.execute("PRAGMA quick_check(1)").fetchone()[0] == "ok")
    except sqlite3.DatabaseError:
        return False


def _untouched(path: Path) -> sqlite3.Connection:
    """Reads the file alone and writes nothing beside it, so that it may lie on a medium that cannot be written."""
    return sqlite3.connect(f"{path.absolute().as_uri()}?immutable=1", uri=True)


def _write(source: Path, target: Path) -> Mapping[str, int]:
    """Copies page by page; returns the rows that the copied moment had."""
    with (
        closing(sqlite3.connect(f"{source.absolute().as_uri()}?mode=ro", uri=True, isolation_level=None)) as original,
        closing(sqlite3.connect(target, isolation_level=None)) as duplicate,
    ):
        # A transaction that only reads holds back no writer, and the copy need not begin anew after each of their commits.
        original.execute("BEGIN")
        expected = _rows(original)
        original.backup(duplicate, pages=PAGES_A_STEP)
        original.execute("COMMIT")
        duplicate.execute("PRAGMA journal_mode = DELETE")  # one file is a whole store, with no log beside it
    return expected


def _rows(connection: sqlite3.Connection) -> Mapping[str, int]:
    query = "SELECT name FROM sqlite_master WHERE type = 'table' AND name NOT LIKE 'sqlite_%' ORDER BY name"
    names = [name for (name,) in connection.execute(query)]
    return {name: connection.execute(f'SELECT count(*) FROM "{name}"').fetchone()[0] for name in names}  # noqa: S608 - names of its own tables


@contextmanager
def _removed_on_failure(path: Path) -> Iterator[None]:
    try:
        yield
    except BaseException:
        for name in (path.name, f"{path.name}-journal"):
            with suppress(
                OSError
            ):  # what made the copy fail is told; a rest that cannot be removed is seen in the folder
                path.with_name(name).unlink(missing_ok=True)
        raise


def sync(path: Path) -> None:
    """Has a file, or a folder's names, written to the disk."""
    descriptor = os.open(path, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)

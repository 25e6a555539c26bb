"""Takes out of a database's files what was removed from its rows: free pages, the write-ahead log, the search index.

Rows alone are not enough: SQLite keeps earlier versions of pages in its write-ahead log until a checkpoint, and a full-text
index keeps words until it is rebuilt.
"""

from __future__ import annotations

import sqlite3
import time
from typing import Any

from sqlalchemy import Engine, inspect, text
from sqlalchemy.exc import DBAPIError

from storage.engine import BUSY_SECONDS
from storage.errors import StoreProblem
from storage.search import sqlite

PATIENCE = 30.0
_WAITS = 100  # milliseconds
_PAUSE = 0.5  # seconds


def erase_traces(engine: Engine, patience: float = PATIENCE) -> bool:
    """Rewrites the database without what is no longer in it.

    False where somebody held an earlier view of it open for `patience` seconds: what was removed is then still in the
    write-ahead log (SQLite), or in the table's file (PostgreSQL), and this has to be run again. Raises `StoreProblem` where
    there is no space for the rewriting.
    """
    if engine.dialect.name == "postgresql":
        return _rewrite_tables(engine, patience)
    connection = engine.raw_connection()
    try:
        return _rewrite_file(connection.cursor(), patience)
    except sqlite3.OperationalError as error:
        if "locked" in str(error) or "busy" in str(error):
            return False
        raise StoreProblem(
            f"The store cannot be rewritten ({error}). It needs as much free space as it takes; make room, and try again."
        ) from error
    finally:
        connection.close()


def _rewrite_file(cursor: Any, patience: float) -> bool:
    for statement in sqlite.REBUILD:
        cursor.execute(statement)
    cursor.execute("VACUUM")
    end = time.monotonic() + patience
    # TRUNCATE empties the log once nobody reads from it; while it waits for that, nobody can write: it waits little, and often.
    cursor.execute(f"PRAGMA busy_timeout = {_WAITS}")
    try:
        while cursor.execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchone()[0]:
            if time.monotonic() > end:
                return False
            time.sleep(_PAUSE)
    finally:
        cursor.execute(f"PRAGMA busy_timeout = {BUSY_SECONDS * 1000}")
    return True


def _rewrite_tables(engine: Engine, patience: float) -> bool:
    """VACUUM FULL writes each table anew, for which nobody else may use it."""
    with engine.connect().execution_options(isolation_level="AUTOCOMMIT") as connection:
        connection.execute(text(f"SET lock_timeout = '{int(patience * 1000)}ms'"))
        try:
            for table in inspect(connection).get_table_names():
                connection.execute(text(f'VACUUM FULL "{table}"'))
        except DBAPIError as error:
            if getattr(error.orig, "sqlstate", "") == "55P03":  # lock_not_available
                return False
            raise
        finally:
            connection.execute(text("RESET lock_timeout"))
    return True

"""Opens a database so that what was committed survives: WAL and synchronous=FULL on every SQLite connection."""

from __future__ import annotations

import json
import sqlite3
from pathlib import Path
from typing import Any

from sqlalchemy import Connection, Engine, ExceptionContext, create_engine, event, make_url, text
from sqlalchemy.exc import ArgumentError, OperationalError

from storage.errors import StoreProblem

BUSY_SECONDS = 60
_DAMAGED = (sqlite3.SQLITE_CORRUPT, sqlite3.SQLITE_NOTADB)


def connect(url: str) -> Engine:
    """An engine for any SQLAlchemy URL. Raises `StoreProblem` where there is no such database, or a damaged one."""
    try:
        address = make_url(url)
    except ArgumentError as error:
        raise StoreProblem(f"{url!r} is not a database URL; write it like sqlite:///intake.sqlite") from error
    if address.get_backend_name() == "sqlite":
        return _sqlite(url, address.database)
    try:
        engine = create_engine(url, pool_pre_ping=True, json_serializer=_json, hide_parameters=True)
        engine.connect().close()
    except ModuleNotFoundError as error:
        raise StoreProblem(
            f"The driver for {address.drivername} is not installed: pip install 'intake-bot[postgresql]'"
        ) from error
    except OperationalError as error:
        host = address.host or "this machine"
        raise StoreProblem(
            f"The database on {host} cannot be reached or refuses us: {str(error.orig).splitlines()[0]}"
        ) from error
    return engine


def _json(value: Any) -> str:
    """JSON that a person can read in the store: Latvian letters stay letters."""
    return json.dumps(value, ensure_ascii=False)


def _sqlite(url: str, path: str | None) -> Engine:
    if path and path != ":memory:" and not Path(path).absolute().parent.is_dir():
        raise StoreProblem(f"The folder {Path(path).absolute().parent} for the store does not exist; create it.")
    # Nothing but SQLite may open the file: closing it would end the locks that other connections of this process hold (POSIX).
    # An error's words go into logs: they tell the statement, and not what people wrote.
    engine = create_engine(url, connect_args={"timeout": BUSY_SECONDS}, json_serializer=_json, hide_parameters=True)

    @event.listens_for(engine, "connect")
    def _prepare(connection: Any, _record: object) -> None:
        # The driver would begin transactions on its own, and late; see `_begin`.
        connection.isolation_level = None
        for pragma in ("journal_mode = WAL", "synchronous = FULL", "foreign_keys = ON", "secure_delete = ON"):
            connection.execute(f"PRAGMA {pragma}")

    @event.listens_for(engine, "begin")
    def _begin(connection: Connection) -> None:
        # A transaction that reads first and writes later may find the store changed in between and cannot wait:
        # taking the write lock at once makes writers queue for up to BUSY_SECONDS instead.
        readonly = connection.get_execution_options().get("readonly", False)
        connection.exec_driver_sql("BEGIN DEFERRED" if readonly else "BEGIN IMMEDIATE")

    @event.listens_for(engine, "handle_error")
    def _tell(context: ExceptionContext) -> None:
        code = getattr(context.original_exception, "sqlite_errorcode", None)
        if code in _DAMAGED:
            raise _damaged(path, str(context.original_exception)) from context.original_exception

    try:
        with engine.connect() as connection:
            connection.execute(text("SELECT count(*) FROM sqlite_schema"))
    except sqlite3.DatabaseError as error:  # of what prepares the connection: the file is none of SQLite's
        raise _damaged(path, str(error)) from error
    return engine


def check(engine: Engine) -> None:
    """Reads an SQLite file through, in time as long as it is. Raises `StoreProblem` where it is damaged."""
    if engine.dialect.name != "sqlite":
        return
    with engine.connect() as connection:
        verdict = connection.execute(text("PRAGMA quick_check(1)")).scalar_one()
    if verdict != "ok":
        raise _damaged(engine.url.database, verdict)


def _damaged(path: str | None, why: str) -> StoreProblem:
    return StoreProblem(
        f"The store {path} is damaged or cannot be opened ({why}). Nothing was changed. "
        "Stop the bot, keep a copy of the file, and put a backup in its place."
    )

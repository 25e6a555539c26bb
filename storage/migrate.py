"""Brings a store to the schema of this version; migrations run one transaction each, so a killed one is as if never begun."""

from __future__ import annotations

import logging
import sqlite3
from contextlib import closing
from pathlib import Path

from alembic import command
from alembic.config import Config
from alembic.runtime.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import Connection, Engine

from storage import search, views
from storage.errors import StoreProblem

log = logging.getLogger(__name__)


def _config() -> Config:
    config = Config()
    config.set_main_option("script_location", str(Path(__file__).parent / "migrations"))
    return config


def known_revisions() -> frozenset[str]:
    """The schemas that this version knows how to bring up to date."""
    return frozenset(revision.revision for revision in ScriptDirectory.from_config(_config()).walk_revisions())


def migrate(engine: Engine) -> None:
    """Applies the migrations that are missing; an SQLite file that has records is copied beside itself first.

    Raises `StoreProblem` where the store was written by a newer version.
    """
    config = _config()
    script = ScriptDirectory.from_config(config)
    newest = script.get_current_head()
    with engine.connect() as connection:
        current = MigrationContext.configure(connection).get_current_revision()
        connection.rollback()
    if current == newest:
        return
    if current is not None and current not in known_revisions():
        raise StoreProblem(
            f"The store has schema {current}, which this version does not know. Install the version that wrote it."
        )
    if current is not None:
        _copy_first(engine, current)
    with engine.begin() as connection:
        _upgrade(connection, config)


def _upgrade(connection: Connection, config: Config) -> None:
    """Views and search refer to tables that a migration may change: they are made anew around all migrations."""
    views.drop(connection)
    search.drop(connection)
    config.attributes["connection"] = connection
    command.upgrade(config, "head")
    search.create(connection)
    views.create(connection)


def _copy_first(engine: Engine, revision: str) -> None:
    if engine.dialect.name != "sqlite" or not engine.url.database:
        return
    path = Path(engine.url.database)
    copy = path.with_name(f"{path.name}.before-{revision}")
    copy.touch(mode=0o600)  # it holds people's data, and nobody looks after it
    with closing(sqlite3.connect(path)) as source, closing(sqlite3.connect(copy)) as target:
        source.backup(target)
    log.info("The store was copied to %s before its schema is changed.", copy)

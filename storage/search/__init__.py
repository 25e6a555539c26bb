"""Full-text search over applications and documents: "juris" finds "Jūris", and the beginning of a word finds the word.

The indexes follow every change in its own transaction. Like the views, they are dropped before a migration and made again
after it.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from sqlalchemy import Connection, text

from storage.search import postgresql, sqlite


@dataclass(frozen=True, slots=True)
class Hit:
    """What was found: the application's reference (None: a document of none), its title, the file, and the words around.

    `document` is the document's number, None where the words stand in the application itself.
    """

    reference: str | None
    title: str | None
    document: int | None
    filename: str | None
    excerpt: str


def find(connection: Connection, words: str, limit: int = 50) -> list[Hit]:
    """The applications and documents that have all the words, the closest first; none where no word was asked for."""
    terms = words_in(words)
    if not terms:
        return []
    where = sqlite if connection.dialect.name == "sqlite" else postgresql
    rows = connection.execute(text(where.QUERY), {"asked": where.expression(terms), "most": limit})
    return [Hit(*row) for row in rows]


def words_in(typed: str) -> list[str]:
    """The words of what somebody typed: nothing in it is a command of the search."""
    return re.findall(r"[^\W_]+", typed)


def create(connection: Connection) -> None:
    """Makes the indexes, and fills them from what is stored."""
    statements = sqlite.CREATE if connection.dialect.name == "sqlite" else postgresql.CREATE
    for statement in statements:
        connection.exec_driver_sql(statement)
    clean(connection)


def clean(connection: Connection) -> None:
    """Builds the indexes anew from what is stored now, so that nothing of what was deleted or blanked stays in them.

    SQLite's old pages are overwritten with the commit (`secure_delete`); in the write-ahead log they stay until a checkpoint.
    PostgreSQL's stay until VACUUM.
    """
    if connection.dialect.name == "sqlite":
        for statement in sqlite.REBUILD:
            connection.exec_driver_sql(statement)


def drop(connection: Connection) -> None:
    """Removes the indexes."""
    if connection.dialect.name == "sqlite":
        triggers = "SELECT name FROM sqlite_master WHERE type = 'trigger' AND name GLOB 'search_*'"
        for (name,) in connection.exec_driver_sql(triggers).all():
            connection.exec_driver_sql(f"DROP TRIGGER {name}")
    kind = "TABLE" if connection.dialect.name == "sqlite" else "INDEX"
    for name in ("search_applications", "search_members", "search_documents"):
        connection.exec_driver_sql(f"DROP {kind} IF EXISTS {name}")

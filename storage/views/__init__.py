"""The organisers' views: plain names, plain columns, moments in local time.

`catalogue.toml` says what people call them and their columns; each has its SQL in a file of its name. Views are dropped before a
migration and made again after it, so that a migration may change any table; a change of a view is a migration too, if an
empty one, since only a migration brings it to the stores that exist.
"""

from __future__ import annotations

import tomllib
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Literal

from jinja2 import Environment, FileSystemLoader, StrictUndefined
from sqlalchemy import Connection

from storage.views.dialects import dialect_named

HERE = Path(__file__).parent
Kind = Literal["text", "long", "code", "number", "money", "yes_no", "date", "moment"]


@dataclass(frozen=True, slots=True)
class Words:
    """The same in Latvian and in English."""

    lv: str
    en: str

    def in_language(self, language: str) -> str:
        return self.en if language == "en" else self.lv


@dataclass(frozen=True, slots=True)
class Column:
    """A view's column. A `code` is a key that has its words in the columns `<name>_lv` and `<name>_en` beside it."""

    name: str
    kind: Kind
    label: Words

    @property
    def language(self) -> str | None:
        """The language of its values, where another column has the same in the other language."""
        ending = self.name[-3:]
        return ending[1:] if ending in ("_lv", "_en") else None


@dataclass(frozen=True, slots=True)
class View:
    """A view: its name, what people call it, what its rows are, its columns, and those that are worth counting by (facets)."""

    name: str
    title: Words
    description: Words
    columns: tuple[Column, ...]
    facets: tuple[str, ...] = ()

    def columns_in(self, language: str) -> tuple[Column, ...]:
        """The columns that a reader of one language wants: no codes, nothing in the other language."""
        return tuple(c for c in self.columns if c.kind != "code" and c.language in (None, language))


@dataclass(frozen=True, slots=True)
class Question:
    """A question that organisers ask, with the one statement that answers it; `:word` stands for what they type."""

    name: str
    title: Words
    sql: str
    parameters: tuple[str, ...] = ()


@cache
def catalogue() -> tuple[View, ...]:
    """All views, in the order in which they are read."""
    content = tomllib.loads((HERE / "catalogue.toml").read_text("utf-8"))
    return tuple(
        View(
            name,
            Words(**view["title"]),
            Words(**view["description"]),
            tuple(Column(column, *_typed(words)) for column, words in view["columns"].items()),
            tuple(view.get("facets", ())),
        )
        for name, view in content.items()
    )


def _typed(words: list[str]) -> tuple[Kind, Words]:
    kind, lv, en = words
    return kind, Words(lv, en)  # type: ignore[return-value] # a test reads every kind of the catalogue


@cache
def questions() -> tuple[Question, ...]:
    """The ready questions, in the order in which they are shown."""
    content = tomllib.loads((HERE / "questions.toml").read_text("utf-8"))
    return tuple(
        Question(name, Words(q["lv"], q["en"]), q["sql"].strip(), tuple(q.get("parameters", ())))
        for name, q in content.items()
    )


def select(view: View, dialect: str) -> str:
    """The statement behind a view."""
    expressions = dialect_named(dialect)
    environment = Environment(loader=FileSystemLoader(HERE), undefined=StrictUndefined, autoescape=False)  # noqa: S701 - SQL
    names = ("local", "day", "days_between", "each", "listed", "named", "today", "no_moment")
    return environment.get_template(f"{view.name}.sql").render({name: getattr(expressions, name) for name in names})


def drop(connection: Connection) -> None:
    """Removes every view that this or another version made."""
    query = {
        "sqlite": "SELECT name FROM sqlite_master WHERE type = 'view'",
        "postgresql": "SELECT table_name FROM information_schema.views WHERE table_schema = current_schema()",
    }[connection.dialect.name]
    for (name,) in connection.exec_driver_sql(query).all():
        connection.exec_driver_sql(f'DROP VIEW "{name}"')


def create(connection: Connection) -> None:
    """Makes every view, with its description in the schema: a comment in the statement that SQLite keeps, COMMENT elsewhere."""
    dialect = connection.dialect.name
    for view in catalogue():
        comment = f"/*\n{_description(view)}\n*/ " if dialect == "sqlite" else ""
        connection.exec_driver_sql(f"CREATE VIEW {view.name} {comment}AS\n{select(view, dialect)}")
        if dialect == "postgresql":
            about = f"{view.title.lv} / {view.title.en}. {view.description.lv} / {view.description.en}"
            connection.exec_driver_sql(f"COMMENT ON VIEW {view.name} IS {_literal(about)}")
            for column in view.columns:
                words = _literal(f"{column.label.lv} / {column.label.en}")
                connection.exec_driver_sql(f"COMMENT ON COLUMN {view.name}.{column.name} IS {words}")


def _description(view: View) -> str:
    lines = [f"{view.title.lv} / {view.title.en}", view.description.lv, view.description.en, ""]
    return "\n".join([*lines, *(f"{c.name}: {c.label.lv} / {c.label.en}" for c in view.columns)])


def _literal(text: str) -> str:
    return "'" + text.replace("'", "''") + "'"

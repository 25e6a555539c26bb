"""What Datasette is told of the store: titles, labels, facets, ready questions, and what it leaves out of sight."""

from __future__ import annotations

from pathlib import Path
from typing import Any
from urllib.parse import urlencode

from storage.models import Base
from storage.search import sqlite
from storage.views import View, Words, catalogue, questions

DATABASE = "intake"
ACCOUNT = "organiser"
SEARCH = "search"
SEARCH_TITLE = Words("Kur pieminēts šis vārds?", "Where is this word mentioned?")
_SEARCH_PARTS = ("", "_data", "_idx", "_content", "_docsize", "_config")  # the tables that FTS5 makes of one
_SEARCH_TABLES = [f"search_{of}{part}" for of in ("applications", "documents") for part in _SEARCH_PARTS]
# What a stranger's mail and the bot's letters are in bytes is nothing to read in a table: it is downloaded, or not shown.
HIDDEN_COLUMNS = frozenset({("raw_messages", "content"), ("outbox", "content")})


def metadata(programme_name: str, password_hash_file: Path | None) -> dict[str, Any]:
    """Datasette's metadata."""
    hidden = [*Base.metadata.tables, *_SEARCH_TABLES, "alembic_version"]
    tables: dict[str, Any] = {name: {"hidden": True} for name in hidden}
    tables |= {view.name: _of_view(view) for view in catalogue()}
    content: dict[str, Any] = {
        "title": programme_name,
        "databases": {DATABASE: {"title": "Pieteikumi / Applications", "tables": tables, "queries": _queries()}},
    }
    if password_hash_file is not None:
        content["allow"] = {"id": ACCOUNT}
        content["plugins"] = {
            "datasette-auth-passwords": {f"{ACCOUNT}_password_hash": {"$file": str(password_hash_file)}}
        }
    return content


def view_path(view: View, language: str) -> str:
    """The path of a view's page with the columns that a reader of `language` wants in a table, and its facets."""
    shown = {column.name for column in view.columns_in(language) if column.kind != "long"}
    chosen = [("_nocol", column.name) for column in view.columns if column.name not in shown]
    facets = [("_facet", name) for name in view.facets if name.removesuffix("_lv") + "_en" not in view.facets]
    spoken = [(key, name[:-3] + f"_{language}" if name.endswith("_lv") else name) for key, name in facets]
    return f"/{DATABASE}/{view.name}?{urlencode([*chosen, *spoken])}"


def _of_view(view: View) -> dict[str, Any]:
    return {
        "title": f"{view.title.lv} / {view.title.en}",
        "description": f"{view.description.lv} / {view.description.en}",
        "columns": {column.name: f"{column.label.lv} / {column.label.en}" for column in view.columns},
        "size": 50,
    }


def _queries() -> dict[str, Any]:
    found: dict[str, Any] = {
        question.name: {"title": f"{question.title.lv} / {question.title.en}", "sql": question.sql, "hide_sql": True}
        for question in questions()
    }
    asked = sqlite.QUERY.replace(":asked", "match_words(:words)").replace(":most", "100").strip()
    found[SEARCH] = {"title": f"{SEARCH_TITLE.lv} / {SEARCH_TITLE.en}", "sql": asked, "hide_sql": True}
    return found

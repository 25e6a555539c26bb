"""The plugin by which Datasette learns our pages, links, labels and limits."""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Sequence
from typing import Any

from datasette import hookimpl
from datasette.utils.asgi import Response
from markupsafe import Markup, escape

from bot.browsing import faults
from bot.browsing.guard import Application, Guard
from bot.browsing.metadata import DATABASE, HIDDEN_COLUMNS, view_path
from bot.browsing.pages import APPLICATION, DOCUMENT, MAIL, Pages
from storage.search import sqlite, words_in
from storage.views import catalogue

_LINKS = {"reference": APPLICATION, "document": DOCUMENT, "message": MAIL}
# Column names say little to those who do not program: what people call them stands below. So the list of the labels above
# the table, which pushes it out of sight, is folded.
_LABEL_COLUMNS = """
for (const head of document.querySelectorAll("table.rows-and-columns th")) {
  const label = (LABELS)[[...head.classList].find(c => c.startsWith("col-"))?.slice(4)];
  if (label) head.append(Object.assign(document.createElement("div"), {className: "column-label", textContent: label}));
}
const list = document.querySelector("dl.column-descriptions");
if (list) {
  const folded = document.createElement("details");
  list.replaceWith(folded);
  folded.append(Object.assign(document.createElement("summary"), {textContent: "Kolonnas / Columns"}), list);
}
document.head.append(Object.assign(document.createElement("style"),
  {textContent: ".column-label { font-weight: normal; font-size: .8em; color: #4a4a4a }"}));
"""


class DeskPlugin:
    """One site's plugin; every hook is Datasette's, and told in its documentation."""

    __name__ = "bot.browsing"  # Datasette takes plugins for modules, and their templates from beside them

    def __init__(self, pages: Pages, hosts: frozenset[str]) -> None:
        self._pages = pages
        self._hosts = hosts

    @hookimpl
    def register_routes(self) -> Sequence[tuple[str, Any]]:
        pages = self._pages
        return (
            (r"^/$", pages.home),
            (r"^/-/application/(?P<reference>[A-Za-z]{2,8}-\d{4}-\d{4,})$", pages.application),
            (r"^/-/evidence/(?P<reference>[A-Za-z]{2,8}-\d{4}-\d{4,})$", pages.evidence),
            (r"^/-/document/(?P<number>\d{1,12})$", pages.document),
            (r"^/-/mail/(?P<number>\d{1,12})$", pages.mail),
            (r"^/-/export\.xlsx$", pages.workbook),
        )

    @hookimpl
    def prepare_connection(self, conn: sqlite3.Connection, database: str) -> None:
        if database == DATABASE:
            conn.create_function("match_words", 1, _match_words, deterministic=True)
            conn.set_authorizer(_authorize)

    @hookimpl
    def render_cell(self, value: Any, column: str, datasette: Any) -> Any:
        links = column in _LINKS and (isinstance(value, int) or (column == "reference" and value is not None))
        if not links:
            # Datasette makes links of what looks like one: what a stranger wrote stays a text.
            is_link = isinstance(value, str) and value.startswith(("http://", "https://"))
            return escape(value) if is_link else None
        return Markup('<a href="{}">{}</a>').format(datasette.urls.path(_LINKS[column].format(value)), value)

    @hookimpl
    def extra_body_script(self, table: str | None, database: str | None) -> str:
        if database != DATABASE:
            return ""
        views = [view for view in catalogue() if view.name == table] or list(reversed(catalogue()))
        labels = {column.name: f"{column.label.lv} / {column.label.en}" for view in views for column in view.columns}
        return _LABEL_COLUMNS.replace("LABELS", json.dumps(labels))

    @hookimpl
    def menu_links(self, datasette: Any) -> list[dict[str, str]]:
        views = [
            {"href": datasette.urls.path(view_path(view, "lv")), "label": f"{view.title.lv} / {view.title.en}"}
            for view in catalogue()
        ]
        return [{"href": datasette.urls.path("/"), "label": "Sākums / Home"}, *views]

    @hookimpl
    def forbidden(self, datasette: Any, request: Any) -> Any:
        if request.actor or datasette.metadata("allow") is None:
            return None  # there is no password that would open it
        return Response.redirect(datasette.urls.path("/-/login"))

    @hookimpl
    def handle_exception(self, datasette: Any, request: Any, exception: Exception) -> Any:
        async def shown() -> Any:
            return await faults.page(datasette, request, exception)

        return shown

    @hookimpl
    def asgi_wrapper(self) -> Any:
        def wrap(application: Application) -> Application:
            return Guard(application, self._hosts)

        return wrap


def _match_words(typed: str | None) -> str:
    return sqlite.expression(words_in(typed or "")) or '""'


def _authorize(action: int, table: str | None, column: str | None, *_: str | None) -> int:
    """Whatever is asked in SQL: bytes of mails are empty here, and nothing else of the machine is opened."""
    if action == sqlite3.SQLITE_READ and (table, column) in HIDDEN_COLUMNS:
        return sqlite3.SQLITE_IGNORE
    return sqlite3.SQLITE_DENY if action == sqlite3.SQLITE_ATTACH else sqlite3.SQLITE_OK

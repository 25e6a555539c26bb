"""The pages of our own: the morning, one application, its evidence, originals, the workbook."""

from __future__ import annotations

import asyncio
import io
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

from datasette.utils.asgi import NotFound, Response

from bot import application_record, evidence_page
from bot.browsing import chart, downloads, facts, originals
from bot.browsing.metadata import DATABASE, SEARCH, SEARCH_TITLE, view_path
from bot.errors import NotFoundError
from bot.exports import reading, workbook
from bot.programme import Programme
from bot.workers import Workers
from parsers.rules import ReadingRules
from storage.looking import ReadOnlyStore
from storage.views import catalogue, questions

APPLICATION = "/-/application/{}"
DOCUMENT = "/-/document/{}"
MAIL = "/-/mail/{}"
_WORKBOOK = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


@dataclass(frozen=True, slots=True)
class Pages:
    """Views in Datasette's sense: each takes a request and gives a response. What waits for the disk runs in a thread."""

    path: Path
    store: ReadOnlyStore
    programme: Programme
    workers: Workers
    rules: ReadingRules

    async def home(self, datasette: Any, request: Any) -> Any:
        """What is new, what is stuck, how many days are left; and the ways into the store."""
        language = await _entered(datasette, request)
        morning = await asyncio.to_thread(facts.morning, self.path, self.programme.zone)
        values = {
            "programme": self.programme.programme.name.in_language(language),
            "morning": morning,
            "chart": chart.draw(morning.arrivals),
            "views": [(view, view_path(view, language)) for view in catalogue()],
            "questions": questions(),
            "search": f"/{DATABASE}/{SEARCH}",
            "search_title": SEARCH_TITLE,
        }
        return await _page(datasette, request, "home.html", language, values)

    async def application(self, datasette: Any, request: Any) -> Any:
        """One application with its team, findings, documents, mails and history."""
        language = await _entered(datasette, request)
        reference = request.url_vars["reference"].upper()
        found = await asyncio.to_thread(facts.one_application, self.path, reference)
        if found is None:
            raise NotFound(f"There is no application {reference}.")
        view = next(view for view in catalogue() if view.name == "applications")
        return await _page(
            datasette, request, "application.html", language, {"found": found, "columns": view.columns_in(language)}
        )

    async def evidence(self, datasette: Any, request: Any) -> Any:
        """Each value of an application beside the picture of the place where it was read."""
        await _entered(datasette, request)
        try:
            html = await asyncio.to_thread(self._evidence, request.url_vars["reference"])
        except NotFoundError as error:
            raise NotFound(str(error)) from error
        return Response.html(html)

    def _evidence(self, reference: str) -> str:
        with self.store.reading() as session:
            application = application_record.find(session, reference)
            return evidence_page.write(session, application, self.programme, self.workers, self.rules)

    async def document(self, datasette: Any, request: Any) -> Any:
        """A document's file, to save."""
        await _entered(datasette, request)
        number = int(request.url_vars["number"])
        return _original(await asyncio.to_thread(originals.document, self.path, number, self.workers, self.rules))

    async def mail(self, datasette: Any, request: Any) -> Any:
        """A mail as it came, to save."""
        await _entered(datasette, request)
        return _original(await asyncio.to_thread(originals.mail, self.path, int(request.url_vars["number"])))

    async def workbook(self, datasette: Any, request: Any) -> Any:
        """All views as a workbook, to save."""
        language = await _entered(datasette, request)
        headers = originals.headers(f"export-{date.today():%Y-%m-%d}.xlsx")  # noqa: DTZ011 - the reader's day
        return downloads.Download(_WORKBOOK, headers, lambda: self._workbook(language))

    def _workbook(self, language: str) -> bytes:
        written = io.BytesIO()
        with self.store.reading() as session:
            workbook.write(written, reading.sheets(session, catalogue()), language)
        return written.getvalue()


async def _entered(datasette: Any, request: Any) -> str:
    """Lets in who may see the store, and says in which language."""
    await datasette.ensure_permissions(request.actor, [("view-database", DATABASE), "view-instance"])
    return "en" if request.args.get("lang") == "en" else "lv"


async def _page(datasette: Any, request: Any, template: str, language: str, values: dict[str, Any]) -> Any:
    known = {"language": language, "path": datasette.urls.path, "application_path": APPLICATION}
    known |= {"document_path": DOCUMENT, "mail_path": MAIL, "say": lambda lv, en: en if language == "en" else lv}
    known |= {"on": lambda day: f"{date.fromisoformat(day):%d.%m.%Y}"}
    return Response.html(await datasette.render_template(template, known | values, request=request))


def _original(found: originals.Original | str) -> Any:
    if isinstance(found, str):
        raise NotFound(found)
    return Response(found.content, content_type="application/octet-stream", headers=found.headers)

"""An application's values, each beside the picture of the place where it was read, as one HTML page."""

from __future__ import annotations

import base64
import struct
from collections import defaultdict
from collections.abc import Collection, Mapping
from dataclasses import dataclass

from jinja2 import Environment, PackageLoader, StrictUndefined
from sqlalchemy.orm import Session

from bot import application_record
from bot.desk import corrections, standing
from bot.programme import Programme
from bot.workers import WorkerFailure, Workers
from parsers.page_pictures import pages
from parsers.rules import ReadingRules
from storage.models import Application, Evidence, StoredDocument

WIDTH = 900
_LETTER_LABELS = {
    "institution": "Letter: institution",
    "date": "Letter: date",
    "number": "Letter: number",
    "project_title": "Letter: project title",
    "delegates": "Letter: delegates",
    "signatory": "Letter: signatory",
    "signatory_position": "Letter: signatory's position",
    "signed": "Letter: signature",
}


@dataclass(frozen=True, slots=True)
class Sheet:
    """A page's picture, which stands once in the file however many values it shows; sizes in pixels."""

    name: str
    url: str
    width: int
    height: int


@dataclass(frozen=True, slots=True)
class Shown:
    """One place of a value: the sheet that shows its page, where there is one, the region in per cent, and a path."""

    document: str
    page: int | None
    sheet: Sheet | None
    region: tuple[float, float, float, float] | None
    path: str


@dataclass(frozen=True, slots=True)
class Row:
    """One value with the places where it stands; `read` is what was read there, where an organiser put it right."""

    label: str
    value: str
    read: str
    places: tuple[Shown, ...]


def write(
    session: Session, application: Application, programme: Programme, workers: Workers, rules: ReadingRules
) -> str:
    """The page. Documents are opened in a worker; one that cannot be shown leaves its words."""
    sheets = _sheets(session, application, workers, rules)
    rows = defaultdict(list)
    for evidence in application.evidence:
        rows[evidence.field].append(_shown(session, evidence, sheets))
    put_right = corrections.counting(
        application_record.read_of(application), application_record.corrections_of(session, application)
    )
    misread = {one.field: standing.short(one.read) for one in put_right if one.value != one.read}
    environment = Environment(loader=PackageLoader("bot", "pages"), undefined=StrictUndefined, autoescape=True)
    return environment.get_template("evidence.html").render(
        application=application,
        sheets=sheets.values(),
        rows=[
            Row(_label(f, programme), _value(application, f, programme), misread.get(f, ""), tuple(rows[f]))
            for f in _in_order(rows, programme)
        ],
    )


def _in_order(found: Collection[str], programme: Programme) -> list[str]:
    """The fields in the order of the form, then the letter's."""
    of_form = [key for field in programme.fields for key in (field.key, f"{field.key}_eur")]
    order = [*of_form, *(f"letter.{key}" for key in _LETTER_LABELS)]
    return [key for key in order if key in found]


def _sheets(
    session: Session, application: Application, workers: Workers, rules: ReadingRules
) -> Mapping[tuple[int, int], Sheet]:
    """The pages that hold evidence, by document and page."""
    needed: dict[int, set[int]] = defaultdict(set)
    for evidence in application.evidence:
        if evidence.document_id is not None and evidence.page is not None and evidence.left is not None:
            needed[evidence.document_id].add(evidence.page)
    found = {}
    for document_id, numbers in needed.items():
        document = session.get_one(StoredDocument, document_id)
        raw = document.message.raw.content
        try:
            drawn = workers.call(pages, raw, document.sha256, frozenset(numbers), WIDTH, rules)
        except WorkerFailure:
            continue  # the value is shown with its words alone
        for number, png in drawn.items():
            width, height = struct.unpack(">II", png[16:24])  # PNG (RFC 2083), 4.1.1: the header chunk comes first
            url = f"data:image/png;base64,{base64.b64encode(png).decode()}"
            found[document_id, number] = Sheet(f"sheet-{document_id}-{number}", url, width, height)
    return found


def _shown(session: Session, evidence: Evidence, sheets: Mapping[tuple[int, int], Sheet]) -> Shown:
    document = session.get(StoredDocument, evidence.document_id) if evidence.document_id else None
    sheet = sheets.get((document.id, evidence.page)) if document and evidence.page else None
    region = None
    if None not in (evidence.left, evidence.top, evidence.right, evidence.bottom):
        left, top = (evidence.left or 0) * 100, (evidence.top or 0) * 100
        region = (left, top, (evidence.right or 0) * 100 - left, (evidence.bottom or 0) * 100 - top)
    name = (document.filename or "unnamed file") if document else "the mail's text"
    return Shown(name, evidence.page, sheet, region, evidence.path)


def _label(field: str, programme: Programme) -> str:
    of_letter = field.removeprefix("letter.")
    if of_letter != field:
        return _LETTER_LABELS.get(of_letter, field)
    return "Total in euros" if field == "costs_eur" else programme.field_label(field, "en")


def _value(application: Application, field: str, programme: Programme) -> str:
    match field:
        case "themes":
            return ", ".join(programme.theme_label(key, "en") for key in application.themes)
        case "members":
            return ", ".join(member.name for member in application.members)
        case "contact":
            parts = (application.contact_name, application.contact_email, application.contact_phone)
            return ", ".join(filter(None, parts))
        case "letter.delegates":
            return ", ".join(application.delegates)
        case "costs_eur":
            return f"{application.costs_eur:,.2f}" if application.costs_eur is not None else ""
        case _:
            value = getattr(application, field.replace("letter.", "letter_"), None)
            return ", ".join(value) if isinstance(value, list) else str(value if value is not None else "")

"""Forms written down as teams do, in many layouts, as Word files."""

from __future__ import annotations

import random
from collections.abc import Iterator, Sequence
from io import BytesIO
from typing import NamedTuple

import docx
from docx.document import Document as WordDocument
from docx.shared import Mm
from docx.table import Table, _Cell
from docx.text.paragraph import Paragraph

from bot.programme import Labelled, Programme
from tests.accuracy.truths import Truth

LAYOUTS = (
    "table", "above", "headings", "numbered", "lines", "bilingual", "variants", "hints", "mixed", "sentences", "nested", "cell",
)  # fmt: skip
TEAMS = ("table", "transposed", "list", "table")
_ROWS = frozenset(("table", "variants", "bilingual", "hints", "mixed", "nested", "cell"))
_HINTS = {"lv": "(līdz 300 vārdiem)", "en": "(up to 300 words)"}
_SENTENCES = {
    "lv": {
        "title": "Projekta nosaukums ir „{}”.",
        "costs": "Aptuvenās izmaksas: {}",
        "institution": "Universitāte: {}",
    },
    "en": {"title": "The project title is “{}”.", "costs": "Estimated costs: {}", "institution": "University: {}"},
}
BUDGETS: tuple[tuple[tuple[tuple[str, str], ...], float], ...] = (
    ((("Iekārtas", "3 000"), ("Honorāri", "2 500"), ("Kopā", "5 500")), 5500),
    ((("Mentoru darbs", "12 400,00 EUR"), ("Ceļi", "1 600,00 EUR"), ("Kopā", "14 000,00 EUR")), 14000),
)


_BROAD = (9, 29, 27, 30, 43, 22)  # millimetres for the columns of a team
_TICKS = ("☒|☐", "☒|☐", "☑|☐", "[x]|[ ]", "deleted")


class Said(NamedTuple):
    """A line of an answer, and how it is set apart."""

    text: str
    mark: str = ""


def form(truth: Truth, programme: Programme, layout: str, chance: random.Random) -> bytes:
    """The application form."""
    document = docx.Document()
    document.add_heading(programme.programme.form_titles[1 if truth.language == "en" else 0], level=1)
    document.add_paragraph(f"{programme.programme.name.in_language(truth.language)} {programme.programme.year}")
    fields = list(programme.fields)
    if layout == "mixed":
        chance.shuffle(fields)
    for number, field in enumerate(fields, start=1):
        label = _label(field, layout, truth.language, number, chance)
        if field.key == "members" and layout not in ("nested", "cell"):
            document.add_paragraph(label)
            _team(document, truth, programme, chance.choice(TEAMS), broad=chance.random() < 0.5)
        elif layout in _ROWS:
            _row(document, label, field.key, layout, truth, programme, chance)
        else:
            _below(
                document,
                label,
                field.key,
                layout,
                list(answer(field.key, truth, programme, chance)),
                truth.language,
            )
    document.add_paragraph()  # Word ends every document with one, and a table at the end is lost by others without it
    return _saved(document)


def _row(
    document: WordDocument,
    label: str,
    key: str,
    layout: str,
    truth: Truth,
    programme: Programme,
    chance: random.Random,
) -> None:
    """The label, and the answer beside it."""
    left, right = document.add_table(rows=1, cols=2, style="Table Grid").rows[0].cells
    left.text = label
    if key == "members" and layout == "nested":
        team = people(truth, programme)
        _fill(right.add_table(rows=len(team), cols=6), team)
    elif key == "members":
        _put(right, [Said(", ".join(person[1:])) for person in people(truth, programme)[1:]])
    elif key == "costs" and layout == "nested":
        rows = [tuple(row.split("\t")) for row in (truth.costs or "").split("\n")]
        _fill(right.add_table(rows=len(rows), cols=2), rows)
    else:
        _put(right, list(answer(key, truth, programme, chance)))


def _below(document: WordDocument, label: str, key: str, layout: str, lines: list[Said], language: str) -> None:
    """The label, and the answer below it, or behind it on the same line."""
    if layout == "above":
        table = document.add_table(rows=2, cols=1, style="Table Grid")
        table.rows[0].cells[0].text = label
        _put(table.rows[1].cells[0], lines)
        return
    sentence = _SENTENCES[language].get(key) if layout == "sentences" else None
    if sentence:
        document.add_paragraph(sentence.format(lines[0].text))
        return
    if layout == "lines" and len(lines) <= 1:
        document.add_paragraph(f"{label}: {''.join(line.text for line in lines)}")
        return
    run = document.add_paragraph().add_run(f"{label}:" if layout == "lines" else label)
    run.bold = layout == "sentences" or None
    for line in lines:
        _say(document.add_paragraph(), line)


def _put(cell: _Cell, lines: Sequence[Said]) -> None:
    for number, line in enumerate(lines):
        _say(cell.paragraphs[0] if number == 0 else cell.add_paragraph(), line)


def _say(paragraph: Paragraph, line: Said) -> None:
    run = paragraph.add_run(line.text)
    run.bold = line.mark == "bold" or None
    run.underline = line.mark == "underline" or None


def _label(field: Labelled, layout: str, language: str, number: int, chance: random.Random) -> str:
    printed = field.label.in_language(language)
    match layout:
        case "numbered":
            return f"{number}. {printed}"
        case "bilingual":
            return f"{field.label.lv} / {field.label.en}"
        case "hints" if field.key in ("idea", "problem", "results", "activities", "partners", "strategy_fit"):
            return f"{printed}\n{_HINTS[language]}"
        case "variants" if chance.random() < 0.4:
            alike = [v for v in field.variants if v.isascii() == (language == "en")]
            return chance.choice(alike or [printed])
        case "variants":
            return _misspelt(printed, chance)
    return printed


def _misspelt(label: str, chance: random.Random) -> str:
    """The label without one of its diacritics, or with a letter doubled."""
    plain = {"ā": "a", "ē": "e", "ī": "i", "ū": "u", "š": "s", "ņ": "n", "ģ": "g"}
    marked = [i for i, letter in enumerate(label) if letter in plain]
    if marked and chance.random() < 0.7:
        at = chance.choice(marked)
        return label[:at] + plain[label[at]] + label[at + 1 :]
    at = chance.randrange(2, len(label) - 2)
    return label[:at] + label[at] + label[at:]


def answer(
    key: str, truth: Truth, programme: Programme, chance: random.Random, *, plain: bool = False
) -> Iterator[Said]:
    """A field's answer, line by line; `plain` where nothing can be set apart."""
    match key:
        case "institution":
            yield Said(truth.institution_name)
        case "title":
            yield Said(truth.title)
        case "themes":
            yield from _themes(truth, programme, chance, plain=plain)
        case "contact":
            whole = f"{truth.contact.name}, {truth.contact.email}, {truth.contact.phone}"
            yield Said(chance.choice((whole, whole, truth.contact.name)))
        case "visitors":
            numbered = chance.random() < 0.5
            yield from (Said(f"{n}. {name}" if numbered else name) for n, name in enumerate(truth.visitors, start=1))
        case "costs":
            yield Said(truth.costs or "")
        case _:
            yield Said(truth.texts[key] or chance.choice(("", "", "-", "N/A")))


def _themes(truth: Truth, programme: Programme, chance: random.Random, *, plain: bool) -> Iterator[Said]:
    """Themes ticked, underlined, set in bold, or the others deleted."""
    how = chance.choice(_TICKS + (() if plain else ("underline", "bold")))
    for theme in programme.themes:
        text, chosen = theme.label.in_language(truth.language), theme.key in truth.themes
        if how in ("underline", "bold"):
            yield Said(text, how if chosen else "")
        elif how != "deleted":
            ticked, empty = how.split("|")
            yield Said(f"{ticked if chosen else empty} {text}")
        elif chosen:
            yield Said(text)


def people(truth: Truth, programme: Programme) -> list[tuple[str, ...]]:
    """The team's table, row by row."""
    head = tuple(
        column[1 if truth.language == "en" else 0] for column in programme.member_columns.model_dump().values()
    )
    return [
        head,
        *((f"{n}.", p.name, p.position, p.unit, p.email, p.phone) for n, p in enumerate(truth.members, start=1)),
    ]


def _team(document: WordDocument, truth: Truth, programme: Programme, how: str, *, broad: bool) -> None:
    rows = people(truth, programme)
    if how == "list":
        for person in rows[1:]:
            document.add_paragraph(f"{person[0]} {', '.join(person[1:])}")
        return
    if how == "transposed":
        rows = [tuple(column) for column in zip(*rows, strict=True)]
    table = document.add_table(rows=len(rows), cols=len(rows[0]), style="Table Grid")
    _fill(table, rows)
    if broad and how == "table":
        table.autofit = False
        for column, millimetres in zip(table.columns, _BROAD, strict=True):
            column.width = Mm(millimetres)
        for row in table.rows:
            for cell, millimetres in zip(row.cells, _BROAD, strict=True):
                cell.width = Mm(millimetres)
    document.add_paragraph()


def _fill(table: Table, rows: list[tuple[str, ...]]) -> None:
    for row, values in zip(table.rows, rows, strict=True):
        for cell, value in zip(row.cells, values, strict=True):
            cell.text = value


def _saved(document: WordDocument) -> bytes:
    buffer = BytesIO()
    document.save(buffer)
    return buffer.getvalue()

"""Truths written down as teams and offices do: forms in many layouts and letters in many wordings, as Word files."""

from __future__ import annotations

import random
from collections.abc import Callable, Iterator
from io import BytesIO

import docx
from docx.document import Document as WordDocument
from docx.table import Table

from bot.programme import Labelled, Programme
from tests.accuracy.truths import Truth

LAYOUTS = ("table", "above", "headings", "numbered", "lines", "bilingual", "variants", "hints")
TEAMS = ("table", "transposed", "list", "table")
_MONTHS = ("janvārī", "februārī", "martā", "aprīlī", "maijā")
_HINTS = {"lv": "(līdz 300 vārdiem)", "en": "(up to 300 words)"}


def form(truth: Truth, programme: Programme, layout: str, chance: random.Random) -> bytes:
    """The application form."""
    document = docx.Document()
    document.add_heading(programme.programme.form_titles[1 if truth.language == "en" else 0], level=1)
    document.add_paragraph(f"{programme.programme.name.in_language(truth.language)} {programme.programme.year}")
    write = {
        "table": _in_table,
        "variants": _in_table,
        "bilingual": _in_table,
        "hints": _in_table,
        "above": _above,
    }.get(layout)
    for number, field in enumerate(programme.fields, start=1):
        label = _label(field, layout, truth.language, number, chance)
        if field.key == "members":
            document.add_paragraph(label)
            _team(document, truth, programme, chance.choice(TEAMS))
            continue
        lines = list(_answer(field.key, truth, programme, chance))
        if write is not None:
            write(document, label, lines)
        elif layout == "lines" and len(lines) <= 1:
            document.add_paragraph(f"{label}: {''.join(lines)}")
        else:
            document.add_paragraph(f"{label}:" if layout == "lines" else label)
            for line in lines:
                document.add_paragraph(line)
    return _saved(document)


def _label(field: Labelled, layout: str, language: str, number: int, chance: random.Random) -> str:
    printed = field.label.in_language(language)
    match layout:
        case "numbered":
            return f"{number}. {printed}"
        case "bilingual":
            return f"{field.label.lv} / {field.label.en}"
        case "hints" if field.key in ("idea", "problem", "results", "activities"):
            return f"{printed}\n{_HINTS[language]}"
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


def _answer(key: str, truth: Truth, programme: Programme, chance: random.Random) -> Iterator[str]:
    """A field's answer, line by line."""
    match key:
        case "institution":
            yield truth.institution_name
        case "title":
            yield truth.title
        case "themes":
            ticked, empty = chance.choice((("☒", "☐"), ("☑", "☐"), ("[x]", "[ ]")))
            for theme in programme.themes:
                yield f"{ticked if theme.key in truth.themes else empty} {theme.label.in_language(truth.language)}"
        case "contact":
            whole = f"{truth.contact.name}, {truth.contact.email}, {truth.contact.phone}"
            yield chance.choice((whole, whole, truth.contact.name))
        case "visitors":
            numbered = chance.random() < 0.5
            yield from (f"{n}. {name}" if numbered else name for n, name in enumerate(truth.visitors, start=1))
        case "costs":
            yield truth.costs or ""
        case _:
            yield truth.texts[key] or ""


def _in_table(document: WordDocument, label: str, lines: list[str]) -> None:
    cells = document.add_table(rows=1, cols=2, style="Table Grid").rows[0].cells
    cells[0].text, cells[1].text = label, "\n".join(lines)


def _above(document: WordDocument, label: str, lines: list[str]) -> None:
    table = document.add_table(rows=2, cols=1, style="Table Grid")
    table.rows[0].cells[0].text, table.rows[1].cells[0].text = label, "\n".join(lines)


def _team(document: WordDocument, truth: Truth, programme: Programme, how: str) -> None:
    english = truth.language == "en"
    head = ("No.", "Name, surname", "Position", "Department", "E-mail", "Phone") if english else tuple(
        column[0] for column in programme.member_columns.model_dump().values()
    )  # fmt: skip
    people = [(f"{n}.", p.name, p.position, p.unit, p.email, p.phone) for n, p in enumerate(truth.members, start=1)]
    if how == "list":
        for person in people:
            document.add_paragraph(f"{person[0]} {', '.join(person[1:])}")
        return
    rows = [head, *people]
    if how == "transposed":
        rows = [tuple(column) for column in zip(*rows, strict=True)]
    _fill(document.add_table(rows=len(rows), cols=len(rows[0]), style="Table Grid"), rows)
    document.add_paragraph()


def _fill(table: Table, rows: list[tuple[str, ...]]) -> None:
    for row, values in zip(table.rows, rows, strict=True):
        for cell, value in zip(row.cells, values, strict=True):
            cell.text = value


def letter(truth: Truth, programme: Programme, chance: random.Random) -> bytes:
    """The delegation letter, without a signature."""
    document = docx.Document()
    document.add_paragraph(truth.institution_name.upper())
    document.add_paragraph(
        chance.choice(("Raiņa bulvāris 1, Rīga, LV-1050, tālr. 67000000, reģ. Nr. 40003000000", "Reģ. Nr. 3341000195"))
    )
    write = _english if truth.language == "en" else _latvian
    for line in write(truth, programme, chance):
        document.add_paragraph(line)
    return _saved(document)


def _latvian(truth: Truth, programme: Programme, chance: random.Random) -> Iterator[str]:
    day = truth.date
    dates = (f"{day:%d.%m.%Y}.", f"{day.year}. gada {day.day}. {_MONTHS[day.month - 1]}")
    yield f"Rīgā, {chance.choice(dates)} Nr. {truth.number}"
    yield "Rīgas Biznesa skolai"
    yield "Par komandas deleģēšanu"
    name = truth.institution_name
    people: tuple[Callable[[], str], ...] = (
        lambda: _listed([f"{p.position_accusative} {p.accusative}" for p in truth.members], "un"),
        lambda: _listed([p.accusative for p in truth.members], "un"),
    )
    if chance.random() < 0.5:
        yield f"{name} dalībai Izglītības inovāciju programmā deleģē {chance.choice(people)()} ar projektu „{truth.title}”."
    else:
        yield f"{name} deleģē dalībai Izglītības inovāciju programmā ar projektu „{truth.title}” šādu komandu:"
        yield from (f"{n}. {p.name}, {p.position};" for n, p in enumerate(truth.members, start=1))
    yield "Apliecinām, ka institūcija atbalsta projekta īstenošanu."
    yield f"{truth.signatory_position}                         {truth.signatory}"


def _english(truth: Truth, programme: Programme, chance: random.Random) -> Iterator[str]:
    day = truth.date
    yield f"Riga, {day.day} {day:%B} {day.year} No. {truth.number}"
    yield "Riga Business School"
    yield "Letter of delegation"
    project = f"the Education Innovation Programme with the project “{truth.title}”"
    if chance.random() < 0.5:
        yield f"{truth.institution_name} delegates {_listed([p.name for p in truth.members], 'and')} to take part in {project}."
    else:
        yield f"Hereby the {truth.institution_name} delegates the following team to take part in {project}:"
        yield from (f"{n}. {p.name}, {p.position}" for n, p in enumerate(truth.members, start=1))
    yield f"{truth.signatory}, {truth.signatory_position}"


def _listed(items: list[str], conjunction: str) -> str:
    return f"{', '.join(items[:-1])} {conjunction} {items[-1]}"


def _saved(document: WordDocument) -> bytes:
    buffer = BytesIO()
    document.save(buffer)
    return buffer.getvalue()

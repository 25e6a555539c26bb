"""Letters of delegation as offices write them, as Word files and as lines."""

from __future__ import annotations

import random
from collections.abc import Callable, Iterator
from io import BytesIO

import docx
from docx.document import Document as WordDocument
from docx.enum.text import WD_ALIGN_PARAGRAPH
from docx.oxml import parse_xml
from docx.oxml.ns import nsdecls
from docx.shared import Mm
from docx.text.paragraph import Paragraph
from PIL import Image, ImageDraw, ImageFont

from tests.accuracy.truths import Truth

_MONTHS = ("janvārī", "februārī", "martā", "aprīlī", "maijā")
_ADDRESSES = ("Raiņa bulvāris 1, Rīga, LV-1050, tālr. 67000000, reģ. Nr. 40003000000", "Reģ. Nr. 3341000195")
STATED = "ŠIS DOKUMENTS IR ELEKTRONISKI PARAKSTĪTS AR DROŠU ELEKTRONISKO PARAKSTU UN SATUR LAIKA ZĪMOGU"


def letter(truth: Truth, chance: random.Random) -> bytes:
    """The delegation letter as a Word file, without a signature."""
    document = docx.Document()
    _head(document, truth, chance)
    team = chance.random() < 0.25
    for line in lines(truth, chance, team="" if team else None):
        if line:
            document.add_paragraph(line)
        else:
            _table(document, truth)
    buffer = BytesIO()
    document.save(buffer)
    return buffer.getvalue()


def on_paper(truth: Truth, chance: random.Random) -> bytes:
    """The delegation letter as an office prints it, to be signed by hand: a round sign at its head, a rule, the addressee at the right."""
    document = docx.Document()
    emblem = document.add_paragraph()
    emblem.alignment = WD_ALIGN_PARAGRAPH.CENTER
    emblem.add_run().add_picture(BytesIO(_emblem(truth.institution or "VA")), width=Mm(22))
    for text, bold in ((truth.institution_name.upper(), True), (chance.choice(_ADDRESSES), False)):
        paragraph = document.add_paragraph()
        paragraph.alignment = WD_ALIGN_PARAGRAPH.CENTER
        paragraph.add_run(text).bold = bold
    _rule_below(document.paragraphs[-1])
    said = [line for line in lines(truth, chance) if line != STATED]
    date, addressee, subject, *statement, signatory = said
    place, _, number = date.partition(" N")
    document.add_paragraph(f"{place}\tN{number}").paragraph_format.tab_stops.add_tab_stop(Mm(70))
    document.add_paragraph(addressee).alignment = WD_ALIGN_PARAGRAPH.RIGHT
    document.add_paragraph().add_run(subject).bold = True
    for line in statement:
        paragraph = document.add_paragraph(line)
        if not line[0].isdigit():
            paragraph.alignment = WD_ALIGN_PARAGRAPH.JUSTIFY
    for _ in range(chance.randint(1, 2)):
        document.add_paragraph()
    if chance.random() < 0.7:
        signatory = f"{truth.signatory_position}\t{truth.signatory}"
    document.add_paragraph(signatory).paragraph_format.tab_stops.add_tab_stop(Mm(chance.choice((90, 105))))
    buffer = BytesIO()
    document.save(buffer)
    return buffer.getvalue()


def _emblem(text: str) -> bytes:
    """A university's round sign."""
    picture = Image.new("L", (400, 400), 255)
    draw = ImageDraw.Draw(picture)
    for inset in (8, 30):
        draw.ellipse((inset, inset, 400 - inset, 400 - inset), outline=60, width=8 if inset == 8 else 3)
    draw.text((200, 200), text, 60, ImageFont.truetype("DejaVuSerif-Bold.ttf", 90), anchor="mm")
    buffer = BytesIO()
    picture.save(buffer, "PNG")
    return buffer.getvalue()


def _rule_below(paragraph: Paragraph) -> None:
    border = f'<w:pBdr {nsdecls("w")}><w:bottom w:val="single" w:sz="8" w:space="4" w:color="404040"/></w:pBdr>'
    paragraph._p.get_or_add_pPr().insert_element_before(parse_xml(border), "w:tabs", "w:jc")


def _head(document: WordDocument, truth: Truth, chance: random.Random) -> None:
    """The letterhead: in lines, centred, or in two columns."""
    name, address = truth.institution_name.upper(), chance.choice(_ADDRESSES)
    if chance.random() < 0.3:
        left, right = document.add_table(rows=1, cols=2).rows[0].cells
        left.text, right.text = name, address.replace(", ", "\n")
        return
    centred = chance.random() < 0.5
    for text in (name, address):
        paragraph = document.add_paragraph(text)
        if centred:
            paragraph.alignment = WD_ALIGN_PARAGRAPH.CENTER


def _table(document: WordDocument, truth: Truth) -> None:
    english = truth.language == "en"
    rows = [("No.", "Name, surname", "Position") if english else ("Nr.", "Vārds, uzvārds", "Amats")]
    rows += [(f"{n}.", p.name, p.position) for n, p in enumerate(truth.members, start=1)]
    table = document.add_table(rows=len(rows), cols=3, style="Table Grid")
    for row, values in zip(table.rows, rows, strict=True):
        for cell, value in zip(row.cells, values, strict=True):
            cell.text = value
    document.add_paragraph()


def lines(truth: Truth, chance: random.Random, *, team: str | None = None) -> Iterator[str]:
    """The letter's text below its head; `team` instead of the names, where they stand elsewhere."""
    write = _english if truth.language == "en" else _latvian
    yield from write(truth, chance, team)


def _latvian(truth: Truth, chance: random.Random, team: str | None) -> Iterator[str]:
    day = truth.date
    dates = (
        f"Rīgā, {day:%d.%m.%Y}. Nr. {truth.number}",
        f"Rīgā, {day.year}. gada {day.day}. {_MONTHS[day.month - 1]} Nr. {truth.number}",
        f"{day:%d.%m.%Y} Nr. {truth.number}",
    )
    yield chance.choice(dates)
    yield chance.choice(("Rīgas Biznesa skolai", "Izglītības inovāciju programmas vadībai\nRīgas Biznesa skola"))
    yield chance.choice(("Par komandas deleģēšanu", "Par dalību Izglītības inovāciju programmā"))
    yield from _statement(truth, chance, team)
    yield chance.choice(
        ("Apliecinām, ka institūcija atbalsta projekta īstenošanu.", "Augstskola piekrīt programmas noteikumiem.")
    )
    yield f"{truth.signatory_position}                         {truth.signatory}"
    if chance.random() < 0.3:
        yield STATED


def _statement(truth: Truth, chance: random.Random, team: str | None) -> Iterator[str]:
    name, title = truth.institution_name, truth.title
    if team is not None:
        yield f"{name} deleģē dalībai Izglītības inovāciju programmā ar projektu „{title}” šādu komandu:"
        yield team
        return
    wordings: tuple[Callable[[], tuple[str, ...]], ...] = (
        lambda: (f"{name} dalībai Izglītības inovāciju programmā deleģē {_positions(truth)} ar projektu „{title}”.",),
        lambda: (f"{name} dalībai Izglītības inovāciju programmā deleģē {_names(truth)} ar projektu „{title}”.",),
        lambda: (
            f"Ar šo {name} uztic pārstāvēt institūciju Izglītības inovāciju programmā ar projektu „{title}” šādiem darbiniekiem: "
            f"{listed([p.dative for p in truth.members], 'un')}.",
        ),
        lambda: (
            f"{name} deleģē dalībai Izglītības inovāciju programmā ar projektu „{title}” šādu komandu:",
            *(f"{n}. {p.name}, {p.position};" for n, p in enumerate(truth.members, start=1)),
        ),
    )
    yield from chance.choice(wordings)()


def _positions(truth: Truth) -> str:
    return listed([f"{p.position_accusative} {p.accusative}" for p in truth.members], "un")


def _names(truth: Truth) -> str:
    return listed([p.accusative for p in truth.members], "un")


def _english(truth: Truth, chance: random.Random, team: str | None) -> Iterator[str]:
    day = truth.date
    yield chance.choice(
        (f"Riga, {day.day} {day:%B} {day.year} No. {truth.number}", f"Riga, {day:%d.%m.%Y} No. {truth.number}")
    )
    yield "Riga Business School"
    yield "Letter of delegation"
    project = f"the Education Innovation Programme with the project “{truth.title}”"
    if team is None and chance.random() < 0.5:
        yield f"{truth.institution_name} delegates {listed([p.name for p in truth.members], 'and')} to take part in {project}."
    else:
        yield f"Hereby the {truth.institution_name} delegates the following team to take part in {project}:"
        yield from (
            [team]
            if team is not None
            else [f"{n}. {p.name}, {p.position}" for n, p in enumerate(truth.members, start=1)]
        )
    yield f"{truth.signatory}, {truth.signatory_position}"


def listed(items: list[str], conjunction: str) -> str:
    """Several things in a sentence."""
    return f"{', '.join(items[:-1])} {conjunction} {items[-1]}"

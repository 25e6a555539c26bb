"""Word files dressed as offices print them: a face, shaded labels, columns as wide as somebody drew them, lines at head and foot."""

from __future__ import annotations

import random
from io import BytesIO

import docx
from docx.document import Document as WordDocument
from docx.oxml import parse_xml
from docx.oxml.ns import nsdecls, qn
from docx.shared import Mm, Pt
from docx.table import Table, _Cell

from tests.accuracy.letters import STATED

FACES = ("Liberation Sans", "Liberation Serif", "DejaVu Sans", "Liberation Sans", "Liberation Serif")
_SHADES = ("E7E6E6", "D9D9D9", "E8EEF4")
# Millimetres for the columns of a team: as the call's form has them, and as a table has them that was only inserted.
_TEAM = ((9, 30, 29, 33, 42, 24), (9, 29, 27, 30, 43, 22), (27, 27, 27, 27, 27, 27))
_NARROW_LABELS = (26, 144)
_LABELS = ((48, 112), (60, 100))
_RUNNING = ("Izglītības inovāciju programma 2023", "Education Innovation Programme 2023")


def dressed(word_file: bytes, chance: random.Random, *, language: str, to_tick: bool) -> bytes:
    """The form as it is printed; `to_tick` with its boxes empty, for a pen."""
    document = docx.Document(BytesIO(word_file))
    _set_face(document, chance.choice(FACES), chance.choice((10, 10.5, 11)))
    shade = chance.choice((*_SHADES, None))
    widths, labels = chance.choice((_TEAM[0], *_TEAM)), chance.choice((*_LABELS, None))
    for table in document.tables:
        nested = [inner for row in table.rows for cell in row.cells for inner in cell.tables]
        _dress_table(table, shade, widths, _NARROW_LABELS if nested else labels)
        for inner in nested:
            inner.style = document.styles["Table Grid"]
    if to_tick:
        for paragraph in document.element.body.iter(qn("w:t")):
            paragraph.text = (paragraph.text or "").replace("☒", "☐").replace("☑", "☐")
    if chance.random() < 0.5:
        running = _RUNNING[language == "en"]
        section = document.sections[0]
        section.header.paragraphs[0].add_run(running).font.size = Pt(9)
        section.footer.paragraphs[0].add_run(running).font.size = Pt(8)
    return _saved(document)


def set_in(word_file: bytes, chance: random.Random) -> bytes:
    """A letter in one of the faces that are usual."""
    document = docx.Document(BytesIO(word_file))
    for paragraph in document.paragraphs:
        if paragraph.text == STATED:
            paragraph.text = ""  # what is signed by hand does not say so
    _set_face(document, chance.choice(FACES), chance.choice((11, 12)))
    return _saved(document)


def _set_face(document: WordDocument, face: str, size: float) -> None:
    for name in ("Normal", "Heading 1", "Heading 2"):
        font = document.styles[name].font
        font.name = face
        fonts = document.styles[name].element.get_or_add_rPr().get_or_add_rFonts()
        for which in ("w:ascii", "w:hAnsi", "w:cs"):
            fonts.set(qn(which), face)
        for theme in ("w:asciiTheme", "w:hAnsiTheme", "w:cstheme"):
            fonts.attrib.pop(qn(theme), None)
    document.styles["Normal"].font.size = Pt(size)


def _dress_table(table: Table, shade: str | None, widths: tuple[int, ...], labels: tuple[int, ...] | None) -> None:
    columns = len(table.columns)
    if any(len(row.cells) != columns for row in table.rows):
        return  # the call's own form, whose answers are content controls, is dressed already
    if columns == len(widths):
        _set_widths(table, widths)
        heads = list(table.rows[0].cells)
    elif columns == 2:
        if labels:
            _set_widths(table, labels)
        heads = [row.cells[0] for row in table.rows]
    else:
        return
    for cell in heads:
        _make_head(cell, shade)


def _set_widths(table: Table, millimetres: tuple[int, ...]) -> None:
    table.autofit = False
    for column, width in zip(table.columns, millimetres, strict=True):
        column.width = Mm(width)
    for row in table.rows:
        for cell, width in zip(row.cells, millimetres, strict=True):
            cell.width = Mm(width)


def _make_head(cell: _Cell, shade: str | None) -> None:
    for paragraph in cell.paragraphs:
        for run in paragraph.runs:
            run.bold = True
    if shade:
        shading = parse_xml(f'<w:shd {nsdecls("w")} w:val="clear" w:fill="{shade}"/>')
        cell._tc.get_or_add_tcPr().insert_element_before(shading, "w:vAlign")


def _saved(document: WordDocument) -> bytes:
    buffer = BytesIO()
    document.save(buffer)
    return buffer.getvalue()

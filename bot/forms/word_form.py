"""Writes the form as a Word file whose answers are content controls."""

from __future__ import annotations

from io import BytesIO
from itertools import count
from typing import Final
from xml.sax.saxutils import escape, quoteattr

import docx
from docx.document import Document
from docx.enum.style import WD_STYLE_TYPE
from docx.oxml import parse_xml
from docx.oxml.ns import nsdecls
from docx.oxml.xmlchemy import BaseOxmlElement
from docx.shared import Cm, Length, Pt, RGBColor
from docx.table import Table, _Cell
from docx.text.paragraph import Paragraph

from bot.forms.layout import Entry, Kind, Layout, Option, Question, Team

_GREY: Final = RGBColor(0x70, 0x70, 0x70)
_LABEL_FILL, _MISSING_FILL = "E8EEF4", "FFF2CC"
_PROMPT_STYLE = "Placeholder Text"
_ANSWER_WIDTHS = (Cm(5), Cm(12))
_TEAM_WIDTHS = (Cm(1), Cm(3.2), Cm(2.7), Cm(3.2), Cm(4.1), Cm(2.8))
_LANGUAGES = {"lv": "lv-LV", "en": "en-GB"}
_NAMESPACES = nsdecls("w") + ' xmlns:w14="http://schemas.microsoft.com/office/word/2010/wordml"'


def write(layout: Layout) -> bytes:
    """The form as the bytes of a .docx file."""
    writer = _Writer(layout)
    writer.write()
    buffer = BytesIO()
    writer.document.save(buffer)
    return buffer.getvalue()


class _Writer:
    """Builds one document."""

    def __init__(self, layout: Layout) -> None:
        self._layout = layout
        self._ids = count(1001)
        self.document = _document(layout)

    def write(self) -> None:
        title = self.document.add_paragraph(self._layout.programme)
        title.runs[0].bold = True
        self.document.add_heading(self._layout.title, level=1)
        table: Table | None = None
        for question in self._layout.questions:
            if isinstance(question, Team):
                self._team(question)
                table = None
                continue
            table = table or self._table(*_ANSWER_WIDTHS)
            self._question(table, question)

    def _table(self, *widths: Length) -> Table:
        table: Table = self.document.add_table(rows=0, cols=len(widths), style="Table Grid")
        table.autofit = False
        for column, width in zip(table.columns, widths, strict=True):
            column.width = width
        return table

    def _question(self, table: Table, question: Question) -> None:
        label, answer = _row(table)
        label.paragraphs[0].add_run(question.label).bold = True
        _fill(label, _LABEL_FILL)
        if question.missing:
            _fill(answer, _MISSING_FILL)
        paragraph: Paragraph | None = answer.paragraphs[0]
        for entry in question.entries:
            if entry.kind is Kind.TEXT:
                self._text(answer, entry, question)
                continue
            for option in entry.options if entry.kind is Kind.TICKS else (None,):
                paragraph = paragraph or answer.add_paragraph()
                if entry.caption:
                    paragraph.add_run(f"{entry.caption} ")
                self._control(paragraph, entry, option, question.label, missing=question.missing)
                paragraph = None

    def _text(self, cell: _Cell, entry: Entry, question: Question) -> None:
        """Makes the whole cell a control, so that paragraphs, lists and tables may be written into it."""
        prompt = "" if entry.value else self._prompt(entry, missing=question.missing)
        cell.paragraphs[0]._p.getparent().remove(cell.paragraphs[0]._p)
        for line in (prompt or entry.value).split("\n"):
            cell.add_paragraph(line, style=None)
        if prompt:
            cell.paragraphs[0].runs[0].style = self.document.styles[_PROMPT_STYLE]
        around = self._sdt(entry, question.label, "<w:richText/>", "", prompted=bool(prompt))
        _put_around(cell._tc, around)

    def _team(self, team: Team) -> None:
        heading = self.document.add_paragraph()
        heading.paragraph_format.space_before = Pt(10)
        heading.add_run(team.label).bold = True
        table = self._table(*_TEAM_WIDTHS)
        for cell, text in zip(_row(table), team.headings, strict=True):
            cell.paragraphs[0].add_run(text).bold = True
            _fill(cell, _LABEL_FILL)
        for number, entries in enumerate(team.rows, start=1):
            first, *cells = _row(table)
            first.text = f"{number}."
            for cell, entry, heading_text in zip(cells, entries, team.headings[1:], strict=True):
                if team.missing:
                    _fill(cell, _MISSING_FILL)
                self._control(cell.paragraphs[0], entry, None, heading_text, missing=False)
        self.document.add_paragraph().paragraph_format.space_after = Pt(2)

    def _control(self, paragraph: Paragraph, entry: Entry, option: Option | None, label: str, *, missing: bool) -> None:
        """Adds the content control of an entry, or of one of the boxes of a question that is ticked."""
        prompt = ""
        if option is not None:
            kind, content = _tick(option)
        else:
            kind = _choice(entry, self._layout.choose) if entry.kind is Kind.CHOICE else '<w:text w:multiLine="1"/>'
            prompt = "" if entry.value else self._prompt(entry, missing=missing)
            content = _run(prompt or entry.value, prompt=bool(prompt))
        _append(paragraph._p, self._sdt(entry, label, kind, content, prompted=bool(prompt)))
        if option is not None:
            paragraph.add_run(f" {option.label}")

    def _sdt(self, entry: Entry, label: str, kind: str, content: str, *, prompted: bool) -> BaseOxmlElement:
        return parse_xml(
            f"<w:sdt {_NAMESPACES}><w:sdtPr><w:alias w:val={quoteattr(label[:60])}/>"
            f"<w:tag w:val={quoteattr(entry.name)}/><w:id w:val='{next(self._ids)}'/>"
            f"{'<w:showingPlcHdr/>' if prompted else ''}{kind}</w:sdtPr><w:sdtContent>{content}</w:sdtContent></w:sdt>"
        )

    def _prompt(self, entry: Entry, *, missing: bool) -> str:
        if missing:
            return self._layout.still_missing
        return self._layout.choose if entry.kind is Kind.CHOICE else self._layout.write_here


def _document(layout: Layout) -> Document:
    document = docx.Document()
    section = document.sections[0]
    section.page_width, section.page_height = Cm(21), Cm(29.7)
    section.left_margin = section.right_margin = section.top_margin = section.bottom_margin = Cm(2)
    document.styles["Normal"].font.name = "Calibri"
    document.styles["Normal"].font.size = Pt(11)
    prompt = document.styles.add_style(_PROMPT_STYLE, WD_STYLE_TYPE.CHARACTER)
    prompt.font.color.rgb = _GREY
    document.core_properties.title = f"{layout.title}: {layout.programme}"
    document.core_properties.language = _LANGUAGES.get(layout.language, layout.language)
    document.core_properties.author = ""
    return document


def _choice(entry: Entry, choose: str) -> str:
    items = [f"<w:listItem w:displayText={quoteattr(choose)} w:value=''/>"]
    items += [f"<w:listItem w:displayText={quoteattr(o.label)} w:value={quoteattr(o.label)}/>" for o in entry.options]
    return f"<w:comboBox>{''.join(items)}</w:comboBox>"


def _tick(option: Option) -> tuple[str, str]:
    kind = (
        f'<w14:checkbox><w14:checked w14:val="{int(option.chosen)}"/>'
        '<w14:checkedState w14:val="2612" w14:font="MS Gothic"/><w14:uncheckedState w14:val="2610" w14:font="MS Gothic"/>'
        "</w14:checkbox>"
    )
    font = '<w:rFonts w:ascii="MS Gothic" w:eastAsia="MS Gothic" w:hAnsi="MS Gothic" w:hint="eastAsia"/>'
    return kind, f"<w:r><w:rPr>{font}</w:rPr><w:t>{'☒' if option.chosen else '☐'}</w:t></w:r>"


def _run(text: str, *, prompt: bool) -> str:
    style = f'<w:rPr><w:rStyle w:val="{_PROMPT_STYLE.replace(" ", "")}"/></w:rPr>' if prompt else ""
    lines = "<w:br/>".join(f'<w:t xml:space="preserve">{escape(line)}</w:t>' for line in text.split("\n"))
    return f"<w:r>{style}{lines}</w:r>"


def _row(table: Table) -> tuple[_Cell, ...]:
    """The cells of a new row."""
    cells: tuple[_Cell, ...] = table.add_row().cells  # type: ignore[no-untyped-call]  # python-docx leaves it unannotated
    for cell, column in zip(cells, table.columns, strict=True):
        cell.width = column.width
    return cells


def _fill(cell: _Cell, colour: str) -> None:
    shading = parse_xml(f'<w:shd {nsdecls("w")} w:val="clear" w:color="auto" w:fill="{colour}"/>')
    _append(cell._tc.get_or_add_tcPr(), shading)


def _append(parent: BaseOxmlElement, child: BaseOxmlElement) -> None:
    parent.append(child)


def _put_around(element: BaseOxmlElement, control: BaseOxmlElement) -> None:
    """Moves an element into the content of a control that takes its place."""
    element.addprevious(control)
    control[1].append(element)

"""Writes the form as a PDF that is filled in on the screen (AcroForm; ISO 32000-1, 12.7)."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from io import BytesIO
from typing import Any, Final

from reportlab.lib.pagesizes import A4
from reportlab.lib.utils import simpleSplit
from reportlab.pdfbase.pdfdoc import PDFArray, PDFDictionary, PDFName, PDFString
from reportlab.pdfgen.canvas import Canvas

from bot.forms import font as form_font
from bot.forms.layout import Entry, Kind, Layout, Question, Team

_WIDTH, _HEIGHT = A4
_MARGIN: Final = 45.0
_PAD: Final = 4.0
_SIZE: Final = 10
_LEADING: Final = 13.0
_LABEL_WIDTH: Final = 150.0
_LINE_HEIGHT, _TEXT_HEIGHT = 20.0, 110.0
# Shares of the page's width: number, name, position, unit, e-mail, phone.
_COLUMNS = (0.05, 0.2, 0.17, 0.22, 0.22, 0.14)
_LABEL_FILL, _MISSING_FILL = (0.91, 0.93, 0.96), (1.0, 0.95, 0.8)
# Field flags (ISO 32000-1, tables 228 and 230) and the annotation flag for printing (table 165).
_MULTILINE, _COMBO, _EDIT = 1 << 12, 1 << 17, 1 << 18
_PRINT = 4


def write(layout: Layout) -> bytes:
    """The form as the bytes of a PDF file."""
    buffer = BytesIO()
    writer = _Writer(Canvas(buffer, pagesize=A4), layout)
    writer.write()
    return buffer.getvalue()


@dataclass(frozen=True, slots=True)
class _Area:
    """A part of a page, from its lower left corner."""

    x: float
    y: float
    width: float
    height: float


class _Writer:
    """Draws one document from the top down."""

    def __init__(self, canvas: Canvas, layout: Layout) -> None:
        self._canvas = canvas
        self._layout = layout
        self._y = _HEIGHT - _MARGIN
        self._form: Any = canvas.acroForm  # reportlab's types leave out nearly all of it
        font = form_font.register()
        canvas.setTitle(f"{layout.title}: {layout.programme}")
        canvas.setLineWidth(0.7)
        reference = form_font.embed(self._form, font)
        self._form.extras = {
            # Viewers draw the fields themselves, with the letters that are typed.
            "NeedAppearances": "true",
            "DA": PDFString(f"/{form_font.NAME} {_SIZE} Tf 0 g"),
            "DR": PDFDictionary({"Font": PDFDictionary({form_font.NAME: reference, "ZaDb": _dingbats()})}),
        }

    def write(self) -> None:
        self._heading(self._layout.programme, _SIZE + 1)
        self._heading(self._layout.title, _SIZE + 6)
        for question in self._layout.questions:
            if isinstance(question, Team):
                self._team(question)
            else:
                self._question(question)
        self._canvas.save()

    def _heading(self, text: str, size: int) -> None:
        self._y -= size * 1.5
        self._canvas.setFont(form_font.BOLD, size)
        self._canvas.drawString(_MARGIN, self._y, text)
        self._y -= size * 0.7

    def _question(self, question: Question) -> None:
        label = self._split(question.label, form_font.BOLD, _LABEL_WIDTH)
        height = max(sum(_height(entry) for entry in question.entries), len(label) * _LEADING) + 2 * _PAD
        self._make_room(height)
        self._y -= height
        answer_width = _WIDTH - 2 * _MARGIN - _LABEL_WIDTH
        self._box(_Area(_MARGIN, self._y, _LABEL_WIDTH, height), label, form_font.BOLD, _LABEL_FILL)
        answer = _Area(_MARGIN + _LABEL_WIDTH, self._y, answer_width, height)
        self._box(answer, (), form_font.REGULAR, _MISSING_FILL if question.missing else None)
        top = self._y + height - _PAD
        for entry in question.entries:
            top -= _height(entry)
            inside = _Area(answer.x + _PAD, top, answer.width - 2 * _PAD, _height(entry))
            self._entry(inside, entry, question.label)

    def _team(self, team: Team) -> None:
        self._make_room(_LINE_HEIGHT * (len(team.rows) + 3))
        self._heading(team.label, _SIZE + 1)
        widths = [share * (_WIDTH - 2 * _MARGIN) for share in _COLUMNS]
        headings = [self._split(h, form_font.BOLD, w) for h, w in zip(team.headings, widths, strict=True)]
        self._row(widths, max(map(len, headings)) * _LEADING + 2 * _PAD, headings, form_font.BOLD, _LABEL_FILL)
        for number, entries in enumerate(team.rows, start=1):
            texts: list[Sequence[str]] = [[f"{number}."], *([] for _ in entries)]
            self._row(widths, _LINE_HEIGHT, texts, form_font.REGULAR, _MISSING_FILL if team.missing else None)
            x = _MARGIN + widths[0]
            for entry, width, heading in zip(entries, widths[1:], team.headings[1:], strict=True):
                self._field(_Area(x + 1, self._y + 1, width - 2, _LINE_HEIGHT - 2), entry, f"{number}. {heading}")
                x += width
        self._y -= _LEADING

    def _row(
        self, widths: Sequence[float], height: float, texts: Sequence[Sequence[str]], font: str, fill: _Colour | None
    ) -> None:
        self._y -= height
        x = _MARGIN
        for width, lines in zip(widths, texts, strict=True):
            self._box(_Area(x, self._y, width, height), lines, font, fill)
            x += width

    def _box(self, area: _Area, lines: Sequence[str], font: str, fill: _Colour | None) -> None:
        self._canvas.setFillColorRGB(*(fill or (1, 1, 1)))
        self._canvas.rect(area.x, area.y, area.width, area.height, fill=1)
        self._canvas.setFillColorRGB(0, 0, 0)
        self._canvas.setFont(font, _SIZE)
        for number, line in enumerate(lines, start=1):
            self._canvas.drawString(area.x + _PAD, area.y + area.height - number * _LEADING, line)

    def _entry(self, area: _Area, entry: Entry, label: str) -> None:
        if entry.kind is Kind.TICKS:
            self._ticks(area, entry)
            return
        self._canvas.setFont(form_font.REGULAR, _SIZE)
        caption = self._canvas.stringWidth(f"{entry.caption} ", form_font.REGULAR, _SIZE) if entry.caption else 0.0
        self._canvas.drawString(area.x, area.y + _PAD + 1, entry.caption)
        inside = _Area(area.x + caption, area.y + 1, area.width - caption, area.height - 2)
        self._field(inside, entry, f"{label} {entry.caption}".strip())

    def _ticks(self, area: _Area, entry: Entry) -> None:
        y = area.y + area.height
        for number, option in enumerate(entry.options, start=1):
            y -= _LEADING
            lines = self._split(option.label, form_font.REGULAR, area.width - 20)
            self._form.checkbox(
                name=f"{entry.name}.{number}", tooltip=option.label, checked=option.chosen, x=area.x, y=y - 1, size=11,
                buttonStyle="cross", borderWidth=1, fieldFlags="",
            )  # fmt: skip
            self._canvas.setFont(form_font.REGULAR, _SIZE)
            for line in lines:
                self._canvas.drawString(area.x + 18, y, line)
                y -= _LEADING
            y += _LEADING - 4

    def _field(self, area: _Area, entry: Entry, tooltip: str) -> None:
        """Adds a field without an appearance of its own: the form asks viewers to draw it."""
        values = {
            "Type": PDFName("Annot"),
            "Subtype": PDFName("Widget"),
            "FT": PDFName("Ch" if entry.kind is Kind.CHOICE else "Tx"),
            "T": PDFString(entry.name),
            "TU": PDFString(tooltip),
            "V": PDFString(entry.value),
            "Ff": {Kind.CHOICE: _COMBO | _EDIT, Kind.TEXT: _MULTILINE}.get(entry.kind, 0),
            "F": _PRINT,
            "DA": PDFString(f"/{form_font.NAME} {_SIZE - 1} Tf 0 g"),
            "Rect": PDFArray((area.x, area.y, area.x + area.width, area.y + area.height)),
        }
        if entry.kind is Kind.CHOICE:
            values["Opt"] = PDFArray([PDFString(option.label) for option in entry.options])
        field = PDFDictionary(values)
        self._form.canv._addAnnotation(field)
        self._form.fields.append(self._form.getRef(field))

    def _split(self, text: str, font: str, width: float) -> list[str]:
        return list(simpleSplit(text, font, _SIZE, width - 2 * _PAD))

    def _make_room(self, height: float) -> None:
        """Goes on to the next page where this one has no room left."""
        if self._y - height < _MARGIN:
            self._canvas.showPage()
            self._canvas.setLineWidth(0.7)
            self._y = _HEIGHT - _MARGIN


_Colour = tuple[float, float, float]


def _dingbats() -> PDFDictionary:
    """The standard font that viewers draw ticks with."""
    values = {"Type": "Font", "Subtype": "Type1", "BaseFont": "ZapfDingbats"}
    return PDFDictionary({key: PDFName(value) for key, value in values.items()})


def _height(entry: Entry) -> float:
    if entry.kind is Kind.TEXT:
        return _TEXT_HEIGHT
    if entry.kind is Kind.TICKS:
        return len(entry.options) * (2 * _LEADING)
    return _LINE_HEIGHT

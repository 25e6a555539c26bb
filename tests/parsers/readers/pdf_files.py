"""PDF files for tests, drawn with reportlab."""

from __future__ import annotations

import io
from collections.abc import Callable
from pathlib import Path

from reportlab.lib import colors
from reportlab.lib.pagesizes import A4
from reportlab.lib.styles import ParagraphStyle
from reportlab.pdfbase import pdfmetrics
from reportlab.pdfbase.ttfonts import TTFont
from reportlab.pdfgen.canvas import Canvas
from reportlab.platypus import Flowable, Paragraph, SimpleDocTemplate, Spacer, Table, TableStyle

_FONTS = Path("/usr/share/fonts/truetype/dejavu")
REGULAR, BOLD = "DejaVuSans", "DejaVuSans-Bold"
for _name in (REGULAR, BOLD):
    pdfmetrics.registerFont(TTFont(_name, str(_FONTS / f"{_name}.ttf")))

BODY = ParagraphStyle("body", fontName=REGULAR, fontSize=10, leading=13)
LABEL = ParagraphStyle("label", parent=BODY, fontName=BOLD)
TITLE = ParagraphStyle("title", parent=LABEL, fontSize=15, leading=20)
WIDTH, HEIGHT = A4


def drawn(*pages: Callable[[Canvas], None]) -> bytes:
    """A PDF whose pages are drawn by `pages`."""
    buffer = io.BytesIO()
    canvas = Canvas(buffer, pagesize=A4)
    for draw in pages:
        canvas.setFont(REGULAR, 10)
        draw(canvas)
        canvas.showPage()
    canvas.save()
    return buffer.getvalue()


def flowing(story: list[Flowable], header: str = "", footer: str = "") -> bytes:
    """A PDF of as many pages as `story` needs; ``{page}`` in header and footer is the page's number."""
    buffer = io.BytesIO()

    def furnish(canvas: Canvas, template: SimpleDocTemplate) -> None:
        canvas.setFont(REGULAR, 8)
        canvas.drawString(72, HEIGHT - 40, header.format(page=template.page))
        canvas.drawCentredString(WIDTH / 2, 30, footer.format(page=template.page))

    SimpleDocTemplate(buffer, pagesize=A4).build(story, onFirstPage=furnish, onLaterPages=furnish)
    return buffer.getvalue()


def text(value: str, style: ParagraphStyle = BODY) -> Flowable:
    return Paragraph(value, style)


def space(height: float = 8) -> Flowable:
    return Spacer(1, height)


def table(rows: list[list[str]], widths: list[float], *, ruled: bool = True, repeat: int = 0) -> Flowable:
    """A table whose first column is bold where it has two columns, and whose cells wrap."""
    cells = [
        [Paragraph(value, LABEL if column == 0 and len(row) == 2 else BODY) for column, value in enumerate(row)]
        for row in rows
    ]
    flowable = Table(cells, colWidths=widths, repeatRows=repeat)
    flowable.setStyle(TableStyle([("VALIGN", (0, 0), (-1, -1), "TOP")]))
    if ruled:
        flowable.setStyle(TableStyle([("GRID", (0, 0), (-1, -1), 0.5, colors.black)]))
    return flowable

"""Pictures of documents become the same blocks as the documents themselves."""

from __future__ import annotations

import io
import math
import re

import pillow_heif
import pytest
from PIL import Image, ImageDraw
from reportlab.pdfgen.canvas import Canvas

from parsers.document import Mark, Origin
from parsers.errors import UnreadableDocument
from parsers.limits import Limits
from parsers.readers import pdf, render, scan
from parsers.readers.scan import ocr
from tests.parsers.readers.blocks import lines, tables
from tests.parsers.readers.pdf_files import REGULAR, flowing, space, table, text

LIMITS = Limits()
recognition = pytest.mark.skipif(not ocr.available(), reason="Tesseract with Latvian and English is not installed")

ROWS = [["Nr.", "Vārds, uzvārds", "E-pasts"], ["1.", "Žanete Ļaudama", "zanete.laudama@lu.lv"]]
IDEA = "Studenti mājās veic drošus eksperimentus un rezultātus apspriež seminārā."


def form() -> bytes:
    story = [
        text("Projekta komanda"),
        space(),
        table(ROWS, [60, 160, 220]),
        space(),
        text("Projekta ideja"),
        text(IDEA),
    ]
    return flowing(story)


def picture(content: bytes, width: int = 1654) -> Image.Image:
    return Image.open(io.BytesIO(render.render_page(content, 1, width=width)))


def encoded(image: Image.Image, kind: str) -> bytes:
    buffer = io.BytesIO()
    image.convert("RGB").save(buffer, kind)
    return buffer.getvalue()


@recognition
@pytest.mark.parametrize("quarters", [0, 1, 2, 3])
def test_a_scan_is_read_whichever_way_it_lies(quarters: int) -> None:
    """Tables, diacritics and addresses come out as they are in the file that was printed."""
    turned = picture(form()).rotate(90 * quarters, expand=True)
    document = scan.read(encoded(turned, "JPEG"), LIMITS)
    assert document.origin is Origin.OCR
    assert [row[1:] for row in tables(document)[0]] == [row[1:] for row in ROWS]
    assert lines(document)[-1] == IDEA
    assert not document.ink


@recognition
@pytest.mark.parametrize("askew", [88.0, 90.0, 92.0, 271.5])
def test_a_short_letter_on_its_side_is_read(askew: float) -> None:
    """Few lines, crooked and with a table's rules, do not show which way they run: what is read of them does."""
    story = [
        text(line) for line in ("RIGA TECHNICAL UNIVERSITY", "Riga, 5 March 2023 No. 12-2/88", "Riga Business School")
    ]
    rows = [
        ["No.", "Name, surname", "Position"],
        ["1.", "Anna Berg", "lecturer"],
        ["2.", "John Hill", "doctoral student"],
    ]
    page = picture(flowing([*story, space(), table(rows, [60, 160, 160])])).convert("L")
    document = scan.read(encoded(page.rotate(askew, expand=True, fillcolor=255), "PNG"), LIMITS)
    assert "Riga Business School" in lines(document)
    assert "doctoral student" in document.text


@recognition
def test_a_phones_heic_picture_is_read() -> None:
    """Phones send HEIC; it is a picture as any other."""
    buffer = io.BytesIO()
    pillow_heif.from_pillow(picture(form())).save(buffer, quality=80)
    document = scan.read(buffer.getvalue(), LIMITS)
    assert lines(document)[-1] == IDEA


@recognition
def test_text_without_its_letters_is_recognised_from_the_picture() -> None:
    """Where a font does not tell which letters it shows, the page's picture does."""
    buffer = io.BytesIO()
    canvas = Canvas(buffer, pageCompression=0)
    canvas.setFont(REGULAR, 11)
    canvas.drawString(60, 700, IDEA)
    canvas.save()
    nameless = re.sub(rb"/ToUnicode \d+ 0 R", lambda found: b" " * len(found[0]), buffer.getvalue())
    document = pdf.read(nameless, LIMITS)
    assert document.origin is Origin.OCR
    assert lines(document) == [IDEA]


@recognition
@pytest.mark.parametrize("pen", [False, True])
def test_a_signature_is_told_from_a_stamp(pen: bool) -> None:
    """A stamp alone is no signature; a winding stroke beside it is one."""
    page = picture(flowing([text("Rīgas Tehniskā universitāte deleģē docenti Žaneti Ļaudamu.")] * 12, ""))
    draw = ImageDraw.Draw(page)
    for radius in (60, 150, 160):
        draw.ellipse((500 - radius, 900 - radius, 500 + radius, 900 + radius), outline=(70, 70, 160), width=4)
    if pen:
        points = [(560 + 12 * i, 950 + round(55 * math.sin(i * 1.7) * math.cos(i / 5))) for i in range(30)]
        draw.line(points, fill=(30, 30, 90), width=5, joint="curve")
    assert scan.read(encoded(page, "JPEG"), LIMITS).ink is pen


@recognition
def test_a_pdf_of_pictures_is_recognised() -> None:
    """A PDF whose pages are pictures is read as a scan, and its places are on its page."""
    document = pdf.read(encoded(picture(form()).rotate(1.2, fillcolor="white"), "PDF"), LIMITS)
    assert document.origin is Origin.OCR
    assert tables(document)[0][1][2] == "zanete.laudama@lu.lv"
    box = document.blocks[0].place.box
    assert box is not None
    assert 0 < box.left < box.right < 1
    assert not [m for m in Mark if m.value in document.text]


def test_what_is_no_picture_is_unreadable() -> None:
    """Damage and sheer size are told before anything is recognised."""
    with pytest.raises(UnreadableDocument):
        scan.read(b"\x89PNG\r\n\x1a\nrubbish", LIMITS)
    with pytest.raises(UnreadableDocument, match="larger"):
        scan.read(encoded(Image.new("L", (400, 400)), "PNG"), Limits(image_pixels=1000))


def test_an_empty_picture_is_not_an_empty_document() -> None:
    """Where nothing can be read a person has to look."""
    with pytest.raises(UnreadableDocument):
        scan.read(encoded(Image.new("L", (1200, 1600), 250), "PNG"), LIMITS)

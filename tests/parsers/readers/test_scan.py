"""Pictures of documents become the same blocks as the documents themselves."""

from __future__ import annotations

import io

import pytest
from PIL import Image

from parsers.document import Mark, Origin
from parsers.errors import UnreadableDocument
from parsers.limits import Limits
from parsers.readers import pdf, render, scan
from parsers.readers.scan import ocr
from tests.parsers.readers.blocks import lines, tables
from tests.parsers.readers.pdf_files import flowing, space, table, text

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

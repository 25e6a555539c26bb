"""A letter that was pasted into a text document as a picture of its page is read like a scan."""

from __future__ import annotations

import zipfile
from importlib.util import find_spec
from io import BytesIO
from shutil import which

import docx
import pytest
from docx.shared import Cm
from PIL import Image, ImageDraw, ImageFont

from parsers.document import Document, Origin
from parsers.limits import Limits
from parsers.readers import opendocument, word
from tests.parsers.readers.odf_files import odt, p

needs_ocr = pytest.mark.skipif(
    which("tesseract") is None or find_spec("parsers.readers.scan") is None, reason="scans are not read here"
)
LETTER = "LATVIJAS UNIVERSITĀTE\nDeleģējam projektam Tilts\ndocenti Annu Ozolu"


def _page(width: int = 1240, height: int = 1754) -> bytes:
    page = Image.new("L", (width, height), 255)
    font = ImageFont.truetype("DejaVuSans.ttf", 40)
    ImageDraw.Draw(page).multiline_text((120, 160), LETTER, font=font, spacing=30, fill=0)
    return _bytes(page)


def _bytes(picture: Image.Image) -> bytes:
    buffer = BytesIO()
    picture.save(buffer, "PNG")
    return buffer.getvalue()


def _docx(*pictures: bytes, text: str = "") -> bytes:
    document = docx.Document()
    document.add_paragraph(text)
    for picture in pictures:
        document.add_picture(BytesIO(picture), width=Cm(16))
    buffer = BytesIO()
    document.save(buffer)
    return buffer.getvalue()


def _odt(picture: bytes) -> bytes:
    image = '<draw:image xmlns:xlink="http://www.w3.org/1999/xlink" xlink:href="Pictures/1.png"/>'
    buffer = BytesIO(odt(p(f"<draw:frame>{image}</draw:frame>")))
    with zipfile.ZipFile(buffer, "a") as package:
        package.writestr("Pictures/1.png", picture)
    return buffer.getvalue()


@needs_ocr
@pytest.mark.parametrize("kind", ["docx", "odt"])
def test_a_page_is_read(kind: str) -> None:
    found = word.read(_docx(_page()), Limits()) if kind == "docx" else opendocument.read(_odt(_page()), Limits())
    assert found.origin is Origin.OCR
    assert found.pages == 1
    assert "Annu Ozolu" in found.text


def _text(found: Document) -> tuple[str, Origin]:
    return found.text, found.origin


def test_a_logo_is_no_page() -> None:
    logo = _bytes(Image.new("L", (300, 120), 128))
    assert _text(word.read(_docx(logo, text="Sveiki"), Limits())) == ("Sveiki", Origin.TEXT)


def test_pictures_in_a_document_with_text_are_left_alone() -> None:
    text = "Projekta ideja ir apraksts, kas pats par sevi ir pietiekami garš. " * 5
    assert _text(word.read(_docx(_page(), text=text), Limits())) == (text.strip(), Origin.TEXT)

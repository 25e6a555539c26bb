"""Pages as pictures, to be shown to a person or recognised."""

from __future__ import annotations

import io
from collections.abc import Iterator
from contextlib import contextmanager
from itertools import islice

import pypdfium2
from PIL import Image

from parsers.errors import UnreadableDocument
from parsers.limits import Limits
from parsers.readers.scan.pictures import frames

_WIDEST = 6000
_MOST_PIECES = 5000


def render_page(content: bytes, page: int, *, width: int) -> bytes:
    """The page (from 1) of a PDF or picture file as a PNG that is `width` pixels wide."""
    if content[:1024].lstrip().startswith(b"%PDF") or b"%PDF-" in content[:1024]:
        with opened(content) as document:
            if not 1 <= page <= len(document):
                raise UnreadableDocument(f"there is no page {page}")
            picture = page_picture(document, page, width=width)
    else:
        found = next(islice(frames(content, Limits()), page - 1, page), None)
        if found is None:
            raise UnreadableDocument(f"there is no page {page}")
        picture = found.resize((width, max(1, round(found.height * width / found.width))), Image.Resampling.LANCZOS)
    buffer = io.BytesIO()
    picture.save(buffer, "PNG")
    return buffer.getvalue()


@contextmanager
def opened(content: bytes) -> Iterator[pypdfium2.PdfDocument]:
    """The PDF in `content`, its fields shown, closed in the end."""
    try:
        document = pypdfium2.PdfDocument(content)
    except pypdfium2.PdfiumError as error:
        raise UnreadableDocument("the PDF cannot be shown") from error
    try:
        document.init_forms()
        yield document
    finally:
        document.close()


def shows_its_text(document: pypdfium2.PdfDocument, page: int) -> bool:
    """Whether most of a page's text (from 1) is drawn, not laid invisibly over a picture as scanners do."""
    sheet = document[page - 1]
    modes = [
        pypdfium2.raw.FPDFTextObj_GetTextRenderMode(piece.raw)
        for piece in islice(sheet.get_objects(filter=[pypdfium2.raw.FPDF_PAGEOBJ_TEXT], max_depth=4), _MOST_PIECES)
    ]
    sheet.close()
    return 2 * modes.count(pypdfium2.raw.FPDF_TEXTRENDERMODE_INVISIBLE) <= len(modes)


def page_picture(document: pypdfium2.PdfDocument, page: int, *, width: int) -> Image.Image:
    """One page (from 1), `width` pixels wide, or less where it would be too high."""
    try:
        sheet = document[page - 1]
        wide, high = sheet.get_size()
        scale = min(width / wide, _WIDEST / wide, 2 * _WIDEST / high)
        picture: Image.Image = sheet.render(scale=scale).to_pil().convert("RGB")
        sheet.close()
    except (pypdfium2.PdfiumError, ZeroDivisionError, ValueError) as error:
        raise UnreadableDocument("the page cannot be shown") from error
    return picture

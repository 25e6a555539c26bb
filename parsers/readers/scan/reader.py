"""A picture file from its bytes to a `Document`."""

from __future__ import annotations

from parsers.document import Document, Origin
from parsers.errors import PictureWithoutText
from parsers.limits import Limits
from parsers.readers.layout import Page, compose
from parsers.readers.scan.pictures import frames, raster_of
from parsers.readers.scan.recognition import recognise


def read(content: bytes, limits: Limits) -> Document:
    """The document that the picture in `content` shows."""
    pages: list[Page] = []
    ink = False
    partial = ""
    for number, frame in enumerate(frames(content, limits), start=1):
        if number > limits.ocr_pages:
            partial = f"only the first {limits.ocr_pages} pages were read"
            break
        recognised = recognise(raster_of(frame), number)
        pages.append(recognised.page)
        ink = ink or recognised.ink
    blocks = compose(pages)
    if not blocks:
        raise PictureWithoutText("No text can be read in the picture. Please send it again more clearly, or as a PDF.")
    return Document(blocks, Origin.OCR, pages=len(pages), ink=ink, partial=partial)

"""A PDF from its bytes to a `Document`."""

from __future__ import annotations

import io
import logging
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field

import pdfplumber
import pypdfium2
from pdfminer.pdfdocument import PDFEncryptionError, PDFPasswordIncorrect
from pdfplumber.page import Page as PlumberPage
from pdfplumber.utils.exceptions import PdfminerException

from parsers.document import Document, Origin
from parsers.errors import DocumentError, EncryptedDocument, UnreadableDocument
from parsers.limits import Limits
from parsers.readers.layout import Page, compose
from parsers.readers.pdf.fields import is_dynamic_form
from parsers.readers.pdf.pages import read_page
from parsers.readers.pdf.text_layer import is_usable
from parsers.readers.render import opened, page_picture, shows_its_text
from parsers.readers.scan import Recognised, recognise
from parsers.readers.scan.pictures import raster_of

# Pages are rendered as wide as the pictures on them are, within these bounds; A4 is 2480 wide at 300 dpi.
_NARROWEST, _USUAL, _WIDEST = 1000, 2480, 3600
_SCANNED = 0.55  # of a page; where pictures cover more, its text may be what a scanner made of it
_POOR = 40.0  # recognition that is less sure than this is no better than a poor text


def read(content: bytes, limits: Limits) -> Document:
    """The document in `content`: text and fields page by page, recognised where a page has no usable text."""
    with _quiet(), _named_errors():
        return _Reading(content, limits).document()


@dataclass(slots=True)
class _Reading:
    """The reading of one file."""

    content: bytes
    limits: Limits
    recognised: list[Recognised] = field(default_factory=list)
    left_out: list[str] = field(default_factory=list)

    def document(self) -> Document:
        most = self.limits.pdf_pages
        with pdfplumber.open(io.BytesIO(self.content), pages=list(range(1, most + 2))) as pdf:
            if not pdf.pages:
                raise UnreadableDocument("The PDF has no pages. Please save it again and resend it.")
            if len(pdf.pages) > most:
                self.left_out.append(f"only the first {most} pages were read")
            pages: list[Page] = []
            for number, page in enumerate(pdf.pages[:most], start=1):
                pages.append(self._page(page, number))
                page.close()
            if is_dynamic_form(pdf.doc.catalog, pages):
                raise UnreadableDocument(
                    "The form shows itself only in Adobe Reader. Please print it to a PDF and send that."
                )
        blocks = compose(pages)
        if not blocks:
            raise UnreadableDocument(
                "No text can be read in the PDF. Please send it as a Word file, or scan it again more clearly."
            )
        mostly_pictures = 2 * len(self.recognised) >= len(pages)
        return Document(
            blocks,
            Origin.OCR if mostly_pictures else Origin.TEXT,
            pages=len(pages),
            ink=any(r.ink for r in self.recognised),
            partial="; ".join(self.left_out),
        )

    def _page(self, page: PlumberPage, number: int) -> Page:
        read = read_page(page, number)
        covered, width = _pictures(page)
        usable = is_usable(read, covered)
        if usable and covered > _SCANNED:
            with opened(self.content) as document:
                usable = shows_its_text(document, number)
        if usable or not (read.words or covered):
            return read
        if len(self.recognised) >= self.limits.ocr_pages:
            self.left_out.append(f"the picture on page {number} was not read")
            return read
        with opened(self.content) as document:
            picture = page_picture(document, number, width=width)
        found = recognise(raster_of(picture), number)
        if not found.page.words or (read.words and found.confidence < _POOR):
            return read
        self.recognised.append(found)
        return found.page


def _pictures(page: PlumberPage) -> tuple[float, int]:
    """How much of a page pictures cover, and how many pixels wide it has to be for nothing in them to be lost."""
    width, height = float(page.width), float(page.height)
    covered, pixels = 0.0, 0.0
    for image in page.images:
        left, right = max(0.0, image["x0"]), min(width, image["x1"])
        top, bottom = max(0.0, image["top"]), min(height, image["bottom"])
        if right - left < 1 or bottom - top < 1:
            continue
        covered += (right - left) * (bottom - top) / (width * height)
        pixels = max(pixels, image["srcsize"][0] * width / (image["x1"] - image["x0"]))
    return min(covered, 1.0), int(min(max(pixels or _USUAL, _NARROWEST), _WIDEST))


@contextmanager
def _quiet() -> Iterator[None]:
    """A malformed file makes pdfminer write a line of log for every object; none of them helps anybody."""
    logger = logging.getLogger("pdfminer")
    before = logger.level
    logger.setLevel(logging.CRITICAL)
    try:
        yield
    finally:
        logger.setLevel(before)


@contextmanager
def _named_errors() -> Iterator[None]:
    """Whatever a library raises over a stranger's file, as one of the errors that readers raise."""
    try:
        yield
    except (DocumentError, MemoryError):
        raise
    except (Exception, pypdfium2.PdfiumError) as error:  # pdfminer lets TypeError, KeyError and many others out
        cause = error.args[0] if isinstance(error, PdfminerException) and error.args else error
        if isinstance(cause, PDFPasswordIncorrect):
            raise EncryptedDocument(
                "The PDF is protected by a password. Please remove the password and resend the file."
            ) from error
        if isinstance(cause, PDFEncryptionError):
            raise EncryptedDocument(
                "The PDF is encrypted for certain readers. Please send it without encryption."
            ) from error
        raise UnreadableDocument(
            "The PDF is damaged and cannot be read. Please save it again and resend it."
        ) from error

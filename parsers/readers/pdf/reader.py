"""A PDF from its bytes to a `Document`."""

from __future__ import annotations

import io
import logging
from collections.abc import Iterator
from contextlib import contextmanager

import pdfplumber
from pdfminer.pdfdocument import PDFEncryptionError, PDFPasswordIncorrect
from pdfplumber.utils.exceptions import PdfminerException

from parsers.document import Document, Origin
from parsers.errors import DocumentError, EncryptedDocument, UnreadableDocument
from parsers.limits import Limits
from parsers.readers.layout import Page, compose
from parsers.readers.pdf.pages import read_page


def read(content: bytes, limits: Limits) -> Document:
    """The document in `content`: text and fields, page by page."""
    with _quiet(), _named_errors():
        return _read(content, limits)


def _read(content: bytes, limits: Limits) -> Document:
    with pdfplumber.open(io.BytesIO(content), pages=list(range(1, limits.pdf_pages + 2))) as pdf:
        if not pdf.pages:
            raise UnreadableDocument("the PDF has no pages")
        pages: list[Page] = []
        for number, page in enumerate(pdf.pages[: limits.pdf_pages], start=1):
            pages.append(read_page(page, number))
            page.close()
        more = len(pdf.pages) > limits.pdf_pages
    blocks = compose(pages)
    if not blocks:
        raise UnreadableDocument("no text can be read in the PDF")
    partial = f"only the first {limits.pdf_pages} pages were read" if more else ""
    return Document(blocks, Origin.TEXT, pages=len(pages), partial=partial)


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
    except Exception as error:  # pdfminer lets TypeError, KeyError and many others out
        cause = error.args[0] if isinstance(error, PdfminerException) and error.args else error
        if isinstance(cause, PDFPasswordIncorrect):
            raise EncryptedDocument("the PDF is protected by a password") from error
        if isinstance(cause, PDFEncryptionError):
            raise EncryptedDocument("the PDF is encrypted for certain readers") from error
        raise UnreadableDocument("the PDF is damaged") from error

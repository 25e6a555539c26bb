"""Reads office documents that are only a wrapper around scanned pages: a letter that was pasted into Word as a picture."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from itertools import islice

from parsers import readers
from parsers.document import Document, Origin
from parsers.errors import DocumentError
from parsers.filetypes import FileType, identify
from parsers.limits import Limits
from parsers.mail.pictures import is_page

# Fewer letters than this are a caption, and no form or letter.
_CAPTION = 200


def with_pages(document: Document, pictures: Iterable[bytes], limits: Limits) -> Document:
    """`document` with the text of its pictures of pages, where it has hardly any other.

    Raises what kept the pictures from being read, where there is nothing else.
    """
    if sum(map(str.isalpha, document.text)) >= _CAPTION:
        return document
    pages: list[Document] = []
    trouble: DocumentError | None = None
    for picture in islice((p for p in pictures if is_page(p) and identify(p) is FileType.IMAGE), limits.ocr_pages):
        try:
            pages.append(readers.read(picture, FileType.IMAGE, limits))
        except DocumentError as error:
            trouble = error
    if trouble and not pages and not document.blocks:
        raise trouble
    if not pages:
        return document
    return replace(
        document,
        blocks=(*document.blocks, *(block for page in pages for block in page.blocks)),
        origin=Origin.OCR,
        pages=len(pages),
        ink=any(page.ink for page in pages),
        partial="; ".join(filter(None, (document.partial, *(page.partial for page in pages)))),
    )

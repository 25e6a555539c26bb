"""Photos of a document's pages that came as a file each, put together again."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from itertools import groupby

from parsers.document import Block, Document, Paragraph, Place
from parsers.filetypes import FileType
from parsers.opening import Opened


def runs(opened: Sequence[Opened]) -> Iterator[tuple[int, ...]]:
    """The numbers of pictures that follow each other in one place, two or more, each with words in it."""
    for (is_picture, _), numbers in groupby(range(len(opened)), key=lambda number: _kind(opened[number])):
        run = tuple(numbers)
        if is_picture and len(run) > 1:
            yield run


def join(documents: Sequence[Document]) -> Document:
    """One document of several, each of which is a page of it."""
    first = documents[0]
    blocks = tuple(_on_page(block, page) for page, document in enumerate(documents, 1) for block in document.blocks)
    return replace(first, blocks=blocks, pages=len(documents), ink=any(document.ink for document in documents))


def _kind(opened: Opened) -> tuple[bool, tuple[str, ...]]:
    file = opened.file
    return file.type is FileType.IMAGE and opened.document is not None and opened.trouble is None, file.inside


def _on_page(block: Block, page: int) -> Block:
    place = _place_on(block.place, page)
    if isinstance(block, Paragraph):
        return replace(block, place=place)
    rows = tuple(
        tuple(
            replace(
                cell,
                blocks=tuple(_on_page(inner, page) for inner in cell.blocks),
                place=_place_on(cell.place, page),
            )
            for cell in row
        )
        for row in block.rows
    )
    return replace(block, rows=rows, place=place)


def _place_on(place: Place, page: int) -> Place:
    return replace(place, page=page)

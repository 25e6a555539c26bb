"""Blocks as short text, so that a test can say what it expects of a page."""

from __future__ import annotations

from parsers.document import Block, Document, Mark, Paragraph, Table, paragraphs


def tables(document: Document) -> list[list[list[str]]]:
    """The text of every top-level table, row by row."""
    return [[[cell.text for cell in row] for row in b.rows] for b in document.blocks if isinstance(b, Table)]


def lines(document: Document) -> list[str]:
    """The text of every paragraph outside of tables."""
    return [b.text for b in document.blocks if isinstance(b, Paragraph)]


def marked(blocks: tuple[Block, ...], mark: Mark) -> list[str]:
    """The text of every span that carries `mark`."""
    return [s.text.strip() for p in paragraphs(blocks) for s in p.spans if mark in s.marks]

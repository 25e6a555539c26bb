"""Reads plain text: a .txt file, or a form pasted into the body of a mail.

A line is a paragraph; one that was broken only because it was full goes on in the next (`Paragraph.continues`). Tables are
told only where they are clear: cells parted by tabs or bars, or columns that begin at the same place in every line.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace

from parsers.charsets import decode
from parsers.document import Block, Document, Mark, Paragraph, Place
from parsers.limits import Limits
from parsers.readers.budget import Budget
from parsers.readers.spans import SpanBuilder, paragraph
from parsers.readers.text_tables import table_at
from parsers.text import printable

_RULE = re.compile(r"\s*[-=_*~#.·—–]{3,}\s*|\s*([-=_*~] ){2,}[-=_*~]?\s*")
_UNDERLINED = re.compile(r"\s*([=~-])\1{2,}\s*")
_BOLD = re.compile(r"(?<![\w*])(\*{1,2})(?=\S)([^*\n]{1,500}?)(?<=\S)\1(?![\w*])")
_BEGINS_ANEW = re.compile(r"\s*(?:[•●▪‣*–—-]\s|\(?\d{1,2}[.)]|\(?[a-z]\)|[☐☒☑□\[]|[^:]{2,60}:(?:\s|$))")
_HEADING_MARK = re.compile(r"\s*#{1,6}\s+(?=\S)")
_NARROWEST = 55
_WIDEST = 110


def read(content: bytes, limits: Limits) -> Document:
    """The document in the bytes of a text file, whatever its character set."""
    return from_text(decode(content, None), limits)


def from_text(text: str, limits: Limits | None = None) -> Document:
    """The document in a text; marks of quotation are taken off by whoever has it from a mail."""
    budget = Budget(limits or Limits())
    lines = [line.expandtabs(1).rstrip() if not line.strip() else line.rstrip() for line in printable(text).split("\n")]
    return Document(tuple(_blocks(lines, budget)), partial=budget.partial)


def _blocks(lines: list[str], budget: Budget) -> Iterator[Block]:
    width = _wrapped_at(lines)
    before = ""
    index = tables = 0
    while index < len(lines):
        found = table_at(lines, index, tables + 1, budget)
        if found:
            tables += 1
            yield found.table
            index, before = found.end, ""
            continue
        line = lines[index]
        following = lines[index + 1] if index + 1 < len(lines) else ""
        index += 1
        if not line.strip() or _RULE.fullmatch(line):
            before = ""
        elif budget.takes_text(len(line)):
            read = _paragraph(line, index)
            heading = read.heading or bool(_UNDERLINED.fullmatch(following))
            yield replace(read, heading=heading, continues=_goes_on(before, line, width))
            before = line


def _paragraph(line: str, number: int) -> Paragraph:
    marked = _HEADING_MARK.match(line)
    builder = SpanBuilder()
    done = marked.end() if marked else 0
    for bold in _BOLD.finditer(line, done):
        builder.add(line[done : bold.start()])
        builder.add(bold[2], frozenset({Mark.BOLD}))
        done = bold.end()
    builder.add(line[done:])
    spans = builder.spans
    only_bold = len(spans) == 1 and Mark.BOLD in spans[0].marks
    capitals = line.isupper() and sum(map(str.isalpha, line)) > 3 and len(line) <= 100
    return paragraph(spans, Place(path=f"line {number}"), heading=bool(marked) or only_bold or capitals)


def _wrapped_at(lines: list[str]) -> int | None:
    """The width at which the text was broken into lines, None where it does not look broken."""
    lengths = [len(line) for line in lines]
    width = max(lengths, default=0)
    full = sum(length > width * 0.85 for length in lengths)
    return width if _NARROWEST <= width <= _WIDEST and full >= 3 else None


def _goes_on(before: str, line: str, width: int | None) -> bool:
    """Whether a line goes on with the one before: that was full, and this one does not begin anything."""
    if width is None or not before or _BEGINS_ANEW.match(line):
        return False
    first_word = line.split(maxsplit=1)[0]
    return len(before) + 1 + len(first_word) > width and not before.endswith(":")

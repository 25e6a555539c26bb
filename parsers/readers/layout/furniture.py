"""Running headers, footers and page numbers: found, and taken off the pages."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass, replace
from statistics import median

from parsers.readers.layout.lines import Line, lines_of
from parsers.readers.layout.page import Page, Word
from parsers.text import fold

# How far into a page, from its top and bottom edge, running lines may stand.
_TOP_ZONE, _BOTTOM_ZONE = 0.11, 0.88
_PAGE_OF = re.compile(
    r"(\b(lapa|lpp|lappuse|page|pag|p|str)\b\.?\s*\d+(\s*(no|of|/|\()\s*\d+)?)|(^\W*\d+\s*(/|no|of)\s*\d+\W*$)|(^\W*\d+\W*$)"
    r"|(\d+\.?\s*(lpp|lapa|lappuse)\b)",
    re.IGNORECASE,
)
# A statement of how a letter is signed often stands in the footer, and is content wherever it stands.
_SIGNING = re.compile(r"parakst|sign(ed|ature)", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class _Margin:
    """A line near the edge of a page."""

    page: int
    line: Line
    text: str
    at_top: bool


def without_furniture(pages: Sequence[Page]) -> list[Page]:
    """The pages without what runs along their edges."""
    margins = [margin for page in pages for margin in _margins(page)]
    repeated = _repeated(margins, len(pages))
    body = median([word.size for page in pages for word in page.words] or [10.0])
    first = min((page.number for page in pages), default=1)
    kept: list[Page] = []
    for page in pages:
        gone: set[int] = set()
        for margin in margins:
            if margin.page == page.number and _runs(margin, repeated, page, is_first=page.number == first, body=body):
                gone.update(id(word) for segment in margin.line.segments for word in segment.words)
        kept.append(replace(page, words=tuple(w for w in page.words if id(w) not in gone)) if gone else page)
    return kept


def _margins(page: Page) -> list[_Margin]:
    edge: list[Word] = [
        word
        for word in page.words
        if not word.filled
        and (word.area.bottom < _TOP_ZONE * page.height or word.area.top > _BOTTOM_ZONE * page.height)
    ]
    return [
        _Margin(page.number, line, fold(re.sub(r"\d+", "0", _text(line))), line.area.bottom < page.height / 2)
        for line in lines_of(edge)
    ]


def _text(line: Line) -> str:
    return " ".join(segment.text for segment in line.segments)


def _repeated(margins: Sequence[_Margin], pages: int) -> dict[str, list[_Margin]]:
    """Lines that stand at one height of several pages, numbers in them set aside."""
    same: dict[str, list[_Margin]] = defaultdict(list)
    for margin in margins:
        if margin.text:
            same[margin.text].append(margin)
    return {
        text: found
        for text, found in same.items()
        if len({m.page for m in found}) >= max(2, pages // 3)
        and max(m.line.area.middle for m in found) - min(m.line.area.middle for m in found) < 2 * found[0].line.size
    }


def _runs(margin: _Margin, repeated: dict[str, list[_Margin]], page: Page, *, is_first: bool, body: float) -> bool:
    text = _text(margin.line)
    if _SIGNING.search(text):
        return False
    if margin.text in repeated:
        # A letterhead that is repeated is still the letter's head on its first page.
        return not (is_first and margin.at_top and margin.line.size >= 1.05 * body)
    return _is_numbered(text, page.number) and _is_apart(margin, page)


def _is_numbered(text: str, number: int) -> bool:
    if len(text) > 80:
        return False
    return _PAGE_OF.search(text) is not None or re.search(rf"\s{number}$", text) is not None


def _is_apart(margin: _Margin, page: Page) -> bool:
    """Whether nothing of the page's text stands close to the line, on the side of the text."""
    area = margin.line.area
    own = {id(word) for segment in margin.line.segments for word in segment.words}
    reach = 1.2 * margin.line.size
    for word in page.words:
        near = (
            area.bottom <= word.area.top < area.bottom + reach
            if margin.at_top
            else (area.top - reach < word.area.bottom <= area.top)
        )
        if near and id(word) not in own:
            return False
    beyond = (
        [w for w in page.words if w.area.bottom < area.top]
        if margin.at_top
        else [w for w in page.words if w.area.top > area.bottom]
    )
    return not beyond

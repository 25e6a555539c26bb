"""Running headers, footers and page numbers: found, and taken off the pages."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from statistics import median

from rapidfuzz import fuzz

from parsers.readers.layout.lines import Line, lines_of
from parsers.readers.layout.page import Page, Word
from parsers.text import fold

# How far into a page, from its top and bottom edge, running lines may stand.
_TOP_ZONE, _BOTTOM_ZONE = 0.11, 0.88
_SAME_HEIGHT = 0.03  # of a page; scanned pages do not lie alike
_ALIKE = 90  # percent of a line's letters: a scan misreads some
_PAGE_OF = re.compile(
    r"(\b(lapa|lpp|lappuse|page|pag|p|str)\b\.?\s*\d+(\s*(no|of|/|\()\s*\d+)?)|(^\W*\d+\s*(/|no|of)\s*\d+\W*$)|(^\W*\d+\W*$)"
    r"|(\d+\.?\s*(lpp|lapa|lappuse)\b)",
    re.IGNORECASE,
)
# A statement of how a letter is signed often stands in the footer, and is content wherever it stands.
_SIGNING = re.compile(r"parakst|sign(ed|ature)", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class _Margin:
    """A line near the edge of a page; `height` is where, in heights of the page from its top."""

    page: int
    line: Line
    text: str
    at_top: bool
    height: float


def without_furniture(pages: Sequence[Page]) -> list[Page]:
    """The pages without what runs along their edges."""
    margins = _alike([margin for page in pages for margin in _margins(page)])
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
        _Margin(
            page.number,
            line,
            fold(re.sub(r"\d+", "0", _text(line))),
            line.area.bottom < page.height / 2,
            line.area.middle / page.height,
        )
        for line in lines_of(edge)
    ]


def _alike(margins: Sequence[_Margin]) -> list[_Margin]:
    """The lines with one text for all that differ by no more than slips."""
    texts: list[str] = []
    alike: list[_Margin] = []
    for margin in margins:
        text = next((t for t in texts if fuzz.ratio(t, margin.text) >= _ALIKE), None)
        if text is None:
            texts.append(margin.text)
        alike.append(replace(margin, text=text or margin.text))
    return alike


def _text(line: Line) -> str:
    return " ".join(segment.text for segment in line.segments)


def _repeated(margins: Sequence[_Margin], pages: int) -> set[tuple[str, bool]]:
    """The lines that stand at one height of several pages, and those at a page's foot that stand at its head, too."""
    same: dict[tuple[str, bool], list[_Margin]] = defaultdict(list)
    for margin in margins:
        if margin.text:
            same[margin.text, margin.at_top].append(margin)
    return {
        key
        for key, found in same.items()
        if _at_both_ends(key, found, same)
        or (
            len({m.page for m in found}) >= max(2, pages // 3)
            and max(m.height for m in found) - min(m.height for m in found) < _SAME_HEIGHT
        )
    }


def _at_both_ends(
    key: tuple[str, bool], found: Sequence[_Margin], same: Mapping[tuple[str, bool], Sequence[_Margin]]
) -> bool:
    """Whether the last line of a page is what stands at its head, too."""
    text, at_top = key
    return not at_top and bool({m.page for m in found} & {m.page for m in same.get((text, True), ())})


def _runs(margin: _Margin, repeated: set[tuple[str, bool]], page: Page, *, is_first: bool, body: float) -> bool:
    text = _text(margin.line)
    if _SIGNING.search(text):
        return False
    if (margin.text, margin.at_top) in repeated:
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

"""Which of the call's themes a form chooses: ticked, set apart from the others, left over, or written out."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from rapidfuzz import fuzz

from parsers.document import Mark, Span
from parsers.form.items import Line
from parsers.rules import Theme
from parsers.text import fold

_TICKED = re.compile(r"☒|☑|✓|✔|✅|🗹|🗸|✗|✘|\[\s*[xX×✓✔vV]\s*\]|\(\s*[xX×✓✔]\s*\)|(?<!\w)[xXХх×](?!\w)")
_UNTICKED = re.compile(r"☐|□|▢|\[\s*\]|\(\s*\)")
_NEGATED = re.compile(r"(?<!\w)(?:nē|no|0)\s*$", re.IGNORECASE)
_AFFIRMED = re.compile(r"(?<!\w)(?:jā|yes)(?!\w)|(?<!\S)\+\s*$|^\s*\+(?!\S)", re.IGNORECASE)
_CHOSEN_MARKS = (Mark.HIGHLIGHT, Mark.UNDERLINE, Mark.BOLD, Mark.FILLED)
_LIKE = 84


@dataclass(frozen=True, slots=True)
class _Option:
    """A theme that stands in the answer, with the text around its label that belongs to it, and its marks."""

    key: str
    around: str
    marks: frozenset[Mark]


def chosen(lines: Sequence[Line], themes: Sequence[Theme]) -> tuple[str, ...]:
    """The keys of the themes chosen in the answer's lines, in the call's order."""
    options = _options(lines, themes)
    keys = (
        _ticked(options)
        or _filled_circles(options)
        or _set_apart(options, themes)
        or _left_over(options, themes)
        or _by_number(lines, themes)
    )
    return tuple(theme.key for theme in themes if theme.key in keys)


def _options(lines: Sequence[Line], themes: Sequence[Theme]) -> list[_Option]:
    options: list[_Option] = []
    joined = _joined(lines)
    for index, line in enumerate(joined):
        places = _labels_in(line.text, themes)
        if not places:
            continue
        bounds = _bounds(line.text, places)
        for (key, start, end), (low, high) in zip(places, bounds, strict=True):
            around = line.text[low:start] + " " + line.text[end:high]
            if len(places) == 1 and index and _alone_tick(joined[index - 1].text):
                around = joined[index - 1].text + " " + around
            options.append(_Option(key, around, _marks(line, start, end)))
    return options


def _filled_circles(options: Sequence[_Option]) -> set[str]:
    """The themes without a hollow circle where others have one; a full circle may be there, or was left out as a bullet."""
    hollow = {o.key for o in options if o.around.strip()[:1] in ("○", "◯", "⚪")}
    return {o.key for o in options} - hollow if hollow else set()


def _alone_tick(text: str) -> bool:
    return bool(_TICKED.fullmatch(text.strip()) or _UNTICKED.fullmatch(text.strip()))


def _joined(lines: Sequence[Line]) -> list[Line]:
    """Lines with those that go on with them."""
    joined: list[Line] = []
    for line in lines:
        if line.continues and joined:
            last = joined[-1]
            joined[-1] = Line((*last.spans, Span(" "), *line.spans), last.place, last.strong and line.strong)
        else:
            joined.append(line)
    return joined


def _labels_in(text: str, themes: Sequence[Theme]) -> list[tuple[str, int, int]]:
    """Every theme's label in `text` with its place; a slip of a letter or two allowed, the longest wording first."""
    found: list[tuple[str, int, int]] = []
    for theme in themes:
        best: tuple[float, int, int] | None = None
        for label in sorted(theme.labels, key=len, reverse=True):
            alignment = fuzz.partial_ratio_alignment(_even(label), _even(text), score_cutoff=_LIKE)
            if alignment and len(_even(text).strip()) >= len(label) * 0.8:
                start, end = _whole_words(text, alignment.dest_start, alignment.dest_end)
                if fuzz.ratio(fold(label), fold(text[start:end])) >= _LIKE and (
                    best is None or end - start > best[2] - best[1]
                ):
                    best = alignment.score, start, end
        if best:
            found.append((theme.key, best[1], best[2]))
    found.sort(key=lambda place: (place[1], -place[2]))
    return [
        f
        for f in found
        if not any(o is not f and o[1] <= f[1] and f[2] <= o[2] and o[2] - o[1] > f[2] - f[1] for o in found)
    ]


def _even(text: str) -> str:
    """`text` in lower case without diacritics, letter for letter, so that places in it hold."""
    return "".join((fold(letter) or " ")[0] if not letter.isascii() else letter.lower() for letter in text)


def _whole_words(text: str, start: int, end: int) -> tuple[int, int]:
    while start > 0 and text[start - 1].isalpha():
        start -= 1
    while start < end and not text[start].isalpha():
        start += 1
    while end < len(text) and text[end].isalpha():
        end += 1
    return start, end


def _bounds(text: str, places: list[tuple[str, int, int]]) -> list[tuple[int, int]]:
    """Which part of a line belongs to each label: boxes stand before labels if one stands before the first, else behind."""
    if len(places) == 1:
        return [(0, len(text))]
    before = bool(_TICKED.search(text[: places[0][1]]) or _UNTICKED.search(text[: places[0][1]]))
    bounds = []
    for index, (_, start, end) in enumerate(places):
        previous = places[index - 1][2] if index else 0
        following = places[index + 1][1] if index + 1 < len(places) else len(text)
        bounds.append((previous, end) if before else (start, following))
    return bounds


def _marks(line: Line, start: int, end: int) -> frozenset[Mark]:
    """The marks that all of a label's text has."""
    marks: frozenset[Mark] | None = None
    at = 0
    for span in line.spans:
        if at < end and at + len(span.text) > start and span.text.strip():
            marks = span.marks if marks is None else marks & span.marks
        at += len(span.text)
    return marks or frozenset()


def _ticked(options: list[_Option]) -> set[str]:
    ticked = {o.key for o in options if _TICKED.search(o.around) or _AFFIRMED.search(o.around)}
    unticked = {o.key for o in options if _UNTICKED.search(o.around)}
    if not ticked and unticked:
        return _written_apart(options)
    return ticked


def _written_apart(options: list[_Option]) -> set[str]:
    """Boxes are there and none is ticked: a theme that stands again without a box, or is set apart, is chosen."""
    boxed = [o for o in options if _UNTICKED.search(o.around)]
    return {o.key for o in options if o not in boxed} if len(boxed) < len(options) else set()


def _set_apart(options: list[_Option], themes: Sequence[Theme]) -> set[str]:
    """The themes that are marked while others are not, or that are left when the others are struck out."""
    if len({o.key for o in options}) < 2:
        return set()
    struck = {o.key for o in options if Mark.STRIKE in o.marks}
    if struck and len(struck) < len({o.key for o in options}):
        return {o.key for o in options} - struck
    for mark in _CHOSEN_MARKS:
        marked = {o.key for o in options if mark in o.marks}
        if marked and len(marked) < len({o.key for o in options}):
            return marked
    return set()


def _left_over(options: list[_Option], themes: Sequence[Theme]) -> set[str]:
    """Where only some themes stand, without an empty box, the team left or wrote the ones it means."""
    keys = {o.key for o in options}
    empty_boxes = any(_UNTICKED.search(o.around) for o in options)
    return keys if keys and len(keys) < len(themes) and not empty_boxes else set()


def _by_number(lines: Sequence[Line], themes: Sequence[Theme]) -> set[str]:
    """A number of the themes' printed order ("2.", "1. un 3. joma")."""
    text = " ".join(line.text for line in lines).strip()
    if not re.fullmatch(
        r"(?:[\w.]+\s+){0,3}?(?:\(?\d\)?[.)]?(?:\s*(?:,|un|and|&|;)?\s*))+(?:joma|jomas|tēma|tēmas|theme\w*|area\w*)?\W*",
        text,
    ):
        return set()
    return {themes[int(number) - 1].key for number in re.findall(r"\d", text) if 1 <= int(number) <= len(themes)}

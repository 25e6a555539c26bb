"""Quotation marks as Latvian and English letters set them: low and high, straight, doubled commas, nested, misread."""

from __future__ import annotations

import re
from collections.abc import Iterator

_ALWAYS_OPEN, _ALWAYS_CLOSE = "„«‚", "”»"
_EITHER = '"“‟˝″'
_SINGLE = "'‘’`´"
_QUOTES = _ALWAYS_OPEN + _ALWAYS_CLOSE + _EITHER
_LONGEST = 300
_OPENING = re.compile(rf"(?:,,|‚‚|''|``|<<|[{_QUOTES}{_SINGLE}]|[,*°](?=\w))\s?")
_MOST = 50
# What OCR makes of a closing mark.
_MISREAD_END = re.compile(r"(?<=[\w?!])[’'*°](?=[.,;)\s]|$)")
_MARK = re.compile(rf",,(?=\w)|(?<!\w)‘(?=\w)|''|``|<<|[{_QUOTES}]")


def opening_at(text: str, position: int) -> re.Match[str] | None:
    """A mark that may open a quotation at `position`."""
    return _OPENING.match(text, position)


def quoted_stretches(text: str) -> list[tuple[int, int]]:
    """Everything in quotation marks, the outer ones where they are nested."""
    return [(start, end) for start, end in _quotations(text) if end is not None]


def is_left_open(text: str) -> bool:
    """Whether a quotation begins in `text` and does not end in it."""
    ended = text.endswith((".", ";"))
    return any(end is None and not (ended and misread_closing(text, start)) for start, end in _quotations(text))


def _quotations(text: str) -> Iterator[tuple[int, int | None]]:
    position = found = 0
    while found < _MOST and (mark := _MARK.search(text, position)):
        found += 1
        position = mark.end()
        if mark[0] in (",,", "<<", "‘") or _opens(text, *mark.span()):
            end = closing(text, *mark.span())
            yield mark.start(), end
            position = end or position


def unquoted(text: str) -> str:
    """`text` without the quotation marks around it; those inside it stay."""
    title = " ".join(text.split())
    title = re.sub(rf"^(?:,,|''|``|<<|[{_QUOTES}{_SINGLE},*])\s*", "", title)
    title = re.sub(r"[\s,;]+$", "", title)
    if title.endswith(("''", ">>", "``")):
        title = title[:-2]
    elif title and title[-1] in f"{_QUOTES}{_SINGLE}*" and _closes_nothing(title):
        title = title[:-1]
    return title.rstrip(" ,;")


def _closes_nothing(title: str) -> bool:
    """Whether the mark at the end has nothing to close within the title."""
    mark, inside = title[-1], title[:-1]
    if mark in _ALWAYS_CLOSE or mark == "“":
        return sum(inside.count(m) for m in _ALWAYS_OPEN + "“") <= sum(inside.count(m) for m in _ALWAYS_CLOSE)
    return inside.count(mark) % 2 == 0


def closing(text: str, opening: int, start: int) -> int | None:
    """Where what opens at `opening` is closed (after the closing mark); None where it never is."""
    single = text[opening] in _SINGLE and text[opening : opening + 2] not in ("''", "``")
    marks = _QUOTES + (_SINGLE if single else "")
    depth, last = 1, None
    position = start
    while position < min(len(text), start + _LONGEST):
        mark = text[position : position + 2] if text[position : position + 2] in ("''", ">>", "``") else text[position]
        if mark[0] in marks or len(mark) == 2:
            if _opens(text, position, position + len(mark)):
                depth += 1
            else:
                depth -= 1
                last = position + len(mark)
                if depth == 0:
                    return last
        position += len(mark)
    return last


def misread_closing(text: str, start: int) -> int | None:
    """Where a quotation from `start` seems to end whose closing mark OCR took for another sign; None where nothing does."""
    misread = _MISREAD_END.search(text, start, min(len(text), start + _LONGEST))
    return misread.end() if misread else None


def _opens(text: str, start: int, end: int) -> bool:
    mark = text[start]
    if mark in _ALWAYS_OPEN:
        return True
    if mark in _ALWAYS_CLOSE or text[start:end] == ">>":
        return mark == "”" and start > 0 and text[start - 1].isspace() and text[end : end + 1].isalnum()
    before, after = text[start - 1 : start], text[end : end + 1]
    return (
        (not before or before.isspace() or before in "(–—-")
        and bool(after)
        and not after.isspace()
        and after not in ".,;:)"
    )

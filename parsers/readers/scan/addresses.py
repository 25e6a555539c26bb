"""E-mail addresses in cells of tables, each read as a whole: a narrow cell breaks them where no language's words break."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace

from parsers.readers.layout import Area
from parsers.readers.scan import ocr
from parsers.readers.scan.ocr import Read
from parsers.readers.scan.raster import Raster

_MAY_BE_ADDRESS = re.compile(r"[^\W\d_].*[.@,].*[^\W\d_]")
_ADDRESS = re.compile(r"[a-z0-9][a-z0-9._+-]*@[a-z0-9-]+(?:\.[a-z0-9-]+)*\.[a-z]{2,}")
_SHORTEST, _MOST_WORDS, _MOST_DIGITS = 8, 5, 4
# An l or a v at a line's end, alone or beside its likeness, as English reads it.
_TAKEN_FOR_LV = re.compile(r"[.,][lI1|!][vVyYjJ]{1,2}$")
_TAKEN_FOR_AT_L = re.compile(r"@[lI1|!]{2}(?=\w)")


@dataclass(frozen=True, slots=True)
class _Candidate:
    """A cell that may hold an address and nothing else, and the words read in it."""

    area: Area
    words: tuple[Read, ...]


def addresses_in(read: Sequence[Read], cells: Sequence[Area], level: Raster, letter: float) -> list[Read]:
    """`read` with the words of every cell that holds an address as one word, the address."""
    candidates = [c for cell in cells if (c := _candidate(cell, read)) is not None]
    if not candidates:
        return list(read)
    again = ocr.words_in(level, [c.area for c in candidates], gap=int(letter), layout=6, languages="eng")
    addresses: dict[int, Read] = {}
    gone: set[int] = set()
    for candidate in candidates:
        parts = [word for word in again if candidate.area.holds(word.area)]
        text = _plain("".join(part.text for part in parts))
        if _ADDRESS.fullmatch(text):
            first, *rest = candidate.words
            addresses[id(first)] = replace(first, text=text, confidence=max(90.0, first.confidence))
            gone.update(id(word) for word in rest)
    return [addresses.get(id(word), word) for word in read if id(word) not in gone]


def _candidate(cell: Area, read: Sequence[Read]) -> _Candidate | None:
    words = tuple(word for word in read if cell.holds(word.area))
    joined = "".join(word.text for word in words)
    fits = (
        0 < len(words) <= _MOST_WORDS
        and len(joined) >= _SHORTEST
        and sum(sign.isdigit() for sign in joined) <= _MOST_DIGITS
        and _MAY_BE_ADDRESS.search(joined)
    )
    return _Candidate(cell, words) if fits else None


def _plain(text: str) -> str:
    """An address as it is written, without what English makes of its single letters."""
    text = _TAKEN_FOR_AT_L.sub("@l", _TAKEN_FOR_LV.sub(".lv", text))
    return text.replace("|", "l").replace("!", "l").replace(",", ".").lower()

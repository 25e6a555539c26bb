"""How far a word as read is from the word as meant, in slips: lost diacritics cost little, look-alikes of OCR half."""

from __future__ import annotations

import unicodedata
from functools import lru_cache

_DIACRITIC = 0.2
_LOOKALIKE = 0.5
_OTHER = 1.0

# Letters that Tesseract and typists take for each other, as their base letters in lower case.
_LOOKALIKES = frozenset(
    frozenset(pair)
    for pair in (
        "il", "i1", "l1", "it", "lt", "i!", "l!", "ij", "l|", "i|", "o0", "s5", "b8", "g9", "ce", "co", "uv", "nu", "hn", "bh",
        "gq",         "vy", "z2", "rt", "ao", "kķ", "fi", "mn", "rn", "s$", "a4", "eo", "ft", "ae",
    )
)  # fmt: skip
_MERGED = (
    ("rn", "m"),
    ("ni", "m"),
    ("in", "m"),
    ("cl", "d"),
    ("vv", "w"),
    ("li", "u"),
    ("ii", "u"),
    ("ll", "u"),
    ("ti", "u"),
)


@lru_cache(maxsize=65536)
def distance(read: str, meant: str) -> float:
    """The cheapest way to get from one to the other, letter by letter, case aside."""
    if read == meant:
        return 0.0
    a, b = read.casefold(), meant.casefold()
    previous = [float(j) for j in range(len(b) + 1)]
    rows = [previous]
    for i, left in enumerate(a, 1):
        row = [float(i)]
        for j, right in enumerate(b, 1):
            best = min(rows[i - 1][j] + _OTHER, row[j - 1] + _OTHER, rows[i - 1][j - 1] + substitution(left, right))
            for two, one in _MERGED:
                if a[i - 2 : i] == two and right == one and i > 1:
                    best = min(best, rows[i - 2][j - 1] + _LOOKALIKE)
                if b[j - 2 : j] == two and left == one and j > 1:
                    best = min(best, rows[i - 1][j - 2] + _LOOKALIKE)
            row.append(best)
        rows.append(row)
    return rows[-1][-1]


@lru_cache(maxsize=8192)
def substitution(left: str, right: str) -> float:
    """What it costs to read one letter for another."""
    if left == right:
        return 0.0
    base_left, base_right = _base(left), _base(right)
    if base_left == base_right:
        return _DIACRITIC
    return _LOOKALIKE if frozenset((base_left, base_right)) in _LOOKALIKES else _OTHER


def _base(letter: str) -> str:
    return "".join(c for c in unicodedata.normalize("NFD", letter) if not unicodedata.combining(c))

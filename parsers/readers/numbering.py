"""The numbers that a format counts for its list items, as they are printed: 1., b), IV."""

from __future__ import annotations

import string

_ROMAN = (
    (1000, "m"), (900, "cm"), (500, "d"), (400, "cd"), (100, "c"), (90, "xc"), (50, "l"), (40, "xl"), (10, "x"), (9, "ix"),
    (5, "v"), (4, "iv"), (1, "i"),
)  # fmt: skip
_HIGHEST_ROMAN = 3999


def letters(count: int) -> str:
    """a, b ... z, aa, bb: Word's and Writer's way to go on after z."""
    turns, letter = divmod(count - 1, 26)
    return string.ascii_lowercase[letter] * (turns + 1) if 0 < count <= 26 * 20 else str(count)


def roman(count: int) -> str:
    if not 0 < count <= _HIGHEST_ROMAN:
        return str(count)
    written = ""
    for number, sign in _ROMAN:
        times, count = divmod(count, number)
        written += sign * times
    return written

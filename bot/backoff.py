"""How long to wait after failures: doubled each time, with chance in it so that many do not come back at one moment."""

from __future__ import annotations


def delay(failures: int, *, first: float, most: float, chance: float) -> float:
    """Seconds to wait after the `failures`th failure in a row (1 or more).

    `first` is doubled with each further failure up to `most`; `chance` (0 to 1, drawn by the caller) decides how much of the
    second half of that is waited.
    """
    longest = min(most, first * 2.0 ** min(failures - 1, 32))
    return longest / 2 * (1 + chance)

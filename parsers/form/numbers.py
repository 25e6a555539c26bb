"""Members told by their number in the team: "skat. 2. dalībnieku", "Members No. 1 and 3", "pirmais un otrais"."""

from __future__ import annotations

import re
from collections.abc import Sequence

from parsers.form.persons import Person
from parsers.text import fold

_ORDINALS = (
    ("pirm", "first"),
    ("otr", "second"),
    ("tres", "third"),
    ("ceturt", "fourth"),
    ("piekt", "fifth"),
    ("sest", "sixth"),
)
_WORDS = re.compile(
    r"(?:skat\w*|sk|see|dalibniek\w*|member\w*|participant\w*|person\w*|komand\w*|team|tabul\w*|table|projekta|project|"
    r"nr|no|number\w*|numur\w*|un|and|kas|who|is|ir|pats|pati|same|as|the|row|rind\w*|ieprieks|above|augstak|minet\w*|ar)"
)
_TELLING = re.compile(
    r"skat\w*|see|dalibniek\w*|member\w*|participant\w*|nr|no|number\w*|numur\w*|tabul\w*|table|row|rind\w*"
)
_LISTED = re.compile(r"\d\s?\.?\s*(?:,|un|and|&)\s*(?:nr\.?\s*)?\d", re.IGNORECASE)


def members_numbered(text: str, team: Sequence[Person]) -> list[Person]:
    """The members whose numbers `text` gives; none where it says anything else, or has a number that nobody has."""
    words = fold(text).split()
    numbers = [_number(word) for word in words]
    others = [word for word, number in zip(words, numbers, strict=True) if number is None]
    told = [number for number in numbers if number is not None]
    if not told or not all(_WORDS.fullmatch(word) for word in others) or max(told) > len(team) or min(told) < 1:
        return []
    if not (any(_TELLING.fullmatch(word) for word in others) or _LISTED.search(text)):
        return []
    return [team[number - 1] for number in dict.fromkeys(told)]


def _number(word: str) -> int | None:
    if word.isdecimal():
        return int(word)
    return next(
        (n for n, (lv, en) in enumerate(_ORDINALS, 1) if word == en or re.fullmatch(rf"{lv}\w{{1,3}}", word)), None
    )

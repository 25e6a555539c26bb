"""Dates as Latvian and English letters write them: "2023. gada 12. aprīlī", "30.03.2023.", "April 18th, 2023", "2023-04-18"."""

from __future__ import annotations

import datetime as dt
import re
from dataclasses import dataclass

from parsers.text import fold

# The stem of each month's name in either language, folded.
_MONTHS = (
    ("janvar", "januar"), ("februar",), ("mart", "march"), ("april",), ("maij",), ("junij", "june"), ("julij", "july"),
    ("august",), ("septembr", "september"), ("oktobr", "october"), ("novembr", "november"), ("decembr", "december"),
)  # fmt: skip
_SHORT_MONTHS = {
    "jan": 1, "feb": 2, "mar": 3, "apr": 4, "mai": 5, "may": 5, "jun": 6, "jul": 7, "aug": 8, "sep": 9, "sept": 9, "okt": 10,
    "oct": 10, "nov": 11, "dec": 12,
}  # fmt: skip
_ROMAN = ("I", "II", "III", "IV", "V", "VI", "VII", "VIII", "IX", "X", "XI", "XII")
_ORDINALS = {
    "pirm": 1, "otr": 2, "tres": 3, "ceturt": 4, "piekt": 5, "sest": 6, "septit": 7, "astot": 8, "devit": 9, "desmit": 10,
    "vienpadsmit": 11, "divpadsmit": 12, "trispadsmit": 13, "cetrpadsmit": 14, "piecpadsmit": 15, "sespadsmit": 16,
    "septinpadsmit": 17, "astonpadsmit": 18, "devinpadsmit": 19, "divdesmit": 20, "trisdesmit": 30,
}  # fmt: skip

_D, _Y = r"(?P<day>\d{1,2})", r"(?P<year>(?:19|20)\d{2})"
_MONTH = r"(?P<month>[^\W\d_][^\W_]{2,9})"
_DOT = r"\s*[.,:]?\s*"
_PATTERNS = tuple(
    re.compile(pattern, re.IGNORECASE)
    for pattern in (
        # 2023. gada 12. aprīlī; 2023.g. 5.aprīlis; 2023. gada „12.” aprīlī; 2023.gada divpadsmitajā aprīlī
        rf"\b{_Y}{_DOT}(?:gad[aā]|g)\b{_DOT}[„“”\"«]?(?:{_D}{_DOT}|(?P<word>[^\W\d_]{{4,14}}(?:\s[^\W\d_]{{4,8}})?)\s)[“”\"»]?\s?{_MONTH}\b",
        # 12. aprīlis, 2023; 5. aprīlī 2023. gadā; 18 April 2023; 18th of April, 2023; 18-Apr-2023
        rf"(?<![\d.,/-]){_D}(?:st|nd|rd|th)?[.\s-]*(?:day of |of )?\s?{_MONTH}[.,\s-]*{_Y}\b",
        # April 18th, 2023
        rf"\b{_MONTH}\.?\s+{_D}(?:st|nd|rd|th)?\s*[.,]?\s+{_Y}\b",
        # 14.III 2023; 14. III. 2023
        rf"(?<![\d.,/-]){_D}[.\s/-]*(?P<roman>[IVX]{{1,4}})[.\s/-]+{_Y}\b",
        # 2023-04-18; 2023.04.18; 2023/04/18
        rf"(?<![\d/.-]){_Y}\s?(?P<sep>[-./])\s?(?P<number>\d{{1,2}})\s?(?P=sep)\s?{_D}(?![\d-])",
        # 27.03:2023, where a scan lost a dot
        rf"(?<![\d/.-]){_D}\s?[.,:]\s?(?P<number>\d{{1,2}})\s?[.,:]\s?{_Y}(?![\d/-])",
        # 30.03.2023.; 30. 03. 2023; 18/04/2023; 05-04-2023; 05.04.23
        rf"(?<![\d/.-]){_D}\s?(?P<sep>[./-])\s?(?P<number>\d{{1,2}})\s?(?P=sep)\s?(?P<year>(?:19|20)\d{{2}}|\d{{2}})(?![\d/-])",
    )
)


@dataclass(frozen=True, slots=True)
class Found:
    """A date in a text, from `start` to `end`."""

    date: dt.date
    start: int
    end: int


def find_all(text: str) -> tuple[Found, ...]:
    """Every full date in `text`, in its order."""
    found: list[Found] = []
    for pattern in _PATTERNS:
        for match in pattern.finditer(text):
            date = _date(match.groupdict())
            overlaps = any(match.start() < other.end and other.start < match.end() for other in found)
            if date and not overlaps:
                found.append(Found(date, match.start(), match.end()))
    return tuple(sorted(found, key=lambda one: one.start))


def find(text: str) -> dt.date | None:
    """The first date in `text`."""
    return next((found.date for found in find_all(text)), None)


def _date(parts: dict[str, str | None]) -> dt.date | None:
    year = int(parts["year"] or 0)
    year += 2000 if year < 100 else 0
    month = int(number) if (number := parts.get("number")) else _month(parts.get("month") or "")
    if roman := parts.get("roman"):
        month = _ROMAN.index(roman.upper()) + 1 if roman.upper() in _ROMAN else None
    day = int(text) if (text := parts.get("day")) else _ordinal(parts.get("word") or "")
    if number and month and month > 12 and parts.get("sep") == "/":
        month, day = day, month
    try:
        return dt.date(year, month or 0, day or 0)
    except ValueError:
        return None


def _month(word: str) -> int | None:
    """The number of a month in either language, any case, short or misread by a letter ("apri1ī")."""
    folded = fold(word).replace("1", "l").replace("0", "o")
    for number, stems in enumerate(_MONTHS, 1):
        if folded.startswith(stems):
            return number
    return _SHORT_MONTHS.get(folded)


def _ordinal(words: str) -> int | None:
    """A day in words: "divpadsmitajā", "divdesmit pirmajā"."""
    total = 0
    for word in fold(words).split():
        value = next((n for stem, n in _ORDINALS.items() if word.removesuffix("aja").removesuffix("ais") == stem), None)
        if value is None:
            return None
        total += value
    return total

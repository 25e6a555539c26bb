"""Telephone numbers in running text, as they are written."""

from __future__ import annotations

import re

_PHONE = re.compile(
    r"(?<![\w@.+/-])(?:\(?(?:\+|00)\s?\d{1,3}\)?[\s.-]?)?(?:\(\d{1,4}\)[\s.-]?)?\d{2,4}(?:[\s.-]?\d{1,4}){1,5}(?![\w@])(?!\.\w)"
)
_CAPTION = re.compile(
    r"\b(?:t[āa]lru\w*|t[āa]lr\b|tel(?:efon\w*|ephone)?\b|mob(?:il\w*)?\b|phone|cell|ph\b|t\b|m\b)\s*(?:nr\b|numurs|no\b|number)?\s*[.:]*\s*$",
    re.IGNORECASE,
)


def find(text: str) -> list[tuple[int, int]]:
    """Where the phone numbers stand in `text`."""
    places = []
    for match in _PHONE.finditer(text):
        digits = re.sub(r"\D", "", match.group())
        captioned = _CAPTION.search(text[: match.start()]) is not None
        if (8 <= len(digits) <= 15 or (captioned and 6 <= len(digits) <= 15)) and not _is_date(match.group()):
            places.append((match.start(), match.end()))
    return places


def first(text: str) -> str | None:
    """The first phone number in `text` as it is written, None where there is none."""
    places = find(text)
    return text[places[0][0] : places[0][1]].strip() if places else None


def _is_date(text: str) -> bool:
    return re.fullmatch(r"\d{1,2}\.\s?\d{1,2}\.\s?\d{4}|\d{4}-\d{2}-\d{2}", text.strip()) is not None

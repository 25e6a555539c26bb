"""Values of the views as cells: typed, in words of one language, and never a formula.

A spreadsheet takes a text that begins with = + - @ for a formula, also after spaces and quotation marks, and in full-width
forms. Teams write names, titles and file names as they like.
"""

from __future__ import annotations

import unicodedata
from datetime import date, datetime
from typing import Any

from parsers.text import one_line
from storage.views import Column

LONGEST_CELL = 32_000  # a workbook's cell holds 32 767 characters
_QUOTES = "'\"`´‘’‚“”„«»"
_SPACES = "".join(chr(code) for code in range(0x2100) if chr(code).isspace())
_YES_NO = {"lv": ("nē", "jā"), "en": ("no", "yes")}

Cell = str | int | float | date | datetime | None


def cell(value: Any, column: Column, language: str) -> Cell:
    """A view's value as a number, a date, a moment (local time), or one line of text; None where there is none."""
    if value is None:
        return None
    match column.kind:
        case "number":
            return int(value)
        case "money":
            return float(value)
        case "yes_no":
            return _YES_NO[language][bool(value)]
        case "date":
            return value if isinstance(value, date) else date.fromisoformat(value)
        case "moment":
            return value if isinstance(value, datetime) else datetime.fromisoformat(value)
        case _:
            return value if isinstance(value, str) and _is_one_clean_line(value) else one_line(str(value), LONGEST_CELL)


def _is_one_clean_line(text: str) -> bool:
    """Whether cleaning would change nothing: told at once for most of a million cells (no character of 0x2000 or above is a
    Latvian letter, and many of them are invisible, or ligatures)."""
    return (
        len(text) <= LONGEST_CELL
        and text.isprintable()
        and "  " not in text
        and text == text.strip()
        and (text.isascii() or (max(text) < "\u2000" and unicodedata.is_normalized("NFC", text)))
    )


def looks_like_formula(text: str) -> bool:
    """Whether a spreadsheet might compute `text`, or take it for an error value (#REF!), instead of showing it."""
    if text[:1].isalnum():  # most are: no letter or digit becomes one of these signs
        return False
    begins = "".join(c for c in unicodedata.normalize("NFKC", text[:100]) if unicodedata.category(c) != "Cf")
    return begins.lstrip(_QUOTES + _SPACES).startswith(("=", "+", "-", "−", "@", "#")) or begins.startswith(
        ("\t", "\r")
    )

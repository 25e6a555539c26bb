"""Where a form ends: its signature and date lines, a consent, a mail's greeting, a letter that follows in the same document."""

from __future__ import annotations

import re
from collections.abc import Sequence

from rapidfuzz import fuzz

from parsers.form.items import Item, Label, Line
from parsers.rules import Vocabulary
from parsers.text import fold
from parsers.words.institutions import find_all

_CLOSING = re.compile(
    r"^\W*(?:(?:(?:\w+\s+){0,3}paraksts|paraksta?(?:s|ija|ītājs)|datums|signature|signed(?: by)?|date|ar cieņu|cieņā|"
    r"(?:best |kind |warm )?regards|(?:yours )?sincerely|yours faithfully|personas datu apstrāde|personal data processing|"
    r"vieta,? datums|place,? date|z\.\s?v)\s*(?:[:_/(,.;–-]|$)|"
    r"apliecin(?:u|ām)\b|piekrīt(?:u|am)\b|(?:i|we|es|mēs|ar šo) (?:hereby|confirm|certify|agree|consent|ar šo|piekr|apliec)\w*|"
    r"hereby\b|(?:dokuments|this document).{0,30}parakst|--$|_{8,}$)",
    re.IGNORECASE,
)
_DATE_LINE = re.compile(
    r"^\W*(?:\w+,\s*)?(?:\d{1,2}\.\s?\d{1,2}\.\s?20\d\d|20\d\d\.?\s?(?:gada)?\s?\d{1,2}\.\s?\w+)\.?(?:\s*gad\w*)?\W*$"
)
_LETTER_NUMBER = re.compile(r"\bN[ro]\.\s*[\w./-]*\d")
_LETTERHEAD_LINES = 12
_FIELDS_OF_A_FORM = 6


def closes(line: Line) -> bool:
    """Whether an answer that is no table's cell ends before this line."""
    return not (line.in_cell or line.list_item) and bool(_CLOSING.match(line.text) or _DATE_LINE.match(line.text))


def letter_start(items: Sequence[Item], vocabulary: Vocabulary) -> int:
    """Where a letter begins behind the form, which has said all its fields before; the number of items where none does."""
    firsts: dict[str, int] = {}
    for index, item in enumerate(items):
        if isinstance(item, Label):
            firsts.setdefault(item.match.key, index)
    if len(firsts) < _FIELDS_OF_A_FORM:
        return len(items)
    for index in range(max(firsts.values()) + 1, len(items)):
        if _is_letterhead(items, index, vocabulary) or _is_title(items[index], vocabulary):
            return index
    return len(items)


def _is_letterhead(items: Sequence[Item], index: int, vocabulary: Vocabulary) -> bool:
    """Whether the line is an institution's name alone, with a letter's number or title soon below."""
    line = items[index]
    if not isinstance(line, Line) or line.in_cell:
        return False
    named = find_all(line.text, vocabulary)
    if (
        not named
        or named[0].end - named[0].start < 0.6 * len(line.text.strip())
        or not (line.strong or line.text.isupper())
    ):
        return False
    below = items[index + 1 : index + 1 + _LETTERHEAD_LINES]
    return any(_is_title(i, vocabulary) or (isinstance(i, Line) and _LETTER_NUMBER.search(i.text)) for i in below)


def _is_title(item: Item, vocabulary: Vocabulary) -> bool:
    if not isinstance(item, Line) or item.in_cell:
        return False
    text = fold(item.text)
    return any(fuzz.ratio(text, fold(title)) >= 90 for title in vocabulary.letter_titles)

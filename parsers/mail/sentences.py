"""The sentences of a mail, as they are compared: folded, with what tells a question kept."""

from __future__ import annotations

import re
from dataclasses import dataclass
from itertools import pairwise

from parsers.text import fold

LOOKED_AT = 20_000
_URL = re.compile(r"(?<!\S)[(<\[]?(?:(?:https?://|www\.)\S+|\S{1,64}@\S+)")
# A full stop after a number, an initial or an abbreviation ends no sentence.
_END = re.compile(
    r"(?<=[?!])\s+|(?<=[^\W\d_]{3}\.)\s+(?=\W{0,2}[^\W\d_a-zāčēģīķļņšūž])|(?<=\.)\s+(?=[A-ZĀČĒĢĪĶĻŅŠŪŽ][a-zāčēģīķļņšūž]+\s)|\n\s*\n"
)
_WRAPPED_FROM = 55


@dataclass(frozen=True, slots=True)
class Sentence:
    """One sentence: as written, folded (lower case, no diacritics, no punctuation), and whether a question mark ends it."""

    written: str
    folded: str
    asked: bool


def split(text: str) -> tuple[Sentence, ...]:
    """The sentences in the beginning of `text`; lines that a mailer wrapped are made whole, others stand for themselves."""
    found = []
    for piece in _END.split(_URL.sub(" ", _unwrapped(text[:LOOKED_AT]))):
        for line in piece.split("\n") if piece else ():
            written = line.strip()
            folded = fold(written)
            if folded or "?" in written:
                found.append(Sentence(written, folded, written.rstrip(" )\"'»”…!.").endswith("?") or "? " in written))
    return tuple(found)


def _unwrapped(text: str) -> str:
    lines = text.split("\n")
    result = lines[0]
    for before, line in pairwise(lines):
        wrapped = len(before) >= _WRAPPED_FROM and line[:1].isalnum()
        result += (" " if wrapped else "\n") + line
    return result

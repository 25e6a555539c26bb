"""Text as strangers write it, made comparable: cleaning, folding, and one safe line."""

from __future__ import annotations

import re
import unicodedata

# Soft hyphens, zero-width marks and bidirectional controls change how text looks, never what it says.
_INVISIBLE = re.compile("[\u00ad\u200b-\u200f\u202a-\u202e\u2060-\u2064\u2066-\u2069\ufeff]")
_CONTROL = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f]")
_SPACES = re.compile(r"[^\S\n]+")
_LIGATURES = str.maketrans({"ﬀ": "ff", "ﬁ": "fi", "ﬂ": "fl", "ﬃ": "ffi", "ﬄ": "ffl", "ﬅ": "st", "ﬆ": "st"})


def printable(text: str) -> str:
    """`text` without invisible marks, ligatures and control characters; each line break is "\\n"."""
    text = text.replace("\r\n", "\n").replace("\r", "\n").replace("\u2028", "\n").replace("\u2029", "\n")
    return _CONTROL.sub(" ", _INVISIBLE.sub("", text)).translate(_LIGATURES)


def clean(text: str) -> str:
    """`text` in NFC without invisible marks; every run of white space but a line break is one space."""
    text = unicodedata.normalize("NFC", printable(text))
    return "\n".join(_SPACES.sub(" ", line).strip() for line in text.split("\n"))


def fold(text: str) -> str:
    """`text` for comparison: lower case, without diacritics, punctuation as single spaces ("Šķērsiela 5-a" → "skersiela 5 a")."""
    decomposed = unicodedata.normalize("NFKD", clean(text).casefold())
    letters = "".join(c for c in decomposed if not unicodedata.combining(c))
    return re.sub(r"\W+|_+", " ", letters).strip()


def one_line(text: str, limit: int = 200) -> str:
    """`text` from a stranger, fit for a header, a log or a table cell: one line of at most `limit` characters."""
    line = " ".join(clean(text).split())
    return line if len(line) <= limit else line[: limit - 1].rstrip() + "…"

"""Turns bytes into text where the declared character set is missing or wrong, as it often is in Baltic mail and files.

Single-byte sets decode nearly anything, so that failing tells nothing: the set is chosen whose letters look most like
Latvian words.
"""

from __future__ import annotations

import codecs

_MARKED = (
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF32_LE, "utf-32-le"),
    (codecs.BOM_UTF32_BE, "utf-32-be"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)
# Sets that write any text in ASCII bytes: they pass as UTF-8, so only their declaration tells them.
_SEVEN_BIT = ("iso2022", "hz", "utf-7")
_WIDE = ("utf-16", "utf-32")
# In the order in which they are preferred where nothing tells them apart.
_SINGLE_BYTE = ("cp1257", "iso8859-13", "cp775", "cp1252", "cp1251", "iso8859-4", "koi8-r", "cp866")
_LATVIAN = frozenset("āčēģīķļņšūžĀČĒĢĪĶĻŅŠŪŽ")
_PUNCTUATION = frozenset("„“”–—’‘…€§°«»•№")
_SAMPLE = 20_000


def decode(content: bytes, declared: str | None = None) -> str:
    """The text in `content`. Never raises: what no set can tell becomes U+FFFD."""
    for mark, marked in _MARKED:
        if content.startswith(mark):
            return content[len(mark) :].decode(marked, "replace")
    charset = _known(declared)
    if charset and charset.startswith(_SEVEN_BIT + _WIDE):
        return content.decode(charset, "replace")
    if (wide := _without_mark(content)) is not None:
        return content.decode(wide, "replace")
    try:
        return content.decode("utf-8")
    except UnicodeDecodeError:
        return _most_plausible(content, charset)


def _known(declared: str | None) -> str | None:
    """The declared set by Python's name, None where there is none of that name, or it is none of text."""
    try:
        codec = codecs.lookup((declared or "").strip().strip("\"'"))
        "".encode(codec.name)
    except (LookupError, ValueError):
        return None
    # What is declared as Latin-1 is Windows' superset of it (WHATWG Encoding, 4.2).
    return "cp1252" if codec.name == "iso8859-1" else codec.name


def _without_mark(content: bytes) -> str | None:
    """UTF-16 without a byte order mark shows by zero bytes on one side of nearly every pair."""
    sample = content[:_SAMPLE]
    pairs = len(sample) // 2
    if pairs < 2:
        return None
    even, odd = sample[0::2].count(0), sample[1::2].count(0)
    if odd > pairs * 0.4 and even < pairs * 0.1:
        return "utf-16-le"
    if even > pairs * 0.4 and odd < pairs * 0.1:
        return "utf-16-be"
    return None


def _most_plausible(content: bytes, declared: str | None) -> str:
    candidates = list(_SINGLE_BYTE)
    if declared and declared not in ("utf-8", "ascii"):
        candidates.insert(0, declared)
    sample = content[:_SAMPLE]
    # Letters of other languages speak for a set only where it was declared; Latvian ones do more.
    best = max(candidates, key=lambda charset: _plausibility(sample, charset, 1.0 if charset == declared else -0.5))
    if _mostly_utf8(content):
        best = "utf-8"
    return content.decode(best, "replace")


def _mostly_utf8(content: bytes) -> bool:
    """Whether the text is UTF-8 with a few broken bytes (cut in the middle of a letter, say)."""
    broken = content.decode("utf-8", "replace").count("\ufffd")
    high = sum(byte >= 0x80 for byte in content[: 10 * _SAMPLE])
    return broken * 10 <= high


def _plausibility(sample: bytes, charset: str, foreign: float) -> float:
    try:
        text = sample.decode(charset, "replace")
    except (UnicodeError, LookupError):
        return float("-inf")
    score = 0.0
    before = " "
    for character in text:
        if character > "\x7f":
            score += _letter(character, before, foreign)
        before = character
    return score


def _letter(character: str, before: str, foreign: float) -> float:
    """How well a letter beyond ASCII stands after the one before it; `foreign` is what letters of other languages count."""
    if character in _LATVIAN:
        # A capital in the middle of a word in small letters is a sign of the wrong set.
        return -1.0 if character.isupper() and before.islower() else 2.0
    if character in _PUNCTUATION or character == "\xa0":
        return 0.5
    if "\u0400" <= character <= "\u04ff":
        if before.isascii() and before.isalpha():
            return -2.0
        return -1.0 if character.isupper() and before.islower() else 1.1
    if character.isalpha():
        return -1.0 if character.isupper() and before.islower() else foreign
    return -2.0

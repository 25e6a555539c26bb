"""What stands around a letter's text: its institution, its date, and its registration number."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Sequence
from dataclasses import dataclass

from parsers.letter.flow import Line
from parsers.rules import Vocabulary
from parsers.words import dates, institutions
from parsers.words.inflected import occurrences
from parsers.words.people import CAPITAL

# Dates that are about something else than the letter, by what stands before or after them.
_OTHER_DATE_BEFORE = re.compile(
    r"(?:\buz|\bno|l[iī]dz|termi[nņ]\w*|apstiprin\w*|noteikum\w*|l[eē]mum\w*|protokol\w*|r[iī]kojum\w*"
    r"|s[eē]d\w*|likum\w*|statūt\w*"
    r"|saņemt\w*|dzim\w*|izsniegt\w*|till|until|by|deadline|your letter|from|approved|minutes|received"
    r"|order|born|valid|starp|laik[aā]|time ?stamp\w*|parakst\w*|signed\w*)\W*(?:\w+\W+){0,2}$",
    re.IGNORECASE,
)
_OTHER_DATE_AFTER = re.compile(r"^\W*(?:\d{1,2}:\d{2}|l[iī]dz|till|until|[-–—]\s*\d)", re.IGNORECASE)
_TIME_STAMP_LINE = re.compile(
    r"laika z[iī]mog|time ?stamp|digital\w* signed|elektronisk\w+ parakst|electronic\w* sign|parakst[iī]t[sa]? |signature",
    re.IGNORECASE,
)
_DATE_LABEL = re.compile(r"^\W*(?:dat(?:ums|e)|[^\W\d_]{3,15})\W*$", re.IGNORECASE)
_NUMBER = re.compile(
    r"(?:(?<![\w.])(?:N[rvt]|No|Num|Numurs|Number|№|Ref(?:erence)?|Our ref)(?=[.:,\s\d№])[.:,]*(?:\s?(?:No"
    r"|Nr)\.?)?\s?|№\s?)[:#]?\s?"
    r"(?P<number>[^\W_]*[\w./–-]*\d[\w./–-]*(?:\s?[-/–]\s?[\w.]+)*)",
    re.IGNORECASE,
)
_OTHER_NUMBER_BEFORE = re.compile(
    r"(?:\b(?:re[gģ]\w*|uz|uzn\w*|kont\w*|t[aā]lr\w*|pvn|vien\w+ re[gģ]\w*|l[iī]gum\w*|l[eē]mum\w*"
    r"|protokol\w*|noteikum\w*|r[iī]kojum\w*|pielikum\w*"
    r"|kods|izglītības iestādes|p\. ?k|N\. ?p\. ?k|konkurs\w*|projekta|your|registration|reg|vat|account"
    r"|phone|room|bank|tel|project|contract|annex|to)\b[.:,]*\s*)$",
    re.IGNORECASE,
)
_REGISTERED = re.compile(r"\bre[gģ]\w*\.?\s*$", re.IGNORECASE)
_BARE_NUMBER = re.compile(r"(?<![\w./-])(?:[A-Z]{1,3}-)?\d[\w.]*(?:[-/.][\w.]+)*[-/](?:[\w.]+[-/])*\w*\d(?![\w/-])")
_OTHER_INSTITUTION = re.compile(
    rf"(?:{CAPITAL}[\w-]+(?:\s(?:un|of|and|for|UN|OF|AND))?\s){{0,5}}"
    r"(?i:universit[aā]te\w{0,2}|augstskol\w{1,2}|akad[eē]mij\w{1,2}|koled[zž]\w{1,2}|university|college|academy)\b"
    rf"(?:\s(?:of|for)(?:\s(?:the\s)?{CAPITAL}\w+(?:\sand)?)+)?"
    rf"|(?<!\w)(?:SIA|AS|A/S|[Bb]iedr[iī]b\w|[Nn]odibin[aā]jum\w+)\s[„“\"«]?{CAPITAL}[^„”\"»,;.\n]{{1,60}}[”\"»]?"
)


_WORDS_BESIDE = 4


@dataclass(frozen=True, slots=True)
class Named:
    """An institution that a text names: a key of the vocabulary, or None and the name as written."""

    key: str | None
    text: str
    start: int
    end: int


def institutions_in(text: str, vocabulary: Vocabulary) -> tuple[Named, ...]:
    """Every institution in `text`, those that may apply and others, in their order; whom the letter is to is none."""
    for addressee in vocabulary.addressees:
        for named_at, end in list(occurrences(text, addressee)):
            start = _with_owner(text, named_at, vocabulary)
            text = text[:start] + " " * (end - start) + text[end:]
    known = [Named(m.key, text[m.start : m.end], m.start, m.end) for m in institutions.find_all(text, vocabulary)]
    others = [
        Named(None, match[0].strip(), match.start(), match.end())
        for match in _OTHER_INSTITUTION.finditer(text)
        if " " in match[0].strip() and not any(match.start() < k.end and k.start < match.end() for k in known)
    ]
    return tuple(sorted([*known, *others], key=lambda named: named.start))


def _with_owner(text: str, start: int, vocabulary: Vocabulary) -> int:
    """Where an addressee begins that is named with the institution it is a part of ("RTU Rīgas Biznesa skolai")."""
    before = [m for m in institutions.find_all(text[:start], vocabulary) if not text[m.end : start].strip()]
    return before[-1].start if before else start


def find_date(lines: Sequence[Line], head_end: int) -> tuple[dt.date, int] | None:
    """The letter's own date and its line: in the head (before line `head_end`), else alone on a line near the end."""
    for number, line in enumerate(lines[:head_end]):
        for found in dates.find_all(line.text):
            if not _is_other(line.text, found):
                return found.date, number
    for number, line in reversed(list(enumerate(lines))[head_end:]):
        for found in dates.find_all(line.text):
            before = line.text[: found.start].strip()
            alone = not before or bool(_DATE_LABEL.match(before))
            if (
                alone
                and len(line.text) <= 60
                and not _is_other(line.text, found)
                and not _TIME_STAMP_LINE.search(line.text)
            ):
                return found.date, number
    return None


def _is_other(text: str, found: dates.Found) -> bool:
    return bool(_OTHER_DATE_BEFORE.search(text[: found.start]) or _OTHER_DATE_AFTER.match(text[found.end :]))


def find_number(lines: Sequence[Line], head_end: int) -> tuple[str, int] | None:
    """The letter's registration number and its line: marked "Nr." in the head, else beside the date, else near the end."""
    head = list(enumerate(lines[:head_end]))
    marked = _marked_number(head, lines)
    if marked:
        return marked
    for number, line in head:
        for found in dates.find_all(line.text):
            if not _is_other(line.text, found):
                rest = line.text[: found.start] + " " * (found.end - found.start) + line.text[found.end :]
                following = [lines[n].text for n in range(number + 1, min(number + 3, head_end))]
                bare = _bare_number([rest, *(text for text in following if len(text.split()) == 1)])
                if bare:
                    return bare[1], number + bare[0]
    return _marked_number([(n, line) for n, line in enumerate(lines) if n >= head_end and len(line.text) <= 60], lines)


def _bare_number(texts: Sequence[str]) -> tuple[int, str] | None:
    """A number without its mark, beside the date or alone on one of the next lines."""
    for offset, text in enumerate(texts):
        found = _BARE_NUMBER.search(text)
        if found and len(text.split()) <= _WORDS_BESIDE and not dates.find(text):
            return offset, found[0]
    return None


def _marked_number(numbered: Sequence[tuple[int, Line]], lines: Sequence[Line]) -> tuple[str, int] | None:
    for number, line in numbered:
        for match in _NUMBER.finditer(line.text):
            before = line.text[: match.start()]
            value = _tidy_number(match["number"])
            own = _REGISTERED.search(before) and "/" in value  # a company's registration number has no strokes
            if (_OTHER_NUMBER_BEFORE.search(before) and not own) or re.search(r"\buz\b", before, re.IGNORECASE):
                continue
            if value and not re.fullmatch(r"\d{9,}", value) and not dates.find(value):
                return value, number
        if re.fullmatch(r"(?:Nr|No|№)[.:]?", line.text.strip(), re.IGNORECASE) and number + 1 < len(lines):
            following = lines[number + 1].text.split()
            if following and re.search(r"\d", following[0]) and not dates.find(lines[number + 1].text):
                return _tidy_number(following[0]), number + 1
    return None


def _tidy_number(number: str) -> str:
    return re.sub(r"\s*([-–/])\s*", r"\1", number).strip(" .,;:_").replace("–", "-")

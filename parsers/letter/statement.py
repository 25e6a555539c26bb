"""The sentence in which an institution delegates people: the heart of a letter, by which it is told from all else."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from itertools import islice

from parsers.letter.flow import Passage
from parsers.letter.quotes import quoted_stretches
from parsers.words.inflected import occurrences
from parsers.words.people import CAPITAL
from parsers.words.slips import distance

_LONGEST_HEADING = 120
_HEADING_WITHIN = 60
_VERBS_LOOKED_AT = 10
_RATED = 30
_FAR = 150
_MISREAD = 0.7
_NO_HEADING = re.compile(
    r"\bs[uū]t|nos[uū]t|pielikum|pievieno|iesnie|attach|\bfind\b|\bsend|please|@|[.;,]$", re.IGNORECASE
)
_COMMON_VERBS = (
    "deleģē",
    "deleģējam",
    "deleģēts",
    "deleģēti",
    "nozīmē",
    "norīko",
    "pilnvaro",
    "izvirza",
    "apstiprina",
    "delegates",
    "nominates",
    "appoints",
)

# Verbs of delegating, as a scan may have them ("dele gē", "deleé"), in the forms by which an institution does it or says it done.
_E = r"[eēéèc]"
_DELEG = rf"d\s?{_E}\s?l\s?{_E}\s?[gģqé9]\s?"
_DOES = (
    rf"\b{_DELEG}{_E}?(?:jam|ju|j|jusi|jis|ts|ta|ti|tas|tu|to|tos|t)?\b(?!\w)",
    rf"\b(?:dots|sniegts|izsniegts|piešķirts|dod|sniedz|izsniedz|piešķir)\s+{_DELEG}{_E}?jum[su]\b",
    r"\b(?:noriko|nor[iī]ko)(?:jam|ju|ts|ta|ti|tas|tos|t)?\b",
    r"\bpilnvaro(?:jam|ju|ts|ta|ti|tas|tos|t)?\b",
    r"\bizvirz(?:a|ām|am|u|īts|īta|īti|ītas|iti|itas|ījusi|ijusi|īt|it)\b",
    r"\bnominē(?:jam|ts|ta|ti|tas|t)?\b",
    r"\biec[eē]ļ\w*\b|\bieceļ\b|\biecelt[aisu]?\w?\b",
    r"\bnoz[iī]m[eē](?:jam|ts|ta|ti|tas|t)?\b(?!\s*,)",
    r"\bapstiprin(?:a|ām|am|u|āt|āts|āta|āti|ātas|ati|atas)\b",
    r"\buzdo(?:d|dam|t|ts|ta)\b", r"\buztic(?:a|am|ams|ēt|ēts|ēta|ēti|ētas)?\b",
    r"\bnosūt(?:a|ām)\b|\bkomand[eē](?:jam|t)?\b",
    r"\bdelegat(?:e|es|ed|ing)\b", r"\bnominat(?:e|es|ed|ing)\b", r"\bappoint(?:s|ed)?\b", r"\bauthori[sz](?:e|es|ed)\b",
    r"\bdesignat(?:e|es|ed)\b", r"\bassign(?:s|ed)?\b", r"\bput(?:s)? forward\b",
)  # fmt: skip
_VERB = re.compile("|".join(_DOES), re.IGNORECASE)
# Verbs that delegate only where participation is what they are about.
_WEAK = re.compile(
    r"apstiprin|noz[iī]m|uzdo|uztic|nosūt|komand|iec|appoint|authori|assign|pilnvar|nor[iī]ko|izvirz|designat",
    re.IGNORECASE,
)
_NOUN = re.compile(
    rf"\b{_DELEG}{_E}?(?:jum\w*|šan\w*|san\w*)|\b(?:letter of )?(?:delegation|nomination|authori[sz]ation)\b|\bpilnvara\b",
    re.IGNORECASE,
)
_TAKING_PART = re.compile(
    r"dal[iī]b|piedal|p[aā]rst[aā]v|komand|team\b|particip|take part|taking part|represent|programm|projekt|project",
    re.IGNORECASE,
)
# What turns the verb into a wish, a duty or an offer.
_NOT_DONE = re.compile(
    r"\b(?:(?:uz)?aicin|l[uū]dz(?:am|u|ot)\b(?! (?:pie[nņ]emt|uzskat|apstiprin))|j[aā]deleģ|var\b|varat|var[eē]tu"
    r"|iesp[eē]j|gatav|pl[aā]no|v[eē]l[eē]tos"
    r"|nepiecie[sš]am|tiesīb|nedele|can\b|could|may\b|should|must|will be asked|invite|please|ready to"
    r"|plans? to|willing|would like you|to be)\w*\W+(?:\w+\W+){0,4}$",
    re.IGNORECASE,
)
_ASKS_TO_ACCEPT = re.compile(r"l[uū]dz\w*\W+(?:\w+\W+){0,3}(?:pie[nņ]emt|uzskat[iī]t)", re.IGNORECASE)
_NEGATED = re.compile(r"\b(?:ne(?:dele|noriko|pilnvaro|izvirz|nozīm)|does not|do not|not)\W*$", re.IGNORECASE)
_SENTENCE_END = re.compile(
    rf"(?<![\s.]{CAPITAL})(?<!^{CAPITAL})"
    r"(?<!\bprof)(?<!\bDr)(?<!\bdoc)(?<!\bsc)(?<!\bMg)(?<!\bing)(?<!\bst)(?<!\bNr)(?<!\bNo)(?<!\bD)(?<!\b\d)(?<!\b\d\d)(?<!\b\d{4})"
    rf"[.!?](?=\s+(?:{CAPITAL}|[„“\"«]))"
)


@dataclass(frozen=True, slots=True)
class Statement:
    """The delegating sentence: the passage it stands in, its `start` and `end` there, and where its verb begins and ends."""

    passage: int
    start: int
    end: int
    verb_start: int
    verb_end: int
    strong: bool


def find_statement(passages: Sequence[Passage], rate: Callable[[Statement], int]) -> Statement | None:
    """The sentence that delegates: one that says so plainly before one that only may mean it, the best rated, the first."""
    found = [statement for number, passage in enumerate(passages) for statement in _statements(number, passage)]
    for strong in (True, False):
        alike = [statement for statement in found if statement.strong is strong][:_RATED]
        if alike:
            return max(alike, key=rate)
    return _misread(passages[:_HEADING_WITHIN])


def _misread(passages: Sequence[Passage]) -> Statement | None:
    """A sentence on the programme whose verb is one of delegating but for a letter or so that OCR misread."""
    for number, passage in enumerate(passages):
        for word in re.finditer(r"[^\W\d_]{5,}", passage.text if _TAKING_PART.search(passage.text) else ""):
            done = not _NOT_DONE.search(passage.text[max(0, word.start() - _FAR) : word.start()])
            if done and any(0 < distance(word[0].lower(), verb) <= _MISREAD for verb in _COMMON_VERBS):
                start, end = sentence_around(passage.text, word.start())
                return Statement(number, start, end, word.start(), word.end(), strong=False)
    return None


def find_heading(passages: Sequence[Passage], titles: Sequence[str]) -> Statement | None:
    """The short line that heads a letter as one of delegation ("Par komandas deleģēšanu")."""
    for number, passage in enumerate(passages):
        if len(passage.text) > _LONGEST_HEADING or _NO_HEADING.search(passage.text):
            continue
        noun = _NOUN.search(passage.text)
        near_top = number < _HEADING_WITHIN
        titled = near_top and next((place for title in titles for place in occurrences(passage.text, title)), None)
        if noun or titled:
            start, end = noun.span() if noun else titled or (0, 0)
            return Statement(number, 0, len(passage.text), start, end, strong=False)
    return None


def _statements(number: int, passage: Passage) -> Iterator[Statement]:
    text = passage.text
    quoted = quoted_stretches(text)
    for verb in islice(_VERB.finditer(text), _VERBS_LOOKED_AT):
        if any(begin < verb.start() < close for begin, close in quoted):
            continue
        start, end = sentence_around(text, verb.start())
        sentence = text[start:end]
        # A project's title may be of challenges, plans or possibilities: only the letter's own words can turn its verb.
        before = "".join(_own_words(text, max(start, verb.start() - _FAR), verb.start(), quoted))
        weak = bool(_WEAK.match(verb[0]))
        if (_NOT_DONE.search(before) and not _ASKS_TO_ACCEPT.search(before)) or _NEGATED.search(before):
            continue
        around = text[start : end + 200]
        if len(sentence.split()) < 3 or not _TAKING_PART.search(around.replace(verb[0], " ")):
            continue
        if verb[0].lower().startswith("uzdo"):  # what is entrusted stands behind it
            around = text[verb.end() : end + 200]
        if weak and not re.search(
            r"dal[iī]b|piedal|p[aā]rst[aā]v|particip|tak(?:e|ing) part|represent|programm", around, re.IGNORECASE
        ):
            continue
        yield Statement(number, start, end, verb.start(), verb.end(), strong=not weak)


def _own_words(text: str, start: int, end: int, quoted: Sequence[tuple[int, int]]) -> Iterator[str]:
    """What stands between two places outside quotation marks."""
    at = start
    for begin, close in quoted:
        if begin < end and close > at:
            yield text[at : max(at, begin)]
            at = close
    yield text[at:end] if at < end else ""


def sentence_around(text: str, position: int) -> tuple[int, int]:
    """Where the sentence with `position` begins and ends in `text`."""
    ends = [match.end() for match in _SENTENCE_END.finditer(text)]
    start = max((end for end in ends if end <= position), default=0)
    return start, min((end for end in ends if end > position), default=len(text))

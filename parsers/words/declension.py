"""Latvian declension of single name words: from the nominative to every case, and back to what the nominative may be.

Six classes after the ending of the nominative (-s/-š, -is, -us, -a, -e, feminine -s), the definite adjective (-ais/-ā), and
words that do not decline. A man may bear a name of a feminine class (Vīksna), with -am/-em in the dative.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from enum import StrEnum
from functools import lru_cache

from parsers.words.name_lists import Gender, given_names, listed_surnames


class Case(StrEnum):
    """The cases a name stands in; the instrumental ("ar") has the form of the accusative."""

    NOMINATIVE = "nominative"
    GENITIVE = "genitive"
    DATIVE = "dative"
    ACCUSATIVE = "accusative"
    LOCATIVE = "locative"
    VOCATIVE = "vocative"


Paradigm = Mapping[Case, tuple[str, ...]]
"""The forms of a word by case, the usual one first."""

_SOFTENED = {
    "dz": "dž", "ll": "ļļ", "ln": "ļņ", "nn": "ņņ", "sl": "šļ", "sn": "šņ", "zl": "žļ", "zn": "žņ",
    "b": "bj", "c": "č", "d": "ž", "l": "ļ", "m": "mj", "n": "ņ", "p": "pj", "s": "š", "t": "š", "v": "vj", "z": "ž",
}  # fmt: skip
_OLD_STEMS = ("akmens", "asmens", "rudens", "ūdens", "zibens", "suns", "mēness")

# The stems of these surnames' masculine nominative end in a soft consonant by themselves.
_SOFT_BUT_USUAL = ("ičs", "mežs")


@lru_cache(maxsize=8192)
def decline(word: str, gender: Gender) -> Paradigm:
    """The forms of `word`, a nominative borne by a person of `gender`."""
    lower = word.lower()
    man = gender is Gender.MASCULINE
    if man and lower.endswith("ais") and len(lower) > 4:
        return _paradigm(word, word[:-3], ("ā",), "ajam o ajā ais")
    if man and lower in _OLD_STEMS:
        return _paradigm(word, word[:-1], ("s", *_softened_endings(word[:-1])), "im i ī s")
    if man and lower.endswith("is"):
        return _paradigm(word, word[:-2], _softened_endings(word[:-2]), "im i ī i")
    if man and lower.endswith("us") and len(lower) > 3:
        return _paradigm(word, word[:-2], ("us",), "um u ū u")
    if man and lower.endswith(("s", "š")):
        return _paradigm(word, word[:-1], ("a",), f"am u ā {word[-1]}")
    if lower.endswith("s") and not lower.endswith(("is", "us", "es")):
        return _paradigm(word, word[:-1], ("s",), "ij i ī s")
    if lower.endswith("a"):
        return _paradigm(word, word[:-1], ("as",), f"{'am' if man else 'ai'} u ā a")
    if lower.endswith("e"):
        return _paradigm(word, word[:-1], ("es",), f"{'em' if man else 'ei'} i ē e")
    if lower.endswith("ā") and not man and len(lower) > 4:
        return _paradigm(word, word[:-1], ("ās",), "ajai o ajā ā")
    return dict.fromkeys(Case, (word,))


def _paradigm(nominative: str, stem: str, genitives: tuple[str, ...], others: str) -> Paradigm:
    """Stem and endings put together; `others` are the endings of the dative, accusative, locative and vocative."""
    forms = [(nominative,), tuple(_join(stem, ending) for ending in genitives)]
    forms += [(stem + ending,) for ending in others.split()]
    return dict(zip(Case, forms, strict=True))


def _join(stem: str, ending: str) -> str:
    """An ending that begins with "<" and a figure first takes as many letters off the stem."""
    if ending.startswith("<"):
        return stem[: len(stem) - int(ending[1])] + ending[2:]
    return stem + ending


def _softened_endings(stem: str) -> tuple[str, ...]:
    """The genitive endings of the second declension, whose stem softens (Lācis, Lāča) except in given names like Artis."""
    for length in (2, 1):
        soft = _SOFTENED.get(stem[-length:].lower())
        if soft:
            stays_hard = stem.endswith(("t", "d")) and stem + "is" in given_names()
            return ("a", f"<{length}{soft}a") if stays_hard else (f"<{length}{soft}a", "a")
    return ("a",)


@dataclass(frozen=True, slots=True)
class Reading:
    """One way to understand a word: the `nominative` it is a form of, in which case, and the bearer's gender.

    `cost` is 0 for what the rules of names make likely, more for what is rare.
    """

    nominative: str
    case: Case
    gender: Gender
    cost: float


# Each ending a case may have, with those the nominative may then have.
_ENDINGS: tuple[tuple[str, tuple[str, ...]], ...] = (
    ("ajam", ("ais",)), ("ajai", ("ā",)), ("ajā", ("ais", "ā")), ("ās", ("ā",)), ("ā", ("s", "š", "a", "ais")),
    ("o", ("ais", "ā")), ("am", ("s", "š", "a")), ("as", ("a",)), ("ai", ("a",)), ("a", ("s", "š", "is")),
    ("u", ("s", "š", "us", "a")), ("im", ("is", "s")), ("i", ("is", "s", "e")), ("ī", ("is", "s", "e")), ("ij", ("s",)),
    ("s", ("s",)), ("es", ("e",)), ("em", ("e",)), ("ei", ("e",)), ("ē", ("e",)), ("um", ("us",)), ("us", ("us",)),
    ("ū", ("us",)), ("", ("s", "š", "a", "e")),
)  # fmt: skip


@lru_cache(maxsize=8192)
def readings(form: str) -> tuple[Reading, ...]:
    """Everything `form` may be, the likely first. The word itself is always among them, as a nominative."""
    found: dict[tuple[str, Case, Gender], Reading] = {}
    for nominative in _possible_nominatives(form):
        for gender in Gender:
            cost = _unlikelihood(nominative, gender)
            for case, variants in decline(nominative, gender).items():
                if form in variants and case is not Case.VOCATIVE:
                    later = 0.3 * variants.index(form)
                    found[nominative, case, gender] = Reading(nominative, case, gender, cost + later)
    return tuple(sorted(found.values(), key=lambda reading: reading.cost))


def _possible_nominatives(form: str) -> Iterator[str]:
    yield form
    for ending, nominatives in _ENDINGS:
        if not form.endswith(ending) or len(form) - len(ending) < 2:
            continue
        stem = form.removesuffix(ending) if ending else form
        for nominative in nominatives:
            yield stem + nominative
            if ending == "a" and nominative == "is":
                for soft_length in (1, 2):
                    yield from (
                        stem[:-soft_length] + hard + "is"
                        for hard, soft in _SOFTENED.items()
                        if soft == stem[-soft_length:]
                    )


def _unlikelihood(nominative: str, gender: Gender) -> float:
    """How strange it would be for a person of `gender` to bear this nominative; 0 is ordinary."""
    lower = nominative.lower()
    if gender is Gender.MASCULINE and nominative in listed_surnames():
        return _LISTED
    by_ending = _COSTS[gender]
    return next((cost for endings, cost in by_ending if lower.endswith(endings)), _UNUSUAL)


_UNUSUAL = 1.5
_LISTED = -0.2
_COSTS: dict[Gender, tuple[tuple[tuple[str, ...], float], ...]] = {
    Gender.FEMININE: (
        (("ske", "cke"), 2.0), (("īša", "ieža", "āča", "ūša"), 0.5), (("ae", "ee", "ie", "aa", "ea"), 2.5),
        (("a", "e"), 0.0), (("skā", "o"), 0.3), (("ā",), 1.0), (("s",), 2.5),
    ),
    Gender.MASCULINE: (
        (("sks", "cks"), 2.0), (("a", "e"), 3.0), (("iņš",), 0.0), (("ņš",), 0.5), (("š",), 1.5),
        (_SOFT_BUT_USUAL, 0.0), (("us",), 2.0),
        (("ais", "ajs"), 1.0), (("ņs", "as", "es", "os", "ās", "ēs", "īs", "ūs"), 4.0),
        (("bjs", "pjs", "mjs", "vjs", "ļs", "ķs", "ģs", "bjis", "pjis", "mjis", "vjis", "ļis", "ņis"), 2.0),
        (("čis", "šis", "žis", "šņis", "žņis", "šnis", "žnis"), 1.0), (("čs", "šs", "žs", "sis"), 0.4),
        (("s",), 0.0), (("o",), 0.3),
    ),
}  # fmt: skip

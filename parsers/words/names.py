"""Latvian personal names: from any grammatical case to the nominative and back, and whether two spellings name one person.

A full name is read as a whole: all its words stand in one case and are of one gender, which the given name tells. So
"Kārli Vilku" is Kārlis Vilks and "Inesi Vilku" Inese Vilka, though the surnames' forms are the same.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import lru_cache
from itertools import product

from parsers.words.declension import Case, Reading, decline, readings
from parsers.words.name_lists import Gender, given_names, guessed_gender, listed_surnames
from parsers.words.slips import distance
from parsers.words.titles import without_titles

__all__ = [
    "PARTICLES",
    "Case",
    "Gender",
    "difference",
    "forms",
    "gender",
    "nominatives",
    "repaired",
    "same_person",
    "without_titles",
]

_PARTS = re.compile(r"[\s\-‐‑]+|[^\s\-‐‑]+")
_HYPHENS = re.compile(r"\s*[‐‑–]\s*(?=[^\W\d_])|(?<=\w)\s*-\s*(?=\w)")
_INITIAL = re.compile(r"[^\W\d_]\.?")
PARTICLES = frozenset({"van", "von", "de", "di", "da", "del", "der", "la", "le", "el", "al", "bin", "ibn", "und", "y"})
_I_FOR_J = re.compile(r"(?<=\w{2})([bdfgkļlmņnprstvz])iev(?=[sa]\b)")
_SOFTENED = {"l": "ļ", "n": "ņ"}

_KNOWN = -3.0
_OTHER_GENDER = 3.0
_GUESSED_OTHER = 0.8
_PART_NOT_DECLINED = 1.2
_CASE_COST = {Case.NOMINATIVE: 0.0, Case.ACCUSATIVE: 0.05, Case.DATIVE: 0.1, Case.GENITIVE: 0.2, Case.LOCATIVE: 1.5}
_MUCH_WORSE = 4.0
_INITIAL_ONLY = 1.0
_DIACRITICS_ONLY = 0.45
_ONE_LOOKALIKE = 0.5


@dataclass(frozen=True, slots=True)
class FullReading:
    """One way to understand a full name; `cost` is lower for the likelier."""

    nominative: str
    case: Case
    gender: Gender
    cost: float


def nominatives(
    full_name_as_written: str, *, gender: Gender | None = None, case: Case | None = None
) -> tuple[str, ...]:
    """What the name may be in the nominative, best first; `gender` and `case` are what the words around it tell."""
    ranked = sorted(
        full_readings(full_name_as_written),
        key=lambda r: (
            r.cost + (2.0 if gender and r.gender is not gender else 0.0) + (1.0 if case and r.case is not case else 0.0)
        ),
    )
    return tuple(dict.fromkeys(reading.nominative for reading in ranked))


def forms(nominative: str) -> Mapping[Case, str]:
    """The name in every case, as a letter would write it."""
    bearer = gender(nominative) or Gender.MASCULINE
    parts = _parts(tidy(nominative))
    return {case: "".join(_declined(part, bearer, case) for part in parts) for case in Case}


def gender(nominative: str) -> Gender | None:
    """The gender of a name in the nominative, None where it cannot be told."""
    words = tidy(nominative).split()
    if not words:
        return None
    known = given_names().get(words[0]) or given_names().get(words[0].partition("-")[0])
    if known:
        return known
    surname = words[-1].lower()
    if len(words) > 1 and surname.endswith(("s", "š")):
        return Gender.MASCULINE
    guessed = guessed_gender(words[0])
    if guessed is None and surname.endswith(("a", "e")):
        return Gender.FEMININE
    return guessed


def same_person(as_written: str, nominative: str, *, slips: float = 2.0) -> bool:
    """Whether `as_written`, a name in any case, perhaps misread by a letter or two, is that of the person `nominative`."""
    found = difference(as_written, nominative)
    return found is not None and found <= slips


@lru_cache(maxsize=4096)
def difference(as_written: str, nominative: str) -> float | None:
    """How many slips lie between a name in any case and the nominative; None where they are different people."""
    written, meant = (tidy(name).replace("-", " ").split() for name in (as_written, nominative))
    if not written or not meant:
        return None
    orders = [written] if len(written) == 1 else [written, [*written[1:], written[0]], [written[-1], *written[:-1]]]
    found = [
        d for order in orders for bearer in _bearers(nominative) if (d := _closest(order, meant, bearer)) is not None
    ]
    return min(found, default=None)


def tidy(name: str) -> str:
    """A name in ordinary letters ("ANNA OZOLA" is Anna Ozola), titles off, one space between words, plain hyphens."""
    bare = _HYPHENS.sub("-", without_titles(name)).replace("’", "'").replace("`", "'")
    return " ".join(_ordinary(word) for word in bare.replace(",", " ").split())


def repaired(nominative: str) -> str:
    """The name as a scan shows it with its given name put right, where one known name alone is a look-alike away, and with
    the j of Slavic surnames, which no Latvian spelling has as i ("Vasilievs")."""
    given, _, rest = nominative.partition(" ")
    return f"{_repaired_given(given)} {_I_FOR_J.sub(_with_j, rest)}" if rest else nominative


def _repaired_given(given: str) -> str:
    if _may_be_given(given):
        return given
    near = sorted((distance(given, name), name) for name in given_names() if abs(len(name) - len(given)) <= 1)
    unique = near[0][0] <= _ONE_LOOKALIKE and near[1][0] > near[0][0]
    return near[0][1] if unique else given


def _with_j(misread: re.Match[str]) -> str:
    return f"{_SOFTENED.get(misread[1], misread[1])}jev"


def likely_case(names: Iterable[str]) -> Case | None:
    """The case that all `names` of a list most likely stand in."""
    totals = dict.fromkeys(_CASE_COST, 0.0)
    for name in names:
        best = dict.fromkeys(_CASE_COST, _MUCH_WORSE)
        found = full_readings(name)
        least = found[0].cost if found else 0.0
        for reading in found:
            best[reading.case] = min(best[reading.case], reading.cost - least)
        for case, cost in best.items():
            totals[case] += cost
    return min(totals, key=lambda case: totals[case] + _CASE_COST[case]) if any(totals.values()) else None


@lru_cache(maxsize=4096)
def full_readings(full_name: str) -> tuple[FullReading, ...]:
    """Every way to read the name, likely ones first."""
    parts = _parts(_given_name_first(tidy(full_name)))
    words = [i for i, part in enumerate(parts) if part.strip(" -")]
    found = [
        reading
        for case, case_cost in _CASE_COST.items()
        for gender_ in Gender
        for reading in _read_in(parts, words, case, gender_, case_cost)
    ]
    found.sort(key=lambda reading: reading.cost)
    return tuple(reading for reading in found if reading.cost <= found[0].cost + _MUCH_WORSE)


def _given_name_first(name: str) -> str:
    """The name with its words in the order of speech, where a list puts the surname first ("Ozola Anna")."""
    *others, last = name.split() or [""]
    surname_first = others and (not _may_be_given(others[0]) or others[0] in listed_surnames())
    if surname_first and _may_be_given(last):
        return " ".join((last, *others))
    return name


def _may_be_given(word: str) -> bool:
    return all(any(reading.nominative in given_names() for reading in readings(part)) for part in word.split("-"))


def _read_in(parts: list[str], words: list[int], case: Case, bearer: Gender, base: float) -> list[FullReading]:
    """The readings in one case and gender: the likeliest nominatives of each word, put together."""
    choices: list[list[tuple[str, float]]] = []
    for position, part in enumerate(parts):
        if position not in words:
            choices.append([(part, 0.0)])
            continue
        options = [
            (reading.nominative, _cost(reading, first=position == words[0]))
            for reading in _word_readings(part)
            if reading.gender is bearer and reading.case is case
        ]
        if not options and position != words[0] and len(words) > 2:
            options = [(part, _PART_NOT_DECLINED)]
        if not options:
            return []
        choices.append(sorted(options, key=lambda option: option[1])[:3])
    return [
        FullReading("".join(text for text, _ in combined), case, bearer, base + sum(cost for _, cost in combined))
        for combined in product(*choices)
    ]


def _word_readings(word: str) -> tuple[Reading, ...]:
    if word.lower() in PARTICLES or _INITIAL.fullmatch(word):
        return tuple(Reading(word, case, gender_, 0.0) for case in _CASE_COST for gender_ in Gender)
    return readings(word)


def _cost(reading: Reading, *, first: bool) -> float:
    """A reading's cost in its place: what is known of given names counts most where a given name stands."""
    known = given_names().get(reading.nominative)
    if known is reading.gender:
        return _KNOWN + reading.cost / 20 if first else min(reading.cost, 0.1)
    if not first:
        return reading.cost
    if known:
        return reading.cost + _OTHER_GENDER
    guessed = guessed_gender(reading.nominative)
    return reading.cost + (_GUESSED_OTHER if guessed and guessed is not reading.gender else 0.0)


def _parts(name: str) -> list[str]:
    """The words of a name and what stands between them."""
    return _PARTS.findall(name)


def _ordinary(word: str) -> str:
    if len(word) > 1 and word.isupper() and not _INITIAL.fullmatch(word):
        return re.sub(r"[^\W\d_]+", lambda match: match[0].capitalize(), word)
    return word


def _declined(part: str, bearer: Gender, case: Case) -> str:
    if not part.strip(" -") or part.lower() in PARTICLES or _INITIAL.fullmatch(part):
        return part
    return decline(part, bearer)[case][0]


def _bearers(nominative: str) -> tuple[Gender, ...]:
    known = gender(nominative)
    return (known,) if known else tuple(Gender)


def _closest(written: list[str], meant: list[str], bearer: Gender) -> float | None:
    """The least difference over the cases; a given name or part of a surname left out on one side counts as a slip."""
    if len(written) == len(meant):
        pairs = [(written, meant)]
    elif len(written) == len(meant) + 1 and len(meant) > 1:
        pairs = [(shortened, meant) for shortened in _without_one(written)]
    elif len(meant) == len(written) + 1 and len(written) > 1:
        pairs = [(written, shortened) for shortened in _without_one(meant)]
    else:
        return None
    spare = abs(len(written) - len(meant))
    found = [d for pair in pairs for case in _CASE_COST if (d := _difference_in(*pair, bearer, case)) is not None]
    return min(found) + spare if found else None


def _without_one(words: list[str]) -> list[list[str]]:
    return [words[:i] + words[i + 1 :] for i in range(len(words))]


def _difference_in(written: list[str], meant: list[str], bearer: Gender, case: Case) -> float | None:
    total = 0.0
    for position, (as_read, as_meant) in enumerate(zip(written, meant, strict=True)):
        inner = 0 < position < len(meant) - 1
        cost = _word_difference(as_read, as_meant, bearer, case, given=position == 0)
        if cost is None and inner:
            cost = _word_difference(as_read, as_meant, bearer, Case.NOMINATIVE, given=False)
        if cost is None:
            return None
        total += cost
    return total


def _word_difference(read: str, meant: str, bearer: Gender, case: Case, *, given: bool) -> float | None:
    """The slips between a word as read and a form of the word as meant; None where it is another name."""
    if _INITIAL.fullmatch(read) or _INITIAL.fullmatch(meant):
        return (0.0 if read == meant else _INITIAL_ONLY) if read[0] == meant[0] and given else None
    paradigm = decline(meant, bearer)
    slips = min(distance(read, form) for form in paradigm[case])
    if slips == 0:
        return 0.0
    if (
        any(read in variants for variants in paradigm.values())
        or slips > max(0.6, min(2.0, len(meant) / 4))
        or _is_counterpart(read, meant, bearer, case)
    ):
        return None
    others = given_names() if given and slips > _DIACRITICS_ONLY else {}
    if any(r.case is case and r.nominative != meant and r.nominative in others for r in readings(read)):
        return None
    return slips


def _is_counterpart(read: str, meant: str, bearer: Gender, case: Case) -> bool:
    """Whether `read` is the surname that a sister or brother of the bearer has."""
    other = Gender.FEMININE if bearer is Gender.MASCULINE else Gender.MASCULINE
    swaps = (("is", "e"), ("s", "a"), ("š", "a"), ("e", "is"), ("a", "s"), ("a", "š"))
    counterparts = [meant.removesuffix(end) + swap for end, swap in swaps if meant.endswith(end)]
    return any(read in decline(counterpart, other)[case] for counterpart in counterparts)

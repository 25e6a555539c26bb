"""Names that are known: given names with their bearers' gender, and surnames that the rules of declension would misread."""

from __future__ import annotations

from collections import defaultdict
from enum import StrEnum
from functools import lru_cache
from importlib.resources import files

# The endings of men's surnames, and of the same surnames of women.
_HERS = (
    ("skis", "ska"), ("nieks", "niece"), ("kalns", "kalne"), ("āns", "āne"), ("ēns", "ēne"), ("is", "e"), ("s", "a"), ("š", "a")
)  # fmt: skip


class Gender(StrEnum):
    """Grammatical gender, which in a name is its bearer's."""

    MASCULINE = "m"
    FEMININE = "f"


@lru_cache(maxsize=1)
def given_names() -> dict[str, Gender]:
    """Gender by given name, in the nominative."""
    genders = {}
    for line in lines_in("given_names.txt"):
        gender, *names = line.split()
        genders.update(dict.fromkeys(names, Gender(gender)))
    return genders


@lru_cache(maxsize=1)
def listed_surnames() -> frozenset[str]:
    """Surnames in the nominative that would otherwise be taken for a rare one of several possibilities."""
    return frozenset(words_in("surnames.txt"))


@lru_cache(maxsize=1)
def usual_surnames() -> tuple[str, ...]:
    """Surnames in the nominative that many bear, men's and, where they differ, women's."""
    men = words_in("usual_surnames.txt")
    return (*men, *(woman for man in men if (woman := _of_a_woman(man)) != man))


@lru_cache(maxsize=1)
def known_surnames() -> frozenset[str]:
    """All surnames in the nominative that are known."""
    return frozenset((*usual_surnames(), *listed_surnames()))


def _of_a_woman(surname: str) -> str:
    for ending, hers in _HERS:
        if surname.endswith(ending):
            return surname.removesuffix(ending) + hers
    return surname


@lru_cache(maxsize=4096)
def guessed_gender(name: str) -> Gender | None:
    """The gender of the known given names that end most like `name`; None where they are divided."""
    known = given_names().get(name)
    if known:
        return known
    for length in (5, 4, 3, 2):
        counts = _by_ending(length).get(name[-length:].lower())
        if counts and len(name) > length:
            men, women = counts.get(Gender.MASCULINE, 0), counts.get(Gender.FEMININE, 0)
            if men > 3 * women:
                return Gender.MASCULINE
            if women > 3 * men:
                return Gender.FEMININE
    return None


@lru_cache(maxsize=8)
def _by_ending(length: int) -> dict[str, dict[Gender, int]]:
    counts: dict[str, dict[Gender, int]] = defaultdict(lambda: defaultdict(int))
    for name, gender in given_names().items():
        counts[name[-length:].lower()][gender] += 1
    return counts


def words_in(file: str) -> tuple[str, ...]:
    """The words of a data file."""
    return tuple(word for line in lines_in(file) for word in line.split())


def lines_in(file: str) -> tuple[str, ...]:
    """The lines of a data file of this package, remarks left out."""
    text = (files("parsers") / "data" / file).read_text("utf-8")
    return tuple(line for line in text.splitlines() if line and not line.startswith("#"))

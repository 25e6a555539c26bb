"""Finds people's names in running text, wherever institutions, programmes and positions stand in capitals beside them."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache

from parsers.text import fold
from parsers.words.declension import readings
from parsers.words.name_lists import given_names, words_in
from parsers.words.positions import is_position_word
from parsers.words.titles import blanked

CAPITAL = "[A-ZÀ-ÖØ-ÞĀĂĄĆČĎĐĒĖĘĚĞĢĪĮİĶŁĻĽŃŅŇŌŐŒŖŘŚŞŠŢŤŪŮŰŲŹŻŽ]"
# A word of a name: a capital first, apostrophes and hyphens within; a digit that OCR put for a letter inside.
_NAME_WORD = rf"{CAPITAL}\w*(?:['’`]\w+)?(?:\s?[-‐‑]\s?{CAPITAL}\w+(?:['’`]\w+)?)*"
_PARTICLE = r"(?:van|von|de|di|da|del|der|la|le|bin|el|al)"
_INITIALS = rf"(?:{CAPITAL}\.\s?){{1,2}}"
_RUN = re.compile(
    rf"(?<![\w@./-])(?:{_INITIALS}(?={_NAME_WORD}))?{_NAME_WORD}(?:\s(?:{_PARTICLE}\s){{0,2}}(?:{CAPITAL}\.\s)?{_NAME_WORD})*(?![@/])(?!\.\w)"
)
_AT_MOST = 4


@dataclass(frozen=True, slots=True)
class Person:
    """A name as it stands in a text, from `start` to `end`; `known` where its given name is one that people bear here."""

    text: str
    start: int
    end: int
    known: bool


def find_people(text: str) -> tuple[Person, ...]:
    """The people named in `text`, in its order. A single word is never taken for a name."""
    found: list[Person] = []
    bare = blanked(text)
    for run in _RUN.finditer(bare):
        for start, end in _without_other_words(run[0]):
            for first, last in _separated(run[0][start:end]):
                found.append(_person(text, run.start() + start + first, run.start() + start + last))
    return tuple(person for person in found if _is_full(person.text))


def _person(text: str, start: int, end: int) -> Person:
    written = text[start:end]
    words = re.findall(r"[^\s-]+", written)
    return Person(written, start, end, known=any(is_known_given(word) for word in (words[0], words[-1])))


def is_known_given(word: str) -> bool:
    """Whether `word` is a form of a given name that is known; capitals and a lost diacritic do not matter."""
    ordinary = word.capitalize() if word.isupper() else word
    return any(reading.nominative in given_names() for reading in readings(ordinary))


def _is_full(name: str) -> bool:
    words = re.findall(r"[^\s]+", name)
    return len(words) >= 2 and all(len(word) > 1 for word in words)


def _without_other_words(run: str) -> list[tuple[int, int]]:
    """The stretches of a run of capitalised words that are left when words that are no names are taken out."""
    stretches: list[tuple[int, int]] = []
    begin: int | None = None
    end = 0
    for word in re.finditer(r"\S+(?:\s-\s\S+)?", run):
        if is_no_name(word[0]) and not _is_initial(word[0], run[word.end() :]):
            if begin is not None:
                stretches.append((begin, end))
            begin = None
            continue
        begin = word.start() if begin is None else begin
        end = word.end()
    if begin is not None:
        stretches.append((begin, end))
    return stretches


def _is_initial(word: str, rest: str) -> bool:
    """Whether a capital with a full stop begins a name ("J. Kalns"), and numbers no heading ("V. Noteikumi")."""
    return (
        bool(re.fullmatch(rf"(?![IVX]){CAPITAL}\.", word))
        and bool(rest.strip())
        and not is_no_name(rest.split(maxsplit=1)[0])
    )


def is_no_name(word: str) -> bool:
    """Whether `word` is a common word that begins with a capital by its place, or names a thing."""
    folded = fold(word)
    whole, stems = _not_names()
    if folded in whole:
        return True
    if is_known_given(word):
        return False
    return folded.startswith(stems) or is_position_word(word)


@lru_cache(maxsize=1)
def _not_names() -> tuple[frozenset[str], tuple[str, ...]]:
    """Whole words, and stems."""
    words = words_in("not_names.txt")
    return frozenset(w for w in words if not w.endswith("*")), tuple(w[:-1] for w in words if w.endswith("*"))


def _separated(stretch: str) -> list[tuple[int, int]]:
    """Names that follow each other without a sign between them, told apart by their given names."""
    words = [(word[0], word.start(), word.end()) for word in re.finditer(r"\S+(?:\s-\s\S+)?", stretch)]
    if len(words) < _AT_MOST:
        return [(0, len(stretch))]
    starts = [i for i, (word, _, _) in enumerate(words) if i % 2 == 0 and is_known_given(word)]
    if len(words) % 2 == 0 and len(starts) == len(words) // 2:
        return [(words[i][1], words[i + 1][2]) for i in starts]
    return [(words[0][1], words[min(len(words), _AT_MOST) - 1][2])]

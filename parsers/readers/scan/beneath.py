"""A name beneath strokes, spelled by the page's own letters.

A given name is one of those known, a surname any word; either counts only where no other word fits the ink nearly as well.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from statistics import median

from parsers.readers.scan.glyphs import Alphabet, Darkness
from parsers.readers.scan.ocr import Read
from parsers.readers.scan.spelling import Beginning, Hit, Spelled, hits, spellings
from parsers.text import fold
from parsers.words.name_letters import beginnings, bits_of_last
from parsers.words.name_lists import given_names
from parsers.words.positions import names_position

_NAME = re.compile(r"[^\W\d_]{2,}(?:-[^\W\d_]{2,})?")
_SPACE = (0.1, 0.65)  # how far words are apart, in type sizes
_LIKE, _WELL_LIKE = 0.7, 0.82  # of the ink of a word that has to be there: for it to be possible, and to count
_MARKS = 0.3  # how much of what is usual counts for diacritics
_MOST_HITS = 6000  # where more letters may stand, too much is black to tell them apart
_FOLLOWED, _FEW = 200, 12  # texts at a place: of known names, of any words
# In the ink of a usual letter: how far the next best word is behind, how far a known name may be behind any other letters;
# what each bit of a letter's likelihood counts, and what each letter costs, as strokes of a pen look like many letters.
_AHEAD, _BEHIND, _BIT, _LETTER = 0.2, 0.8, 0.035, 0.25
_SHORTEST_SURNAME, _LONGEST_WORD = 4, 16


@dataclass(frozen=True, slots=True)
class Gap:
    """Where on a line a name may stand, and the words before and after it."""

    left: float
    right: float
    before: Read | None
    after: Read | None


class Reading:
    """A gap in a line, and the letters that may stand in it."""

    def __init__(self, dark: Darkness, letters: Alphabet, level: float, size: float, gap: Gap) -> None:
        self.dark, self.letters, self.level, self.size, self.gap = dark, letters, level, size, gap
        self.hits = hits(dark, letters, level, size, (gap.left, gap.right + 2))
        inks = [float(g.dark.sum()) for letter, glyphs in letters.items() if letter.islower() for g in glyphs]
        self.ink = median(inks) if inks else 0.0

    def name(self) -> list[Spelled]:
        """The words of a name in the gap, one or two, none where no word is certain."""
        if len(self.hits) > _MOST_HITS:
            return []
        after, before = self.gap.after, self.gap.before
        if after and self._is_surname(after):
            given = self._given_before(after.area.left)
            return [given] if given else []
        if before and before.text in given_names():
            known = Spelled(before.text, int(before.area.left), int(before.area.right), 1.0, 1.0)
            return self._with_surname([known])[1:]
        return self._with_surname([word for word in self._known() if word.likeness > _LIKE])

    def _is_surname(self, word: Read) -> bool:
        text = _bare(word)
        is_name = text[:1].isupper() and _NAME.fullmatch(text) and not names_position(text)
        return bool(is_name) and self._is_written(word)

    def _is_written(self, word: Read) -> bool:
        """Whether the page's letters spell a word where it was read."""
        reach = (word.area.left - self.size, word.area.right + self.size)
        letters = {c: self.letters[c] for c in word.text if c in self.letters}
        there = hits(self.dark, letters, self.level, self.size, reach)
        return all(self._is_spelled(there, reach, part) for part in _bare(word).split("-"))

    def _is_spelled(self, there: Sequence[Hit], reach: tuple[float, float], text: str) -> bool:
        spelled = spellings(
            there, self.size, [Beginning(*reach)], lambda t: 0.0 if text.startswith(t) else None, _FOLLOWED
        )
        return any(found.text == text and found.likeness > _WELL_LIKE for found in spelled)

    def _given_before(self, surname: float) -> Spelled | None:
        """The known given name that ends one space before a place."""
        ends = (surname - _SPACE[1] * self.size, surname - _SPACE[0] * self.size)
        known = [w for w in self._known() if ends[0] <= w.right <= ends[1] and w.likeness > _LIKE]
        if not known or known[0].likeness < _WELL_LIKE or known[0].rank - _second(known) < _AHEAD * self.ink:
            return None
        any_letters = spellings(self.hits, self.size, [Beginning(0.0, ends[1])], self._likelihood, _FEW)
        best = max((word.fit for word in any_letters if ends[0] <= word.right <= ends[1]), default=0.0)
        return known[0] if best - known[0].fit < _BEHIND * self.ink else None

    def _with_surname(self, given: Sequence[Spelled]) -> list[Spelled]:
        """One of `given` and the word one space after it; nothing where another one fits nearly as well."""
        by_text = {word.text: word for word in given}
        beginnings = [
            Beginning(
                word.right + _SPACE[0] * self.size,
                word.right + _SPACE[1] * self.size,
                replace(word, text=f"{word.text} "),
            )
            for word in given
        ]
        found = [
            word
            for word in spellings(self.hits, self.size, beginnings, self._likelihood_of_surname, _FEW)
            if len(word.text.partition(" ")[2]) >= _SHORTEST_SURNAME
        ]
        if not found or found[0].rank - _second(found) < _AHEAD * self.ink:
            return []
        best = _likeliest_marks(found)
        first, _, last = best.text.partition(" ")
        if min(best.likeness, by_text[first].likeness) < _WELL_LIKE:
            return []
        surname = replace(best, text=last, left=int(by_text[first].right + _SPACE[0] * self.size))
        return [by_text[first], surname]

    def _known(self) -> list[Spelled]:
        """The known given names that may stand in the gap, the likeliest first."""
        ranked = spellings(
            self.hits,
            self.size,
            [Beginning(self.gap.left, self.gap.right)],
            lambda text: 0.0 if text in beginnings() else None,
            _FOLLOWED,
        )
        return [word for word in ranked if word.text in given_names()]

    def _likelihood_of_surname(self, text: str) -> float | None:
        word = text.rpartition(" ")[2]
        is_name = len(word) <= _LONGEST_WORD and (word[-1].islower() if len(word) > 1 else word.isupper())
        return self._likelihood(text) if is_name else None

    def _likelihood(self, text: str) -> float:
        return self.ink * (_BIT * bits_of_last(text.rpartition(" ")[2]) - _LETTER)


def _bare(word: Read) -> str:
    """A word without the punctuation around it."""
    return word.text.strip(".,;:()")


def _likeliest_marks(ranked: Sequence[Spelled]) -> Spelled:
    """The first word with the diacritics that its ink shows, for which what is usual counts little."""
    first = fold(ranked[0].text)
    return max(
        (word for word in ranked if fold(word.text) == first),
        key=lambda word: word.rank - (1 - _MARKS) * word.likelihood,
    )


def _second(ranked: Sequence[Spelled]) -> float:
    """The rank of the best that is another word than the first, neither its beginning nor the same without diacritics."""
    first = fold(ranked[0].text)
    return next((word.rank for word in ranked if not first.startswith(fold(word.text))), 0.0)

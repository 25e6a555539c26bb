"""Names and positions beneath strokes, spelled by the page's own letters.

A given name is likeliest one of those known, a surname any word that letters of names make; a position is one of few words.
Each counts only where no other word fits the ink nearly as well.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Container, Iterable, Sequence
from dataclasses import dataclass, replace
from statistics import median

from parsers.readers.scan.glyphs import Alphabet, Darkness
from parsers.readers.scan.ocr import Read
from parsers.readers.scan.spelling import Beginning, Hit, Spelled, hits, spellings
from parsers.text import fold
from parsers.words.name_letters import beginnings, bits_of_end, bits_of_last
from parsers.words.name_lists import Gender, given_names, guessed_gender, known_surnames
from parsers.words.positions import names_position
from parsers.words.signing_positions import beginnings_of_positions, position_words

_NAME = re.compile(r"[^\W\d_]{2,}(?:-[^\W\d_]{2,})?")
_SPACE = (0.1, 0.65)  # how far words are apart, in type sizes
_LIKE, _WELL_LIKE = 0.7, 0.82  # of the ink of a word that has to be there: for it to be possible, and to count
_ALL_LIKE = 0.86  # of a given name that nobody else is known to bear
_LIKE_ALONE, _ALONE = 0.75, 1.5  # of a known name that is so far ahead of any other, in the ink of a usual letter
_VERY_LIKE, _COMMA_AND_SPACE = 0.84, 0.95  # of a word of a position, which is one of few
_MARKS = 0.3  # how much of what is usual counts for diacritics
_MOST_HITS = 6000  # where more letters may stand, too much is black to tell them apart
_FOLLOWED, _FEW = 200, 12  # texts at a place: of known names, of any words
# In the ink of a usual letter: how far the next best word is behind, and how far a known name may be behind any other letters;
# what each bit of a letter's likelihood counts, and what each letter costs, as strokes of a pen look like many letters.
_AHEAD, _BEHIND, _BIT, _LETTER = 0.09, 0.8, 0.035, 0.25
_SHORTEST_SURNAME, _LONGEST_WORD = 4, 20
_SHORTEST_GIVEN, _LONGEST_GIVEN, _MOST_GIVEN = 4, 12, 40
_CUT = 0.7  # of a type size: how near the end of a gap a name may be cut off
_ENDINGS_OF_OTHERS = {Gender.MASCULINE: ("a", "e"), Gender.FEMININE: ("s", "š")}  # that a gender's surnames do not have
_BITS_OF_HYPHEN, _BITS_OF_OTHER_GENDER = -5.0, -6.0


@dataclass(frozen=True, slots=True)
class Gap:
    """Where on a line a name may stand, and the words before and after it."""

    left: float
    right: float
    before: Read | None
    after: Read | None


class Reading:
    """A gap in a line, and the letters that may stand in it."""

    def __init__(
        self,
        dark: Darkness,
        letters: Alphabet,
        steps: Callable[[str, str], tuple[float, float]] | None,
        size: float,
        level: float,
        gap: Gap,
    ) -> None:
        self.dark, self.letters, self.steps, self.size, self.level, self.gap = dark, letters, steps, size, level, gap
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
            return self._surname_after(before)
        found = self._with_surname([word for word in (*self._known(), *self._any()) if word.likeness > _LIKE])
        if not found and before and before.text.isalpha() and self._is_surname(before):
            return self._surname_after(before)
        return found

    def _surname_after(self, given: Read) -> list[Spelled]:
        """The surname one space after a given name that was read."""
        known = Spelled(given.text, int(given.area.left), int(given.area.right), 1.0, 1.0)
        return self._with_surname([known])[1:]

    def position(self) -> Spelled | None:
        """A word of a position beside a word of the line, where no other fits as well."""
        before, after = self.gap.before, self.gap.after
        if len(self.hits) > _MOST_HITS:
            return None
        beside = [
            word
            for word in self._one_of(position_words(), beginnings_of_positions())
            if word.likeness > _VERY_LIKE
            and (
                (before and _SPACE[0] < (word.left - before.area.right) / self.size < _COMMA_AND_SPACE)
                or (after and _SPACE[0] < (after.area.left - word.right) / self.size < _SPACE[1])
            )
        ]
        return beside[0] if beside and self._is_ahead(beside) else None

    def _is_surname(self, word: Read) -> bool:
        text = _bare(word)
        is_name = text[:1].isupper() and _NAME.fullmatch(text) and not names_position(text)
        return bool(is_name) and (text in known_surnames() or self._is_written(word))

    def _is_written(self, word: Read) -> bool:
        """Whether the page's letters spell a word where it was read."""
        reach = (word.area.left - self.size, word.area.right + self.size)
        letters = {c: self.letters[c] for c in word.text if c in self.letters}
        there = hits(self.dark, letters, self.level, self.size, reach)
        return all(self._is_spelled(there, reach, part) for part in _bare(word).split("-"))

    def _is_spelled(self, there: Sequence[Hit], reach: tuple[float, float], text: str) -> bool:
        spelled = spellings(
            there,
            self.size,
            [Beginning(*reach)],
            lambda t: 0.0 if text.startswith(t) else None,
            _FOLLOWED,
            self.steps,
        )
        return any(found.text == text and found.likeness > _WELL_LIKE for found in spelled)

    def _given_before(self, surname: float) -> Spelled | None:
        """The given name that ends one space before a place."""
        ends = (surname - _SPACE[1] * self.size, surname - _SPACE[0] * self.size)
        known, others = (
            [word for word in words if ends[0] <= word.right <= ends[1] and word.likeness > _LIKE]
            for words in (self._known(), self._any())
        )
        found = sorted((*known, *others), key=lambda word: -word.rank)
        if not found or not self._is_ahead(found):
            return None
        given = _as_known(_likeliest_marks(found))
        best = max((word.fit for word in others), default=0.0)
        is_behind = found[0] in known and best - found[0].fit >= _BEHIND * self.ink
        return given if given.likeness > self._least_like(given, found) and not is_behind else None

    def _least_like(self, given: Spelled, ranked: Sequence[Spelled]) -> float:
        """How much of a given name's ink has to be there for it to count as the first of `ranked`."""
        if given.text not in given_names():
            return _ALL_LIKE
        return _LIKE_ALONE if ranked[0].rank - _second(ranked) > _ALONE * self.ink else _WELL_LIKE

    def _with_surname(self, given: Sequence[Spelled]) -> list[Spelled]:
        """One of `given` and the word one space after it; nothing where another one fits nearly as well."""
        by_text = {word.text: word for word in given}
        beginnings = [
            Beginning(
                word.right + _SPACE[0] * self.size,
                word.right + _SPACE[1] * self.size,
                replace(word, text=f"{word.text} ", drift=0.0),
            )
            for word in given
        ]
        found = self._ended(spellings(self.hits, self.size, beginnings, self._likelihood_of_surname, _FEW, self.steps))
        if not found or not self._is_ahead(found):
            return []
        best = _likeliest_marks(found)
        first, _, last = best.text.partition(" ")
        if min(best.likeness, by_text[first].likeness) < _WELL_LIKE:
            return []
        surname = replace(best, text=last, left=int(by_text[first].right + _SPACE[0] * self.size))
        return [by_text[first], surname]

    def _is_ahead(self, ranked: Sequence[Spelled]) -> bool:
        """Whether no other word fits nearly as well as the first."""
        return ranked[0].rank - _second(ranked) >= _AHEAD * self.ink

    def _ended(self, ranked: Iterable[Spelled]) -> list[Spelled]:
        """Those of `ranked` that may be whole names, the likeliest first."""
        whole = (
            replace(word, likelihood=word.likelihood + self.ink * _BIT * _bits_of_whole(word.text))
            for word in ranked
            if len(surname := word.text.partition(" ")[2]) >= _SHORTEST_SURNAME
            and surname[-1] != "-"
            and (self.gap.after or word.right < self.gap.right - _CUT * self.size)
        )
        return sorted(whole, key=lambda word: -word.rank)

    def _known(self) -> list[Spelled]:
        """The known given names that may stand in the gap, the likeliest first."""
        return self._one_of(given_names(), beginnings())

    def _one_of(self, words: Container[str], begun: Container[str]) -> list[Spelled]:
        """Those of few words, which have their beginnings in `begun`, that may stand in the gap, the likeliest first."""
        ranked = self._spelled(lambda text: 0.0 if text in begun else None, _FOLLOWED)
        return [word for word in ranked if word.text in words]

    def _any(self) -> list[Spelled]:
        """Words that are no known given names and may stand in the gap, the likeliest first."""
        whole = (
            replace(word, likelihood=word.likelihood + self.ink * _BIT * bits_of_end(word.text))
            for word in self._spelled(self._likelihood_of_given, _FEW)
            if len(word.text) >= _SHORTEST_GIVEN and word.text not in given_names()
        )
        return sorted(whole, key=lambda word: -word.rank)[:_MOST_GIVEN]

    def _spelled(self, likelihood: Callable[[str], float | None], most: int) -> list[Spelled]:
        """What the letters spell from anywhere in the gap on."""
        return spellings(self.hits, self.size, [Beginning(self.gap.left, self.gap.right)], likelihood, most, self.steps)

    def _likelihood_of_given(self, text: str) -> float | None:
        return self._likelihood(text) if len(text) <= _LONGEST_GIVEN else None

    def _likelihood_of_surname(self, text: str) -> float | None:
        word = text.rpartition(" ")[2]
        first, hyphen, last = word.rpartition("-")
        if len(word) > _LONGEST_WORD or "-" in first:
            return None
        if hyphen and not last:
            return self.ink * (_BIT * (_BITS_OF_HYPHEN + bits_of_end(first)) - _LETTER) if len(first) > 2 else None
        return self._likelihood(last)

    def _likelihood(self, word: str) -> float | None:
        """What the last letter of a beginning of a name adds to its rank; only the first is a capital, and none is a hyphen."""
        is_name = word[-1].islower() if len(word) > 1 else word.isupper()
        return self.ink * (_BIT * bits_of_last(word) - _LETTER) if is_name else None


def _bare(word: Read) -> str:
    """A word without the punctuation around it."""
    return word.text.strip(".,;:()")


def _as_known(given: Spelled) -> Spelled:
    """A given name with the diacritics of the one that is known, where the page shows no letter with them."""
    known = [name for name in given_names() if fold(name) == fold(given.text)]
    return replace(given, text=known[0]) if len(known) == 1 else given


def _bits_of_whole(name: str) -> float:
    """How likely a surname ends here, and is one of the given name's bearer, as a logarithm to base 2."""
    given, _, surname = name.partition(" ")
    gender = guessed_gender(given)
    is_others = gender is not None and surname.endswith(_ENDINGS_OF_OTHERS[gender])
    return bits_of_end(surname) + (_BITS_OF_OTHER_GENDER if is_others else 0.0)


def _likeliest_marks(ranked: Sequence[Spelled]) -> Spelled:
    """The first word with the diacritics that its ink shows, for which what is usual counts little."""
    first = fold(ranked[0].text)
    return max(
        (word for word in ranked if fold(word.text) == first), key=lambda word: word.score + _MARKS * word.likelihood
    )


def _second(ranked: Sequence[Spelled]) -> float:
    """The rank of the best that is another word than the first, neither its beginning nor the same without diacritics."""
    first = fold(ranked[0].text)
    return next((word.rank for word in ranked if not first.startswith(fold(word.text))), 0.0)

"""The form's labels as teams retype them: numbered, bilingual, misspelt, without diacritics, with a remark behind them."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from math import log

from rapidfuzz import fuzz, process

from parsers.rules import Vocabulary
from parsers.text import fold

_NUMBERING = re.compile(
    r"^\s*(?:[-–•*▪●◦]\s*)?(?:(?:\d{1,2}(?:\.\d{1,2})*|[IVX]{1,5}|[A-Za-z])\s*[.)]+\s*|\(\d{1,2}\)\s*|\d{1,2}(?:\.\d{1,2})+\s+|\d{1,2}\s+(?=[^\W\d]))"
)
_BRACKETS = re.compile(r"[(\[][^()\[\]]*[)\]]")
_GOES_ON = re.compile(r":\s+\w")
_LANGUAGES = re.compile(r"\s*[/|\\]\s*|\s+[–—-]\s+|\n")
_SEPARATOR = re.compile(r"\s*[:：](?![/\\])\s*|\s+[-–—=]\s+|\s*\t\s*|\s*\?\s+|\s+(?:ir|būs|is|are|will be)\s*:?\s+")
_POSSESSIVE = re.compile(r"^(?:mūsu|our|the|šā|šī|pieteiktā|piedāvātā)\s+|(?<=of )our\b", re.IGNORECASE)
_COPULA = re.compile(r"^\s+(?:ir|būs|is|are|will be)\b")
_LONGEST = 110
_SURE = 0.86
_SHORTEST_SLIP = 5
_MOST_WORDS = 12
CUED = 0.6  # the likeness of a label that only a word of it tells
_CLOSE = 0.75
_UNTOLD = 0.2  # what only has a label's weaker words


@dataclass(frozen=True, slots=True)
class Match:
    """A label in a text: its field, how alike it is (1 is letter for letter), and whether it is one the form prints."""

    key: str
    likeness: float
    printed: bool = False


@dataclass(frozen=True, slots=True)
class Leading:
    """A label at the beginning of a text: `end` is where what it labels begins; `sentence` where a verb joins them."""

    match: Match
    end: int
    sentence: bool = False


@dataclass(frozen=True, slots=True)
class _Known:
    key: str
    text: str
    printed: bool


class Labels:
    """Finds labels out of a fixed set, each of which stands for a key."""

    def __init__(
        self,
        labels: Mapping[str, Sequence[str]],
        *,
        printed: int = 2,
        cues: Sequence[tuple[str, Sequence[str]]] = (),
    ) -> None:
        """`labels` are each key's wordings, of which the first `printed` are the form's own; `cues` as in the vocabulary."""
        self._cues = sorted(
            ((key, cue.strip()) for key, beginnings in cues for cue in beginnings), key=lambda pair: " " not in pair[1]
        )
        self._known = list(_all_wordings(labels, printed))
        self._texts = [known.text for known in self._known]
        self._unspaced = [known.text.replace(" ", "") for known in self._known]
        self._whole = lru_cache(maxsize=16384)(self._told)  # a form is looked through several times
        self._exact = {known.text: known for known in reversed(self._known)}
        words = Counter(
            word for key in labels for word in {w for k in self._known if k.key == key for w in k.text.split()}
        )
        self._weight = {word: log((len(labels) + 1) / count) for word, count in words.items()}

    def whole(self, text: str) -> Match | None:
        """The label that `text` is, with nothing but a number, a remark in brackets, or its translation beside it."""
        return self._whole(text) if len(text) <= _LONGEST * 2 else None

    def _told(self, text: str) -> Match | None:
        bare = _POSSESSIVE.sub("", without_numbering(text).strip(" \t\n:.*–—-?…_"))
        if _GOES_ON.search(bare):
            return None
        without_brackets = _BRACKETS.sub(" ", bare)
        best = max(
            filter(None, (self._alike(fold(form)) for form in {bare, without_brackets} if len(form) <= _LONGEST)),
            key=lambda match: match.likeness,
            default=None,
        )
        return best if best and best.likeness >= 0.97 else self._bilingual(without_brackets) or best

    def _bilingual(self, text: str) -> Match | None:
        parts = [part for part in _LANGUAGES.split(text) if part.strip()]
        if not 2 <= len(parts) <= 3:
            return None
        matches = [self._alike(fold(part)) for part in parts]
        keys = {match.key for match in matches if match}
        if len(keys) != 1 or matches.count(None) > len(parts) // 2:
            return None
        key = keys.pop()
        for part, match in zip(parts, matches, strict=True):
            if match is None and not self._translates(fold(part), key):
                return None
        return Match(key, 1.0, printed=any(match.printed for match in matches if match))

    def leading(self, text: str) -> Leading | None:
        """The label that `text` begins with, where a separator or a verb tells it from what follows."""
        for separator in _SEPARATOR.finditer(text[: _LONGEST + 20]):
            head = text[: separator.start()]
            if not fold(head):
                continue
            match = self.whole(head)
            if match:
                return Leading(match, separator.end(), _COPULA.match(separator.group()) is not None)
        bracket = re.match(rf"[^()]{{3,{_LONGEST}}}\([^()]*\)\s*", text)
        if bracket and text[bracket.end() :].strip():
            match = self.whole(text[: bracket.end()])
            return Leading(match, bracket.end()) if match else None
        return None

    def likely(self, text: str) -> Match | None:
        """The field that `text`, which stands where a label stands, is most likely to mean, told by its telling words."""
        words = fold(_BRACKETS.sub(" ", without_numbering(text))).split()
        if not words or len(words) > 14:
            return None
        closest, cued = self._closest(words), self.cued(text)
        if closest is None or (cued and cued.key != closest.key and closest.likeness < _CLOSE):
            return cued
        return closest if cued or not self._cues else Match(closest.key, closest.likeness - _UNTOLD)

    def cued(self, text: str) -> Match | None:
        """The field that a short text's words tell, whatever else it says."""
        words = fold(_BRACKETS.sub(" ", without_numbering(text)))
        if (
            not 2 <= len(words) <= _LONGEST
            or words.count(" ") >= _MOST_WORDS
            or "@" in text
            or text.endswith((".", ";"))
        ):
            return None
        told = (key for key, cue in self._cues if f" {cue}" in f" {words}")
        return next((Match(key, CUED) for key in told), None)

    def _closest(self, words: Sequence[str]) -> Match | None:
        """The field whose labels share most of the telling words, where no other comes near."""
        scores = sorted(((self._overlap(words, key), key) for key in {k.key for k in self._known}), reverse=True)
        (best, key), (second, _) = scores[0], scores[1]
        return Match(key, best) if best >= 0.55 and best - second >= 0.15 else None

    def _overlap(self, words: Iterable[str], key: str) -> float:
        words = list(words)
        best = 0.0
        for known in self._known:
            if known.key == key:
                theirs = known.text.split()
                common = sum(self._weight[w] for w in theirs if any(_same_stem(w, mine) for mine in words))
                total = sum(self._weight[w] for w in theirs)
                mine = sum(
                    max((self._weight[w] for w in self._weight if _same_stem(w, word)), default=1.0) for word in words
                )
                best = max(best, 2 * common / (total + mine) if total + mine else 0.0)
        return best

    def _alike(self, text: str) -> Match | None:
        if not 2 <= len(text) <= _LONGEST:
            return None
        known = self._exact.get(text)
        if known:
            return Match(known.key, 1.0, known.printed)
        return self._fuzzy(text) if len(text) >= _SHORTEST_SLIP else None

    def _fuzzy(self, text: str) -> Match | None:
        """The label that `text` is but for a slip, unless it is as near to another field's."""
        best: dict[str, Match] = {}
        scorings: tuple[tuple[Callable[..., float], str, Sequence[str]], ...] = (
            (fuzz.ratio, text, self._texts),
            (fuzz.ratio, text.replace(" ", ""), self._unspaced),
            (fuzz.token_sort_ratio, text, self._texts),
        )
        for scorer, query, choices in scorings:
            for _, score, index in process.extract(query, choices, scorer=scorer, score_cutoff=_SURE * 100, limit=None):
                known = self._known[index]
                likeness = score / 100 - (0.01 if scorer is fuzz.token_sort_ratio else 0)
                if _may_slip(known.text, text) and (known.key not in best or likeness > best[known.key].likeness):
                    best[known.key] = Match(known.key, likeness, known.printed)
        ranked = sorted(best.values(), key=lambda match: match.likeness, reverse=True)
        if not ranked or (len(ranked) > 1 and ranked[0].likeness - ranked[1].likeness < 0.02):
            return None
        holds_label = any(f" {k.text} " in f" {text} " for k in self._known if k.printed and k.key == ranked[0].key)
        return None if holds_label else ranked[0]

    def _translates(self, text: str, key: str) -> bool:
        """Whether `text` is a free translation of the key's label, not the label itself with an answer behind it."""
        ours = [known.text for known in self._known if known.key == key]
        if any(f" {label} " in f" {text} " for label in ours):
            return False
        return max(fuzz.token_sort_ratio(label, text) for label in ours) >= 60


def label_book(vocabulary: Vocabulary) -> Labels:
    """The labels of the form's fields."""
    labels = tuple((field.key, field.labels) for field in vocabulary.fields)
    return _labels(labels, tuple((key, tuple(cues)) for key, cues in vocabulary.cues.items()))


def column_book(vocabulary: Vocabulary) -> Labels:
    """The headings of the form's team table."""
    return _labels(tuple((key, tuple(headings)) for key, headings in vocabulary.member_columns.items()))


@lru_cache(maxsize=8)
def _labels(
    labels: tuple[tuple[str, tuple[str, ...]], ...], cues: tuple[tuple[str, tuple[str, ...]], ...] = ()
) -> Labels:
    return Labels(dict(labels), cues=cues)


def without_numbering(text: str) -> str:
    """`text` without the number before it ("2.", "1.1.", "II.", "3)")."""
    stripped = _NUMBERING.sub("", text, count=1)
    return stripped if re.search(r"\w", stripped) else text


def is_numbered(text: str) -> bool:
    """Whether a number stands before `text`."""
    return without_numbering(text) != text


def _all_wordings(labels: Mapping[str, Sequence[str]], printed: int) -> Iterable[_Known]:
    for key, wordings in labels.items():
        for index, wording in enumerate(wordings):
            for text in dict.fromkeys((fold(wording), fold(_BRACKETS.sub(" ", wording)))):
                if text:
                    yield _Known(key, text, index < printed)


def _may_slip(known: str, text: str) -> bool:
    """Whether one may be a slip for the other: of about a length, and short words with the same beginning."""
    if abs(len(known) - len(text)) > max(3, len(known) // 6) or len(known) < _SHORTEST_SLIP:
        return False
    if f" {known} " in f" {text} ":  # the label itself, with an answer before or behind it
        return False
    return len(known) >= 8 or known[0] == text[0]


def _same_stem(one: str, other: str) -> bool:
    """Whether two words are forms of one: alike but for their endings."""
    if one == other:
        return True
    if min(len(one), len(other)) < 4:
        return False
    shared = next((i for i, (a, b) in enumerate(zip(one, other, strict=False)) if a != b), min(len(one), len(other)))
    return shared >= max(4, max(len(one), len(other)) - 4)

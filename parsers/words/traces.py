"""Where a text names a person: the name in every grammatical case, with or without diacritics, addresses, telephone numbers."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Collection, Iterable, Iterator
from functools import lru_cache
from itertools import takewhile

from rapidfuzz import fuzz

from parsers.text import fold
from parsers.words.declension import decline
from parsers.words.names import Gender, difference, gender, tidy

_MARKS = "[\u0300-\u036f]*"  # a letter may be written with its diacritic beside it (NFD)
_NO_LETTER_BEFORE, _NO_LETTER_AFTER = r"(?<![^\W\d_])", r"(?![^\W\d_])"
# Between the words of one name: nothing in a file's name ("AnnaOzola"), a line end and a quotation mark in a mail.
_BETWEEN = r"(?:[^\w,;]|_){0,6}"
_MAILBOX = re.compile(r"[\w.+-]")
_REST_OF_ADDRESS = re.compile(r"[\w.+-]*(?:@|%40)[\w.-]+")
_DIGITS_TOLD = 7  # fewer digits are a number of something else
_COUNTRY = "371"
_CODE = re.compile(rf"\(?(?:\+|00)?\s?\(?{_COUNTRY}\)?[\s-]{{0,2}}$")
_LONGEST_CODE = 12
_SLIPS = 0.9  # a word left out, or an initial, may be somebody else's
_LIKELY = 70
_LONGEST_NAME = 80


class Traces:
    """Finds and replaces what names one person, who may have several `names` (in the nominative), addresses and numbers.

    `others` are people whose names look like a form of these ("Jana Ozola" like "Jāņa Ozola" without its diacritics): where
    exactly theirs stands, they are meant.
    """

    def __init__(
        self, names: Iterable[str], addresses: Iterable[str], phones: Iterable[str], others: Iterable[str] = ()
    ) -> None:
        self._others = frozenset(tidy(name).casefold() for name in others)
        self._names = tuple(tidy(name) for name in names)
        self._addresses = frozenset(address.lower() for address in addresses)
        self.words = frozenset(word for name in self._names for word in words_of(name))
        written = [*map(_full_name, self._names), *map(_address, sorted(self._addresses))]
        self._written = re.compile("|".join(written) or r"(?!)", re.IGNORECASE)
        self._numbers = re.compile("|".join(filter(None, map(_phone, phones))) or r"(?!)")
        self._stems = (*map(_stem, self.words), *(address.partition("@")[2] for address in self._addresses))

    def found(self, text: str, lone: Collection[str] = ()) -> bool:
        """Whether `text` names the person; each word of `lone`, in any case, does so too where it begins with a capital."""
        return next(self._spans(text, lone), None) is not None

    def replaced(self, text: str, by: str, lone: Collection[str] = ()) -> str:
        """`text` with `by` wherever it names the person."""
        pieces, end = [], 0
        for start, stop in sorted(self._spans(text, lone)):
            if start >= end:
                pieces += [text[end:start], by]
            end = max(end, stop)
        return "".join((*pieces, text[end:]))

    def excerpts(self, text: str, around: int) -> list[str]:
        """What stands around each place where `text` names the person."""
        return [text[max(0, start - around) : stop + around] for start, stop in sorted(self._spans(text, ()))]

    def is_name(self, text: str) -> bool:
        """Whether `text` is the person's name and nothing else, misread by a letter perhaps."""
        if not self._names or len(text) > _LONGEST_NAME or " " not in text.strip() or self._is_other(text):
            return False
        return any(same_bearer(text, name) for name in self._names)

    def is_address(self, address: str) -> bool:
        """Whether it is one of the person's."""
        return address.lower() in self._addresses

    def _is_other(self, text: str) -> bool:
        return bool(self._others) and tidy(text).casefold() in self._others

    def _spans(self, text: str, lone: Collection[str]) -> Iterator[tuple[int, int]]:
        if self.is_name(text):
            yield 0, len(text)
            return
        yield from filter(None, (_whole_number(text, *match.span()) for match in self._numbers.finditer(text)))
        folded = unicodedata.normalize("NFD", text).encode("ascii", "ignore").decode().lower()
        if any(
            stem in folded for stem in self._stems
        ):  # the patterns are slow, and nearly every text is somebody else's
            written = (match for match in self._written.finditer(text) if not self._is_other(match[0]))
            yield from (_whole_address(text, *match.span()) for match in written)
            yield from (match.span() for match in _lone(frozenset(lone)).finditer(text) if match[0][0].isupper())


def words_of(name: str) -> tuple[str, ...]:
    """The words of a name, the halves of a double surname apart; initials left out."""
    return tuple(word for word in re.split(r"[\s-]+", tidy(name)) if len(word.rstrip(".")) > 1)


def same_bearer(one: str, other: str) -> bool:
    """Whether two names, each in any case, may be one person's; nearly no slip is forgiven."""
    if fuzz.token_sort_ratio(_folded(one), _folded(other)) < _LIKELY:  # the comparison that knows cases is slow
        return False
    found = [d for a, b in ((one, other), (other, one)) if (d := difference(a, b)) is not None]
    return min(found, default=_SLIPS + 1) <= _SLIPS


_folded = lru_cache(maxsize=4096)(fold)


def share_forms(one: str, other: str) -> bool:
    """Whether two words have a form in common, as the surnames of a brother and a sister do (Ozols, Ozola)."""
    return not set(_forms(one)).isdisjoint(_forms(other))


def _full_name(name: str) -> str:
    words = words_of(name)
    if len(words) < 2:
        return rf"{_NO_LETTER_BEFORE}{_any_form(words)}{_NO_LETTER_AFTER}" if words else r"(?!)"
    any_word, surname = _any_form(words), _any_form(words[1:])
    initial = rf"{_letter(words[0][0])}{_MARKS}"
    written = (
        rf"{any_word}(?:{_BETWEEN}{any_word}){{1,{len(words) - 1}}}"
        rf"|{surname},\s?{_any_form(words[:1])}"
        rf"|(?:{initial}(?:[.\s_-]{{1,2}})){{1,2}}{surname}"
        rf"|{surname},?\s?{initial}\."
    )
    return rf"{_NO_LETTER_BEFORE}(?:{written}){_NO_LETTER_AFTER}"


def _whole_address(text: str, start: int, stop: int) -> tuple[int, int]:
    """The span of the address that the name from `start` to `stop` is part of, else of the name."""
    rest = _REST_OF_ADDRESS.match(text, stop)
    if rest is None:
        return start, stop
    while start > 0 and _MAILBOX.match(text[start - 1]):
        start -= 1
    return start, rest.end()


@lru_cache(maxsize=256)
def _lone(words: frozenset[str]) -> re.Pattern[str]:
    form = _any_form(sorted(words)) if words else r"(?!)"
    return re.compile(rf"{_NO_LETTER_BEFORE}{form}{_NO_LETTER_AFTER}", re.IGNORECASE)


def _any_form(words: Iterable[str]) -> str:
    forms = sorted({form for word in words for form in _forms(word)}, key=lambda form: (-len(form), form))
    return f"(?:{'|'.join(''.join(map(_letter_with_marks, form)) for form in forms)})"


def _forms(word: str) -> Iterator[str]:
    """Every form of a name's word, in base letters."""
    known = gender(word)
    for bearer in (known,) if known else tuple(Gender):
        for variants in decline(word, bearer).values():
            yield from (_base(variant) for variant in variants)
    yield _base(word)


def _base(text: str) -> str:
    return "".join(c for c in unicodedata.normalize("NFD", text.casefold()) if not unicodedata.combining(c))


def _stem(word: str) -> str:
    """What all forms of a word begin with, in base letters."""
    forms = sorted(_forms(word))
    same = takewhile(lambda pair: pair[0] == pair[1], zip(forms[0], forms[-1], strict=False))
    return "".join(letter for letter, _ in same).encode("ascii", "ignore").decode()


def _letter_with_marks(letter: str) -> str:
    return f"{_letter(letter)}{_MARKS}"


def _letter(letter: str) -> str:
    base = _base(letter)
    likes = _likes().get(base, "")
    return f"[{re.escape(base)}{likes}]" if likes else re.escape(base)


@lru_cache(maxsize=1)
def _likes() -> dict[str, str]:
    """The letters with diacritics by their base letter."""
    likes: dict[str, str] = {}
    for letter in map(chr, range(0xC0, 0x250)):
        base = _base(letter)
        if base != letter.casefold() and len(base) == 1:
            likes[base] = likes.get(base, "") + letter
    return likes


def _address(address: str) -> str:
    local, _, domain = address.rpartition("@")
    return rf"(?<!{_MAILBOX.pattern}){re.escape(local)}(?:@|%40){re.escape(domain)}(?![\w-]|\.\w)"


def _phone(phone: str) -> str | None:
    digits = national(phone)
    if len(digits) < _DIGITS_TOLD:
        return None
    spaced = r"[\s()./\u2010-\u2015-]{0,3}".join(digits)
    return rf"{spaced}(?!\d)"


def _whole_number(text: str, start: int, stop: int) -> tuple[int, int] | None:
    """The span of the number with its country code; None where the digits are the end of another number."""
    before = text[max(0, start - _LONGEST_CODE) : start]
    code = _CODE.search(before)
    start -= len(code[0]) if code else 0
    return None if text[start - 1 : start].isdigit() else (start, stop)


def national(phone: str) -> str:
    """The digits of a telephone number without Latvia's country code."""
    digits = re.sub(r"\D", "", phone).removeprefix("00")
    return digits.removeprefix(_COUNTRY) if len(digits) > 8 else digits

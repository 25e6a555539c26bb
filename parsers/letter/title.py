"""The project's title in a letter: in any quotation marks, with others inside it, or set off by type, or plain."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from parsers.letter.flow import Passage
from parsers.letter.quotes import closing, misread_closing, opening_at, quoted_stretches, unquoted
from parsers.words.inflected import occurrences

_LONGEST = 300
# What stands before a title. The words between tell what it is the title of.
_ANCHOR = re.compile(
    r"\b(?:projekt\w{0,4}|project(?:['’]s)?|idej\w{1,3}|nosaukum\w{0,2}|t[eē]m\w|title[d]?|entitled|named|called)\b"
    r"(?:\s*\(?(?:ar|ide\w+|projekt\w*|pieteikum\w*|nosaukum\w*|konkursa|inov[aā]cij\w*|kura|tā|proposal"
    r"|idea|with|under|(?-i:the|a|is|ir)|of|title[d]?|entitled|named|called|working|darba)\b\)?)*"
    r"\s*[:–—-]?\s*",
    re.IGNORECASE,
)
_CONTACT = re.compile(r"@|t[aā]lr|kontakt|contact|phone", re.IGNORECASE)
_PLAIN_END = re.compile(
    r"[,;]?\s+(?:šādu|šādā|šādus|sekojoš\w+|deleģ\w*|dalībai|tiek|ir\b|norīko|pilnvaro|izvirza|nozīmē"
    r"|komand\w+\s*:|un deleģ\w+|kurā|kuru|kas\b|kura\b|delegates|the following|nominates|in the"
    r"|to take part)"
    r"|[.;](?=\s|$)|\s*[:](?=\s*$)|\s*\($",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True)
class Title:
    """A title, the passage it stands in, and where it begins and ends there, quotation marks included."""

    text: str
    passage: int
    start: int
    end: int


def find_title(
    passages: Sequence[Passage], first: int, last: int, statement: int, not_titles: Sequence[str]
) -> Title | None:
    """The project's title among the passages from `first` to `last`, those of the statement preferred.

    `not_titles` are names that also stand in quotation marks (of the programme, of institutions).
    """
    order = sorted(range(first, last + 1), key=lambda number: (number < statement, abs(number - statement)))
    finders = (_quoted_after_anchor, _labelled, _plain_after_anchor, _any_quoted)
    for finder in finders:
        for number in order:
            found = finder(passages, number, not_titles)
            if found:
                return found
    return None


def _quoted_after_anchor(passages: Sequence[Passage], number: int, not_titles: Sequence[str]) -> Title | None:
    text = passages[number].text
    for anchor in _ANCHOR.finditer(text):
        opening = opening_at(text, anchor.end())
        if not opening:
            continue
        end = closing(text, opening.start(), opening.end()) or misread_closing(text, opening.end())
        if end is not None:
            title = unquoted(text[opening.start() : end])
            if title and not _is_any(title, not_titles):
                return Title(title, number, opening.start(), end)
    return None


def begun_title(passages: Sequence[Passage]) -> Title | None:
    """A title whose end, the closing mark with it, was lost in a scan: all that is left of its passage."""
    for number, passage in enumerate(passages):
        for anchor in _ANCHOR.finditer(passage.text):
            opening = opening_at(passage.text, anchor.end())
            if opening and closing(passage.text, *opening.span()) is None and passage.text[opening.end() :]:
                rest = passage.text[opening.end() :]
                return Title(unquoted(rest), number, opening.start(), len(passage.text))
    return None


def _labelled(passages: Sequence[Passage], number: int, not_titles: Sequence[str]) -> Title | None:
    """After a label ("Projekta nosaukums: ..."), on its line, or in the next cell or line."""
    text = passages[number].text
    label = re.match(
        r"(?:projekta (?:nosaukums|t[eē]ma|idejas nosaukums)|projekts|nosaukums|project title"
        r"|title of the project|project name|project|title)\s*(?:[:–—-]\s*|$)",
        text,
        re.IGNORECASE,
    )
    if not label:
        return None
    value = unquoted(text[label.end() :])
    if value:
        return Title(value, number, label.end(), len(text)) if not _is_any(value, not_titles) else None
    if number + 1 < len(passages) and len(passages[number + 1].text) < _LONGEST:
        following = passages[number + 1].text
        return Title(unquoted(following), number + 1, 0, len(following))
    return None


def _plain_after_anchor(passages: Sequence[Passage], number: int, not_titles: Sequence[str]) -> Title | None:
    text = passages[number].text
    for anchor in _ANCHOR.finditer(text):
        rest = text[anchor.end() :]
        if not rest[:1].isupper():
            continue
        end = _PLAIN_END.search(rest)
        title = unquoted(rest[: end.start()] if end else rest)
        if title and len(title) <= _LONGEST and not _is_any(title, not_titles) and not _CONTACT.search(text):
            return Title(title, number, anchor.end(), anchor.end() + (end.start() if end else len(rest)))
    return None


def _any_quoted(passages: Sequence[Passage], number: int, not_titles: Sequence[str]) -> Title | None:
    text = passages[number].text
    for start, end in quoted_stretches(text):
        title = unquoted(text[start:end])
        if (
            len(title) > 3
            and not _is_any(title, not_titles)
            and not re.search(r"(?:SIA|AS|biedrīb\w+)\s*$", text[:start])
        ):
            return Title(title, number, start, end)
    return None


def _is_any(title: str, others: Sequence[str]) -> bool:
    return any(next(occurrences(title, other), None) is not None and len(title) < len(other) + 12 for other in others)

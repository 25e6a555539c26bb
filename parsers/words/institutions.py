"""Which of the call's institutions a text names: in any grammatical case, abbreviated, in either language, misread by OCR."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from parsers.rules import Institution, Vocabulary
from parsers.words.inflected import occurrences


@dataclass(frozen=True, slots=True)
class Mention:
    """An institution named in a text, from `start` to `end`."""

    key: str
    start: int
    end: int


def find(text: str, vocabulary: Vocabulary) -> str | None:
    """The key of the institution that `text` names first, None where it names none."""
    return next((mention.key for mention in find_all(text, vocabulary)), None)


def find_all(text: str, vocabulary: Vocabulary) -> tuple[Mention, ...]:
    """Every mention in the order of the text. Where one name holds another, the longer counts."""
    found = [
        mention
        for institution in vocabulary.institutions
        for mention in (*_named(text, institution), *_abbreviated(text, institution))
    ]
    found.sort(key=lambda mention: (mention.start, -mention.end))
    kept = found[:1]
    for mention in found[1:]:
        if mention.start >= kept[-1].end:
            kept.append(mention)
    return tuple(kept)


def _named(text: str, institution: Institution) -> Iterator[Mention]:
    for name in institution.names:
        for start, end in occurrences(text, name):
            yield Mention(institution.key, start, end)


def _abbreviated(text: str, institution: Institution) -> Iterator[Mention]:
    """Abbreviations stand in capitals and alone, not in an address of mail or the web, nor in a number."""
    for abbreviation in institution.abbreviations:
        for match in re.finditer(rf"(?<![\w@.])(?<!\d[-/]){re.escape(abbreviation)}(?!\w|\.\w|@|[-/]\d)", text):
            yield Mention(institution.key, match.start(), match.end())

"""A letter under the eyes of its reader: its lines and passages, its delegating sentence, and what is found around it."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property

from parsers.document import Document, Origin, Place
from parsers.letter.flow import Line, Passage, lines_of, passages_of
from parsers.letter.head import Named, find_date, find_number, institutions_in
from parsers.letter.quotes import quoted_stretches
from parsers.letter.signatory import Signatory, find_signatory
from parsers.letter.statement import Statement, find_heading, find_statement
from parsers.letter.team import Delegate, find_delegates
from parsers.letter.title import Title, begun_title, find_title
from parsers.rules import Vocabulary
from parsers.text import fold
from parsers.words import language
from parsers.words.inflected import occurrences
from parsers.words.people import find_people

_SIGNED_ELECTRONICALLY = re.compile(
    r"parakst\w*.{0,60}elektron|elektron\w*.{0,40}parakst|laika\s+z[iī]mog|sign\w*.{0,60}electronic"
    r"|electronic\w*.{0,40}sign|time\s?stamp"
    r"|e-?parakst|e-?sign|digit[aā]l\w*\s.{0,30}(?:sign|parakst)|(?:sign|parakst)\w*\s.{0,30}digit",
    re.IGNORECASE | re.DOTALL,
)  # fmt: skip
_ADDRESS = re.compile(r"\S+@\S+|\b(?:https?://|www\.)\S+")
_A_FORM_HAS = 5
_LONGEST_LABEL = 100
# A letter is short: this many lines, of a page and a half, hold all before its delegating sentence and all after it.
_LINES_BEFORE, _LINES_AFTER = 60, 100
_ALSO_IN_LETTERS = frozenset({"title", "members", "institution", "contact", "themes"})
_TAKES_PART = re.compile(r"dal[iī]b|piedal|particip|take part|programm", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Institution:
    """The institution that delegates and the passage that names it."""

    named: Named
    passage: int


class Letter:
    """A document read as a letter; each part is looked for when it is first asked for."""

    def __init__(self, document: Document, vocabulary: Vocabulary) -> None:
        self.vocabulary = vocabulary
        self.is_scanned = document.origin is Origin.OCR
        self.lines = _part_that_delegates(lines_of(document), document.origin, vocabulary)
        self.passages = passages_of(self.lines, document.origin)
        self.heading = find_heading(self.passages, vocabulary.letter_titles)
        self.statement: Statement | None = _statement_in(self.passages, vocabulary) or self.heading

    @cached_property
    def head_end(self) -> int:
        """The line at which the letter's text begins: what is before is letterhead, date, number and address."""
        if self.statement is None:
            return len(self.lines)
        return self.passages[self.statement.passage].first

    @cached_property
    def title(self) -> Title | None:
        """The project's title."""
        if not self.passages:
            return None
        at = self.statement.passage if self.statement else 0
        others = (
            *self.vocabulary.programme_names,
            *self.vocabulary.addressees,
            *(n for i in self.vocabulary.institutions for n in i.names),
        )
        return find_title(self.passages, 0, len(self.passages) - 1, at, others)

    @cached_property
    def begun_title(self) -> Title | None:
        """What is left of a title whose end was lost in a scan; None where the title was read."""
        return begun_title(self.passages) if self.is_scanned and self.title is None else None

    @cached_property
    def masked(self) -> tuple[str, ...]:
        """The passages with everything blanked out that stands in capitals or quotation marks and is no person."""
        return tuple(self._masked(number) for number in range(len(self.passages)))

    def _masked(self, number: int) -> str:
        text = self.passages[number].text
        spans = quoted_stretches(text)
        title = self.title or self.begun_title
        if title and title.passage == number:
            spans.append((title.start, title.end))
        spans += [match.span() for match in _ADDRESS.finditer(text)]
        spans += [(named.start, named.end) for named in institutions_in(text, self.vocabulary)]
        for phrase in (*self.vocabulary.programme_names, *self.vocabulary.addressees):
            spans += occurrences(text, phrase)
        for start, end in spans:
            text = text[:start] + re.sub(r"[^\s]", "_", text[start:end]) + text[end:]
        return text

    @cached_property
    def signatory(self) -> Signatory | None:
        """Who signs."""
        first = self.passages[self.statement.passage].last + 1 if self.statement else 0
        return find_signatory(self.lines, first)

    def delegates(self, team: Sequence[str]) -> tuple[Delegate, ...]:
        """Whom the letter delegates."""
        end = len(self.passages)
        if self.signatory:
            end = next(n for n, passage in enumerate(self.passages) if passage.last >= min(self.signatory.lines))
            row = self.passages[end].row
            while row is not None and end and self.passages[end - 1].row == row:
                end -= 1
        return self._delegates(end, team, self.signatory.name if self.signatory else None)

    def _delegates(self, end: int, team: Sequence[str], signatory: str | None) -> tuple[Delegate, ...]:
        if self.statement is None:
            return ()
        declines = language.of(self.passages[self.statement.passage].text) != "en"
        return find_delegates(
            self.passages, self.masked, self.statement, end, team=team, signatory=signatory, declines=declines
        )

    def institution(self) -> Institution | None:
        """The institution that delegates: the subject of the delegating sentence, else of the letterhead, else named at all."""
        statement = self.statement
        if statement:
            text = self.passages[statement.passage].text
            before = institutions_in(text[statement.start : statement.verb_start], self.vocabulary)
            if before:
                return self._in_letterhead(before[0]) or Institution(before[0], statement.passage)
        at = statement.passage if statement else len(self.passages)
        order = [*range(at), *range(len(self.passages) - 1, at - 1, -1)]
        for numbers in (order[:at], order[at:]):
            for number in numbers:
                named = institutions_in(self.passages[number].text, self.vocabulary)
                if named:
                    return Institution(named[0], number)
        return self._by_domain()

    def _in_letterhead(self, named: Named) -> Institution | None:
        """One of the call's own above the sentence of which a scan has left the end in it ("Tehniskā universitāte")."""
        if named.key or not self.is_scanned or not self.statement:
            return None
        for number in range(self.statement.passage):
            for above in institutions_in(self.passages[number].text, self.vocabulary):
                if above.key and fold(above.text).endswith(fold(named.text)):
                    return Institution(above, number)
        return None

    def _by_domain(self) -> Institution | None:
        for number, line in enumerate(self.passages):
            for address in re.findall(r"(?:@|www\.)([\w.-]+\w)", line.text):
                for institution in self.vocabulary.institutions:
                    if any(address == domain or address.endswith(f".{domain}") for domain in institution.domains):
                        return Institution(Named(institution.key, institution.names[0], 0, 0), number)
        return None

    def says_it_is_signed_electronically(self) -> bool:
        """Whether a sentence refers to an electronic signature or its time stamp."""
        return any(_SIGNED_ELECTRONICALLY.search(passage.text) for passage in self.passages)

    def weight(self) -> int:
        """How much speaks for a letter of delegation; a form, or what only mentions delegating, has little."""
        statement = self.statement
        if statement is None or (statement is self.heading and self._labels() >= _A_FORM_HAS):
            return 0
        text = self.passages[statement.passage].text
        everything = "\n".join(passage.text for passage in self.passages)
        programme = any(next(occurrences(everything, name), None) for name in self.vocabulary.programme_names)
        people = self.delegates(())
        formal = (
            self.heading is not None,
            any(next(occurrences(everything, addressee), None) for addressee in self.vocabulary.addressees),
            self.signatory is not None and self.signatory.position is not None,
            find_number(self.lines, self.head_end) is not None,
            find_date(self.lines, self.head_end) is not None,
            self.says_it_is_signed_electronically(),
        )
        institution = self.institution()
        signs = (
            (2, statement.strong),
            (2, programme),
            (1, bool(_TAKES_PART.search(text))),
            (2, bool(people)),
            (1, self.title is not None),
            (1, institution is not None and institution.named.key is not None),
            (sum(formal), True),
            (-4, not programme and not people),
            (-3, not programme and self.title is None and not _TAKES_PART.search(text)),
            (-2, self._labels() >= _A_FORM_HAS),
            (-3, statement is self.heading and not people),
            (-5, not any(formal)),
        )  # fmt: skip
        return sum(weight for weight, holds in signs if holds)

    def _labels(self) -> int:
        """How many of the form's labels stand as lines of their own."""
        return len({key for _, key in _form_labels(self.lines, self.vocabulary)})

    def places(self, passage: int) -> tuple[Place, ...]:
        """Where a passage stands."""
        found = self.passages[passage]
        return self.line_places(*range(found.first, found.last + 1))

    def line_places(self, *numbers: int) -> tuple[Place, ...]:
        """Where lines stand, each place once."""
        return tuple(dict.fromkeys(self.lines[number].place for number in numbers))


def _statement_in(passages: Sequence[Passage], vocabulary: Vocabulary) -> Statement | None:
    """The delegating sentence, told from others by the programme, the institution and the people it names."""

    def rate(statement: Statement) -> int:
        sentence = passages[statement.passage].text[statement.start : statement.end]
        programme = any(next(occurrences(sentence, name), None) for name in vocabulary.programme_names)
        by_institution = institutions_in(sentence[: statement.verb_start - statement.start], vocabulary)
        return 2 * programme + bool(by_institution) + bool(find_people(sentence))

    return find_statement(passages, rate)


def _part_that_delegates(lines: tuple[Line, ...], origin: Origin, vocabulary: Vocabulary) -> tuple[Line, ...]:
    """The lines around the delegating sentence: of a file that holds a form too, or is long, only the letter."""
    passages = passages_of(lines, origin)
    statement = _statement_in(passages, vocabulary)
    if statement is None:
        return lines[:_LINES_AFTER]
    at = passages[statement.passage].first
    start, end = max(0, at - _LINES_BEFORE), min(len(lines), at + _LINES_AFTER)
    labels = _form_labels(lines[start:end], vocabulary)
    if len({key for _, key in labels}) >= _A_FORM_HAS:
        page = lines[at].place.page
        if page is not None:
            start = next(n for n in range(start, at + 1) if lines[n].place.page == page)
            end = next((n for n in range(at, end) if lines[n].place.page != page), end)
        else:
            first = start
            start = max((first + n + 2 for n, _ in labels if first + n + 2 <= at), default=first)
            end = min((first + n for n, key in labels if first + n > at and key not in _ALSO_IN_LETTERS), default=end)
    return lines[start:end]


def _form_labels(lines: Sequence[Line], vocabulary: Vocabulary) -> list[tuple[int, str]]:
    """The lines that are a printed label of the form, with the field's key."""
    labels = {fold(label): field.key for field in vocabulary.fields for label in field.labels[:2]}
    found = [
        (number, labels.get(fold(line.text.split(":")[0])))
        for number, line in enumerate(lines)
        if len(line.text) < _LONGEST_LABEL
    ]
    return [(number, key) for number, key in found if key]

"""The application form: is this document one, and what does it say."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

from parsers.content import ApplicationForm, Contact, Member
from parsers.document import Document, Origin, Place, Span, Table, paragraphs
from parsers.form.amounts import total_in_euros
from parsers.form.answers import Answers, places
from parsers.form.applicant import applicant
from parsers.form.items import Item, Label, Line, Rows, Team
from parsers.form.persons import Person
from parsers.form.scanned import (
    mended_address,
    mended_position,
    mended_sentences,
    mended_sum,
    shared_domains,
)
from parsers.form.scanned_names import mended_name
from parsers.form.sections import Section, sections
from parsers.form.stream import Words
from parsers.form.team import read_contact, read_team, read_visitors
from parsers.form.themes import chosen
from parsers.rules import Vocabulary
from parsers.text import fold

_NARRATIVE = {"themes", "idea", "problem", "results", "activities", "costs", "partners", "strategy_fit"}
# What plans and reports of other projects do not tell, too; and what none of them does.
_ASKED_HERE = {"institution", "themes", "contact", "visitors", "strategy_fit"}
_ASKED_ONLY_HERE = {"themes", "visitors", "strategy_fit"}
_QUOTES = " \"'„“”«»‚‘’"
_KNOWN_LABEL = 0.8
_ENOUGH_OF_ANY_WORDING = 9


def identify(document: Document, vocabulary: Vocabulary) -> bool:
    """Whether the document is the call's application form, told by its labels, never by its name."""
    labels = [section.label for section in sections(document, Words.of(vocabulary)).values() if section.label]
    keys = {label.match.key for label in labels}
    known = {label.match.key for label in labels if label.match.likeness >= _KNOWN_LABEL}
    if len(keys & _NARRATIVE) < 2:
        return False
    own = keys & _ASKED_HERE
    if not own & _ASKED_ONLY_HERE or len(own) < 2:
        return len(known) >= 4 and _is_titled(document, vocabulary)
    return (
        len(known) >= 6 or (len(known) >= 4 and _is_titled(document, vocabulary)) or len(keys) >= _ENOUGH_OF_ANY_WORDING
    )


def answers_fields(document: Document, vocabulary: Vocabulary) -> bool:
    """Whether lines of a text begin with labels of the form, word for word and set off from what they label."""
    labels = [section.label for section in sections(document, Words.of(vocabulary)).values()]
    return bool(labels) and all(label and label.match.likeness == 1 and not label.sentence for label in labels)


def extract(document: Document, vocabulary: Vocabulary) -> ApplicationForm:
    """The form's values, each with the place where it was read."""
    words = Words.of(vocabulary)
    found = sections(document, words)
    answers = Answers(vocabulary.hints, vocabulary.empty_answers, _has_upright_answers(found))
    items = {key: section.items for key, section in found.items()}
    labels = {key: section.label for key, section in found.items() if section.label}
    form = _Extraction(items, labels, answers, words, vocabulary).form()
    return _as_scanned(form, vocabulary) if document.origin is Origin.OCR else form


def _as_scanned(form: ApplicationForm, vocabulary: Vocabulary) -> ApplicationForm:
    """A scan's form, mended as far as its parts correct each other; its own university's addresses come first."""
    own_first = sorted(vocabulary.institutions, key=lambda institution: institution.key != form.institution)
    domains = [domain for institution in own_first for domain in institution.domains]
    domains += shared_domains((m.email for m in form.members), domains)

    def mended(email: str | None, name: str | None) -> str | None:
        return mended_address(email, domains, name) if email else email

    names = {m.name: mended_name(m.name, m.email) for m in form.members}
    members = tuple(
        replace(
            m,
            name=names[m.name],
            position=mended_position(m.position),
            email=mended(m.email, names[m.name]),
        )
        for m in form.members
    )
    contact = form.contact
    caller = (names.get(contact.name) or mended_name(contact.name, contact.email)) if contact.name else None
    return replace(
        form,
        members=members,
        contact=replace(contact, name=caller, email=mended(contact.email, caller)),
        visitors=tuple(names.get(name) or mended_name(name) for name in form.visitors),
        costs=mended_sum(form.costs),
        idea=mended_sentences(form.idea),
        problem=mended_sentences(form.problem),
        results=mended_sentences(form.results),
        activities=mended_sentences(form.activities),
        strategy_fit=mended_sentences(form.strategy_fit),
    )


def _is_titled(document: Document, vocabulary: Vocabulary) -> bool:
    """Whether one of the document's first lines is a form's title."""
    first = [fold(line) for line in document.text.split("\n")[:12]]
    titles = [fold(title) for title in vocabulary.form_titles]
    return any(title in line and len(line) <= len(title) + 60 for line in first for title in titles)


def _has_upright_answers(found: Mapping[str, Section]) -> bool:
    """Whether most of the answers that are text hold some that is not italic."""
    told = [[item for item in s.items if isinstance(item, Line) and item.text.strip()] for s in found.values()]
    told = [lines for lines in told if lines]
    return sum(any(not line.italic for line in lines) for lines in told) * 2 > len(told)


@dataclass(frozen=True, slots=True)
class _Extraction:
    """One form being read out of its sections."""

    found: Mapping[str, Sequence[Item]]
    labels: Mapping[str, Label]
    answers: Answers
    words: Words
    vocabulary: Vocabulary

    def form(self) -> ApplicationForm:
        institution = self._text("institution")
        costs = self._text("costs")
        team = self._team()
        form = ApplicationForm(
            institution=applicant(institution, self.vocabulary) if institution else None,
            institution_text=institution,
            title=self._title(),
            themes=chosen([line for item in self._items("themes") for line in _lines_in(item)], self.vocabulary.themes),
            members=tuple(Member(p.name, p.position, p.unit, p.email, p.phone) for p in team if p.name),
            contact=self._contact(team),
            visitors=tuple(read_visitors(self._parts("visitors"), team, self.words.columns)),
            idea=self._text("idea"),
            problem=self._text("problem"),
            results=self._text("results"),
            activities=self._text("activities"),
            costs=costs,
            costs_eur=total_in_euros(self._text("costs", cells="\t") or "") if costs else None,
            partners=self._text("partners"),
            strategy_fit=self._text("strategy_fit"),
        )
        return replace(form, evidence=self._evidence(form))

    def _title(self) -> str | None:
        """The title; where a sentence tells it ("Projekta nosaukums ir „X”."), without the sentence's marks."""
        title, label = self._text("title"), self.labels.get("title")
        return title.rstrip(".").strip(_QUOTES) if title and label and label.sentence else title

    def _items(self, key: str) -> Sequence[Item]:
        return self.found.get(key, ())

    def _text(self, key: str, *, cells: str = " ") -> str | None:
        return self.answers.text(self._items(key), cells=cells)

    def _parts(self, key: str) -> list[Table | str]:
        return self.answers.given_parts(self._items(key))

    def _team(self) -> list[Person]:
        team = read_team(self._parts("members"), self.words.columns)
        return [
            Person(*(None if value is None or self.answers.is_empty(value) else value for value in person.values()))
            for person in team
        ]

    def _contact(self, team: Sequence[Person]) -> Contact:
        person = read_contact(self._parts("contact"), team, self.words.columns)
        return Contact(person.name, person.email, person.phone)

    def _evidence(self, form: ApplicationForm) -> Mapping[str, tuple[Place, ...]]:
        given = {key for key in self.found if getattr(form, key) not in (None, (), Contact())}
        if form.institution_text:
            given.add("institution")
        if form.costs_eur is not None:
            given.add("costs_eur")
        return {key: places(self._items(key.removesuffix("_eur"))) for key in sorted(given)}


def _lines_in(item: Item) -> list[Line]:
    """The lines of an item, those of a table's rows each as one line."""
    if isinstance(item, Line):
        return [item]
    if not isinstance(item, Rows | Team):
        return []
    lines = []
    for row in item.table.rows:
        spans = [span for cell in row for p in paragraphs(cell.blocks) for span in (*p.spans, Span(" "))]
        lines.append(Line(tuple(spans), item.table.place))
    return lines

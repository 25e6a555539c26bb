"""What the blank form of a call consists of, as values: the same for every format that it is written in."""

from __future__ import annotations

import re
from collections.abc import Collection
from dataclasses import dataclass
from enum import Enum, auto

from bot.programme import Programme
from parsers.content import ApplicationForm


class Kind(Enum):
    """How a field is filled in."""

    LINE = auto()
    TEXT = auto()
    CHOICE = auto()
    TICKS = auto()


@dataclass(frozen=True, slots=True)
class Option:
    """One of the answers that a field offers."""

    label: str
    chosen: bool = False


# Characters that XML cannot hold (XML 1.0, 2.2), and that no answer needs.
_NOT_XML = re.compile("[^\t\n\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")


@dataclass(frozen=True, slots=True)
class Entry:
    """One place to write into; `name` identifies it in the file, `caption` stands before it, `value` is what is known."""

    name: str
    kind: Kind
    caption: str = ""
    value: str = ""
    options: tuple[Option, ...] = ()

    def __post_init__(self) -> None:
        object.__setattr__(self, "value", _NOT_XML.sub("", self.value))


@dataclass(frozen=True, slots=True)
class Question:
    """A field of the form with its label; `missing` marks one that a team left out."""

    key: str
    label: str
    entries: tuple[Entry, ...]
    missing: bool = False


@dataclass(frozen=True, slots=True)
class Team:
    """The table of the team: a heading a column, and an entry for each cell but the number."""

    label: str
    headings: tuple[str, ...]
    rows: tuple[tuple[Entry, ...], ...]
    missing: bool = False


@dataclass(frozen=True, slots=True)
class Layout:
    """A form: its titles, and its questions in their printed order."""

    language: str
    programme: str
    title: str
    questions: tuple[Question | Team, ...]
    write_here: str
    choose: str
    still_missing: str


def layout(
    programme: Programme, language: str, form: ApplicationForm | None = None, missing: Collection[str] = ()
) -> Layout:
    """The form in one language; with `form` it has what was understood, and the fields in `missing` are marked."""
    known = form or ApplicationForm()
    words = programme.form
    return Layout(
        language=language,
        programme=f"{programme.programme.name.in_language(language)} {programme.programme.year}",
        title=programme.form_title(language),
        questions=tuple(_question(programme, language, known, f.key, f.key in missing) for f in programme.fields),
        write_here=words.write_here.in_language(language),
        choose=words.choose.in_language(language),
        still_missing=words.still_missing.in_language(language),
    )


def _question(programme: Programme, language: str, form: ApplicationForm, key: str, missing: bool) -> Question | Team:
    label = programme.field_label(key, language)
    if key == "members":
        return _team(programme, language, form, label, missing)
    return Question(key, label, _entries(programme, language, form, key), missing)


def _entries(programme: Programme, language: str, form: ApplicationForm, key: str) -> tuple[Entry, ...]:
    match key:
        case "institution":
            names = [(i.key, i.name.in_language(language)) for i in programme.institutions]
            options = tuple(Option(name, identity == form.institution) for identity, name in names)
            chosen = next((option.label for option in options if option.chosen), form.institution_text or "")
            return (Entry(key, Kind.CHOICE, value=chosen, options=options),)
        case "themes":
            ticks = tuple(Option(t.label.in_language(language), t.key in form.themes) for t in programme.themes)
            return (Entry(key, Kind.TICKS, options=ticks),)
        case "contact":
            parts = (("name", form.contact.name), ("email", form.contact.email), ("phone", form.contact.phone))
            return tuple(
                Entry(f"contact.{part}", Kind.LINE, f"{programme.column_label(part, language)}:", value or "")
                for part, value in parts
            )
        case "visitors":
            visitors = [*form.visitors, *[""] * (programme.team.visitors - len(form.visitors))]
            return tuple(Entry(f"visitor.{n}", Kind.LINE, f"{n}.", name) for n, name in enumerate(visitors, start=1))
        case "title":
            return (Entry(key, Kind.LINE, value=form.title or ""),)
        case _:
            return (Entry(key, Kind.TEXT, value=str(getattr(form, key, None) or "")),)


_COLUMNS = ("name", "position", "unit", "email", "phone")


def _team(programme: Programme, language: str, form: ApplicationForm, label: str, missing: bool) -> Team:
    rows = max(programme.team.maximum, len(form.members))
    cells = [
        tuple(
            Entry(f"member.{row + 1}.{column}", Kind.LINE, value=_of_member(form, row, column)) for column in _COLUMNS
        )
        for row in range(rows)
    ]
    headings = tuple(programme.column_label(column, language) for column in ("number", *_COLUMNS))
    return Team(label, headings, tuple(cells), missing)


def _of_member(form: ApplicationForm, row: int, column: str) -> str:
    return str(getattr(form.members[row], column) or "") if row < len(form.members) else ""

"""The call: its rules, dates and words, read from a programme file (TOML) and checked whole."""

from __future__ import annotations

import datetime as dt
import tomllib
from importlib.resources import files
from pathlib import Path
from typing import Literal
from zoneinfo import ZoneInfo

from pydantic import BaseModel, ConfigDict, Field, ValidationError, model_validator

from bot.errors import ConfigurationError, explain
from parsers.rules import Field as FormField
from parsers.rules import Institution, ReadingRules, Theme, Vocabulary

BUNDLED = "iip-2023"
DocumentKey = Literal["application_form", "delegation_letter"]


class _Part(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)


class Bilingual(_Part):
    """The same words in both languages of the programme."""

    lv: str
    en: str

    def in_language(self, language: str) -> str:
        return self.en if language == "en" else self.lv


class Call(_Part):
    """Who calls, under which name."""

    prefix: str = Field(pattern=r"^[A-Z]{2,8}$")
    year: int
    address: str
    timezone: str
    name: Bilingual
    organiser: Bilingual
    form_titles: tuple[str, ...]
    letter_titles: tuple[str, ...]
    addressees: tuple[str, ...]


class MovableDate(_Part):
    """A date that was, or may be, put off; the last day counts to its end."""

    first: dt.date
    extended: dt.date | None = None

    @property
    def current(self) -> dt.date:
        return self.extended or self.first


class Dates(_Part):
    """The call's calendar."""

    apply_by: MovableDate
    results: MovableDate
    activities_begin: dt.date
    activities_end: dt.date
    working_hours: int


class TeamRules(_Part):
    """How many people a team has, and how many of them are paid a visit."""

    minimum: int = Field(ge=1)
    maximum: int = Field(ge=1)
    visitors: int = Field(ge=0)


class Documents(_Part):
    """What an application consists of."""

    required: tuple[DocumentKey, ...]


class University(_Part):
    """One of the institutions that may apply."""

    key: str
    name: Bilingual
    variants: tuple[str, ...] = ()
    abbreviations: tuple[str, ...] = ()
    domains: tuple[str, ...] = ()


class Labelled(_Part):
    """A theme or a field: its key, its printed label, and the label's variants."""

    key: str
    label: Bilingual
    variants: tuple[str, ...] = ()

    @property
    def labels(self) -> tuple[str, ...]:
        return (self.label.lv, self.label.en, *self.variants)


class Answers(_Part):
    """What stands in a form without being an answer."""

    empty: tuple[str, ...]
    hints: tuple[str, ...]


class Event(_Part):
    """A day (or days) of the programme, for whole teams or for the visitors only; without hours it takes whole days."""

    key: str
    name: Bilingual
    date: dt.date
    until: dt.date | None = None
    begins: dt.time | None = None
    ends: dt.time | None = None
    place: Bilingual | None = None
    audience: Literal["teams", "visitors"] = Field(default="teams", alias="for")

    @model_validator(mode="after")
    def _ends_after_it_begins(self) -> Event:
        if (self.begins is None) != (self.ends is None):
            raise ValueError("has only one of begins and ends; give both, or neither for whole days")
        if (self.until or self.date, self.ends or dt.time.max) < (self.date, self.begins or dt.time.min):
            raise ValueError("ends before it begins")
        return self


class Deliverable(_Part):
    """What an accepted team hands in; `words` are what it is called in titles and file names, as beginnings of words."""

    key: str
    name: Bilingual
    due: dt.date
    words: tuple[str, ...] = ()


class FormWords(_Part):
    """What the blank form says to whom fills it in; none of it is an answer."""

    write_here: Bilingual = Bilingual(lv="Rakstiet šeit", en="Write here")
    choose: Bilingual = Bilingual(lv="Izvēlieties", en="Choose")
    still_missing: Bilingual = Bilingual(lv="Vēl jāaizpilda", en="Still to be filled in")

    @property
    def all(self) -> tuple[str, ...]:
        return tuple(word for pair in (self.write_here, self.choose, self.still_missing) for word in (pair.lv, pair.en))


class MemberColumns(_Part):
    """The headings of the form's team table: the printed one in Latvian, in English, then what teams make of it."""

    number: tuple[str, ...]
    name: tuple[str, ...]
    position: tuple[str, ...]
    unit: tuple[str, ...]
    email: tuple[str, ...]
    phone: tuple[str, ...]


class Programme(_Part):
    """One call of the programme."""

    programme: Call
    dates: Dates
    team: TeamRules
    documents: Documents
    institutions: tuple[University, ...]
    themes: tuple[Labelled, ...]
    fields: tuple[Labelled, ...]
    member_columns: MemberColumns
    answers: Answers
    cues: dict[str, tuple[str, ...]] = {}
    form: FormWords = FormWords()
    events: tuple[Event, ...] = ()
    deliverables: tuple[Deliverable, ...] = ()

    @property
    def zone(self) -> ZoneInfo:
        return ZoneInfo(self.programme.timezone)

    @property
    def deadline(self) -> dt.datetime:
        """The first moment that is too late: midnight after the last day to apply, aware."""
        return self.end_of(self.dates.apply_by.current)

    def end_of(self, day: dt.date) -> dt.datetime:
        """The first moment after `day` in the programme's zone."""
        return dt.datetime.combine(day + dt.timedelta(days=1), dt.time(), self.zone)

    def deadline_with(self, extended_to: dt.date | None) -> dt.datetime:
        """The deadline of an application that was given until `extended_to`, where that is later than the programme's."""
        return max(self.deadline, self.end_of(extended_to)) if extended_to else self.deadline

    def is_late(self, moment: dt.datetime) -> bool:
        return moment >= self.deadline

    def institution_name(self, key: str, language: str) -> str:
        return next(i.name.in_language(language) for i in self.institutions if i.key == key)

    def domains_of(self, key: str | None) -> tuple[str, ...]:
        return next((i.domains for i in self.institutions if i.key == key), ())

    def field_label(self, key: str, language: str) -> str:
        return next(f.label.in_language(language) for f in self.fields if f.key == key)

    def theme_label(self, key: str, language: str) -> str:
        return next(t.label.in_language(language) for t in self.themes if t.key == key)

    def form_title(self, language: str) -> str:
        return _printed(self.programme.form_titles, language)

    def column_label(self, key: str, language: str) -> str:
        return _printed(getattr(self.member_columns, key), language)

    def vocabulary(self) -> Vocabulary:
        """The words that the parsers look for."""
        return Vocabulary(
            institutions=tuple(
                Institution(i.key, (i.name.lv, i.name.en, *i.variants), i.abbreviations, i.domains)
                for i in self.institutions
            ),
            themes=tuple(Theme(t.key, t.labels) for t in self.themes),
            fields=tuple(FormField(f.key, f.labels) for f in self.fields),
            member_columns=self.member_columns.model_dump(),
            form_titles=self.programme.form_titles,
            letter_titles=self.programme.letter_titles,
            programme_names=(self.programme.name.lv, self.programme.name.en),
            addressees=self.programme.addressees,
            empty_answers=(*self.answers.empty, *self.form.all),
            hints=self.answers.hints,
            cues=self.cues,
        )

    def reading_rules(
        self, *, own_addresses: tuple[str, ...] = (), trust_anchors: tuple[bytes, ...] = ()
    ) -> ReadingRules:
        """What the parsers are told of this call."""
        return ReadingRules(
            vocabulary=self.vocabulary(),
            own_addresses=own_addresses or (self.programme.address,),
            reference_prefix=self.programme.prefix,
            trust_anchors=trust_anchors,
        )


def _printed(labels: tuple[str, ...], language: str) -> str:
    """The label that is printed in a language, of a list that has the Latvian one first and the English one second."""
    return labels[1] if language == "en" and len(labels) > 1 else labels[0]


def load(source: str | Path = BUNDLED) -> Programme:
    """The programme of a bundled file (by its name) or of a file of one's own (by its path).

    Raises `ConfigurationError` naming every problem in the file.
    """
    bundled = files("bot") / "programmes" / f"{source}.toml"
    path = bundled if bundled.is_file() else Path(source)
    try:
        content = tomllib.loads(path.read_text("utf-8"))
    except FileNotFoundError as error:
        known = ", ".join(sorted(p.name.removesuffix(".toml") for p in (files("bot") / "programmes").iterdir()))
        raise ConfigurationError(
            f"There is no programme file {source}. Give a path, or one of the bundled ones: {known}."
        ) from error
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        raise ConfigurationError(f"The programme file {source} is not valid TOML: {error}.") from error
    try:
        return Programme.model_validate(content)
    except ValidationError as error:
        raise ConfigurationError(explain(error, f"The programme file {source}")) from error

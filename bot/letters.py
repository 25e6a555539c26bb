"""The bot's letters: a template, a language and what is known become words to send.

A template (templates/lv/NAME.txt) begins with a line `Subject: ...`; the rest is the markup of `bot.letter_markup`, from which
text and HTML are made, so that both say the same. Organisers put their own lv/NAME.txt, en/NAME.txt, lv/wording.toml or
layout.html into a folder of theirs; what is not there is taken from here.
"""

from __future__ import annotations

import datetime as dt
import functools
import tomllib
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import fields, replace
from pathlib import Path
from typing import Any

from jinja2 import (
    BaseLoader,
    ChoiceLoader,
    Environment,
    FileSystemLoader,
    PackageLoader,
    StrictUndefined,
    TemplateError,
    TemplateNotFound,
    UndefinedError,
)
from jinja2.meta import find_undeclared_variables
from markupsafe import Markup

from bot.errors import ConfigurationError
from bot.letter_context import Change, Letter, LetterContext, Outage, Question, Received, Understood
from bot.letter_markup import Formed, anchor, parse, quotation, shield, to_html, to_text
from bot.mail_composition import AutoSubmitted, compose, is_addressable
from bot.programme import Event, Programme
from bot.wording import FILES, FORM, LETTER, Gap, Language, Words

__all__ = [
    "TEMPLATES",
    "AutoSubmitted",
    "Change",
    "Gap",
    "Letter",
    "LetterContext",
    "LetterWriter",
    "Outage",
    "Question",
    "Received",
    "Understood",
    "compose",
    "is_addressable",
]

TEMPLATES = (
    "ack_complete",
    "ack_incomplete",
    "ack_updated",
    "ack_late",
    "ack_withdrawn",
    "question_forwarded",
    "question_to_director",
    "waiting_for_organiser",
    "not_eligible",
    "applications_closed",
    "too_large",
    "unreadable",
    "reminder_incomplete",
    "reminder_unsigned",
    "reminder_last_day",
    "deadline_extended",
    "result_accepted",
    "result_declined",
    "result_waiting",
    "event_invitation",
    "event_reminder",
    "event_updated",
    "event_cancelled",
    "deliverable_reminder",
    "digest",
    "alert",
    "alert_over",
)
LANGUAGES: tuple[Language, ...] = ("lv", "en")
# Other differences between form and letter may be mended in either.
_MENDED_BY_THE_LETTER = frozenset({"missing_delegation_letter", "letter_unsigned", "signature_invalid"})
# Fields whose whole answer is short enough to be told in a letter.
_SHORT_FIELDS = frozenset({"institution", "title", "themes", "members", "contact", "visitors", "costs"})


class LetterWriter:
    """Writes letters from the templates here and those in the organisers' folder, which win.

    Raises `ConfigurationError` for a folder that is not there or a wording.toml that cannot be read; `check` finds all else.
    """

    def __init__(self, programme: Programme, overrides: Path | None = None) -> None:
        if overrides is not None and not overrides.is_dir():
            raise ConfigurationError(f"There is no folder of templates {overrides}. Make it, or remove the setting.")
        self.programme = programme
        loaders: list[BaseLoader] = [PackageLoader("bot", "templates")]
        if overrides is not None:
            loaders.insert(0, FileSystemLoader(overrides))
        self._loader = ChoiceLoader(loaders)
        self._layout = Environment(loader=self._loader, undefined=StrictUndefined, autoescape=True)
        self._languages = {language: self._environment(language) for language in LANGUAGES}
        self._words = {language: self._wording(language, overrides) for language in LANGUAGES}
        for language, environment in self._languages.items():
            words = self._words[language]
            environment.filters.update(
                quoted=words.quoted, listed=words.listed, by=words.by, on=words.on, at=words.at, since=words.since,
                day=words.day, day_of_year=words.day_of_year, counted=words.counted, document=words.document,
                anchor=anchor,
                by_day=words.by_day,
                clock=words.clock,
                brief=functools.partial(self._brief, words),
                institution=functools.partial(self._institution, words),
                quotation=quotation, weekday=words.weekday,
            )  # fmt: skip
            environment.globals["say"] = words.say
            environment.globals["days"] = words.days
            environment.globals["period"] = words.period
            environment.globals["hours"] = words.hours

    def write(self, template: str, language: str, context: LetterContext) -> Letter:
        """The letter. Raises `ConfigurationError` for a template that does not exist or says something unknown."""
        with _explained(f"{language}/wording.toml"):
            values = self._values(language, context)
        return self.render(template, language, values)

    def render(self, template: str, language: str, values: Mapping[str, object]) -> Letter:
        """The letter of any template, from values given outright."""
        chosen: Language = "en" if language == "en" else "lv"
        name = f"{chosen}/{template}.txt"
        with _explained(name):
            source = self._languages[chosen].get_template(name).render(values)
            head, _, body = source.lstrip("\n").partition("\n")
            if not head.startswith("Subject:"):
                raise ConfigurationError(f"The template {name} does not begin with a line “Subject: …”. Add it.")
            # The subject is no block, so what is shielded in it is taken back by way of a paragraph.
            subject = " ".join(to_text(parse(head.removeprefix("Subject:"))).split())
            blocks = parse(body)
            html = self._layout.get_template("layout.html").render(
                language=chosen,
                subject=subject,
                body=Markup(to_html(blocks)),  # noqa: S704 - to_html escapes all that is not markup
                programme_name=self.programme.programme.name.in_language(chosen),
                organiser=self.programme.programme.organiser.in_language(chosen),
            )
        return Letter(template, chosen, subject, to_text(blocks), html)

    def words(self, language: str) -> Words:
        return self._words["en" if language == "en" else "lv"]

    def check(self) -> None:
        """Writes every letter in both languages from samples, and looks at every placeholder also where no sample leads.

        Raises `ConfigurationError` naming every template that is missing or asks for something that there is not.
        """
        from bot.letter_samples import samples  # noqa: PLC0415 - samples are made of this module's own types

        problems = []
        for language in LANGUAGES:
            known = set(self._values(language, samples(self.programme, "ack_complete", language)[0]))
            for template in TEMPLATES:
                try:
                    self._check_names(f"{language}/{template}.txt", known)
                    for sample in samples(self.programme, template, language):
                        self.write(template, language, sample)
                except ConfigurationError as error:
                    problems.append(str(error))
        if problems:
            raise ConfigurationError("\n".join(dict.fromkeys(problems)))

    def _check_names(self, name: str, known: set[str]) -> None:
        environment = self._languages["en" if name.startswith("en/") else "lv"]
        with _explained(name):
            source, _, _ = self._loader.get_source(environment, name)
            unknown = find_undeclared_variables(environment.parse(source, name)) - known - set(environment.globals)
        if unknown:
            raise ConfigurationError(
                f"The template {name} asks for something that there is not: {', '.join(sorted(unknown))}. "
                "Mend its placeholders."
            )

    # --- what templates see

    def _environment(self, language: Language) -> Environment:
        return Environment(
            loader=self._loader,
            undefined=StrictUndefined,
            trim_blocks=True,
            lstrip_blocks=True,
            keep_trailing_newline=True,
            finalize=_finalize,
            autoescape=False,  # noqa: S701 - every value is shielded, and the HTML is made and escaped by letter_markup
        )

    def _wording(self, language: Language, overrides: Path | None) -> Words:
        environment = self._languages[language]
        name = f"{language}/wording.toml"
        shipped, _, _ = PackageLoader("bot", "templates").get_source(environment, name)
        sentences = tomllib.loads(shipped)
        if overrides is not None and (own := overrides / name).is_file():
            try:
                sentences = _merged(sentences, tomllib.loads(own.read_text("utf-8")))
            except (tomllib.TOMLDecodeError, UnicodeDecodeError, OSError) as error:
                raise ConfigurationError(f"The wording {own} cannot be read: {error}.") from error

        compiled = functools.cache(environment.from_string)

        def render(source: str, values: Mapping[str, object]) -> str:
            return compiled(source).render(values)

        return Words(language, sentences, self.programme.zone, render)

    def _values(self, language: str, context: LetterContext) -> dict[str, object]:
        """All names that a template may use: the context's own, and what follows from it and the programme."""
        programme, words = self.programme, self.words(language)
        deadline = context.deadline or programme.deadline
        today = context.now.astimezone(programme.zone).date()
        last_day = (deadline.astimezone(dt.UTC) - dt.timedelta(seconds=1)).astimezone(programme.zone).date()
        known = {
            "minimum": programme.team.minimum,
            "maximum": programme.team.maximum,
            "visitors": programme.team.visitors,
        }
        sections = words.sections(context.gaps, known, lambda key: programme.field_label(key, language))
        return {
            **{field.name: getattr(context, field.name) for field in fields(context)},
            **known,
            "deadline": deadline,
            "last_day": last_day,
            "is_open": context.now < deadline,
            "days_left": max((last_day - today).days, 0),
            "tag": Formed(f" {shield(f'[{context.reference}]')}") if context.reference else Formed(""),
            "sections": sections,
            "to_send": self._to_send(words, context.gaps, {section.about for section in sections}),
            "not_eligible": any(gap.code == "institution_not_eligible" for gap in context.gaps),
            "letter_gap": next((gap for gap in context.gaps if gap.code == "letter_unsigned"), None),
            "facts": self._facts(words, context, documents=True),
            "identity": self._facts(words, context, documents=False),
            "changed": [self._change(words, change) for change in context.changes],
            "programme_name": programme.programme.name.in_language(language),
            "organiser": programme.programme.organiser.in_language(language),
            "address": programme.programme.address,
            "year": programme.programme.year,
            "themes": {theme.key: theme.label.in_language(language) for theme in programme.themes},
            "institutions": [institution.key for institution in programme.institutions],
            "universities": [institution.name.in_language(language) for institution in programme.institutions],
            "results_on": programme.dates.results.current,
            "apply_by": programme.dates.apply_by,
            "activities_begin": programme.dates.activities_begin,
            "activities_end": programme.dates.activities_end,
            "working_hours": programme.dates.working_hours,
            "events": [_named(event, language) for event in sorted(programme.events, key=lambda event: event.date)],
            "partners_label": programme.field_label("partners", language),
            "deliverables": [
                {"name": deliverable.name.in_language(language), "due": deliverable.due}
                for deliverable in programme.deliverables
            ],
            "event": _named(context.event, language) if context.event else None,
            "event_before": _named(context.event_before, language) if context.event_before else None,
        }

    def _to_send(self, words: Words, gaps: tuple[Gap, ...], about: set[str]) -> Formed:
        """What the team attaches to its answer."""
        families = {gap.family for gap in gaps}
        keys = []
        if FORM in about:
            keys.append("send_form" if "missing_application_form" in families else "send_form_again")
        if LETTER in about and not families.isdisjoint(_MENDED_BY_THE_LETTER):
            keys.append("send_letter")
        if not keys:
            keys.append("send_files" if about == {FILES} else "send_either")
        return words.listed(words.say(key) for key in keys)

    def _facts(self, words: Words, context: LetterContext, *, documents: bool) -> Formed:
        """The rows of what was understood; a value that is not known has no row."""
        rows: list[tuple[str, str]] = []
        if context.reference:
            rows.append(("reference", context.reference))
        if understood := context.understood:
            if understood.title:
                rows.append(("title", words.quoted(understood.title)))
            if understood.institution:
                rows.append(("institution", self.programme.institution_name(understood.institution, words.language)))
            elif understood.institution_text:
                rows.append(("organisation", understood.institution_text))
            if understood.members:
                rows.append(("members", words.listed(understood.members)))
            if documents and understood.documents:
                rows.append(("documents", self._documents(words, understood.documents)))
        return Formed("\n".join(f"| {words.say('label_' + label)} | {_finalize(value)}" for label, value in rows))

    def _brief(self, words: Words, gaps: tuple[Gap, ...]) -> Formed:
        """What is open, for one who knows the call: a few words a finding."""
        return words.brief(gaps, lambda key: self.programme.field_label(key, words.language))

    def _institution(self, words: Words, key: str | None) -> str:
        return self.programme.institution_name(key, words.language) if key else words.say("other_institution")

    def _documents(self, words: Words, documents: tuple[Received, ...]) -> Formed:
        return words.listed(
            Formed(f"{words.document(d.kind)} ({words.quoted(d.filename) if d.filename else words.say('in_the_mail')})")
            for d in documents
        )

    def _change(self, words: Words, change: Change) -> Formed:
        if change.field == LETTER:
            return words.say("changed_letter")
        field = self.programme.field_label(change.field, words.language)
        if change.field not in _SHORT_FIELDS or not change.after:
            return words.say("changed_text", field=field)
        if not change.before:
            return words.say("added_value", field=field, after=change.after)
        return words.say("changed_value", field=field, before=change.before, after=change.after)


@contextmanager
def _explained(name: str) -> Iterator[None]:
    """What is wrong with the template or the wording called `name`, in words that tell the mend."""
    try:
        yield
    except TemplateNotFound as error:
        raise ConfigurationError(f"There is no template {error.name}. Add it to the folder of templates.") from error
    except UndefinedError as error:
        raise ConfigurationError(
            f"{name} asks for something that there is not: {error.message}. Mend its placeholders."
        ) from error
    except KeyError as error:
        raise ConfigurationError(f"{name} has no entry {error}. Add it.") from error
    except (TemplateError, TypeError) as error:
        raise ConfigurationError(f"The template {name} cannot be used: {error}.") from error


def with_attachments(letter: Letter, *attachments: tuple[str, str, bytes]) -> Letter:
    """The letter with more attachments: (file name, media type, bytes)."""
    return replace(letter, attachments=(*letter.attachments, *attachments))


def _named(event: Event, language: str) -> dict[str, object]:
    return {
        "key": event.key,
        "name": event.name.in_language(language),
        "date": event.date,
        "until": event.until,
        "for_visitors": event.audience == "visitors",
        "hours": (event.begins, event.ends) if event.begins and event.ends else None,
        "place": event.place.in_language(language) if event.place else None,
    }


def _finalize(value: object) -> str:
    """Every value that a template writes out: markup as it is, all else as one line without signs of markup."""
    if isinstance(value, Formed):
        return value
    if value is None:
        raise UndefinedError("a value that is not known here (guard the placeholder with {% if ... %})")
    return shield(str(value)) if not isinstance(value, StrictUndefined) else str(value)


def _merged(shipped: Mapping[str, Any], own: Mapping[str, Any]) -> dict[str, Any]:
    """The shipped sentences with the organisers' in their place."""
    merged = dict(shipped)
    for key, value in own.items():
        both = isinstance(value, Mapping) and isinstance(merged.get(key), Mapping)
        merged[key] = _merged(merged[key], value) if both else value
    return merged

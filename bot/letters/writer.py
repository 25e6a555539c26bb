"""The bot's letters: a template, a language and what is known become words to send.

A template (templates/lv/NAME.txt) begins with a line `Subject: ...`; the rest is the markup of `bot.letters.markup`, from which
text and HTML are made, so that both say the same. Organisers put their own lv/NAME.txt, en/NAME.txt, lv/wording.toml or
layout.html into a folder of theirs; what is not there is taken from here.
"""

from __future__ import annotations

import functools
import tomllib
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import replace
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
from bot.letters import values as letter_values
from bot.letters.context import Change, Letter, LetterContext, Outage, Question, Received, Understood
from bot.letters.mail_composition import AutoSubmitted, compose, is_addressable
from bot.letters.markup import anchor, parse, quotation, to_html, to_text
from bot.letters.wording import Gap, Language, Words
from bot.programme import Programme

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
    "ack_deliverable",
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
                by=words.by, by_day=words.by_day, on=words.on, since=words.since, at=words.at, clock=words.clock,
                day=words.day, day_of_year=words.day_of_year, counted=words.counted, listed=words.listed,
                quoted=words.quoted, quotation=quotation, anchor=anchor, brief=words.brief, institution=words.institution,
            )  # fmt: skip
            environment.globals.update(say=words.say, days=words.days, period=words.period, hours=words.hours)

    def write(self, template: str, language: str, context: LetterContext) -> Letter:
        """The letter. Raises `ConfigurationError` for a template that does not exist or says something unknown."""
        with _explained(f"{language}/wording.toml"):
            values = letter_values.of(self.programme, self.words(language), context)
        return self._render(template, "en" if language == "en" else "lv", values)

    def _render(self, template: str, language: Language, values: Mapping[str, object]) -> Letter:
        name = f"{language}/{template}.txt"
        with _explained(name):
            source = self._languages[language].get_template(name).render(values)
            head, _, body = source.lstrip("\n").partition("\n")
            if not head.startswith("Subject:"):
                raise ConfigurationError(f"The template {name} does not begin with a line “Subject: …”. Add it.")
            # The subject is no block, so what is shielded in it is taken back by way of a paragraph.
            subject = " ".join(to_text(parse(head.removeprefix("Subject:"))).split())
            blocks = parse(body)
            html = self._layout.get_template("layout.html").render(
                language=language,
                subject=subject,
                body=Markup(to_html(blocks)),  # noqa: S704 - to_html escapes all that is not markup
                programme_name=self.programme.programme.name.in_language(language),
                organiser=self.programme.programme.organiser.in_language(language),
            )
        return Letter(template, language, subject, to_text(blocks), html)

    def words(self, language: str) -> Words:
        return self._words["en" if language == "en" else "lv"]

    def check(self) -> None:
        """Writes every letter in both languages from samples, and looks at every placeholder also where no sample leads.

        Raises `ConfigurationError` naming every template that is missing or asks for something that there is not.
        """
        from bot.letters.samples import samples  # noqa: PLC0415 - samples are made of this module's own types

        problems = []
        for language in LANGUAGES:
            sample = samples(self.programme, "ack_complete", language)[0]
            known = set(letter_values.of(self.programme, self.words(language), sample))
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

    def _environment(self, language: Language) -> Environment:
        return Environment(
            loader=self._loader,
            undefined=StrictUndefined,
            trim_blocks=True,
            lstrip_blocks=True,
            keep_trailing_newline=True,
            finalize=letter_values.written,
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

        return Words(language, sentences, self.programme, render)


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


def _merged(shipped: Mapping[str, Any], own: Mapping[str, Any]) -> dict[str, Any]:
    """The shipped sentences with the organisers' in their place."""
    merged = dict(shipped)
    for key, value in own.items():
        both = isinstance(value, Mapping) and isinstance(merged.get(key), Mapping)
        merged[key] = _merged(merged[key], value) if both else value
    return merged

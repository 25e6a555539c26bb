"""Findings, dates, numbers and lists as a native writes them, in Latvian and English; the sentences are in wording.toml."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from typing import Any, Literal

from babel import Locale
from babel.dates import format_date
from babel.lists import format_list

from bot.letters.markup import Formed, shield
from bot.programme import Programme

Language = Literal["lv", "en"]
LOCALES = {"lv": Locale("lv"), "en": Locale("en", "GB")}
QUOTES = {"lv": ("„", "”"), "en": ("“", "”")}
_INNER = re.compile("[„“]([^„“”]*)[”“]")
_OUTER_QUOTES = "„“”\"«»'‘’‚"

# The document that mends a finding; what is not here is mended by another file.
FORM, LETTER, FILES = "application_form", "delegation_letter", "files"
ABOUT = {
    "missing_application_form": FORM,
    "missing_field": FORM,
    "team_too_small": FORM,
    "team_too_large": FORM,
    "institution_not_eligible": FORM,
    "visitors_not_in_team": FORM,
    "invalid_email": FORM,
    "missing_delegation_letter": LETTER,
    "institution_mismatch": LETTER,
    "delegates_mismatch": LETTER,
    "letter_unsigned": LETTER,
    "signature_invalid": LETTER,
    "unreadable_document": FILES,
    "encrypted_document": FILES,
    "unsupported_attachment": FILES,
    "link_instead_of_attachment": FILES,
}
# Findings whose detail names several people or addresses, with commas between them.
_LISTED = frozenset({"visitors_not_in_team", "invalid_email", "delegates_mismatch"})


@dataclass(frozen=True, slots=True)
class Gap:
    """Something that keeps an application from being complete.

    `code` is the finding's ("missing_field:partners"). `field` is the form's field it is about, `document` the file's name.
    `detail` is one of: the malformed addresses, the names that the letter does not have or that are not in the team (with
    commas between them), how many people the team has, the institution as written, "stated" or "none" for an unsigned letter.
    """

    code: str
    field: str | None = None
    document: str | None = None
    detail: str | None = None

    @property
    def family(self) -> str:
        return self.code.partition(":")[0]

    @property
    def details(self) -> tuple[str, ...]:
        if self.family in _LISTED:
            return tuple(part for part in (self.detail or "").split(", ") if part)
        return (self.detail,) if self.detail else ()

    @property
    def field_key(self) -> str | None:
        return self.field or self.code.partition(":")[2] or None


@dataclass(frozen=True, slots=True)
class Section:
    """The gaps that one document mends: its key, its heading, and a sentence for each gap."""

    about: str
    heading: str
    sentences: tuple[Formed, ...]


class Words:
    """One language's words. `render` turns a sentence of wording.toml and its values into markup."""

    def __init__(
        self,
        language: Language,
        sentences: Mapping[str, Any],
        programme: Programme,
        render: Callable[[str, Mapping[str, object]], str],
    ) -> None:
        self.language = language
        self.locale = LOCALES[language]
        self._sentences = sentences
        self._programme = programme
        self._render = render

    # --- numbers, lists, quotation marks

    def counted(self, number: int, noun: str) -> str:
        """A number with its noun: 1 diena, 2 dienas, 11 dienu, 21 diena."""
        return f"{number} {self.plural(number, self._sentences['nouns'][noun])}"

    def plural(self, number: int, forms: Mapping[str, str]) -> str:
        """The form that goes with the number, by CLDR's plural rules."""
        return forms.get(self.locale.plural_form(number)) or forms["other"]

    def listed(self, items: Iterable[str]) -> Formed:
        """A, B un C."""
        return Formed(format_list([_formed(item) for item in items], locale=self.locale))

    def quoted(self, text: str) -> Formed:
        """The text in quotation marks; those around the whole of it are dropped, those within become inner ones."""
        opening, closing = QUOTES[self.language]
        if len(text) > 2 and text[0] in _OUTER_QUOTES and text[-1] in _OUTER_QUOTES:
            inner = text[1:-1]
            text = text if any(mark in inner for mark in _OUTER_QUOTES[:6]) else inner
        text = _INNER.sub(r"«\1»" if self.language == "lv" else r"‘\1’", text.strip())
        return Formed(f"{opening}{_formed(text)}{closing}")

    # --- dates and times

    def by(self, moment: dt.datetime | dt.date) -> str:
        """After "līdz" or "by": 2023. gada 20. aprīlim plkst. 23.59; 23:59 on 20 April 2023.

        A deadline is the first moment that is too late; people are told the last minute that is not.
        """
        if not isinstance(moment, dt.datetime):
            return self._date(moment, "dative")
        last = self._local(moment.astimezone(dt.UTC) - dt.timedelta(minutes=1))
        if self.language == "lv":
            return f"{self._date(last.date(), 'dative')} plkst. {last:%H.%M}"
        return f"{last:%H:%M} on {self._date(last.date(), 'dative')}"

    def on(self, day: dt.date) -> str:
        """2023. gada 20. aprīlī; 20 April 2023."""
        return self._date(self._day(day), "locative")

    def by_day(self, moment: dt.date) -> str:
        """After "līdz" or "by", without the time: 2023. gada 20. aprīlim; 20 April 2023."""
        return self._date(self._day(moment), "dative")

    def clock(self, moment: dt.datetime) -> str:
        """08.00; 08:00."""
        return f"{self._local(moment):{'%H.%M' if self.language == 'lv' else '%H:%M'}}"

    def since(self, day: dt.date) -> str:
        """After "no" or "from": 2023. gada 20. aprīļa; 20 April 2023."""
        return self._date(self._day(day), "genitive")

    def day(self, day: dt.date) -> str:
        """2023. gada 20. aprīlis; 20 April 2023."""
        return self._date(self._day(day), "nominative")

    def day_of_year(self, day: dt.date) -> str:
        """After "līdz", where the year is known: 20. aprīlim; 20 April."""
        return self._date(self._day(day), "dative", year=False)

    def at(self, moment: dt.datetime) -> str:
        """2023. gada 20. aprīlī plkst. 14.05; 14:05 on 20 April 2023."""
        local = self._local(moment)
        if self.language == "lv":
            return f"{self.on(local.date())} plkst. {local:%H.%M}"
        return f"{local:%H:%M} on {self.on(local.date())}"

    def days(self, begin: dt.date, end: dt.date | None) -> str:
        """When an event is: its day, or its days."""
        if end is None or end == begin:
            return self.on(begin) if self.language == "lv" else f"on {self.on(begin)}"
        year = begin.year != end.year
        if self.language == "lv":
            return f"no {self.since(begin)} līdz {self._date(end, 'dative', year=year)}"
        return f"from {self._date(begin, 'genitive', year=year)} to {self.on(end)}"

    def period(self, begin: dt.date, end: dt.date | None) -> str:
        """When an event is, as a label's value: 2023. gada 31. jūlijs – 4. augusts; 31 July – 4 August 2023."""
        if end is None or end == begin:
            return self.day(begin)
        year = begin.year != end.year
        if self.language == "lv":
            return f"{self.day(begin)} – {self._date(end, 'nominative', year=year)}"
        return f"{self._date(begin, 'nominative', year=year)} – {self.day(end)}"

    def hours(self, begin: dt.time, end: dt.time) -> str:
        """10.00–16.00; 10:00–16:00."""
        form = "%H.%M" if self.language == "lv" else "%H:%M"
        return f"{begin.strftime(form)}–{end.strftime(form)}"

    def _date(self, day: dt.date, case: str, *, year: bool = True) -> str:
        if self.language == "en":
            return format_date(day, "d MMMM y" if year else "d MMMM", locale=self.locale)
        month = self._sentences["months"][case][day.month - 1]
        return f"{day.year}. gada {day.day}. {month}" if year else f"{day.day}. {month}"

    def _day(self, day: dt.date) -> dt.date:
        return self._local(day).date() if isinstance(day, dt.datetime) else day

    def _local(self, moment: dt.datetime) -> dt.datetime:
        return moment.astimezone(self._programme.zone)

    # --- words for keys

    def document(self, kind: str) -> str:
        return str(self._sentences["documents"][kind])

    def label(self, field: str) -> str:
        """The printed label of a field of the form."""
        return self._programme.field_label(field, self.language)

    def institution(self, key: str | None) -> str:
        return self._programme.institution_name(key, self.language) if key else self.say("other_institution")

    def say(self, key: str, /, **values: object) -> Formed:
        """The sentence `key` of the section [phrases]."""
        return Formed(self._render(self._sentences["phrases"][key], values))

    # --- gaps

    def sections(self, gaps: Iterable[Gap]) -> tuple[Section, ...]:
        """What is missing or wrong and how to mend it, by the document that mends it; equal kinds are one sentence."""
        merged: dict[tuple[str, str | None], list[Gap]] = {}
        for gap in gaps:
            if gap.family in ABOUT:
                key = gap.code if gap.code in self._sentences["gaps"] else gap.family
                merged.setdefault((key, gap.detail if key == "letter_unsigned" else None), []).append(gap)
        sections: dict[str, list[Formed]] = {FORM: [], LETTER: [], FILES: []}
        for alike in merged.values():
            sections[ABOUT[alike[0].family]].append(self._sentence(alike))
        headings = self._sentences["headings"]
        return tuple(Section(about, headings[about], tuple(says)) for about, says in sections.items() if says)

    def brief(self, gaps: Iterable[Gap]) -> Formed:
        """The gaps in a few words each, for a list: nav deleģējuma; nav aizpildīts „Projekta ideja”."""
        phrases: dict[str, list[str]] = {}
        for gap in gaps:
            told = phrases.setdefault(gap.family, [])
            if gap.family == "missing_field" and gap.field_key:
                told.append(self.quoted(self.label(gap.field_key)))
            elif ABOUT.get(gap.family) == FILES:
                told.extend([self.quoted(gap.document)] if gap.document else [])
            elif gap.family != "letter_unsigned":
                told.extend(gap.details)
        briefly = self._sentences["brief"]
        return Formed(
            "; ".join(
                briefly.get(family, family) + (f": {self.listed(dict.fromkeys(told))}" if told else "")
                for family, told in phrases.items()
            )
        )

    def _sentence(self, alike: list[Gap]) -> Formed:
        gap = alike[0]
        details = list(dict.fromkeys(detail for g in alike for detail in g.details))
        files = list(dict.fromkeys(g.document for g in alike if g.document))
        missing = (g.field_key for g in alike if g.field_key and g.family == "missing_field")
        labels = [self.label(key) for key in dict.fromkeys(missing)]
        told = files if ABOUT[gap.family] == FILES else details or labels
        is_count = gap.detail is not None and gap.detail.isdecimal()
        source = self._gap_source(gap, int(gap.detail or 0) if is_count else max(len(told), 1), vague=not told)
        values: dict[str, object] = {
            "minimum": self._programme.team.minimum,
            "maximum": self._programme.team.maximum,
            "visitors": self._programme.team.visitors,
            "count": gap.detail or "",
            "field": labels[0] if labels else "",
            "fields": self.listed(map(self.quoted, labels)),
            "details": self.listed(details),
            "quoted_details": self.listed(map(self.quoted, details)),
            "files": self.listed(map(self.quoted, files)),
        }
        return Formed(self._render(source, values))

    def _gap_source(self, gap: Gap, number: int, *, vague: bool) -> str:
        """The most exact sentence there is: for the field, for the detail, for one or many, or the one that needs no detail."""
        sentences = self._sentences["gaps"]
        entry = sentences.get(gap.code) or sentences[gap.family]
        if isinstance(entry, str):
            return entry
        if gap.family == "letter_unsigned" and gap.detail in entry:
            return str(entry[gap.detail])
        if vague and "vague" in entry:
            return str(entry["vague"])
        return self.plural(number, entry)


def _formed(text: str) -> str:
    return text if isinstance(text, Formed) else shield(text)

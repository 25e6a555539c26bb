"""What templates see: all names and values that a letter may tell, from its context and the programme."""

from __future__ import annotations

import datetime as dt
from dataclasses import fields

from jinja2 import StrictUndefined, UndefinedError

from bot.letters.context import Change, LetterContext, Received
from bot.letters.markup import Formed, shield
from bot.letters.wording import FILES, FORM, LETTER, Gap, Words
from bot.programme import Event, Programme

# Other differences between form and letter may be mended in either.
_MENDED_BY_THE_LETTER = frozenset({"missing_delegation_letter", "letter_unsigned", "signature_invalid"})
# Fields whose whole answer is short enough to be told in a letter.
_SHORT_FIELDS = frozenset({"institution", "title", "themes", "members", "contact", "visitors", "costs"})


def of(programme: Programme, words: Words, context: LetterContext) -> dict[str, object]:
    """All names that a template may use; the same names whatever the context."""
    return {
        **{field.name: getattr(context, field.name) for field in fields(context)},
        **_of_programme(programme, words.language),
        **_of_time(programme, context),
        **_of_gaps(words, context.gaps),
        "tag": Formed(f" {shield(f'[{context.reference}]')}") if context.reference else Formed(""),
        "facts": _facts(words, context, documents=True),
        "identity": _facts(words, context, documents=False),
        "changed": [_change(words, change) for change in context.changes],
        "event": _named(context.event, words.language) if context.event else None,
        "event_before": _named(context.event_before, words.language) if context.event_before else None,
    }


def written(value: object) -> str:
    """Every value that a template writes out: markup as it is, all else as one line without signs of markup."""
    if isinstance(value, Formed):
        return value
    if value is None:
        raise UndefinedError("a value that is not known here (guard the placeholder with {% if ... %})")
    return str(value) if isinstance(value, StrictUndefined) else shield(str(value))


def _of_programme(programme: Programme, language: str) -> dict[str, object]:
    call, dates = programme.programme, programme.dates
    return {
        "programme_name": call.name.in_language(language),
        "organiser": call.organiser.in_language(language),
        "address": call.address,
        "year": call.year,
        "minimum": programme.team.minimum,
        "maximum": programme.team.maximum,
        "visitors": programme.team.visitors,
        "themes": {theme.key: theme.label.in_language(language) for theme in programme.themes},
        "institutions": [institution.key for institution in programme.institutions],
        "universities": [institution.name.in_language(language) for institution in programme.institutions],
        "partners_label": programme.field_label("partners", language),
        "results_on": dates.results.current,
        "activities_begin": dates.activities_begin,
        "activities_end": dates.activities_end,
        "working_hours": dates.working_hours,
        "events": [_named(event, language) for event in sorted(programme.events, key=lambda event: event.date)],
        "deliverables": [{"name": d.name.in_language(language), "due": d.due} for d in programme.deliverables],
    }


def _of_time(programme: Programme, context: LetterContext) -> dict[str, object]:
    deadline = context.deadline or programme.deadline
    last_day = (deadline.astimezone(dt.UTC) - dt.timedelta(seconds=1)).astimezone(programme.zone).date()
    today = context.now.astimezone(programme.zone).date()
    return {
        "deadline": deadline,
        "last_day": last_day,
        "is_open": context.now < deadline,
        "days_left": max((last_day - today).days, 0),
    }


def _of_gaps(words: Words, gaps: tuple[Gap, ...]) -> dict[str, object]:
    sections = words.sections(gaps)
    return {
        "sections": sections,
        "to_send": _to_send(words, gaps, {section.about for section in sections}),
        "not_eligible": any(gap.code == "institution_not_eligible" for gap in gaps),
    }


def _to_send(words: Words, gaps: tuple[Gap, ...], about: set[str]) -> Formed:
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


def _facts(words: Words, context: LetterContext, *, documents: bool) -> Formed:
    """The rows of what was understood; a value that is not known has no row."""
    rows: list[tuple[str, str]] = []
    if context.reference:
        rows.append(("reference", context.reference))
    if understood := context.understood:
        if understood.title:
            rows.append(("title", words.quoted(understood.title)))
        if understood.institution:
            rows.append(("institution", words.institution(understood.institution)))
        elif understood.institution_text:
            rows.append(("organisation", understood.institution_text))
        if understood.members:
            rows.append(("members", words.listed(understood.members)))
        if documents and understood.documents:
            rows.append(("documents", words.listed(_received(words, document) for document in understood.documents)))
    return Formed("\n".join(f"| {words.say('label_' + label)} | {written(value)}" for label, value in rows))


def _received(words: Words, document: Received) -> Formed:
    where = words.quoted(document.filename) if document.filename else words.say("in_the_mail")
    return Formed(f"{words.document(document.kind)} ({where})")


def _change(words: Words, change: Change) -> Formed:
    if change.field == LETTER:
        return words.say("changed_letter")
    field = words.label(change.field)
    if change.field not in _SHORT_FIELDS or not change.after:
        return words.say("changed_text", field=field)
    if not change.before:
        return words.say("added_value", field=field, after=change.after)
    return words.say("changed_value", field=field, before=change.before, after=change.after)


def _named(event: Event, language: str) -> dict[str, object]:
    return {
        "name": event.name.in_language(language),
        "date": event.date,
        "until": event.until,
        "for_visitors": event.audience == "visitors",
        "hours": (event.begins, event.ends) if event.begins and event.ends else None,
        "place": event.place.in_language(language) if event.place else None,
    }

"""Sample data for every letter, of invented people: what the check at start and the preview are made with."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace

from bot.letters.context import (
    Asked,
    Change,
    DigestFacts,
    Entry,
    HandedIn,
    LetterContext,
    MovedDeadline,
    Outage,
    Pending,
    Question,
    Received,
    Undelivered,
    Understood,
)
from bot.letters.wording import Gap
from bot.programme import Event, Programme

_TITLES = {"lv": "Studentu atbalsta centrs „Kompass”", "en": "Student support centre Compass"}
_MEMBERS = ("Anna Ozola", "Jānis Bērziņš", "Ilze Kalniņa", "Mārtiņš Liepa")
_FORM = Received("pieteikuma_anketa.docx", "application_form")
_LETTER = Received("delegejums.edoc", "delegation_letter")


def all_gaps(programme: Programme) -> tuple[Gap, ...]:
    """One of each finding, and two of those that name people or files."""
    return (
        Gap("missing_application_form"),
        Gap("missing_delegation_letter"),
        *(Gap(f"missing_field:{field.key}") for field in programme.fields),
        Gap("team_too_small", detail="2"),
        Gap("team_too_small"),
        Gap("team_too_large", detail="11"),
        Gap("team_too_large", detail="21"),
        Gap("institution_not_eligible", detail="SIA „Zaļais kods”"),
        Gap("institution_mismatch"),
        Gap("delegates_mismatch", detail="Ilze Kalniņa"),
        Gap("delegates_mismatch", detail="Mārtiņš Liepa"),
        Gap("letter_unsigned", detail="stated"),
        Gap("letter_unsigned", detail="none"),
        Gap("signature_invalid"),
        Gap("visitors_not_in_team", detail="Pēteris Zariņš"),
        Gap("invalid_email", detail="anna.ozola@@lu.lv"),
        Gap("unreadable_document", document="skenejums.pdf"),
        Gap("unreadable_document", document="foto.jpg"),
        Gap("encrypted_document", document="anketa.pdf"),
        Gap("unsupported_attachment", document="video.mp4"),
        Gap("link_instead_of_attachment"),
        Gap("late"),
    )


def samples(programme: Programme, template: str, language: str) -> tuple[LetterContext, ...]:
    """Contexts for a template: first an ordinary one, then ones that take its other ways."""
    full = _ordinary(programme, template, language)
    bare = replace(full, understood=None, note="", received=None, prefilled_form=None, changes=(), reference=None)
    after = replace(full, now=programme.deadline + dt.timedelta(hours=9))
    if full.digest:
        quiet = replace(full, digest=DigestFacts())
        seldom = replace(full, digest=replace(full.digest, waiting=(), withdrawn=full.digest.new))
        later = replace(full, digest=_after_the_results(programme, full.digest, full.now, language))
        return full, later, quiet, replace(full, now=after.now), seldom
    if template == "ack_deliverable":
        return full, replace(full, handed_in=()), replace(full, outstanding=(), due=None)
    if template == "deadline_extended":
        return full, bare, after, replace(full, gaps=(), in_time=True)
    if template != "ack_incomplete":
        return full, bare, after
    every = replace(full, gaps=all_gaps(programme))
    vague = replace(full, gaps=tuple(Gap(gap.code) for gap in every.gaps))
    return full, bare, after, every, vague


def _ordinary(programme: Programme, template: str, language: str) -> LetterContext:
    now = programme.deadline - dt.timedelta(days=7, hours=13)
    if template in ("reminder_last_day", "ack_late", "applications_closed"):
        now = programme.deadline + dt.timedelta(hours=-14 if template == "reminder_last_day" else 8)
    context = LetterContext(
        now=now,
        reference=f"{programme.programme.prefix}-{programme.programme.year}-0007",
        received=now - dt.timedelta(minutes=4),
        understood=Understood(
            institution=programme.institutions[0].key,
            title=_TITLES[language],
            members=_MEMBERS,
            documents=(_FORM, _LETTER),
        ),
        event=programme.events[0] if programme.events else None,
    )
    return _particular(context, programme, template, language)


def _particular(context: LetterContext, programme: Programme, template: str, language: str) -> LetterContext:
    """The context with what only this template tells."""
    latvian = language == "lv"
    understood = Understood(programme.institutions[0].key, None, _TITLES[language], _MEMBERS, (_FORM,))
    gaps = (
        Gap("missing_field:partners"),
        Gap("missing_field:visitors"),
        Gap("invalid_email", detail="janis.berzins(at)lu.lv"),
        Gap("missing_delegation_letter"),
    )
    if template in ("ack_incomplete", "reminder_incomplete", "reminder_last_day", "deadline_extended"):
        form = "IIP-2023-0007.docx" if template == "ack_incomplete" else None
        return replace(context, gaps=gaps, understood=understood, prefilled_form=form)
    if template == "reminder_unsigned":
        return replace(context, gaps=(Gap("letter_unsigned", detail="stated"),))
    if template == "ack_updated":
        return replace(
            context,
            changes=(Change("costs", "150 000 EUR", "185 000 EUR"), Change("idea"), Change("delegation_letter")),
        )
    if template == "not_eligible":
        return replace(context, reference=None, understood=Understood(institution_text="SIA „Zaļais kods”"))
    if template in ("applications_closed", "too_large", "unreadable"):
        return replace(context, reference=None, understood=None, size_megabytes=48, limit_megabytes=35)
    if template == "waiting_for_organiser":
        return replace(context, understood=None, question=Question("", "anna.ozola@pasts.example", "", ""))
    if template in ("question_forwarded", "question_to_director"):
        return replace(context, question=_question(latvian), understood=replace(understood, documents=()))
    if template in ("event_updated", "event_cancelled", "event_invitation", "event_reminder"):
        return replace(context, event_before=_earlier(programme), understood=None)
    if template in ("deliverable_reminder", "ack_deliverable"):
        names = tuple(d.name.in_language(language) for d in programme.deliverables)
        handed_in, owed = (names[:1], names[1:]) if template == "ack_deliverable" else ((), names)
        return replace(context, handed_in=handed_in, outstanding=owed, due=programme.dates.activities_end)
    if template in ("alert", "alert_over"):
        reason = "imap.example: connection refused"
        return replace(
            context,
            outage=Outage("fetching", reason, context.now - dt.timedelta(hours=2), context.now),
            reference=None,
        )
    if template == "digest":
        return replace(context, digest=digest_facts(programme, context.now, language), reference=None, understood=None)
    return context


def digest_facts(programme: Programme, now: dt.datetime, language: str) -> DigestFacts:
    """A working day some weeks before the deadline."""
    earlier = now - dt.timedelta(hours=5)
    prefix = f"{programme.programme.prefix}-{programme.programme.year}-"
    keys = [institution.key for institution in programme.institutions]
    gaps = (Gap("missing_delegation_letter"), Gap("missing_field:partners"), Gap("missing_field:costs"))
    entries = tuple(
        Entry(
            f"{prefix}{number:04}",
            _TITLES[language] if number % 3 else None,
            keys[number % len(keys)] if number != 5 else None,
            "incomplete" if number % 4 == 1 else "complete",
            gaps if number % 4 == 1 else (),
        )
        for number in range(1, 10)
    )
    today = now.date()
    return DigestFacts(
        since=now - dt.timedelta(days=1),
        new=entries[-2:],
        completed=entries[1:2],
        changed=entries[2:3],
        waiting=(
            Pending(
                "214",
                "confirmation",
                "kanceleja@lu.lv",
                "Deleģējums",
                earlier,
                "",
                entries[0].reference,
            ),
            Pending("219", "set_aside", "anna.ozola@lu.lv", "Pieteikums", now - dt.timedelta(hours=3), "3 mēģinājumi"),
        ),
        undelivered=(Undelivered("janis.berzins@lu.lv", f"[{entries[0].reference}]", "550 5.1.1 User unknown"),),
        questions=(Asked("Anna Ozola", "Jautājums par komandu", now - dt.timedelta(hours=8)),),
        applications=entries,
        themes={theme.key: number + 2 for number, theme in enumerate(programme.themes)},
        arrived=tuple(today - dt.timedelta(days=days) for days in (21, 17, 15, 9, 6, 6, 4, 1, 0)),
        became_complete=tuple(today - dt.timedelta(days=days) for days in (15, 8, 6, 4, 1, 0)),
    )


def _after_the_results(programme: Programme, facts: DigestFacts, now: dt.datetime, language: str) -> DigestFacts:
    """The same applications once something was decided, on a day when more happened than usual."""
    decisions = ("accepted", "declined", "waiting")
    decided = tuple(replace(e, status=decisions[n % 3], gaps=()) for n, e in enumerate(facts.applications[:6]))
    day = programme.dates.apply_by.current
    return replace(
        facts,
        decided=decided,
        handed_in=tuple(HandedIn(decided[0].reference, d.name.in_language(language)) for d in programme.deliverables),
        moved=(MovedDeadline(programme.dates.apply_by.first, day),),
        outages=(Outage("fetching", "imap.example: connection refused", now - dt.timedelta(hours=2)),),
        applications=(*decided, *facts.applications[6:]),
    )


def _question(latvian: bool) -> Question:
    if latvian:
        words = "Labdien!\nVai komandā drīkst būt arī doktorants?\n\nAr cieņu\nAnna Ozola"
        return Question("Anna Ozola", "anna.ozola@lu.lv", "Jautājums par komandu", words)
    words = "Hello,\nmay a doctoral student be a member of the team?\n\nKind regards,\nAnna Ozola"
    return Question("Anna Ozola", "anna.ozola@lu.lv", "A question about the team", words)


def _earlier(programme: Programme) -> Event | None:
    if not programme.events:
        return None
    event = programme.events[0]
    return event.model_copy(update={"date": event.date - dt.timedelta(days=7)})

"""What letters tell of an application, taken from its record (pure)."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from bot.application import Content
from bot.application_record import Change as FiledChange
from bot.letters.writer import Change, Gap, LetterContext, Received, Understood
from bot.programme import Programme
from storage.models import Application, Finding, Message


def about(
    application: Application,
    programme: Programme,
    now: datetime,
    message: Message | None = None,
    changed: Sequence[Change] = (),
) -> LetterContext:
    """How an application stands, and what `message` brought."""
    documents = message.documents if message else []
    return LetterContext(
        now=now,
        reference=application.reference,
        received=message.arrived_at if message else None,
        deadline=programme.deadline_with(application.extended_to),
        understood=Understood(
            institution=application.institution,
            institution_text=application.institution_text,
            title=application.title,
            members=tuple(member.name for member in application.members) or tuple(application.delegates),
            documents=tuple(Received(document.filename, document.kind) for document in documents),
        ),
        gaps=tuple(gap(finding) for finding in application.findings),
        changes=tuple(changed),
    )


def gap(finding: Finding) -> Gap:
    """A finding as the letters tell it."""
    field = finding.code.partition(":")[2] or None
    return Gap(code=finding.code, field=field, document=finding.document, detail=finding.detail)


def changes(filed: FiledChange, programme: Programme, language: str) -> list[Change]:
    """What a correction changed: the form's fields one by one, the letter as one piece."""
    told = []
    for field in programme.fields:
        parts = {field.key, f"{field.key}_text", f"{field.key}_eur"}
        if parts & set(filed.fields):
            before, now = (_answer(content, field.key, programme, language) for content in (filed.before, filed.now))
            told.append(Change(field.key, before, now))
    if any(key.startswith("letter.") for key in filed.fields):
        told.append(Change("delegation_letter"))
    return told


def _answer(content: Content, field: str, programme: Programme, language: str) -> str | None:
    """A field's answer as one line of text."""
    form = content.form
    if form is None:
        return None
    match field:
        case "institution":
            return programme.institution_name(form.institution, language) if form.institution else form.institution_text
        case "themes":
            return ", ".join(programme.theme_label(key, language) for key in form.themes)
        case "members":
            return ", ".join(member.name for member in form.members)
        case "contact":
            return ", ".join(filter(None, (form.contact.name, form.contact.email, form.contact.phone)))
        case "visitors":
            return ", ".join(form.visitors)
        case _:
            value: str | None = getattr(form, field)
            return value

"""Takes persons and texts out of an application and leaves what statistics need: institution, themes, standing, days, size of
the team, costs. What stays derives to the same application again, so that a later replay changes nothing."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime
from typing import Any

from sqlalchemy import select, update
from sqlalchemy.orm import Session

from bot import journal
from bot.application import Content, from_json, to_json
from bot.journal import Action
from bot.privacy import ERASED, blanking
from parsers.content import TEXT_FIELDS, ApplicationForm, Contact, DelegationLetter, Member
from storage.models import Application, JournalEntry, Message, OutgoingMail

_TEXTS = (*TEXT_FIELDS, "institution_text")


def anonymise(session: Session, application: Application, now: datetime, *, actor: str) -> None:
    """Anonymises one application with its mails, files, letters, history and journal."""
    for message in application.messages:
        if message.content is not None:
            message.content = to_json(content_without_persons(from_json(message.content)), with_evidence=True)
        blanking.erase_files(message, now)
        blanking.erase_words(message)
    for mail in session.scalars(select(OutgoingMail).where(OutgoingMail.application_id == application.id)):
        blanking.erase_outgoing(mail)
        blanking.erase_recipient(mail)
    _history(session, application)
    _columns(application)
    session.execute(update(JournalEntry).where(JournalEntry.application_id == application.id).values(details=""))
    application.anonymised_at = now
    journal.note(session, now, Action.ANONYMISED, actor=actor, application=application)
    session.flush()


def content_without_persons(content: Content) -> Content:
    """The content with `ERASED` for every name and text; how many people there are stays, and what is no text."""
    return Content(
        form=_form(content.form) if content.form else None, letter=_letter(content.letter) if content.letter else None
    )


def _form(form: ApplicationForm) -> ApplicationForm:
    texts: dict[str, Any] = {key: _erased(getattr(form, key)) for key in _TEXTS}
    return replace(
        form,
        **texts,
        members=tuple(Member(ERASED) for _ in form.members),
        contact=Contact(_erased(form.contact.name or form.contact.email)),
        visitors=tuple(ERASED for _ in form.visitors),
        evidence={},
    )


def _letter(letter: DelegationLetter) -> DelegationLetter:
    keys = ("institution_text", "number", "project_title", "signatory", "signatory_position")
    texts: dict[str, Any] = {key: _erased(getattr(letter, key)) for key in keys}
    return replace(
        letter,
        **texts,
        delegates=tuple(ERASED for _ in letter.delegates),
        delegates_as_written=tuple(ERASED for _ in letter.delegates_as_written),
        signatures=(),
        evidence={},
    )


def _history(session: Session, application: Application) -> None:
    """Of the revisions the last one stays, as how the application stands."""
    del application.revisions[:-1]
    session.flush()  # the first one's number is free only then
    for revision in application.revisions:
        revision.number = 1
        revision.content = to_json(content_without_persons(from_json(revision.content)), with_evidence=False)
    application.evidence = []
    application.corrections = []
    for invitation in application.invitations:
        invitation.content = {}
    for finding in application.findings:
        finding.document = finding.detail = None


def _columns(application: Application) -> None:
    for key in (*_TEXTS, "letter_number", "letter_project_title", "letter_signatory", "letter_signatory_position"):
        setattr(application, key, _erased(getattr(application, key)))
    application.contact_name = _erased(application.contact_name or application.contact_email)
    application.contact_email = application.contact_phone = application.assignee = None
    application.visitors = [ERASED for _ in application.visitors]
    application.delegates = [ERASED for _ in application.delegates]
    application.decision_note = ""
    for member in application.members:
        member.name, member.position, member.unit, member.email, member.phone = ERASED, None, None, None, None


def _erased(text: str | None) -> str | None:
    return ERASED if text else None


def erase_mail(session: Session, message: Message, now: datetime) -> None:
    """Takes all that a mail outside any application says."""
    blanking.erase_files(message, now)
    blanking.erase_words(message)
    message.content = None
    session.execute(update(JournalEntry).where(JournalEntry.message_id == message.id).values(details=""))


def before(session: Session, day: datetime) -> Sequence[Application]:
    """The applications that nothing has changed since before `day`, and that are not anonymised yet."""
    query = select(Application).where(Application.updated_at < day, Application.anonymised_at.is_(None))
    return session.scalars(query.order_by(Application.id)).all()

"""The applications: opened, added to, and derived anew from their messages."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import fields
from datetime import datetime

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from bot import checks, findings, journal
from bot.application import Content, Merge, differences, from_json, merge, to_json
from bot.application_record import Change, content_of, corrections_of, parts_of
from bot.desk.corrections import Corrected, corrected
from bot.journal import BOT, Action
from bot.programme import Programme
from parsers.content import ApplicationForm, DelegationLetter
from parsers.document import Place
from parsers.mail_kind import MailKind
from parsers.submission import DocumentKind, Trouble
from storage.models import (
    Application,
    ApplicationStatus,
    Evidence,
    Finding,
    Message,
    MessageStatus,
    Revision,
    StoredDocument,
    TeamMember,
)


def open_application(session: Session, programme: Programme, language: str, now: datetime) -> Application:
    """A new application with the next reference of the programme's year."""
    year = programme.programme.year
    last = session.scalar(select(func.max(Application.number)).where(Application.year == year)) or 0
    application = Application(
        reference=f"{programme.programme.prefix}-{year}-{last + 1:04d}",
        year=year,
        number=last + 1,
        status=ApplicationStatus.INCOMPLETE,
        language=language,
        created_at=now,
        updated_at=now,
    )
    session.add(application)
    session.flush()
    return application


def file_message(
    session: Session, application: Application, message: Message, programme: Programme, now: datetime
) -> Change:
    """Adds `message` to `application` and derives the application anew from all its messages."""
    message.application, message.status = application, MessageStatus.FILED
    for document in message.documents:
        document.application_id = application.id
    return rederive(session, application, programme, now, cause=message)


def rederive(
    session: Session, application: Application, programme: Programme, now: datetime, *, cause: Message | None = None
) -> Change:
    """Derives an application anew after what it is made of changed, and says what came of it."""
    status_before = application.status if application.revisions else None
    before = content_of(application)
    session.flush()
    session.refresh(application, ["messages", "corrections"])
    changed = derive(session, application, programme, now, cause=cause)
    return Change(changed, status_before, before, content_of(application))


def note_completion(
    session: Session,
    application: Application,
    change: Change,
    now: datetime,
    *,
    actor: str = BOT,
    message: Message | None = None,
) -> None:
    """The journal tells once when nothing is open any more."""
    done = (ApplicationStatus.COMPLETE, ApplicationStatus.LATE)
    if application.status in done and change.status_before not in done:
        journal.note(session, now, Action.COMPLETED, actor=actor, application=application, message=message)


def derive(
    session: Session, application: Application, programme: Programme, now: datetime, *, cause: Message | None = None
) -> tuple[str, ...]:
    """Sets everything about an application from its filed messages and what organisers put right in them; a change becomes
    a revision. Returns what changed."""
    known = content_of(application)
    parts = parts_of(application)
    total, sources, completed_at = _sum(parts, corrections_of(session, application), programme)
    application.completed_at = completed_at
    changed = differences(known, total)
    _set_columns(application, total)
    _set_evidence(application, parts, sources)
    found = _set_findings(application, total, parts, programme)
    _set_status(application, found, parts, programme)
    if changed or not application.revisions:
        application.updated_at = now
        application.revisions.append(
            Revision(
                number=len(application.revisions) + 1,
                message_id=cause.id if cause else None,
                at=now,
                content=to_json(total, with_evidence=False),
                findings=[finding.code for finding in found],
            )
        )
    session.flush()
    return changed


def _sum(
    parts: Sequence[Message], corrections: Sequence[Corrected], programme: Programme
) -> tuple[Content, dict[str, Message], datetime | None]:
    """What counts of all contents added up in the order of arrival, for every field the message its value is from, and since
    when nothing has been open: a value that was misread was there when its document came."""
    total, sources = Content(), dict[str, Message]()
    completed_at = None
    for message in parts:
        added: Merge = merge(total, from_json(message.content or {}))
        total = added.content
        sources |= dict.fromkeys(added.taken, message)
        complete = not has_gaps(list(checks.of_content(corrected(total, corrections), programme)))
        completed_at = (completed_at or message.arrived_at) if complete else None
    return corrected(total, corrections), sources, completed_at


def _set_columns(application: Application, content: Content) -> None:
    form, letter = content.form or ApplicationForm(), content.letter or DelegationLetter()
    application.institution, application.title = content.institution, content.title
    for key in _TEXT_COLUMNS:
        setattr(application, key, getattr(form, key))
    application.themes, application.visitors = list(form.themes), list(form.visitors)
    application.contact_name, application.contact_email = form.contact.name, form.contact.email
    application.contact_phone = form.contact.phone
    application.members = [
        TeamMember(number=number, **{f.name: getattr(member, f.name) for f in fields(member)})
        for number, member in enumerate(form.members, start=1)
    ]
    for key in _LETTER_COLUMNS:
        setattr(application, f"letter_{key}", getattr(letter, key))
    application.letter_signed = letter.signed.value if content.letter else None
    application.delegates = list(letter.delegates)


_TEXT_COLUMNS = (
    *("institution_text", "idea", "problem", "results", "activities"),
    *("costs", "costs_eur", "partners", "strategy_fit"),
)
_LETTER_COLUMNS = ("institution", "date", "number", "project_title", "signatory", "signatory_position")


def _set_evidence(application: Application, parts: Sequence[Message], sources: dict[str, Message]) -> None:
    application.evidence = []
    for message in parts:
        content = from_json(message.content or {})
        for prefix, part, kind in (
            ("", content.form, DocumentKind.APPLICATION_FORM),
            ("letter.", content.letter, DocumentKind.DELEGATION_LETTER),
        ):
            if part is None:
                continue
            document = _document(message, kind)
            for key, places in part.evidence.items():
                if sources.get(f"{prefix}{key}") is message:
                    application.evidence += [_evidence(f"{prefix}{key}", place, document) for place in places]


def _document(message: Message, kind: DocumentKind) -> StoredDocument | None:
    """The document of a message that holds its form or letter; a form and its letter may share one file."""
    same = [d for d in message.documents if d.kind == kind]
    forms = [d for d in message.documents if d.kind == DocumentKind.APPLICATION_FORM]
    return next(iter(same or forms), None)


def _evidence(field: str, place: Place, document: StoredDocument | None) -> Evidence:
    box = place.box
    return Evidence(
        document_id=document.id if document else None,
        field=field,
        page=place.page,
        left=box.left if box else None,
        top=box.top if box else None,
        right=box.right if box else None,
        bottom=box.bottom if box else None,
        path=place.path,
    )


def _set_findings(
    application: Application, content: Content, parts: Sequence[Message], programme: Programme
) -> list[findings.Finding]:
    """Faults of files are told as long as a document is missing that they may have been, or as the last mail brought them."""
    found = list(checks.of_content(content, programme))
    missing = any(finding.code in ("missing_application_form", "missing_delegation_letter") for finding in found)
    for message in parts if missing else parts[-1:]:
        found += checks.of_troubles([Trouble(**trouble) for trouble in message.troubles])
    if _is_late(application, found, parts, programme):
        found.append(findings.Finding("late"))
    found = list(dict.fromkeys(found))
    application.findings = [Finding(code=f.code, document=f.document, detail=f.detail) for f in found]
    return found


def _is_late(
    application: Application, found: Sequence[findings.Finding], parts: Sequence[Message], programme: Programme
) -> bool:
    """Whether something that was needed came after the deadline: what was complete in time stays in time."""
    arrivals = [m.arrived_at for m in parts if m.arrived_at is not None]
    deadline = programme.deadline_with(application.extended_to)
    if not arrivals or arrivals[-1] < deadline:
        return False
    return has_gaps(found) or application.completed_at is None or application.completed_at >= deadline


def has_gaps(found: Sequence[findings.Finding]) -> bool:
    """Whether anything keeps an application from being complete."""
    return any(finding.code not in (*checks.ABOUT_FILES, "late") for finding in found)


def _set_status(
    application: Application, found: Sequence[findings.Finding], parts: Sequence[Message], programme: Programme
) -> None:
    last = next((m.arrived_at for m in reversed(parts)), None)
    if has_gaps(found):
        application.status = ApplicationStatus.INCOMPLETE
    else:
        deadline = programme.deadline_with(application.extended_to)
        late = application.completed_at is not None and application.completed_at >= deadline
        application.status = ApplicationStatus.LATE if late else ApplicationStatus.COMPLETE
    application.withdrawn_at = _withdrawn_at(application, last)
    if application.withdrawn_at is not None:
        application.status = ApplicationStatus.WITHDRAWN


def _withdrawn_at(application: Application, last: datetime | None) -> datetime | None:
    """The arrival of a withdrawal, unless documents came after it: a team that sends them again takes part again."""
    withdrawals = [
        m.arrived_at
        for m in application.messages
        if m.status is MessageStatus.FILED and m.kind == MailKind.WITHDRAWAL and m.arrived_at is not None
    ]
    at = max(withdrawals, default=None)
    return None if at is None or (last is not None and last > at) else at

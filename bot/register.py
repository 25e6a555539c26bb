"""The applications: opened, added to, and derived anew from their messages."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, fields
from datetime import datetime

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from bot import checks
from bot.application import Content, Merge, from_json, merge, to_json
from bot.errors import NotFoundError
from bot.programme import Programme
from parsers.document import Place
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


@dataclass(frozen=True, slots=True)
class Change:
    """What filing a message did to an application: the fields that differ now, and how it stood before (None: there was none)."""

    fields: tuple[str, ...]
    status_before: ApplicationStatus | None
    before: Content
    now: Content


def find(session: Session, reference: str) -> Application:
    """The application of a reference. Raises `NotFoundError`."""
    application = session.scalars(select(Application).where(Application.reference == reference.upper())).first()
    if application is None:
        raise NotFoundError(f"There is no application {reference}. `intake-bot list` shows all of them.")
    return application


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
    is_new = not application.revisions
    status_before = None if is_new else application.status
    before = content_of(application)
    message.application, message.status = application, MessageStatus.FILED
    for document in message.documents:
        document.application_id = application.id
    session.flush()
    session.refresh(application, ["messages"])
    changed = derive(session, application, programme, now, cause=message)
    return Change(changed, status_before, before, content_of(application))


def derive(
    session: Session, application: Application, programme: Programme, now: datetime, *, cause: Message | None = None
) -> tuple[str, ...]:
    """Sets everything about an application from its filed messages; a change becomes a revision. Returns what changed."""
    known = content_of(application)
    parts = [m for m in application.messages if m.status is MessageStatus.FILED and m.content is not None]
    total, sources, completed_at = _sum(parts, programme)
    application.completed_at = completed_at
    changed = tuple(merge(known, total).changed)
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


def content_of(application: Application) -> Content:
    """All that an application says so far."""
    return from_json(application.revisions[-1].content) if application.revisions else Content()


def _sum(parts: Sequence[Message], programme: Programme) -> tuple[Content, dict[str, Message], datetime | None]:
    """All contents added up in the order of arrival, for every field the message its value is from, and since when nothing
    has been open."""
    total, sources = Content(), dict[str, Message]()
    completed_at = None
    for message in parts:
        added: Merge = merge(total, from_json(message.content or {}))
        total = added.content
        sources |= dict.fromkeys(added.taken, message)
        complete = not has_gaps(list(checks.of_content(total, programme)))
        completed_at = (completed_at or message.arrived_at) if complete else None
    return total, sources, completed_at


def _set_columns(application: Application, content: Content) -> None:
    form, letter = content.form, content.letter
    application.institution, application.title = content.institution, content.title
    if form is not None:
        for key in (
            "institution_text",
            "idea",
            "problem",
            "results",
            "activities",
            "costs",
            "costs_eur",
            "partners",
            "strategy_fit",
        ):
            setattr(application, key, getattr(form, key))
        application.themes, application.visitors = list(form.themes), list(form.visitors)
        application.contact_name, application.contact_email = form.contact.name, form.contact.email
        application.contact_phone = form.contact.phone
        application.members = [
            TeamMember(number=number, **{f.name: getattr(member, f.name) for f in fields(member)})
            for number, member in enumerate(form.members, start=1)
        ]
    if letter is not None:
        for key in ("institution", "date", "number", "project_title", "signatory", "signatory_position"):
            setattr(application, f"letter_{key}", getattr(letter, key))
        application.letter_signed = letter.signed.value
        application.delegates = list(letter.delegates)


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
) -> list[checks.Finding]:
    """Faults of files are told as long as a document is missing that they may have been, or as the last mail brought them."""
    found = list(checks.of_content(content, programme))
    missing = any(finding.code in ("missing_application_form", "missing_delegation_letter") for finding in found)
    for message in parts if missing else parts[-1:]:
        found += checks.of_troubles([Trouble(**trouble) for trouble in message.troubles])
    if _is_late(application, found, parts, programme):
        found.append(checks.Finding("late"))
    found = list(dict.fromkeys(found))
    application.findings = [Finding(code=f.code, document=f.document, detail=f.detail) for f in found]
    return found


def _is_late(
    application: Application, found: Sequence[checks.Finding], parts: Sequence[Message], programme: Programme
) -> bool:
    """Whether something that was needed came after the deadline: what was complete in time stays in time."""
    arrivals = [m.arrived_at for m in parts if m.arrived_at is not None]
    deadline = programme.deadline_with(application.extended_to)
    if not arrivals or arrivals[-1] < deadline:
        return False
    return has_gaps(found) or application.completed_at is None or application.completed_at >= deadline


def has_gaps(found: Sequence[checks.Finding]) -> bool:
    """Whether anything keeps an application from being complete."""
    return any(finding.code not in (*checks.ABOUT_FILES, "late") for finding in found)


def _set_status(
    application: Application, found: Sequence[checks.Finding], parts: Sequence[Message], programme: Programme
) -> None:
    last = next((m.arrived_at for m in reversed(parts)), None)
    if has_gaps(found):
        application.status = ApplicationStatus.INCOMPLETE
    else:
        deadline = programme.deadline_with(application.extended_to)
        late = application.completed_at is not None and application.completed_at >= deadline
        application.status = ApplicationStatus.LATE if late else ApplicationStatus.COMPLETE
    if application.withdrawn_at is not None and (last is None or last <= application.withdrawn_at):
        application.status = ApplicationStatus.WITHDRAWN
    elif application.withdrawn_at is not None:
        application.withdrawn_at = None  # a team that sends its documents again after a withdrawal takes part again

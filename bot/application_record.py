"""An application's record: the one that a reference leads to, its messages, and what they and its organisers say."""

from __future__ import annotations

from dataclasses import dataclass

from sqlalchemy import select
from sqlalchemy.orm import Session

from bot.application import Content, from_json, merge
from bot.desk.corrections import Corrected
from bot.errors import NotFoundError
from storage.models import Application, ApplicationStatus, Message, MessageStatus


@dataclass(frozen=True, slots=True)
class Change:
    """What filing a message did to an application: the fields that differ now, and how it stood before (None: there was none)."""

    fields: tuple[str, ...]
    status_before: ApplicationStatus | None
    before: Content
    now: Content


def find(session: Session, reference: str) -> Application:
    """The application that a reference leads to: its own, or the one it was merged into. Raises `NotFoundError`."""
    application = session.scalars(select(Application).where(Application.reference == reference.upper())).first()
    if application is None:
        raise NotFoundError(f"There is no application {reference}. `intake-bot list` shows all of them.")
    return surviving(session, application)


def surviving(session: Session, application: Application) -> Application:
    """The application whose messages are those of `application` now: itself, unless it was merged into another."""
    while application.merged_into_id is not None:
        application = session.get_one(Application, application.merged_into_id)
    return application


def merged_into(session: Session, application: Application) -> list[Application]:
    """The applications that were merged into `application`, and into those, the oldest first."""
    query = select(Application).where(Application.merged_into_id == application.id).order_by(Application.id)
    direct = list(session.scalars(query))
    return [each for one in direct for each in (one, *merged_into(session, one))]


def content_of(application: Application) -> Content:
    """All that an application says so far."""
    return from_json(application.revisions[-1].content) if application.revisions else Content()


def read_of(application: Application) -> Content:
    """All that an application's messages say, whatever was put right in it."""
    total = Content()
    for message in parts_of(application):
        total = merge(total, from_json(message.content or {})).content
    return total


def corrections_of(session: Session, application: Application) -> tuple[Corrected, ...]:
    """What organisers put right in an application and in those that were merged into it, its own first."""
    found: dict[str, Corrected] = {}
    for one in (application, *merged_into(session, application)):
        for row in one.corrections:
            found.setdefault(row.field, Corrected(row.field, row.value, row.read))
    return tuple(found.values())


def parts_of(application: Application) -> list[Message]:
    """The messages that make up an application, in the order of their arrival."""
    return [m for m in application.messages if m.status is MessageStatus.FILED and m.content is not None]

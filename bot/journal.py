"""Who did what, when, to what."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from enum import StrEnum

from sqlalchemy import select
from sqlalchemy.orm import Session

from storage.models import Application, JournalEntry, Message

BOT = "bot"


class Action(StrEnum):
    """What is done, by the bot or by a person, in the order of a message's life and then of an application's.

    `details` of an entry hold reasons, fields, keys and numbers; teams' names, addresses and answers stay where they are
    kept once. NOTE, EXTENDED and DECIDED hold what an organiser wrote, ASSIGNED which of them looks after it.
    """

    IMPORTED = "imported"
    SET_ASIDE = "set_aside"
    PUT_BACK = "put_back"
    READING_FAILED = "reading_failed"
    DUPLICATE = "duplicate"
    NOTED = "noted"
    WAITING = "waiting"
    CONFIRMED = "confirmed"
    REJECTED = "rejected"
    OPENED = "opened"
    CHANGED = "changed"
    FILED = "filed"
    COMPLETED = "completed"
    WITHDRAWN = "withdrawn"
    CORRECTED = "corrected"
    CORRECTION_UNDONE = "correction_undone"
    REREAD = "reread"
    MOVED = "moved"
    MERGED = "merged"
    SPLIT = "split"
    ASSIGNED = "assigned"
    UNASSIGNED = "unassigned"
    NOTE = "note"
    HANDED_OUT = "handed_out"
    DEADLINE_MOVED = "deadline_moved"
    EXTENDED = "extended"
    IN_TIME = "in_time"
    DECIDED = "decided"
    ANNOUNCED = "announced"
    HANDED_IN = "handed_in"
    EVENT_INVITATION = "event_invitation"
    EVENT_UPDATED = "event_updated"
    EVENT_CANCELLED = "event_cancelled"
    QUEUED = "queued"
    NOT_ANSWERED = "not_answered"
    REMINDED = "reminded"
    HELD = "held"
    RELEASED = "released"
    SENT = "sent"
    CANCELLED = "cancelled"
    REFUSED = "refused"
    GIVEN_UP = "given_up"
    BOUNCED = "bounced"
    ALERTED = "alerted"
    ALERT_OVER = "alert_over"
    BACKED_UP = "backed_up"
    BACKUP_FAILED = "backup_failed"
    FORGOTTEN = "forgotten"
    ANONYMISED = "anonymised"
    RETENTION = "retention"


def note(
    session: Session,
    at: datetime,
    action: Action,
    *,
    actor: str = BOT,
    application: Application | None = None,
    message: Message | None = None,
    details: str = "",
) -> None:
    """Adds an entry to the journal, in the transaction of what it tells; a message stands for its application, too."""
    session.flush()
    about = application.id if application else message.application_id if message else None
    session.add(
        JournalEntry(
            at=at,
            actor=actor,
            action=action.value,
            application_id=about,
            message_id=message.id if message else None,
            details=details,
        )
    )


def entries(
    session: Session, applications: Sequence[Application] | None = None, since: datetime | None = None
) -> list[JournalEntry]:
    """What was done, the oldest first; of some applications only (None: all), and from a moment on."""
    query = select(JournalEntry).order_by(JournalEntry.at, JournalEntry.id)
    if applications is not None:
        query = query.where(JournalEntry.application_id.in_([application.id for application in applications]))
    if since is not None:
        query = query.where(JournalEntry.at >= since)
    return list(session.scalars(query))

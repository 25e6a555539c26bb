"""Who did what, when, to what."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy.orm import Session

from storage.models import Application, JournalEntry, Message

BOT = "bot"


def note(
    session: Session,
    at: datetime,
    action: str,
    *,
    actor: str = BOT,
    application: Application | None = None,
    message: Message | None = None,
    details: str = "",
) -> None:
    """Adds an entry to the journal, in the transaction of what it tells."""
    session.flush()
    session.add(
        JournalEntry(
            at=at,
            actor=actor,
            action=action,
            application_id=application.id if application else None,
            message_id=message.id if message else None,
            details=details,
        )
    )

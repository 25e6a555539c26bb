"""Who looks after an application, and what people note about it."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy.orm import Session

from bot import journal
from bot.errors import MistakeError
from bot.journal import Action
from parsers.text import one_line
from storage.models import Application

LONGEST_NAME, LONGEST_NOTE = 80, 2000


def assign(session: Session, application: Application, who: str | None, *, actor: str, now: datetime) -> None:
    """One of the organisers looks after an application; None: nobody. Raises `MistakeError` for a name that is none."""
    name = one_line(who, LONGEST_NAME) if who is not None else None
    if name == "":
        raise MistakeError("Say who looks after it, or --nobody.")
    if application.assignee == name:
        return
    application.assignee = name
    action = Action.ASSIGNED if name else Action.UNASSIGNED
    journal.note(session, now, action, actor=actor, application=application, details=name or "")


def note(session: Session, application: Application, text: str, *, actor: str, now: datetime) -> None:
    """Keeps what a person wants remembered about an application. Raises `MistakeError` for nothing."""
    said = one_line(text, LONGEST_NOTE)
    if not said:
        raise MistakeError("The note is empty.")
    journal.note(session, now, Action.NOTE, actor=actor, application=application, details=said)

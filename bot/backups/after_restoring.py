"""After a restore: what the backup did not know may have been answered already, so that answers to it wait for a person."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from zoneinfo import ZoneInfo

from sqlalchemy import or_, select
from sqlalchemy.orm import Session

from bot import journal
from storage.models import JournalEntry, Message, OutboxState, OutgoingMail, Restoration


def last(session: Session) -> Restoration | None:
    """The last time that the store was put back, if it ever was."""
    return session.scalars(select(Restoration).order_by(Restoration.id.desc())).first()


def may_be_answered(restoration: Restoration | None, delivered_at: datetime) -> bool:
    """Whether mail that is new to the store may have been answered by the store that was replaced."""
    return restoration is not None and delivered_at < restoration.at


def may_be_said(session: Session, now: datetime, zone: ZoneInfo) -> bool:
    """Whether what the bot writes of its own accord (reminders, the digest) may have been written earlier on the same day."""
    restoration = last(session)
    return restoration is not None and restoration.at.astimezone(zone).date() == now.astimezone(zone).date()


def held(session: Session) -> Sequence[OutgoingMail]:
    """The mails that are held because the store was put back: neither answers to imported mail, nor what a person held."""
    by_hand = select(JournalEntry.details).where(
        JournalEntry.action == OutboxState.HELD.value, JournalEntry.actor != journal.BOT
    )
    query = (
        select(OutgoingMail)
        .join(Message, OutgoingMail.answers_id == Message.id, isouter=True)
        .where(OutgoingMail.state == OutboxState.HELD, OutgoingMail.key.not_in(by_hand))
        .where(or_(Message.id.is_(None), Message.imported.is_(False)))
    )
    return session.scalars(query.order_by(OutgoingMail.id)).all() if last(session) else ()

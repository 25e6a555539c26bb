"""What commands show of the store as plain values: applications, outgoing mail, the journal, what waits."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from bot.desk import listing
from bot.desk.listing import Row, Wanted
from storage.models import Application, JournalEntry, Message, MessageStatus, OutgoingMail


def applications(session: Session) -> list[dict[str, Any]]:
    """Every application with the messages that made it and what is open."""
    return [listed(row) for row in listing.find(session, Wanted()).rows]


def listed(row: Row) -> dict[str, Any]:
    """One application of a list."""
    return {
        "reference": row.reference,
        "institution": row.institution,
        "title": row.title,
        "status": row.status.value,
        "messages": list(row.messages),
        "findings": [finding.told() for finding in row.findings],
        "decision": row.decision.value if row.decision else None,
        "assignee": row.assignee,
    }


def outgoing(session: Session, last: int | None = None) -> list[dict[str, Any]]:
    """Every outgoing mail, or the `last` of them, the oldest first."""
    columns = (
        OutgoingMail.key, OutgoingMail.template, OutgoingMail.recipient.label("to"), OutgoingMail.subject,
        OutgoingMail.message_id, OutgoingMail.in_reply_to, OutgoingMail.state, Application.reference.label("application"),
        OutgoingMail.error,
    )  # fmt: skip
    query = select(*columns).outerjoin(OutgoingMail.application).order_by(OutgoingMail.id.desc()).limit(last)
    mails = session.execute(query).mappings().all()
    return [{**mail, "state": mail["state"].value, "error": mail["error"] or None} for mail in reversed(mails)]


def outgoing_count(session: Session) -> int:
    """How many outgoing mails there are."""
    return session.scalar(select(func.count()).select_from(OutgoingMail)) or 0


def references(session: Session) -> dict[int, str]:
    """The reference of each application, by its row's number."""
    return dict(session.execute(select(Application.id, Application.reference)).all())


def journaled(entry: JournalEntry, references: Mapping[int, str]) -> dict[str, Any]:
    """One entry of the journal."""
    return {
        "at": entry.at.isoformat(),
        "actor": entry.actor,
        "action": entry.action,
        "application": references.get(entry.application_id or 0),
        "message": entry.message_id,
        "details": entry.details,
    }


def stuck(session: Session) -> list[Message]:
    """Messages that wait for a person: set aside, or for a confirmation."""
    query = select(Message).where(Message.status.in_((MessageStatus.SET_ASIDE, MessageStatus.WAITING)))
    return list(session.scalars(query.order_by(Message.id)))

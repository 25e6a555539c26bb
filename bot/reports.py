"""What commands show of the store as plain values: applications, outgoing mail, the journal, what waits."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from typing import Any

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from bot import findings
from storage.models import Application, Finding, JournalEntry, Message, MessageStatus, OutgoingMail

_LISTED = (
    Application.id, Application.reference, Application.institution, Application.title, Application.status, Application.decision,
    Application.assignee,
)  # fmt: skip


def applications(session: Session, ids: Sequence[int]) -> list[dict[str, Any]]:
    """Applications by their numbers, each with the Message-IDs of those that made it and what is open."""
    messages: dict[int | None, list[str | None]] = defaultdict(list)
    filed = select(Message.application_id, Message.message_id).where(Message.status == MessageStatus.FILED)
    for application_id, message_id in session.execute(filed.order_by(Message.arrived_at, Message.id)):
        messages[application_id].append(message_id)
    open_: dict[int, list[dict[str, str]]] = defaultdict(list)
    columns = select(Finding.application_id, Finding.code, Finding.document, Finding.detail)
    for application_id, code, document, detail in session.execute(columns.order_by(Finding.id)):
        open_[application_id].append(findings.Finding(code, document, detail).told())
    known = {stored.id: stored for stored in session.execute(select(*_LISTED))}
    return [_listed(known[id_], messages[id_], open_[id_]) for id_ in ids]


def _listed(stored: Any, messages: list[str | None], open_: list[dict[str, str]]) -> dict[str, Any]:
    return {
        "reference": stored.reference,
        "institution": stored.institution,
        "title": stored.title,
        "status": stored.status.value,
        "messages": messages,
        "findings": open_,
        "decision": stored.decision.value if stored.decision else None,
        "assignee": stored.assignee,
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

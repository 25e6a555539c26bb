"""What accepted teams hand in at the end: told by its name in a mail (pure), and noted where a person received it otherwise."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence

from sqlalchemy.orm import Session

from bot import application_record, journal
from bot.clock import Clock
from bot.errors import NotAllowedError, NotFoundError
from bot.journal import Action
from bot.programme import Deliverable, Programme
from bot.year import audience
from parsers.submission import DocumentKind, Submission
from parsers.text import fold
from storage import Store
from storage.models import Application, Delivery, Message, MessageStatus

_BEGINNING = 1500  # characters of a document in which its title stands


def brings_documents(submission: Submission) -> bool:
    """Whether a mail brings files that are neither a form nor a letter, and no form or letter beside them."""
    if submission.application is not None or submission.delegation is not None:
        return False
    return any(document.kind == DocumentKind.OTHER for document in submission.documents)


def recognised(submission: Submission, expected: Sequence[Deliverable]) -> tuple[Deliverable, ...]:
    """The deliverables that a mail brings, by the file's name or the document's title; where neither says anything, by what the
    mail itself names. What cannot be read has not been handed in."""
    unread = {trouble.filename for trouble in submission.troubles}
    readable = [d for d in submission.documents if d.kind == DocumentKind.OTHER and d.filename not in unread]
    heads = [f"{document.filename or ''} {document.text[:_BEGINNING]}" for document in readable]
    named = tuple(d for d in expected if any(_names(head, d) for head in heads))
    if named or not readable:
        return named
    said = f"{submission.message.subject} {submission.message.new_text}"
    return tuple(deliverable for deliverable in expected if _names(said, deliverable))


def _names(text: str, deliverable: Deliverable) -> bool:
    folded = f" {fold(text.replace('_', ' ').replace('-', ' '))}"
    return any(f" {fold(word)}" in folded for word in deliverable.words)


def outstanding(application: Application, programme: Programme) -> tuple[Deliverable, ...]:
    """The deliverables that a team has not handed in."""
    received = {delivery.deliverable for delivery in application.deliveries}
    return tuple(deliverable for deliverable in programme.deliverables if deliverable.key not in received)


def note_delivery(
    session: Session,
    application: Application,
    deliverables: Sequence[Deliverable],
    at: dt.datetime,
    *,
    message: Message | None,
    actor: str = journal.BOT,
) -> None:
    """Keeps that deliverables were handed in; a newer version takes the place of the one before."""
    by_key = {delivery.deliverable: delivery for delivery in application.deliveries}
    for deliverable in deliverables:
        delivery = by_key.get(deliverable.key)
        if delivery is None:
            delivery = Delivery(deliverable=deliverable.key)
            application.deliveries.append(delivery)
        delivery.message_id, delivery.at = message.id if message else None, at
        journal.note(
            session,
            at,
            Action.HANDED_IN,
            actor=actor,
            application=application,
            message=message,
            details=deliverable.key,
        )


class Deliveries:
    """What a person says about deliverables."""

    def __init__(self, store: Store, programme: Programme, clock: Clock) -> None:
        self._store = store
        self._programme = programme
        self._clock = clock

    def receive(self, reference: str, key: str, actor: str, message_id: int | None) -> None:
        """Notes that a team handed in a deliverable, on paper or with a message that waits.

        Raises `NotFoundError`, and `NotAllowedError` for a team that does not take part.
        """
        with self._store.begin() as session:
            application = application_record.find(session, reference)
            if not audience.takes_part(application):
                raise NotAllowedError(f"{application.reference} is no accepted team; only these hand in deliverables.")
            deliverable = next((d for d in self._programme.deliverables if d.key == key), None)
            if deliverable is None:
                known = ", ".join(d.key for d in self._programme.deliverables)
                raise NotFoundError(f"There is no deliverable {key}. The programme file has {known}.")
            message = session.get(Message, message_id) if message_id is not None else None
            if message_id is not None and message is None:
                raise NotFoundError(f"There is no message {message_id}. `intake-bot waiting` shows those that wait.")
            if message is not None and message.status is MessageStatus.WAITING:
                message.status, message.application, message.reason = MessageStatus.FILED, application, ""
            note_delivery(session, application, [deliverable], self._clock(), message=message, actor=actor)
            session.commit()

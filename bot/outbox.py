"""The outbox: what is queued together with a decision, and the one function that sends it, with all guards.

A key names the reason for a mail (``ack:<message>``, ``reminder:<application>:<date>:<kind>``, ``digest:<date>``); a key is never
queued twice, and the Message-ID is derived from it, so that even a repeated delivery is one mail to its reader.
"""

from __future__ import annotations

import hashlib
import logging
import random
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from bot import backoff, journal
from bot.clock import Clock
from bot.errors import NotFoundError, SendingError, SendingPostponed, SendingUnknown
from bot.journal import Action
from bot.senders import Sender
from storage import Store
from storage.models import Application, Message, OutboxState, OutgoingMail

log = logging.getLogger(__name__)

FIRST_PAUSE = timedelta(minutes=1)
LONGEST_PAUSE = timedelta(hours=6)
GIVEN_UP_AFTER = timedelta(days=5)


@dataclass(frozen=True, slots=True)
class Caps:
    """How many answers go out at most within 24 hours: to one address, about one application, and to all.

    Detection of machines is never complete; these end what it misses.
    """

    per_address: int
    per_application: int
    in_all: int


def message_id_of(key: str, domain: str) -> str:
    """The Message-ID of the mail that `key` is the reason of."""
    return f"<{key.partition(':')[0]}.{hashlib.sha256(key.encode()).hexdigest()[:32]}@{domain}>"


def is_queued(session: Session, key: str) -> bool:
    return session.scalar(select(OutgoingMail.id).where(OutgoingMail.key == key)) is not None


def within_caps(session: Session, recipient: str, answered: Message, caps: Caps) -> bool:
    """Whether one more answer may go out. Counted are the answers to mail of the 24 hours before the message answered, so
    that old mail read in one go is measured by the days on which it was written."""
    moment = answered.arrived_at or answered.stored_at
    answers = (
        select(func.count())
        .select_from(OutgoingMail)
        .join(Message, OutgoingMail.answers_id == Message.id)
        .where(Message.arrived_at > moment - timedelta(days=1), Message.arrived_at <= moment, Message.id != answered.id)
    )
    to_all = session.scalar(answers) or 0
    to_address = session.scalar(answers.where(OutgoingMail.recipient == recipient)) or 0
    if answered.application_id is not None:
        about_it = session.scalar(answers.where(OutgoingMail.application_id == answered.application_id)) or 0
        if about_it >= caps.per_application:
            return False
    return to_address < caps.per_address and to_all < caps.in_all


class Deliverer:
    """Hands queued mails to the sender: each claimed, counted, sent, and marked, one after another."""

    def __init__(self, store: Store, sender: Sender, clock: Clock, *, envelope_from: str) -> None:
        self._store = store
        self._sender = sender
        self._clock = clock
        self._envelope_from = envelope_from

    def due(self) -> list[int]:
        """The mails that are to go out now, the longest waiting first."""
        with self._store.reading() as session:
            query = select(OutgoingMail.id).where(
                OutgoingMail.state == OutboxState.QUEUED, OutgoingMail.due_at <= self._clock()
            )
            return list(session.scalars(query.order_by(OutgoingMail.due_at, OutgoingMail.id)))

    def deliver(self, mail_id: int) -> bool:
        """Sends one mail, if it is still to be sent; whether it was. The one place from which mail leaves."""
        with self._store.claim("outgoing", mail_id) as mine:
            if not mine:
                return False
            taken = self._take(mail_id)
            if taken is None:
                return False
            try:
                self._sender.send(taken.content, envelope_from=self._envelope_from, recipient=taken.recipient)
            except (SendingPostponed, SendingUnknown) as error:
                self._postpone(mail_id, str(error))
                return False
            except SendingError as error:
                self._give_up(mail_id, str(error))
                return False
            self._sent(mail_id)
            return True

    def _take(self, mail_id: int) -> OutgoingMail | None:
        """Counts the attempt before it is made."""
        with self._store.begin() as session:
            mail = session.get_one(OutgoingMail, mail_id)
            if mail.state is not OutboxState.QUEUED or mail.due_at > self._clock():
                return None
            if mail.recipient == self._envelope_from:
                mail.state, mail.error = OutboxState.CANCELLED, "the bot does not write to itself"
                self._journal(session, mail, Action.CANCELLED)
                session.commit()
                return None
            mail.attempts += 1
            session.commit()
            return mail

    def _sent(self, mail_id: int) -> None:
        with self._store.begin() as session:
            mail = session.get_one(OutgoingMail, mail_id)
            mail.state, mail.sent_at, mail.error = OutboxState.SENT, self._clock(), ""
            self._journal(session, mail, Action.SENT)
            session.commit()

    def _postpone(self, mail_id: int, why: str) -> None:
        with self._store.begin() as session:
            mail = session.get_one(OutgoingMail, mail_id)
            mail.error = why
            mail.due_at = self._clock() + pause_after(mail.attempts)
            if self._clock() - mail.created_at > GIVEN_UP_AFTER:
                mail.state, mail.failed_at = OutboxState.FAILED, self._clock()
                self._journal(session, mail, Action.GIVEN_UP)
            session.commit()
        log.warning("Outgoing mail %d waits; `intake-bot outbox --json` shows why.", mail_id)

    def _give_up(self, mail_id: int, why: str) -> None:
        with self._store.begin() as session:
            mail = session.get_one(OutgoingMail, mail_id)
            mail.state, mail.error, mail.failed_at = OutboxState.FAILED, why, self._clock()
            self._journal(session, mail, Action.REFUSED)
            session.commit()
        # A server's refusal quotes the address, which has no place in a log.
        log.warning("Outgoing mail %d was refused; `intake-bot outbox --json` shows why.", mail_id)

    def _journal(self, session: Session, mail: OutgoingMail, action: Action) -> None:
        application = session.get(Application, mail.application_id) if mail.application_id else None
        journal.note(session, self._clock(), action, application=application, details=f"{mail.template} {mail.key}")


def pause_after(attempts: int) -> timedelta:
    """How long to wait after so many failed attempts."""
    chance = random.random()  # noqa: S311 - spreads attempts, guards nothing
    first, most = FIRST_PAUSE.total_seconds(), LONGEST_PAUSE.total_seconds()
    return timedelta(seconds=backoff.delay(attempts, first=first, most=most, chance=chance))


def queue(
    session: Session,
    *,
    key: str,
    template: str,
    recipient: str,
    subject: str,
    message_id: str,
    content: bytes,
    now: datetime,
    in_reply_to: str | None = None,
    application: Application | None = None,
    answers: Message | None = None,
    held: bool = False,
) -> None:
    """Adds a mail to the outbox, in the transaction of the decision that it tells."""
    session.add(
        OutgoingMail(
            key=key,
            template=template,
            recipient=recipient,
            subject=subject,
            message_id=message_id,
            in_reply_to=in_reply_to,
            application_id=application.id if application else None,
            answers_id=answers.id if answers else None,
            content=content,
            state=OutboxState.HELD if held else OutboxState.QUEUED,
            created_at=now,
            due_at=now,
        )
    )
    journal.note(session, now, Action.QUEUED, application=application, message=answers, details=f"{template} {key}")


def cancel(session: Session, application: Application, reason: str, *, actor: str, now: datetime) -> None:
    """Mails about an application whose key begins so, and that have not gone out yet, never do: something newer is true."""
    open_ = OutgoingMail.state.in_((OutboxState.QUEUED, OutboxState.HELD))
    query = select(OutgoingMail).where(OutgoingMail.application_id == application.id, open_)
    for mail in session.scalars(query.where(OutgoingMail.key.startswith(reason, autoescape=True))):
        mail.state = OutboxState.CANCELLED
        journal.note(
            session, now, Action.CANCELLED, actor=actor, application=application, details=f"{mail.template} {mail.key}"
        )


def move(
    session: Session, keys: Sequence[str], before: OutboxState, after: OutboxState, *, actor: str, now: datetime
) -> int:
    """A person holds or releases mails. Raises `NotFoundError` naming the keys of which no mail is in the state `before`."""
    query = select(OutgoingMail).where(OutgoingMail.key.in_(keys), OutgoingMail.state == before)
    mails = list(session.scalars(query))
    if absent := set(keys) - {mail.key for mail in mails}:
        raise NotFoundError(
            f"No mail that is {before.value} has the key {', '.join(sorted(absent))}. `outbox --json` shows all."
        )
    for mail in mails:
        mail.state = after
        action = Action.HELD if after is OutboxState.HELD else Action.RELEASED
        journal.note(
            session, now, action, actor=actor, application=mail.application, details=f"{mail.template} {mail.key}"
        )
    return len(mails)

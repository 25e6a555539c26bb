"""One message's journey: stored, read, decided, filed and answered; the only place that decides it.

`store_arrival` commits the bytes before anything looks inside. `Intake.process` counts the attempt and commits it, has the
message read in a worker, and files it: what is decided and the mails that say so are one transaction.
"""

from __future__ import annotations

import hashlib
import logging
import traceback
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from bot import application_record, filing, journal
from bot.clock import Clock
from bot.correspondence import Correspondence
from bot.errors import NotFoundError
from bot.journal import Action
from bot.mailboxes import Arrival
from bot.programme import Programme
from bot.workers import WorkerFailure, Workers
from parsers.rules import ReadingRules
from parsers.submission import Submission, read, read_envelope
from storage import Store
from storage.models import Arrival as StoredArrival
from storage.models import Message, MessageStatus, RawMessage

log = logging.getLogger(__name__)


def store_arrival(
    session: Session,
    mailbox: str,
    arrival: Arrival,
    now: datetime,
    *,
    imported: bool = False,
    hold_replies: bool = False,
) -> Message:
    """Keeps an arrival's bytes and the fact that it came; the same bytes are one message, however often they come."""
    sha256 = hashlib.sha256(arrival.raw).hexdigest()
    message = session.scalars(select(Message).where(Message.sha256 == sha256)).first()
    if message is None:
        message = Message(
            raw=RawMessage(sha256=sha256, content=arrival.raw),
            size=arrival.size,
            whole=arrival.whole,
            imported=imported,
            hold_replies=hold_replies,
            delivered_at=arrival.delivered_at,
            stored_at=now,
        )
        session.add(message)
        session.flush()
    if session.get(StoredArrival, (mailbox, arrival.key)) is None:
        session.add(StoredArrival(mailbox=mailbox, key=arrival.key, message_id=message.id, at=now))
    return message


class Intake:
    """Takes stored messages through reading, deciding and filing."""

    def __init__(
        self,
        store: Store,
        workers: Workers,
        rules: ReadingRules,
        programme: Programme,
        correspondence: Correspondence,
        *,
        clock: Clock,
        attempts: int,
        authserv_id: str | None,
    ) -> None:
        self._store = store
        self._workers = workers
        self._rules = rules
        self._clock = clock
        self._attempts = attempts
        self._filing = filing.Filing(programme, correspondence, clock, authserv_id=authserv_id)

    def due(self) -> list[int]:
        """The messages that wait to be read, in the order in which the server received them."""
        with self._store.reading() as session:
            order = (Message.delivered_at, Message.id)
            return list(
                session.scalars(select(Message.id).where(Message.status == MessageStatus.RECEIVED).order_by(*order))
            )

    def process(self, message_id: int) -> bool:
        """One message's journey; false where another bot has it in hand, or where it has to be tried again."""
        with self._store.claim("message", message_id) as mine:
            if not mine:
                return False
            raw = self._begin_attempt(message_id)
            if raw is None:
                return False
            try:
                self._file(message_id, self._workers.call(read, raw, self._rules))
            except WorkerFailure as failure:
                self._failed(message_id, failure.reason)
                return False
            except Exception as error:  # whatever goes wrong with one message must not keep the next one waiting
                # An error's own words may quote the message; where it happened and of what kind is enough.
                where = "".join(traceback.format_tb(error.__traceback__))
                log.error(  # noqa: TRY400 - see above
                    "Message %d could not be read or filed: %s\n%s", message_id, type(error).__name__, where
                )
                self._failed(message_id, f"the bot failed on it ({type(error).__name__})")
                return False
            return True

    def confirm(self, message_id: int, actor: str, reference: str | None = None) -> None:
        """A person vouches for a message that waits, and says of which application it is where that is not clear.

        Raises `NotFoundError` where there is no such message or application, and `WorkerFailure`.
        """
        with self._store.reading() as session:
            raw = _waiting(session, message_id).raw.content
        submission = self._workers.call(read, raw, self._rules)
        with self._store.begin() as session:
            message = _waiting(session, message_id)
            application = application_record.find(session, reference) if reference else message.application
            if application is None:
                raise NotFoundError(f"Of which application is message {message_id}? Say it with --to REFERENCE.")
            self._filing.confirm(session, message, submission, application, actor)
            session.commit()

    def reject(self, message_id: int, actor: str) -> None:
        """A person decides that a message that waits shall have no effect. Raises `NotFoundError`."""
        with self._store.begin() as session:
            self._filing.reject(session, _waiting(session, message_id), actor)
            session.commit()

    def _begin_attempt(self, message_id: int) -> bytes | None:
        """The message's bytes, the attempt counted; None where there is nothing to read, or no attempt is left."""
        with self._store.begin() as session:
            message = session.get_one(Message, message_id)
            if message.status is not MessageStatus.RECEIVED:
                return None
            if message.attempts < self._attempts:
                message.attempts += 1
                session.commit()
                return message.raw.content
        self._failed(message_id, message.reason or "reading it ended the process each time")
        return None

    def _failed(self, message_id: int, reason: str) -> None:
        """Notes why an attempt failed; after the last one the message is set aside, and its sender is told."""
        with self._store.begin() as session:
            message = session.get_one(Message, message_id)
            message.reason = reason
            if message.attempts < self._attempts:
                journal.note(session, self._clock(), Action.READING_FAILED, message=message, details=reason)
            session.commit()
        if message.attempts >= self._attempts:
            envelope = self._envelope(message_id)
            with self._store.begin() as session:
                self._filing.set_aside(session, session.get_one(Message, message_id), envelope)
                session.commit()
            log.warning("Message %d was set aside: %s.", message_id, reason)

    def _envelope(self, message_id: int) -> Submission | None:
        """Who wrote a message that cannot be read, and about what; None where not even that can be told."""
        with self._store.reading() as session:
            raw = session.get_one(Message, message_id).raw.content
        try:
            return self._workers.call(read_envelope, raw, self._rules)
        except Exception as error:  # as in `process`: the message is set aside all the same
            log.warning("The header of message %d could not be read: %s", message_id, type(error).__name__)
            return None

    def _file(self, message_id: int, submission: Submission) -> None:
        with self._store.begin() as session:
            message = session.get_one(Message, message_id)
            if message.status is MessageStatus.RECEIVED:
                self._filing.file(session, message, submission)
                session.commit()


def _waiting(session: Session, message_id: int) -> Message:
    message = session.get(Message, message_id)
    if message is None:
        raise NotFoundError(
            f"There is no message {message_id}. `intake-bot waiting` shows those that wait for a person."
        )
    return message

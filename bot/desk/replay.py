"""Stored mail read again with today's reader: what would change, and changing it; nobody is written to.

A message stays where it was filed. One that was set aside, or only noted, is put back instead: it is then filed and answered
as if it had just come.
"""

from __future__ import annotations

from collections import deque
from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import groupby

from sqlalchemy import Select, select
from sqlalchemy.orm import Session

from bot import application_record, journal, message_record, register
from bot.clock import Clock
from bot.desk import correcting, corrections, standing
from bot.desk.standing import Difference
from bot.errors import NotAllowedError, NotFoundError
from bot.journal import Action
from bot.programme import Programme
from bot.workers import Task, WorkerFailure, Workers
from parsers.mail_kind import MailKind
from parsers.rules import ReadingRules
from parsers.submission import Submission, read
from storage import Store
from storage.models import Application, Message, MessageStatus, RawMessage

_COUNTS = (MessageStatus.FILED, MessageStatus.WAITING)
_READ = (*_COUNTS, MessageStatus.NOTED)
AT_ONCE = 4
Started = tuple[int, int | None, Task[Submission]]


@dataclass(frozen=True, slots=True)
class Reread:
    """What is read in a message now; `failure` is why nothing is. `application_id` is where it belonged at that time."""

    message_id: int
    application_id: int | None
    submission: Submission | None
    failure: str = ""


class Replay:
    """Reads again, shows, and applies, application by application."""

    def __init__(self, store: Store, workers: Workers, rules: ReadingRules, programme: Programme, clock: Clock) -> None:
        self._store = store
        self._workers = workers
        self._rules = rules
        self._programme = programme
        self._clock = clock

    def of_application(self, reference: str) -> list[int]:
        """The messages of an application that can be read again. Raises `NotFoundError`."""
        with self._store.reading() as session:
            application = application_record.find(session, reference)
            return list(session.scalars(_whole(_READ).where(Message.application_id == application.id)))

    def of_all(self) -> list[int]:
        """Every message that can be read again."""
        with self._store.reading() as session:
            return list(session.scalars(_whole(_READ)))

    def of_message(self, message_id: int) -> list[int]:
        """One message. Raises `NotFoundError`, and `NotAllowedError` where it cannot be read again."""
        with self._store.reading() as session:
            message = _message(session, message_id)
            _refuse_without_bytes(message)
            if message.status not in _READ:
                raise NotAllowedError(
                    f"Message {message_id} is {message.status.value}; a replay reads what is filed, waiting or noted."
                    " `--anew` puts back what was set aside."
                )
            return [message_id]

    def of_set_aside(self) -> list[int]:
        """The messages that were set aside and can be put back; what was never fetched whole cannot."""
        with self._store.reading() as session:
            return list(session.scalars(_whole((MessageStatus.SET_ASIDE,))))

    def read(self, message_ids: Sequence[int], track: Iterable[int]) -> Iterator[Reread]:
        """Reads messages in workers, a few at a time, and keeps of each what differs from what the store has; `track` is
        iterated once for each message."""
        for message_id, application_id, task in self._in_workers(message_ids, track):
            reread = self._finished(message_id, application_id, task)
            if reread is not None:
                yield reread

    def differences(self, rereads: Iterable[Reread]) -> list[Difference]:
        """What applying would change; nothing is kept of it."""
        found: list[Difference] = []
        for application_id, group in _by_application(rereads):
            with self._store.begin() as session:  # left without a commit
                found += self._apply(session, application_id, group, journal.BOT)
        return found

    def apply(self, rereads: Iterable[Reread], actor: str) -> list[Difference]:
        """Makes the store say what is read now, one transaction an application; returns what changed."""
        found: list[Difference] = []
        for application_id, group in _by_application(rereads):
            with self._store.begin() as session:
                found += self._apply(session, application_id, group, actor)
                session.commit()
        return found

    def outlook(self, message_ids: Sequence[int], track: Iterable[int]) -> list[Difference]:
        """What would be read now in messages that were set aside or noted."""
        found = []
        for message_id, _, task in self._in_workers(message_ids, track):
            submission, failure = _result(task)
            kinds = [document.kind.value for document in submission.documents] if submission else []
            read_now = ", ".join([submission.kind.value, *kinds]) if submission else failure
            found.append(Difference(f"message {message_id}", "reading", "", read_now))
        return found

    def put_back(self, message_ids: Collection[int], actor: str) -> int:
        """Messages that were set aside or noted are due again: read, filed and answered as if they had just come. Returns how
        many. Raises `NotFoundError`, and `NotAllowedError` where one cannot be, and then puts none back."""
        with self._store.begin() as session:
            for message_id in message_ids:
                message = _message(session, message_id)
                _refuse_to_put_back(message)
                message.status, message.attempts, message.reason = MessageStatus.RECEIVED, 0, ""
                journal.note(session, self._clock(), Action.PUT_BACK, actor=actor, message=message)
            session.commit()
        return len(message_ids)

    def _in_workers(self, message_ids: Sequence[int], track: Iterable[int]) -> Iterator[Started]:
        """Readings that were begun, a few ahead of the one that is waited for."""
        started: deque[Started] = deque()
        waiting = iter(message_ids)
        for _ in track:
            while len(started) < AT_ONCE and (message_id := next(waiting, None)) is not None:
                started.append(self._start(message_id))
            yield started.popleft()

    def _start(self, message_id: int) -> Started:
        with self._store.reading() as session:
            message = session.get_one(Message, message_id)
            task = self._workers.start(read, message.raw.content, self._rules)
            return message_id, message.application_id, task

    def _finished(self, message_id: int, application_id: int | None, task: Task[Submission]) -> Reread | None:
        """None where nothing is different."""
        submission, failure = _result(task)
        if submission is None:
            return Reread(message_id, application_id, None, failure)
        with self._store.reading() as session:
            if _says_the_same(session.get_one(Message, message_id), submission):
                return None
        # Attachments are not needed any more, and those of a whole year would fill the memory.
        slim = replace(submission, message=replace(submission.message, parts=(), html="", text="", reports=()))
        return Reread(message_id, application_id, slim)

    def _apply(
        self, session: Session, application_id: int | None, group: Sequence[Reread], actor: str
    ) -> list[Difference]:
        application = session.get_one(Application, application_id) if application_id is not None else None
        found, written = list[Difference](), list[Message]()
        before = standing.of(application) if application else None
        counted = _counting(session, application) if application else ()
        for reread in group:
            message = session.get_one(Message, reread.message_id)
            found += _about_message(message, reread, application_id)
            if reread.submission and message.status in _COUNTS and message.application_id == application_id:
                written.append(message)
                if application is not None:
                    application.evidence = []
                    session.flush()
                message_record.write(session, message, reread.submission)
                message_record.write_content(message, reread.submission)
                journal.note(session, self._clock(), Action.REREAD, actor=actor, message=message)
        session.flush()
        if application is not None and written:
            correcting.keep(session, application, counted)
            change = register.rederive(session, application, self._programme, self._clock())
            register.note_completion(session, application, change, self._clock(), actor=actor)
            found += standing.between(before, standing.of(application))
        return found


def _result(task: Task[Submission]) -> tuple[Submission | None, str]:
    """What was read, or why nothing was."""
    try:
        return task.result(), ""
    except WorkerFailure as failure:
        return None, failure.reason
    except Exception as error:  # one mail that the bot fails on must not keep the others from being read
        return None, f"the bot failed on it ({type(error).__name__})"


def _says_the_same(message: Message, submission: Submission) -> bool:
    """Of what has no effect only its kind matters: whether it would have one now. What an accepted team handed in counts
    by its arrival, whatever is read in it."""
    if message.content is None and message.kind == MailKind.SUBMISSION and message.status in _COUNTS:
        return True
    if message.status in _COUNTS:
        return message_record.is_written(message, submission)
    return message.kind == submission.kind


def _about_message(message: Message, reread: Reread, application_id: int | None) -> Iterator[Difference]:
    about = f"message {message.id}"
    if reread.submission is None:
        yield Difference(about, "reading", message.status.value, f"{reread.failure}; it stays as it is")
        return
    if message.application_id != application_id:
        yield Difference(about, "application", "", "it was moved meanwhile; read it again")
        return
    if message.kind != reread.submission.kind:
        remark = "" if message.status in _COUNTS else f" (no effect; `replay --message {message.id} --anew` files it)"
        yield Difference(about, "kind", message.kind or "", f"{reread.submission.kind.value}{remark}")
    kept = {(d.sha256, d.inside, d.filename): d.kind for d in message.documents}
    for document in reread.submission.documents if message.status in _COUNTS else ():
        before = kept.pop((document.sha256, " / ".join(document.inside), document.filename), "")
        if before != document.kind.value:
            yield Difference(about, document.filename or "unnamed file", before, document.kind.value)


def _counting(session: Session, application: Application) -> tuple[corrections.Corrected, ...]:
    return corrections.counting(
        application_record.read_of(application), application_record.corrections_of(session, application)
    )


def _by_application(rereads: Iterable[Reread]) -> Iterator[tuple[int | None, list[Reread]]]:
    ordered = sorted(rereads, key=lambda one: (one.application_id or 0, one.message_id))
    for application_id, group in groupby(ordered, key=lambda one: one.application_id):
        yield application_id, list(group)


def _whole(statuses: Sequence[MessageStatus]) -> Select[int]:
    """The messages whose bytes are there, in the order of their applications and of arrival."""
    return (
        select(Message.id)
        .join(RawMessage)
        .where(Message.status.in_(statuses), Message.whole, RawMessage.erased_at.is_(None))
        .order_by(Message.application_id, Message.arrived_at, Message.id)
    )


def _message(session: Session, message_id: int) -> Message:
    message = session.get(Message, message_id)
    if message is None:
        raise NotFoundError(f"There is no message {message_id}. `intake-bot waiting` and `show` tell their numbers.")
    return message


def _refuse_to_put_back(message: Message) -> None:
    if message.status not in (MessageStatus.SET_ASIDE, MessageStatus.NOTED):
        raise NotAllowedError(
            f"Message {message.id} is {message.status.value}; only what was set aside or noted is put back."
        )
    _refuse_without_bytes(message)


def _refuse_without_bytes(message: Message) -> None:
    if not message.whole:
        raise NotAllowedError(f"Message {message.id} was too large to be fetched; its sender was told.")
    if message.raw.erased_at is not None:
        raise NotAllowedError(f"The bytes of message {message.id} were erased; there is nothing to read.")

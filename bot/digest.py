"""The director's daily digest: what happened since the last one, gathered from the store, queued once a day."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from datetime import date, datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from bot import outbox
from bot.clock import Clock
from bot.journal import Action
from bot.letters import digest_letter
from bot.letters.context import (
    Asked,
    DigestFacts,
    Entry,
    HandedIn,
    Letter,
    MovedDeadline,
    Outage,
    Pending,
    Undelivered,
)
from bot.letters.telling import gap
from bot.letters.writer import LetterWriter
from bot.post import Post
from bot.programme import Programme
from bot.settings import DirectorSettings
from bot.year import audience
from parsers.mail_kind import MailKind
from storage import Store
from storage.models import (
    Application,
    ApplicationStatus,
    JournalEntry,
    MailboxPosition,
    Message,
    MessageStatus,
    OutboxState,
    OutgoingMail,
)


class Digest:
    """Writes the digest of a day once, whatever restarts; after a pause one digest covers the whole of it."""

    def __init__(
        self,
        store: Store,
        writer: LetterWriter,
        programme: Programme,
        post: Post,
        *,
        director: DirectorSettings,
        clock: Clock,
    ) -> None:
        self._store = store
        self._writer = writer
        self._programme = programme
        self._post = post
        self._director = director
        self._clock = clock

    def queue_if_due(self) -> bool:
        """Queues today's digest, from its hour on and on its days, unless it is queued already."""
        now = self._clock().astimezone(self._programme.zone)
        if self._director.address is None or now.isoweekday() not in self._director.digest_days:
            return False
        if now.time() < self._director.digest_at:
            return False
        key = f"digest:{now.date().isoformat()}"
        with self._store.begin() as session:
            if outbox.is_queued(session, key):
                return False
            self._post.to_director(session, key, self._letter(session, now))
            session.commit()
        return True

    def preview(self) -> Letter:
        """The digest as it would be now."""
        with self._store.reading() as session:
            return self._letter(session, self._clock())

    def _letter(self, session: Session, now: datetime) -> Letter:
        last = select(OutgoingMail.created_at).where(OutgoingMail.template == "digest").order_by(OutgoingMail.id.desc())
        facts = gather(session, self._programme, session.scalars(last).first(), self._director.language)
        return digest_letter.write(self._writer, facts, self._director.language, now)


def gather(session: Session, programme: Programme, since: datetime | None, language: str) -> DigestFacts:
    """What happened after `since` (None: ever), and how things stand."""
    of_the_call = audience.of_the_call(session, programme)
    applications = [a for a in of_the_call if a.status is not ApplicationStatus.MERGED]
    new = [a for a in applications if since is None or a.created_at > since]
    completed = _touched(session, applications, (Action.COMPLETED,), since)
    withdrawn = _touched(session, applications, (Action.WITHDRAWN,), since)
    told = {a.id for a in (*new, *completed, *withdrawn)}
    changed = [a for a in _touched(session, applications, (Action.CHANGED,), since) if a.id not in told]
    return DigestFacts(
        since=since,
        new=_entries(new),
        completed=_entries(completed),
        changed=_entries(changed),
        withdrawn=_entries(withdrawn),
        waiting=tuple(_waiting(session)),
        undelivered=tuple(_undelivered(session, since)),
        questions=tuple(_questions(session, since)),
        decided=_entries(_touched(session, applications, (Action.DECIDED,), since)),
        handed_in=tuple(_handed_in(applications, programme, language, since)),
        moved=tuple(_moved(session, since)),
        outages=tuple(_outages(session)),
        applications=_entries(applications),
        themes=Counter(
            theme for a in applications for theme in a.themes if a.status is not ApplicationStatus.WITHDRAWN
        ),
        arrived=tuple(_day(a.messages[0].arrived_at or a.created_at, programme) for a in applications if a.messages),
        became_complete=tuple(_day(a.completed_at, programme) for a in applications if a.completed_at),
    )


def _touched(
    session: Session, applications: Iterable[Application], actions: tuple[Action, ...], since: datetime | None
) -> list[Application]:
    """The applications of which the journal has one of `actions` after `since`."""
    query = select(JournalEntry.application_id).where(JournalEntry.action.in_(actions))
    if since is not None:
        query = query.where(JournalEntry.at > since)
    ids = set(session.scalars(query))
    return [a for a in applications if a.id in ids]


def _entries(applications: Iterable[Application]) -> tuple[Entry, ...]:
    return tuple(
        Entry(a.reference, a.title, a.institution, a.standing, tuple(gap(f) for f in a.findings)) for a in applications
    )


def _waiting(session: Session) -> Iterable[Pending]:
    query = select(Message).where(Message.status.in_((MessageStatus.WAITING, MessageStatus.SET_ASIDE)))
    for message in session.scalars(query.order_by(Message.id)):
        yield Pending(
            key=str(message.id),
            why="confirmation" if message.status is MessageStatus.WAITING else "set_aside",
            sender=message.sender_address,
            subject=message.subject,
            received=message.arrived_at or message.stored_at,
            reason=message.reason,
            reference=message.application.reference if message.application else None,
        )


def _undelivered(session: Session, since: datetime | None) -> Iterable[Undelivered]:
    query = select(OutgoingMail).where(OutgoingMail.state.in_((OutboxState.BOUNCED, OutboxState.FAILED)))
    if since is not None:
        query = query.where(OutgoingMail.failed_at > since)
    for mail in session.scalars(query.order_by(OutgoingMail.id)):
        yield Undelivered(mail.recipient, mail.subject, mail.error)


def _questions(session: Session, since: datetime | None) -> Iterable[Asked]:
    query = select(Message).where(Message.kind == MailKind.QUESTION, Message.status == MessageStatus.NOTED)
    if since is not None:
        query = query.where(Message.stored_at > since)
    for message in session.scalars(query.order_by(Message.id)):
        reference = message.application.reference if message.application else None
        yield Asked(message.sender_address, message.subject, message.arrived_at or message.stored_at, reference)


def _handed_in(
    applications: Iterable[Application], programme: Programme, language: str, since: datetime | None
) -> Iterable[HandedIn]:
    names = {deliverable.key: deliverable.name.in_language(language) for deliverable in programme.deliverables}
    for application in applications:
        for delivery in application.deliveries:
            if since is None or delivery.at > since:
                yield HandedIn(application.reference, names.get(delivery.deliverable, delivery.deliverable))


def _moved(session: Session, since: datetime | None) -> Iterable[MovedDeadline]:
    query = select(JournalEntry).where(JournalEntry.action == Action.DEADLINE_MOVED).order_by(JournalEntry.id)
    if since is not None:
        query = query.where(JournalEntry.at > since)
    for entry in session.scalars(query):
        before, _, after = entry.details.partition(" -> ")
        yield MovedDeadline(date.fromisoformat(before), date.fromisoformat(after))


def _outages(session: Session) -> Iterable[Outage]:
    for position in session.scalars(select(MailboxPosition).where(MailboxPosition.failed_since.is_not(None))):
        if position.failed_since is not None:
            yield Outage("fetching", position.failure, position.failed_since)
    backups = select(JournalEntry).where(JournalEntry.action.in_((Action.BACKED_UP, Action.BACKUP_FAILED)))
    last = session.scalars(backups.order_by(JournalEntry.id.desc())).first()
    if last is not None and last.action == Action.BACKUP_FAILED:
        yield Outage("backup", last.details, last.at)


def _day(moment: datetime, programme: Programme) -> date:
    return moment.astimezone(programme.zone).date()

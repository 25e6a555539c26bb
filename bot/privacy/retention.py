"""What has been kept for as long as the settings allow, and its removal. Asks the store, and may run late or often."""

from __future__ import annotations

import logging
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime, time, timedelta

from sqlalchemy import delete, func, or_, select
from sqlalchemy.orm import Session

from bot import journal
from bot.clock import Clock
from bot.counting import counted
from bot.journal import Action
from bot.privacy import ERASED, anonymising, blanking
from bot.programme import Programme
from bot.settings import RetentionSettings
from storage import Store, StoreProblem
from storage.models import (
    Application,
    ApplicationStatus,
    JournalEntry,
    Message,
    MessageStatus,
    OutboxState,
    OutgoingMail,
    RawMessage,
)

log = logging.getLogger(__name__)

_AT_REST = (OutboxState.SENT, OutboxState.BOUNCED, OutboxState.FAILED, OutboxState.CANCELLED)


@dataclass(frozen=True, slots=True)
class Due:
    """What is kept for longer than the settings allow: applications by reference with the setting that they fall under, mails
    by number, outgoing mails by number, and how many entries of the journal."""

    applications: tuple[tuple[str, str], ...] = ()
    mails: tuple[int, ...] = ()
    outgoing: tuple[int, ...] = ()
    journal: int = 0

    @property
    def is_nothing(self) -> bool:
        return not (self.applications or self.mails or self.outgoing or self.journal)


class Retention:
    """Removes what is due; a day is over at midnight, so that all of it is due once a day."""

    def __init__(self, store: Store, programme: Programme, settings: RetentionSettings, clock: Clock) -> None:
        self._store = store
        self._programme = programme
        self._settings = settings
        self._clock = clock

    def due(self) -> Due:
        """What `apply` would remove."""
        with self._store.reading() as session:
            return self._due(session)

    def apply(self) -> Due:
        """Removes what is due, in one transaction, and then what of it is left in the store's files; returns what it was."""
        if self.due().is_nothing:  # nearly always; and reading makes nobody wait
            return Due()
        with self._store.begin() as session:
            due = self._due(session)
            now = self._clock()
            for reference, _ in due.applications:
                application = session.scalars(select(Application).where(Application.reference == reference)).one()
                anonymising.anonymise(session, application, now, actor=journal.BOT)
            for number in due.mails:
                anonymising.erase_mail(session, session.get_one(Message, number), now)
            for number in due.outgoing:
                mail = session.get_one(OutgoingMail, number)
                blanking.erase_outgoing(mail)
                blanking.erase_recipient(mail)
            if due.journal and (oldest := self._oldest(self._settings.journal)):
                session.execute(delete(JournalEntry).where(JournalEntry.at < oldest))
            journal.note(session, now, Action.RETENTION, details=told(due))
            session.commit()
        self._erase_traces()
        return due

    def _erase_traces(self) -> None:
        """What cannot be done now is done with the next removal, or by `forget --finish`."""
        try:
            if not self._store.erase_traces():
                log.warning(
                    "The store is open elsewhere: what was removed is in its log until `intake-bot forget --finish`."
                )
        except StoreProblem as problem:
            log.error("%s", problem)  # noqa: TRY400 - its words say what happened, and the remedy

    def _due(self, session: Session) -> Due:
        return Due(
            applications=tuple(self._applications(session)),
            mails=tuple(self._mails(session)),
            outgoing=tuple(self._outgoing(session)),
            journal=self._journal(session),
        )

    def _oldest(self, days: int | None) -> datetime | None:
        """The midnight before which everything is older than `days`; None where it is kept for ever."""
        if days is None:
            return None
        zone = self._programme.zone
        today = self._clock().astimezone(zone).date()
        return datetime.combine(today - timedelta(days=days), time(), zone)

    def _applications(self, session: Session) -> Iterator[tuple[str, str]]:
        query = select(Application).where(Application.anonymised_at.is_(None)).order_by(Application.id)
        for application in session.scalars(query):
            kind, moment = self._kind(_final(session, application))
            oldest = self._oldest(getattr(self._settings, kind, None))
            if oldest is not None and moment < oldest:
                yield application.reference, kind

    def _kind(self, application: Application) -> tuple[str, datetime]:
        """The setting that an application falls under, and the moment from which its days count."""
        if application.decision is not None:
            return application.decision.value, application.decided_at or application.updated_at
        if application.status is ApplicationStatus.WITHDRAWN:
            return application.status.value, application.withdrawn_at or application.updated_at
        return application.status.value, max(application.updated_at, self._programme.deadline)

    def _mails(self, session: Session) -> Iterator[int]:
        arrived = func.coalesce(Message.arrived_at, Message.stored_at)
        query = select(Message.id).join(RawMessage).where(RawMessage.erased_at.is_(None)).order_by(Message.id)
        for days, statuses in (
            (self._settings.noted, (MessageStatus.NOTED, MessageStatus.DUPLICATE)),
            (self._settings.set_aside, (MessageStatus.SET_ASIDE, MessageStatus.WAITING)),
        ):
            if oldest := self._oldest(days):
                yield from session.scalars(query.where(Message.status.in_(statuses), arrived < oldest))

    def _outgoing(self, session: Session) -> Sequence[int]:
        oldest = self._oldest(self._settings.outbox)
        if oldest is None:
            return ()
        query = select(OutgoingMail.id).where(OutgoingMail.created_at < oldest, OutgoingMail.state.in_(_AT_REST))
        kept = or_(OutgoingMail.content != b"", OutgoingMail.recipient != ERASED)
        return session.scalars(query.where(kept).order_by(OutgoingMail.id)).all()

    def _journal(self, session: Session) -> int:
        oldest = self._oldest(self._settings.journal)
        if oldest is None:
            return 0
        return session.scalar(select(func.count()).select_from(JournalEntry).where(JournalEntry.at < oldest)) or 0


def _final(session: Session, application: Application) -> Application:
    """What an application was merged into, else itself: both are kept equally long."""
    while application.merged_into_id is not None:
        application = session.get_one(Application, application.merged_into_id)
    return application


def told(due: Due) -> str:
    """How much is due, without saying whose."""
    kinds = (
        counted(len(due.applications), "application"),
        counted(len(due.mails), "mail"),
        counted(len(due.outgoing), "outgoing mail"),
        counted(due.journal, "entry of the journal", "entries of the journal"),
    )
    return ", ".join(kinds)

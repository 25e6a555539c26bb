"""Deadlines that move: the programme file's, which the bot notices, and that of one application, which an organiser extends."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence

from sqlalchemy import select
from sqlalchemy.orm import Session

from bot import application_record, journal, programme_record, register
from bot.clock import Clock
from bot.errors import NotAllowedError
from bot.journal import Action
from bot.post import Post
from bot.programme import Programme
from storage import Store
from storage.models import Application, ApplicationStatus, ProgrammeDay

_CLOSED = (ApplicationStatus.WITHDRAWN, ApplicationStatus.MERGED)


class Deadlines:
    """Compares the programme file with what the store last heard of it; what is decided and told is one transaction."""

    def __init__(self, store: Store, programme: Programme, post: Post, clock: Clock) -> None:
        self._store = store
        self._programme = programme
        self._post = post
        self._clock = clock

    def notice(self) -> int:
        """Takes note of the programme file; where its deadline was moved, applications are judged by the new one and teams are
        told. Returns how many letters were queued."""
        with self._store.begin() as session:
            before = self._known(session)
            programme_record.write(session, self._programme)
            told = 0
            now = self._programme.dates.apply_by.current
            if before is not None and before != now:
                journal.note(session, self._clock(), Action.DEADLINE_MOVED, details=f"{before} -> {now}")
                told = self._judge_anew(session, moved_on=now > before)
            session.commit()
        return told

    def extend(self, reference: str, day: dt.date, note: str, actor: str) -> None:
        """Gives one application until the end of `day`; its team is told, with `note`.

        Raises `NotFoundError`, and `NotAllowedError` where the application is closed or the day is no later than its deadline.
        """
        with self._store.begin() as session:
            application = application_record.find(session, reference)
            if application.status in _CLOSED:
                raise NotAllowedError(
                    f"{application.reference} is {application.status.value}: there is nothing to extend."
                )
            deadline = self._programme.deadline_with(application.extended_to)
            if self._programme.end_of(day) <= max(deadline, self._clock()):
                last = (deadline - dt.timedelta(days=1)).date()
                raise NotAllowedError(
                    f"{application.reference} may be sent until {last} as it is. Name a later day, and one that is not over."
                )
            application.extended_to = day
            details = f"{day}: {note}" if note else str(day)
            journal.note(session, self._clock(), Action.EXTENDED, actor=actor, application=application, details=details)
            in_time = self._judge(session, application)
            self._tell(session, application, day, in_time=in_time, note=note)
            session.commit()

    def _known(self, session: Session) -> dt.date | None:
        """The last day to apply as the store has it; None where it has never heard of this call."""
        if not programme_record.knows(session, self._programme):
            return None
        day = session.get(ProgrammeDay, programme_record.APPLY_BY)
        return day.day if day else None

    def _judge_anew(self, session: Session, *, moved_on: bool) -> int:
        told, day = 0, self._programme.dates.apply_by.current
        for application in self._open(session):
            in_time = self._judge(session, application)
            has_its_own = application.extended_to is not None and application.extended_to >= day
            if moved_on and not has_its_own and (in_time or application.status is ApplicationStatus.INCOMPLETE):
                told += self._tell(session, application, day, in_time=in_time)
        return told

    def _open(self, session: Session) -> Sequence[Application]:
        query = select(Application).where(Application.year == self._programme.programme.year)
        return session.scalars(query.where(Application.status.not_in(_CLOSED)).order_by(Application.id)).all()

    def _judge(self, session: Session, application: Application) -> bool:
        """Derives how an application stands; whether it was late and is in time now."""
        before = application.status
        register.derive(session, application, self._programme, self._clock())
        in_time = before is ApplicationStatus.LATE and application.status is ApplicationStatus.COMPLETE
        if in_time:
            journal.note(session, self._clock(), Action.IN_TIME, application=application)
        return in_time

    def _tell(self, session: Session, application: Application, day: dt.date, *, in_time: bool, note: str = "") -> bool:
        if not self._post.can_reach(session, application):
            return False
        key = f"deadline:{application.reference}:{day.isoformat()}"
        return self._post.tell(session, application, key, "deadline_extended", in_time=in_time, note=note)

"""Reminders of the year that follows: of events to those who are invited, of deliverables to teams that still owe one."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator

from sqlalchemy import select
from sqlalchemy.orm import Session

from bot import application_record
from bot.clock import Clock
from bot.post import Post
from bot.programme import Programme
from bot.year import appointment_plan, audience, deliverables
from bot.year.appointment_plan import Appointment, Notice
from bot.year.reminder_plan import Timing
from storage import Store
from storage.models import Application, OutgoingMail


class Appointments:
    """Asks the store whom the calendar of the coming days concerns; may run late, or often."""

    def __init__(
        self, store: Store, programme: Programme, post: Post, clock: Clock, *, events: Timing, due_days: Timing
    ) -> None:
        self._store = store
        self._programme = programme
        self._post = post
        self._clock = clock
        self._events = events
        self._due_days = due_days

    def queue_due(self) -> int:
        """Queues every reminder that is due, each team's in one transaction; returns how many letters."""
        queued = 0
        for reference in dict.fromkeys(notice.reference for notice in self.due(self._clock())):
            with self._store.begin() as session:
                application = application_record.find(session, reference)
                for notice in self._due(session, application, self._clock()):
                    queued += self._write(session, application, notice)
                session.commit()
        return queued

    def due(self, now: dt.datetime) -> tuple[Notice, ...]:
        """What would be queued at `now`; nothing is written."""
        with self._store.reading() as session:
            teams = [a for a in audience.of_the_call(session, self._programme) if audience.takes_part(a)]
            return tuple(notice for team in teams for notice in self._due(session, team, now))

    def _due(self, session: Session, application: Application, now: dt.datetime) -> Iterator[Notice]:
        query = select(OutgoingMail.key).where(OutgoingMail.application_id == application.id)
        keys = session.scalars(query.where(OutgoingMail.template.in_(appointment_plan.TEMPLATES.values()))).all()
        # The key of what each of several people was told ends with a mark of theirs.
        queued = {*keys, *(key.rpartition(":")[0] for key in keys)}
        reference = application.reference
        yield from appointment_plan.due(reference, self._events_of(application), self._events, queued, now)
        owed = deliverables.outstanding(application, self._programme)
        days = [Appointment("deliverable", "final", day) for day in sorted({d.due for d in owed})]
        yield from appointment_plan.due(reference, days, self._due_days, queued, now)

    def _events_of(self, application: Application) -> list[Appointment]:
        days = {event.key: event.date for event in self._programme.events}
        invited = [row for row in application.invitations if row.event in days and not row.cancelled]
        return [Appointment("event", row.event, days[row.event], told=row.at) for row in invited]

    def _write(self, session: Session, application: Application, notice: Notice) -> int:
        """An event's reminder goes to all whom it concerns, a deliverable's to the team's representative."""
        about = notice.appointment
        if about.what == "event":
            event = next(event for event in self._programme.events if event.key == about.key)
            people = audience.of_event(session, application, event)
            return sum(
                self._post.tell(
                    session, application, f"{notice.key}:{audience.mark(person)}", notice.template,
                    recipient=person, event=event,
                )
                for person in people
            )  # fmt: skip
        if not self._post.can_reach(session, application):
            return 0
        owed = deliverables.outstanding(application, self._programme)
        names = tuple(d.name.in_language(application.language) for d in owed if d.due == about.day)
        return self._post.tell(session, application, notice.key, notice.template, outstanding=names, due=about.day)

"""Reminders of the year that follows: of events to those who are invited, of deliverables to teams that still owe one."""

from __future__ import annotations

from collections.abc import Sequence

from sqlalchemy import select
from sqlalchemy.orm import Session

from bot import appointment_plan, audience, deliverables
from bot.appointment_plan import Appointment, Notice
from bot.clock import Clock
from bot.post import Post
from bot.programme import Programme
from bot.reminder_plan import Timing
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
        """Queues every reminder that is due, each team's in one transaction; returns how many."""
        with self._store.reading() as session:
            of_the_call = audience.of_the_call(session, self._programme)
            concerned = [application.id for application in of_the_call if audience.takes_part(application)]
        queued = 0
        for application_id in concerned:
            with self._store.begin() as session:
                application = session.get_one(Application, application_id)
                queued += self._of_events(session, application) + self._of_deliverables(session, application)
                session.commit()
        return queued

    def _of_events(self, session: Session, application: Application) -> int:
        events = {event.key: event for event in self._programme.events}
        appointments = [
            Appointment("event", row.event, events[row.event].date, told=row.at)
            for row in application.invitations
            if row.event in events and not row.cancelled
        ]
        queued = 0
        for notice in self._due(session, application, appointments, self._events):
            event = events[notice.appointment.key]
            for person in audience.of_event(session, application, event):
                key = f"{notice.key}:{audience.mark(person)}"
                queued += self._post.tell(session, application, key, notice.template, recipient=person, event=event)
        return queued

    def _of_deliverables(self, session: Session, application: Application) -> int:
        outstanding = deliverables.outstanding(application, self._programme)
        days = sorted({deliverable.due for deliverable in outstanding})
        queued = 0
        for notice in self._due(
            session, application, [Appointment("deliverable", "final", d) for d in days], self._due_days
        ):
            day = notice.appointment.day
            names = [d.name.in_language(application.language) for d in outstanding if d.due == day]
            if self._post.can_reach(session, application):
                queued += self._post.tell(
                    session, application, notice.key, notice.template, outstanding=tuple(names), due=day
                )
        return queued

    def _due(
        self, session: Session, application: Application, appointments: Sequence[Appointment], timing: Timing
    ) -> Sequence[Notice]:
        # The key of what each of several people was told ends with a mark of theirs.
        query = select(OutgoingMail.key).where(OutgoingMail.application_id == application.id)
        keys = session.scalars(query.where(OutgoingMail.template.in_(appointment_plan.TEMPLATES.values()))).all()
        queued = {*keys, *(key.rpartition(":")[0] for key in keys)}
        return appointment_plan.due(application.reference, appointments, timing, queued, self._clock())

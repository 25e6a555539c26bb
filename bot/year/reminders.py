"""Reminders: what the plan says is due, queued as letters that tell only what is still missing."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from bot import journal
from bot.clock import Clock
from bot.journal import Action
from bot.post import Post
from bot.programme import Programme
from bot.settings import ReminderSettings
from bot.year import audience, reminder_plan
from bot.year.reminder_plan import Reminder, Standing, Timing
from storage import Store
from storage.models import Application, ApplicationStatus, OutgoingMail

# What tells a team how it stands: after one of these on the same day, a reminder would say nothing new.
_TELLING = (
    "ack_incomplete",
    "ack_late",
    "ack_updated",
    "reminder_incomplete",
    "reminder_unsigned",
    "reminder_last_day",
)


class Reminders:
    """Asks the store who is to be reminded; may run late, or often."""

    def __init__(
        self,
        store: Store,
        programme: Programme,
        post: Post,
        settings: ReminderSettings,
        clock: Clock,
    ) -> None:
        self._store = store
        self._programme = programme
        self._post = post
        self._clock = clock
        self._timing = Timing(programme.zone, settings.days_before, settings.opens, settings.closes)

    def queue_due(self) -> int:
        """Queues every reminder that is due, each in a transaction of its own; returns how many."""
        due = self.due(self._clock())
        for reminder in due:
            with self._store.begin() as session:
                query = select(Application).where(Application.reference == reminder.reference)
                application = session.scalars(query).one()
                if application.status is ApplicationStatus.INCOMPLETE:
                    self._post.tell(session, application, reminder.key, reminder.template)
                    journal.note(session, self._clock(), Action.REMINDED, application=application, details=reminder.key)
                    session.commit()
        return len(due)

    def due(self, now: datetime) -> tuple[Reminder, ...]:
        """What would be queued at `now`; nothing is written."""
        with self._store.reading() as session:
            queued = set(session.scalars(select(OutgoingMail.key).where(OutgoingMail.key.startswith("reminder:"))))
            incomplete = [
                application
                for application in audience.of_the_call(session, self._programme)
                if application.status is ApplicationStatus.INCOMPLETE and application.decision is None
            ]
            standings = [self._standing(session, application) for application in incomplete]
        return reminder_plan.due(standings, self._timing, queued, now)

    def _standing(self, session: Session, application: Application) -> Standing:
        written = select(func.max(OutgoingMail.created_at)).where(
            OutgoingMail.application_id == application.id, OutgoingMail.template.in_(_TELLING)
        )
        return Standing(
            reference=application.reference,
            status=application.status.value,
            open_findings=tuple(finding.code for finding in application.findings),
            deadline=self._programme.deadline_with(application.extended_to),
            written=session.scalar(written),
            reachable=self._post.can_reach(session, application)
            and not self._post.has_had_enough(session, application),
        )

"""Reminders: what the plan says is due, queued as letters that tell only what is still missing."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from bot import journal, reminder_plan
from bot.clock import Clock
from bot.correspondence import Correspondence
from bot.journal import Action
from bot.programme import Programme
from bot.reminder_plan import Reminder, Standing, Timing
from bot.settings import ReminderSettings
from storage import Store
from storage.models import Application, ApplicationStatus, OutboxState, OutgoingMail

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
        correspondence: Correspondence,
        settings: ReminderSettings,
        clock: Clock,
    ) -> None:
        self._store = store
        self._programme = programme
        self._correspondence = correspondence
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
                    self._correspondence.remind(session, application, reminder.key, reminder.template)
                    journal.note(session, self._clock(), Action.REMINDED, application=application, details=reminder.key)
                    session.commit()
        return len(due)

    def due(self, now: datetime) -> tuple[Reminder, ...]:
        """What would be queued at `now`; nothing is written."""
        with self._store.reading() as session:
            queued = set(session.scalars(select(OutgoingMail.key).where(OutgoingMail.key.startswith("reminder:"))))
            incomplete = select(Application).where(Application.status == ApplicationStatus.INCOMPLETE)
            standings = [self._standing(session, application) for application in session.scalars(incomplete)]
        return reminder_plan.due(standings, self._timing, queued, now)

    def _standing(self, session: Session, application: Application) -> Standing:
        of_team = select(OutgoingMail).where(OutgoingMail.application_id == application.id)
        bounced = session.scalars(of_team.where(OutgoingMail.state == OutboxState.BOUNCED)).first()
        written = select(func.max(OutgoingMail.created_at)).where(
            OutgoingMail.application_id == application.id, OutgoingMail.template.in_(_TELLING)
        )
        return Standing(
            reference=application.reference,
            status=application.status.value,
            open_findings=tuple(finding.code for finding in application.findings),
            deadline=self._programme.deadline,
            written=session.scalar(written),
            reachable=bounced is None and self._correspondence.can_reach(application),
        )

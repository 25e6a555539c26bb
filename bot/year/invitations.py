"""Calendar invitations: accepted teams get each event, its changes and its cancellation; what they were sent is in the store."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial

from sqlalchemy.orm import Session

from bot import journal
from bot.clock import Clock
from bot.journal import Action
from bot.letters import calendar_invites
from bot.post import Post, bounced
from bot.programme import Event, Programme
from bot.year import audience, event_plan
from bot.year.event_plan import Sent, Step
from parsers.addresses import Address
from storage import Store
from storage.models import Application, Invitation


class Invitations:
    """Compares the programme's events with what each team was sent of them; may run late, or often."""

    def __init__(self, store: Store, programme: Programme, post: Post, clock: Clock) -> None:
        self._store = store
        self._programme = programme
        self._post = post
        self._clock = clock

    def queue_due(self) -> int:
        """Queues every invitation, change and cancellation that is due, each team's in one transaction; returns how many."""
        with self._store.reading() as session:
            # A team that withdrew takes part no longer, and what it was invited to is cancelled.
            of_the_call = audience.of_the_call(session, self._programme)
            concerned = [a.id for a in of_the_call if audience.takes_part(a) or a.invitations]
        queued = 0
        for application_id in concerned:
            with self._store.begin() as session:
                queued += self._invite(session, session.get_one(Application, application_id))
                session.commit()
        return queued

    def _invite(self, session: Session, application: Application) -> int:
        known = {row.event: row for row in application.invitations}
        events = self._programme.events if audience.takes_part(application) else ()
        today = self._clock().astimezone(self._programme.zone).date()
        steps = event_plan.plan(events, {key: _sent(row) for key, row in known.items()}, today)
        queued = sum(self._take(session, application, step, known.get(step.event.key)) for step in steps)
        changed = {step.event.key for step in steps}
        for event in events:
            row = known.get(event.key)
            if row and not row.cancelled and event.key not in changed and not event_plan.is_over(event, today):
                queued += self._follow_team(session, application, event, row)
        return queued

    def _take(self, session: Session, application: Application, step: Step, row: Invitation | None) -> int:
        """One step for everybody concerned: those invited now, and of a cancellation those who were."""
        to = audience.of_event(session, application, step.event)
        if step.action == "cancel" and row:
            to = _people(row)
        if row is None:
            row = Invitation(event=step.event.key)
            application.invitations.append(row)
        self._keep(session, application, row, step, to)
        return sum(self._write(session, application, step, person, to) for person in to)

    def _follow_team(self, session: Session, application: Application, event: Event, row: Invitation) -> int:
        """Who joined a team since is invited, and for who left it the event is cancelled; the others hear nothing."""
        before, now = _people(row), audience.of_event(session, application, event)
        known, present = {person.email for person in before}, {person.email for person in now}
        joined = [person for person in now if person.email not in known]
        left = [person for person in before if person.email not in present]
        if left:
            lost = bounced(session, application)
            left = [person for person in left if person.email.lower() not in lost]
        if not joined and not left:
            return 0
        invite = Step("invite", event, row.sequence + 1)
        self._keep(session, application, row, invite, now)
        queued = sum(self._write(session, application, invite, person, now) for person in joined)
        cancel = Step("cancel", event, row.sequence, event)
        return queued + sum(self._write(session, application, cancel, person, (person,)) for person in left)

    def _keep(
        self, session: Session, application: Application, row: Invitation, step: Step, people: Sequence[Address]
    ) -> None:
        """What the team knows from now on."""
        row.sequence, row.cancelled, row.at = step.sequence, step.action == "cancel", self._clock()
        row.content = {
            "event": step.event.model_dump(mode="json", by_alias=True),
            "people": [[person.name, person.email] for person in people],
        }
        details = f"{step.event.key}:{step.sequence}"
        journal.note(session, self._clock(), Action(step.template), application=application, details=details)

    def _write(
        self, session: Session, application: Application, step: Step, person: Address, attendees: Sequence[Address]
    ) -> bool:
        invitation = calendar_invites.Invitation(
            event=step.event,
            reference=application.reference,
            organiser=self._post.terms.mailbox,
            attendees=tuple(attendees),
            language=application.language,
            sequence=step.sequence,
            stamp=self._clock(),
        )
        make = calendar_invites.cancel if step.method == "CANCEL" else calendar_invites.request
        calendar = make(invitation, self._programme)
        return self._post.tell(
            session,
            application,
            f"{step.key(application.reference)}:{audience.mark(person)}",
            step.template,
            recipient=person,
            enclose=partial(calendar_invites.enclose, method=step.method, calendar=calendar),
            event=step.event,
            event_before=step.before,
        )


def _sent(row: Invitation) -> Sent:
    return Sent(Event.model_validate(row.content["event"]), row.sequence, row.cancelled)


def _people(row: Invitation) -> tuple[Address, ...]:
    return tuple(Address(name, email) for name, email in row.content["people"])

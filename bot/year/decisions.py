"""Results: what the programme decides about applications, and the letters that announce it, none before a person says so."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy import select
from sqlalchemy.orm import Session

from bot import application_record, journal
from bot.clock import Clock
from bot.errors import NotAllowedError
from bot.journal import Action
from bot.post import Post, representative
from bot.programme import Programme
from storage import Store
from storage.models import Application, ApplicationStatus, Decision

TEMPLATES = {
    Decision.ACCEPTED: "result_accepted",
    Decision.DECLINED: "result_declined",
    Decision.WAITING: "result_waiting",
}


@dataclass(frozen=True, slots=True)
class Result:
    """A decision that its team has not been told yet; `recipient` is empty where there is nobody to tell."""

    reference: str
    title: str
    decision: Decision
    note: str
    recipient: str


@dataclass(frozen=True, slots=True)
class Results:
    """What an announcement would send, and what stands in its way: `undecided` are complete and late applications that nothing
    was decided about; `too_early` is true before the day of the results."""

    to_tell: tuple[Result, ...]
    undecided: tuple[str, ...]
    too_early: bool


class Decisions:
    """Keeps decisions, and announces them."""

    def __init__(self, store: Store, programme: Programme, post: Post, clock: Clock) -> None:
        self._store = store
        self._programme = programme
        self._post = post
        self._clock = clock

    def decide(self, reference: str, decision: Decision, note: str, actor: str, *, anyway: bool = False) -> None:
        """Notes a decision; its team hears of it when it is announced. A decision may be changed, also after that.

        Raises `NotFoundError`, and `NotAllowedError` for an application that is closed, for one that is incomplete unless it is
        to be `anyway`, and for a decision that was announced already.
        """
        with self._store.begin() as session:
            application = application_record.find(session, reference)
            if application.status in (ApplicationStatus.WITHDRAWN, ApplicationStatus.MERGED):
                raise NotAllowedError(
                    f"{application.reference} is {application.status.value}: there is nothing to decide."
                )
            if application.status is ApplicationStatus.INCOMPLETE and not anyway:
                raise NotAllowedError(
                    f"{application.reference} is incomplete. `show` tells what is missing; --anyway decides all the same."
                )
            if application.decision is decision and application.announced_at is not None:
                raise NotAllowedError(f"{application.reference} was told already that it is {decision.value}.")
            application.decision, application.decision_note = decision, note
            application.decided_at, application.announced_at = self._clock(), None
            details = f"{decision.value}: {note}" if note else decision.value
            journal.note(session, self._clock(), Action.DECIDED, actor=actor, application=application, details=details)
            session.commit()

    def results(self) -> Results:
        """What `announce` would do now; nothing is written."""
        with self._store.reading() as session:
            applications = self._of_the_call(session)
            decided = (ApplicationStatus.COMPLETE, ApplicationStatus.LATE)
            return Results(
                to_tell=tuple(_result(a, a.decision) for a in applications if a.decision and _is_to_be_told(a)),
                undecided=tuple(a.reference for a in applications if a.status in decided and a.decision is None),
                too_early=self._clock().astimezone(self._programme.zone).date() < self._programme.dates.results.current,
            )

    def announce(self, shown: Sequence[Result], actor: str) -> int:
        """Queues the letters about the results that a person was shown; returns how many.

        Raises `NotAllowedError`, and queues none, where one of them is not any more as it was shown.
        """
        told = 0
        with self._store.begin() as session:
            applications = {a.reference: a for a in self._of_the_call(session) if _is_to_be_told(a)}
            now = {reference: _result(a, a.decision) for reference, a in applications.items() if a.decision}
            if changed := [result.reference for result in shown if now.get(result.reference) != result]:
                raise NotAllowedError(
                    f"{', '.join(changed)} changed since the list was shown. Nothing was sent; look at the list again."
                )
            for result in shown:
                application = applications[result.reference]
                told += self._tell(session, application)
                application.announced_at = self._clock()
                journal.note(session, self._clock(), Action.ANNOUNCED, actor=actor, application=application)
            session.commit()
        return told

    def _tell(self, session: Session, application: Application) -> bool:
        decision, decided_at = application.decision, application.decided_at
        if decision is None or decided_at is None:
            return False
        key = f"result:{application.reference}:{decision.value}:{decided_at.astimezone(dt.UTC):%Y%m%dT%H%M%S}"
        return self._post.tell(session, application, key, TEMPLATES[decision], note=application.decision_note)

    def _of_the_call(self, session: Session) -> Sequence[Application]:
        query = select(Application).where(Application.year == self._programme.programme.year)
        return session.scalars(query.order_by(Application.id)).all()


def _is_to_be_told(application: Application) -> bool:
    closed = application.status in (ApplicationStatus.WITHDRAWN, ApplicationStatus.MERGED)
    return not closed and application.decision is not None and application.announced_at is None


def _result(application: Application, decision: Decision) -> Result:
    to = representative(application)
    return Result(
        application.reference, application.title or "", decision, application.decision_note, to.email if to else ""
    )

"""Two applications that are one, and one that is two: messages change hands, and both sides are derived anew."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from bot import application_record, journal, register
from bot.desk import correcting
from bot.errors import NotAllowedError, NotFoundError
from bot.journal import Action
from bot.programme import Programme
from storage.models import (
    Application,
    ApplicationStatus,
    JournalEntry,
    Message,
    MessageStatus,
    OutgoingMail,
)


def merge(
    session: Session, first: Application, second: Application, programme: Programme, *, actor: str, now: datetime
) -> None:
    """The second's messages become the first's, and its reference leads there from now on. Raises `NotAllowedError`."""
    if first.id == second.id:
        raise NotAllowedError(f"Both references lead to {first.reference}: they are one application already.")
    if second.decision is not None:
        raise NotAllowedError(
            f"{second.reference} was decided on ({second.decision.value}). Merge {first.reference} into it instead:"
            f" `intake-bot merge {second.reference} {first.reference}`."
        )
    _move(session, second.messages, first, second, actor=actor, now=now)
    _clear(second)
    second.status, second.merged_into_id, second.updated_at = ApplicationStatus.MERGED, first.id, now
    journal.note(session, now, Action.MERGED, actor=actor, application=second, details=f"into {first.reference}")
    journal.note(session, now, Action.MERGED, actor=actor, application=first, details=f"with {second.reference}")
    _rederive(session, first, programme, actor=actor, now=now)


def split(
    session: Session, source: Application, numbers: Collection[int], programme: Programme, *, actor: str, now: datetime
) -> Application:
    """Messages leave into an application of their own: the one that they were merged in with, if they are all of its messages,
    else a new one. Raises `NotAllowedError`,
    and `NotFoundError`."""
    leaving = _leaving(source, frozenset(numbers))
    target = _come_from(session, source, leaving)
    if target is not None:
        target.merged_into_id = None
    else:
        target = register.open_application(session, programme, leaving[0].language, now)
    for mail in session.scalars(select(OutgoingMail).where(OutgoingMail.answers_id.in_([m.id for m in leaving]))):
        mail.application = target
    _move(session, leaving, target, source, actor=actor, now=now)
    session.refresh(target, ["messages"])
    correcting.take_along(session, source, target)
    journal.note(session, now, Action.SPLIT, actor=actor, application=source, details=f"off {target.reference}")
    journal.note(session, now, Action.SPLIT, actor=actor, application=target, details=f"from {source.reference}")
    _rederive(session, target, programme, actor=actor, now=now)
    _rederive(session, source, programme, actor=actor, now=now)
    return target


def _move(
    session: Session, messages: Sequence[Message], to: Application, away_from: Application, *, actor: str, now: datetime
) -> None:
    for message in list(messages):
        journal.note(
            session,
            now,
            Action.MOVED,
            actor=actor,
            application=away_from,
            message=message,
            details=f"to {to.reference}",
        )
        message.application = to
        for document in message.documents:
            document.application_id = to.id
    session.flush()


def _clear(merged: Application) -> None:
    """What is open, and where values stand, is told of the application that lives on."""
    merged.findings, merged.evidence = [], []


def _rederive(session: Session, application: Application, programme: Programme, *, actor: str, now: datetime) -> None:
    change = register.rederive(session, application, programme, now)
    register.note_completion(session, application, change, now, actor=actor)


def _leaving(source: Application, numbers: frozenset[int]) -> list[Message]:
    of_source = {message.id for message in source.messages}
    if absent := numbers - of_source:
        raise NotFoundError(
            f"{source.reference} has no message {', '.join(map(str, sorted(absent)))};"
            f" it has {', '.join(map(str, sorted(of_source)))}."
        )
    leaving = [message for message in source.messages if message.id in numbers]
    if not _makes_one(leaving):
        raise NotAllowedError("None of these messages brought a form or a letter that could make an application.")
    if not _makes_one([message for message in source.messages if message.id not in numbers]):
        raise NotAllowedError(f"One message with a form or a letter has to stay with {source.reference}.")
    return leaving


def _makes_one(messages: Sequence[Message]) -> bool:
    return any(message.status is MessageStatus.FILED and message.content is not None for message in messages)


def _come_from(session: Session, source: Application, leaving: Sequence[Message]) -> Application | None:
    """The merged application whose messages, as far as `source` has them still, are just those that leave."""
    there = {message.id for message in source.messages}
    for merged in application_record.merged_into(session, source):
        moved = select(JournalEntry.message_id).where(
            JournalEntry.application_id == merged.id, JournalEntry.action == Action.MOVED
        )
        if there.intersection(session.scalars(moved)) == {message.id for message in leaving}:
            return merged
    return None

"""What a person may do next about an application or a message (pure)."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime

from bot.programme import Programme
from storage.models import Application, ApplicationStatus, Message, MessageStatus


def of_message(message: Message) -> str:
    """The commands that end a message's waiting; empty where it does not wait."""
    match message.status:
        case MessageStatus.WAITING:
            to = "" if message.application_id is not None else " --to REFERENCE"
            return f"`intake-bot confirm {message.id}{to}` or `intake-bot reject {message.id}`"
        case MessageStatus.SET_ASIDE if message.whole:
            return f"`intake-bot replay --message {message.id} --anew` after a newer version was installed"
        case MessageStatus.SET_ASIDE:
            return "nothing: its sender was told how to send less"
    return ""


def of_application(application: Application, programme: Programme, now: datetime) -> Iterator[str]:
    """What is to be done, the most urgent first."""
    for message in application.messages:
        if message.status is MessageStatus.WAITING:
            yield f"message {message.id} waits for you: {of_message(message)}"
    reference = application.reference
    if application.announced_at is not None:
        yield f"nothing: the team was told of the decision on {_day(application.announced_at, programme)}"
        return
    if application.decision is not None:
        yield "the decision is told to the team with `intake-bot announce`"
        return
    match application.status:
        case ApplicationStatus.INCOMPLETE:
            if now < programme.deadline_with(application.extended_to):
                yield "nothing: the team was told what is missing, and is reminded of it"
            else:
                yield "the deadline has passed: what still comes makes the application late"
            yield f"if something was misread: `intake-bot correct {reference} FIELD VALUE`"
        case ApplicationStatus.COMPLETE | ApplicationStatus.LATE:
            yield f"decide: `intake-bot decide {reference} accepted`, `declined` or `waiting`"
        case ApplicationStatus.WITHDRAWN:
            yield "nothing: the team withdrew; documents that it sends again bring it back"


def _day(moment: datetime, programme: Programme) -> str:
    return f"{moment.astimezone(programme.zone):%d.%m.%Y}"

"""Which calendar invitations a team is to be sent (pure): the programme's events compared with what it was sent before."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Literal

from bot.letters.calendar_invites import Method
from bot.programme import Event

Action = Literal["invite", "update", "cancel"]
TEMPLATES: dict[Action, str] = {
    "invite": "event_invitation",
    "update": "event_updated",
    "cancel": "event_cancelled",
}


@dataclass(frozen=True, slots=True)
class Sent:
    """What a team was last sent of an event: the event as it was then, its sequence, and whether it was cancelled."""

    event: Event
    sequence: int
    cancelled: bool = False


@dataclass(frozen=True, slots=True)
class Step:
    """An invitation, update or cancellation to send; `before` is the event as the team knows it."""

    action: Action
    event: Event
    sequence: int
    before: Event | None = None

    @property
    def method(self) -> Method:
        return "CANCEL" if self.action == "cancel" else "REQUEST"

    @property
    def template(self) -> str:
        return TEMPLATES[self.action]

    def key(self, reference: str) -> str:
        """The key of the mail: event and sequence, so that each version goes out once."""
        return f"event:{reference}:{self.event.key}:{self.sequence}"


def plan(events: Sequence[Event], sent: Mapping[str, Sent], today: dt.date) -> tuple[Step, ...]:
    """What to send, in the order of the events' days. `sent` is by event key; what is over is left as it is."""
    steps = [*_present(events, sent, today), *_gone(events, sent, today)]
    return tuple(sorted(steps, key=lambda step: (step.event.date, step.event.key)))


def _present(events: Sequence[Event], sent: Mapping[str, Sent], today: dt.date) -> Iterator[Step]:
    for event in events:
        known = sent.get(event.key)
        if is_over(event, today):
            continue
        if known is None:
            yield Step("invite", event, 0)
        elif known.cancelled:
            yield Step("invite", event, known.sequence + 1)
        elif known.event != event:
            yield Step("update", event, known.sequence + 1, known.event)


def _gone(events: Sequence[Event], sent: Mapping[str, Sent], today: dt.date) -> Iterator[Step]:
    there = {event.key for event in events}
    for key, known in sent.items():
        if key not in there and not known.cancelled and not is_over(known.event, today):
            yield Step("cancel", known.event, known.sequence + 1, known.event)


def is_over(event: Event, today: dt.date) -> bool:
    """Whether the event's last day is before `today`."""
    return (event.until or event.date) < today

"""Which reminders of what is missing are due now (pure): before the deadline; never twice, none for the past.

A reminder belongs to a day, its slot: so many days before the last one. It is due from the beginning of the working hours of
that day on. One that was missed is made good in later working hours, unless the next slot has come by then: after a time out
of work only the most recent one is due. The slot's day stands in the key, whatever day the letter goes out.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection, Iterable
from dataclasses import dataclass
from typing import Literal
from zoneinfo import ZoneInfo

Kind = Literal["incomplete", "unsigned", "last_day"]
TEMPLATES: dict[Kind, str] = {
    "incomplete": "reminder_incomplete",
    "unsigned": "reminder_unsigned",
    "last_day": "reminder_last_day",
}


@dataclass(frozen=True, slots=True)
class Timing:
    """When people are written to: `distances` in days before the last day, and the hours of the day in `zone`."""

    zone: ZoneInfo
    distances: tuple[int, ...] = (7, 3, 1)
    opens: dt.time = dt.time(9)
    closes: dt.time = dt.time(17)

    # By the clock on the wall, so that neither the hour that is missing in March nor the one that comes twice in October matters.
    def day_of(self, moment: dt.datetime) -> dt.date:
        return moment.astimezone(self.zone).date()

    def is_open(self, now: dt.datetime) -> bool:
        return self.opens <= now.astimezone(self.zone).time() < self.closes

    def has_begun(self, day: dt.date, now: dt.datetime) -> bool:
        local = now.astimezone(self.zone)
        return (day, self.opens) <= (local.date(), local.time())


@dataclass(frozen=True, slots=True)
class Standing:
    """An application as far as reminders go.

    `open_findings` are the codes of what is missing; `deadline` is the first moment that is too late for this application;
    `written` is when its team was last told what is missing. `reachable` is false where mail bounced, or the address has had
    as many letters as it may.
    """

    reference: str
    status: str
    open_findings: tuple[str, ...]
    deadline: dt.datetime
    written: dt.datetime | None = None
    reachable: bool = True


@dataclass(frozen=True, slots=True)
class Reminder:
    """A reminder that is due: the key of its mail, whom it concerns, and the template."""

    key: str
    reference: str
    template: str
    slot: dt.date


def due(
    standings: Iterable[Standing], timing: Timing, queued: Collection[str], now: dt.datetime
) -> tuple[Reminder, ...]:
    """The reminders to queue now, at most one an application. `queued` are the keys of all reminders ever queued."""
    slots_taken = {key.rpartition(":")[0] for key in queued}
    found = (_due(standing, timing, now) for standing in standings)
    return tuple(r for r in found if r is not None and r.key.rpartition(":")[0] not in slots_taken)


def _due(standing: Standing, timing: Timing, now: dt.datetime) -> Reminder | None:
    if standing.status != "incomplete" or not standing.open_findings or not standing.reachable:
        return None
    last_day = timing.day_of(standing.deadline.astimezone(dt.UTC) - dt.timedelta(seconds=1))
    slot = latest_slot(last_day, (*timing.distances, 0), timing, now)
    if slot is None or now.astimezone(dt.UTC) >= standing.deadline.astimezone(dt.UTC):
        return None
    # On the last day a late reminder is better than none, also in the evening.
    if not timing.is_open(now) and slot != last_day:
        return None
    # Who heard that very day, or since, what is missing needs no reminder of it.
    if standing.written is not None and timing.day_of(standing.written) >= slot:
        return None
    kind: Kind = "incomplete"
    if slot == last_day:
        kind = "last_day"
    elif set(standing.open_findings) == {"letter_unsigned"}:
        kind = "unsigned"
    key = f"reminder:{standing.reference}:{slot.isoformat()}:{kind}"
    return Reminder(key, standing.reference, TEMPLATES[kind], slot)


def latest_slot(last_day: dt.date, distances: tuple[int, ...], timing: Timing, now: dt.datetime) -> dt.date | None:
    """The most recent slot that has begun; None before the first one and after the last day."""
    if timing.day_of(now) > last_day:
        return None
    days = {last_day - dt.timedelta(days=distance) for distance in distances}
    return max((day for day in days if timing.has_begun(day, now)), default=None)

"""Which reminders of events and of deliverables are due now (pure); never twice, none for the past."""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass
from typing import Literal

from bot.year.reminder_plan import Timing, latest_slot

TEMPLATES = {"event": "event_reminder", "deliverable": "deliverable_reminder"}


@dataclass(frozen=True, slots=True)
class Appointment:
    """Something that an accepted team is reminded of: an event (its key, its first day), or all deliverables of one due day.

    `told` is when the team last heard of it otherwise, as by an invitation.
    """

    what: Literal["event", "deliverable"]
    key: str
    day: dt.date
    told: dt.datetime | None = None


@dataclass(frozen=True, slots=True)
class Notice:
    """A reminder of an appointment that is due for a team; `distance` is that of its slot, in days before the appointment."""

    key: str
    reference: str
    template: str
    appointment: Appointment
    distance: int

    @property
    def slot(self) -> dt.date:
        return self.appointment.day - dt.timedelta(days=self.distance)


def due(
    reference: str, appointments: Iterable[Appointment], timing: Timing, queued: Collection[str], now: dt.datetime
) -> tuple[Notice, ...]:
    """The reminders to queue now for one team. Their day stands in the key, so that a moved appointment is told anew."""
    return tuple(n for a in appointments for n in _of(reference, a, timing, now) if n.key not in queued)


def _of(reference: str, appointment: Appointment, timing: Timing, now: dt.datetime) -> Iterator[Notice]:
    slot = latest_slot(appointment.day, timing.distances, timing, now)
    # An event that begins today, or has begun, is no news; a deliverable may still be handed in.
    begun = appointment.what == "event" and timing.day_of(now) >= appointment.day
    if slot is None or begun or not timing.is_open(now):
        return
    # Who heard of it that very day, or since, needs no reminder.
    if appointment.told is not None and timing.day_of(appointment.told) >= slot:
        return
    template, distance = TEMPLATES[appointment.what], (appointment.day - slot).days
    key = f"{template}:{reference}:{appointment.key}:{appointment.day.isoformat()}:{distance}"
    yield Notice(key, reference, template, appointment, distance)

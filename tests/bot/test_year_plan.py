"""The calendar of 2023, hour by hour, with twelve teams that behave differently: what the plans ask for, and when.

The list beside this file (`year_2023.txt`) is what was found right; a line is day, hour, application, template, key's end.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

from bot.event_plan import Sent, plan
from bot.programme import Event, Programme
from bot.reminder_plan import Appointment, Reminder, Standing, Timing, deadline_notices, due, due_appointments

RIGA = ZoneInfo("Europe/Riga")
TEAMS = Timing(RIGA)
EVENTS = Timing(RIGA, (3,))
DELIVERABLES = Timing(RIGA, (30, 7, 1))
FORM_ONLY, UNSIGNED = ("missing_delegation_letter",), ("letter_unsigned",)
GOLDEN = Path(__file__).with_name("year_2023.txt")


def at(month: int, day: int, hour: int = 12) -> dt.datetime:
    return dt.datetime(2023, month, day, hour, tzinfo=RIGA)


FIRST_DEADLINE, MOVED, DEADLINE, RESULTS = at(4, 4, 0), at(3, 31, 15), at(4, 21, 0), at(4, 21, 12)
# Out of work: a day when reminders were due, and a week around the second seminar.
DOWN = ((at(4, 13, 0), at(4, 14, 11)), (at(7, 8, 0), at(7, 15, 0)))


def comes(moment: dt.datetime, *open_findings: str) -> tuple[dt.datetime, dict[str, Any]]:
    """The team writes, and is told what is missing."""
    status = "incomplete" if open_findings else "complete"
    return moment, {"status": status, "open_findings": open_findings, "written": moment}


def becomes(moment: dt.datetime, **changes: Any) -> tuple[dt.datetime, dict[str, Any]]:
    return moment, changes


# What each team does, and what is decided about it.
LIVES: tuple[tuple[tuple[dt.datetime, dict[str, Any]], ...], ...] = (
    (comes(at(3, 6), *FORM_ONLY),),  # 1 never sends its letter
    (comes(at(3, 7)), becomes(RESULTS, status="accepted")),  # 2 is complete at once
    (comes(at(3, 8), *FORM_ONLY), comes(at(3, 28)), becomes(RESULTS, status="accepted")),  # 3 after the first reminder
    (comes(at(3, 9), *FORM_ONLY), becomes(at(4, 5), status="withdrawn")),  # 4 withdraws
    (comes(at(3, 10), *FORM_ONLY), becomes(at(3, 27, 10), reachable=False)),  # 5 its address bounces
    (comes(at(3, 13), *UNSIGNED), comes(at(4, 18)), becomes(RESULTS, status="declined")),  # 6 signs late
    (comes(at(4, 19, 23), *FORM_ONLY),),  # 7 begins on the last evening but one
    (comes(at(4, 21, 9)), becomes(at(4, 21, 9), status="late")),  # 8 comes too late
    (
        comes(at(4, 3), *FORM_ONLY),
        becomes(at(4, 12), deadline=at(4, 26, 0)),
        comes(at(4, 24)),
        becomes(at(4, 28), status="accepted"),
    ),  # 9 was given more time
    (comes(at(4, 20, 20), *FORM_ONLY), comes(at(4, 20, 23)), becomes(RESULTS, status="waiting")),  # 10 last evening
    (comes(at(4, 1), *FORM_ONLY, *UNSIGNED), comes(at(4, 13, 10), *UNSIGNED)),  # 11 half way, while the bot was down
    (comes(at(3, 1), "missing_field:costs"), comes(at(4, 2, 9)), becomes(RESULTS, status="declined")),  # 12 on a Sunday
)
HANDED_IN = {"IIP-2023-0002": at(11, 20), "IIP-2023-0003": at(10, 15)}


@dataclass
class Year:
    """The bot's memory: keys queued, and what each team was sent of each event."""

    queued: set[str] = field(default_factory=set)
    invited: dict[str, dict[str, Sent]] = field(default_factory=dict)
    lines: list[str] = field(default_factory=list)

    def queue(self, now: dt.datetime, reference: str, template: str, key: str) -> None:
        assert key not in self.queued
        self.queued.add(key)
        self.lines.append(f"{now.astimezone(RIGA):%Y-%m-%d %H:%M} {reference} {template} {key.split(':', 2)[2]}")

    def hour(self, now: dt.datetime, events: tuple[Event, ...], programme: Programme) -> None:
        """One look at everything."""
        standings = [s for s in (standing(number, now) for number in range(1, 13)) if s is not None]
        accepted = tuple(s.reference for s in standings if s.status == "accepted")
        for reminder in self.reminders(now, standings, accepted, events, programme):
            self.queue(now, reminder.reference, reminder.template, reminder.key)
        for reference in accepted:
            known = self.invited.setdefault(reference, {})
            for step in plan(events, known, now.astimezone(RIGA).date()):
                self.queue(now, reference, step.template, step.key(reference))
                known[step.event.key] = Sent(step.event, step.sequence, cancelled=step.action == "cancel")

    def reminders(
        self,
        now: dt.datetime,
        standings: list[Standing],
        accepted: tuple[str, ...],
        events: tuple[Event, ...],
        programme: Programme,
    ) -> Iterator[Reminder]:
        if now >= MOVED:
            yield from deadline_notices(
                [s for s in standings if s.written and s.written < MOVED], dt.date(2023, 4, 3), self.queued, TEAMS
            )
        yield from due(standings, TEAMS, self.queued, now)
        appointments = [Appointment("event", event.key, event.date, accepted) for event in events]
        yield from due_appointments(appointments, EVENTS, self.queued, now)
        owing = tuple(r for r in accepted if r not in HANDED_IN or now < HANDED_IN[r])
        deliverables = [
            Appointment("deliverable", "final", day, owing) for day in {d.due for d in programme.deliverables}
        ]
        yield from due_appointments(deliverables, DELIVERABLES, self.queued, now)


def standing(number: int, now: dt.datetime) -> Standing | None:
    """How an application stands; None before it came."""
    begun = [changes for moment, changes in LIVES[number - 1] if moment <= now]
    if not begun:
        return None
    found = Standing(f"IIP-2023-{number:04}", "incomplete", (), FIRST_DEADLINE if now < MOVED else DEADLINE)
    for changes in begun:
        found = replace(found, **changes)
    return found


def events_of(programme: Programme, now: dt.datetime) -> tuple[Event, ...]:
    """The programme file as it was edited: one event taken out in May, one moved in August."""
    events = programme.events
    if now >= at(5, 10):
        events = tuple(event for event in events if event.key != "mentoring")
    if now >= at(8, 20):
        moved = dt.date(2023, 9, 14)
        events = tuple(e.model_copy(update={"date": moved}) if e.key == "seminar-3" else e for e in events)
    return events


def test_the_year_2023_asks_for_these_letters_and_no_others(programme: Programme) -> None:
    """Over two changes of the clock, a moved deadline, and two times out of work."""
    year = Year()
    now = at(3, 1, 0).astimezone(dt.UTC)
    while now < at(12, 5, 0):
        if not any(begin <= now < end for begin, end in DOWN):
            year.hour(now, events_of(programme, now), programme)
        now += dt.timedelta(hours=1)
    assert year.lines == GOLDEN.read_text("utf-8").splitlines()

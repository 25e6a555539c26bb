"""Reminders of the year that follows: which, when, and never twice, by a clock that the tests set."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace
from zoneinfo import ZoneInfo

from bot.year.appointment_plan import Appointment, due
from bot.year.reminder_plan import Timing

RIGA = ZoneInfo("Europe/Riga")
TEAM = "IIP-2023-0001"
OPENING = Appointment("event", "opening", dt.date(2023, 5, 19))


def at(month: int, day: int, hour: int = 10) -> dt.datetime:
    return dt.datetime(2023, month, day, hour, tzinfo=RIGA)


def test_a_team_is_reminded_of_an_event_before_it_begins_and_once() -> None:
    timing = Timing(RIGA, (3,))
    assert due(TEAM, [OPENING], timing, (), at(5, 15)) == ()
    (notice,) = due(TEAM, [OPENING], timing, (), at(5, 16))
    assert (notice.key, notice.template) == (f"event_reminder:{TEAM}:opening:2023-05-19:3", "event_reminder")
    assert due(TEAM, [OPENING], timing, {notice.key}, at(5, 17)) == ()
    assert due(TEAM, [OPENING], timing, (), at(5, 19)) == ()


def test_a_moved_event_is_reminded_of_anew() -> None:
    timing = Timing(RIGA, (3,))
    (notice,) = due(TEAM, [OPENING], timing, (), at(5, 16))
    moved = replace(OPENING, day=dt.date(2023, 5, 26))
    assert len(due(TEAM, [moved], timing, {notice.key}, at(5, 23))) == 1


def test_who_was_invited_on_the_day_of_the_reminder_needs_none() -> None:
    timing = Timing(RIGA, (3,))
    assert due(TEAM, [replace(OPENING, told=at(5, 16, 9))], timing, (), at(5, 16)) == ()
    assert len(due(TEAM, [replace(OPENING, told=at(5, 15, 9))], timing, (), at(5, 16))) == 1


def test_deliverables_are_reminded_of_up_to_their_day() -> None:
    timing = Timing(RIGA, (30, 7, 1, 0))
    plan = Appointment("deliverable", "final", dt.date(2023, 11, 30))
    (notice,) = due(TEAM, [plan], timing, (), at(11, 30))
    assert (notice.template, notice.distance) == ("deliverable_reminder", 0)
    assert due(TEAM, [plan], timing, (), at(12, 1)) == ()
    assert due(TEAM, [plan], timing, (), at(10, 31, 18)) == ()

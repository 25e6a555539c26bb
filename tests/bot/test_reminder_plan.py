"""Reminders: who, when, which, and never twice, by a clock that the tests set."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from dataclasses import replace
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.year.reminder_plan import Reminder, Standing, Timing, due

RIGA = ZoneInfo("Europe/Riga")
TIMING = Timing(RIGA)
DEADLINE = dt.datetime(2023, 4, 21, tzinfo=RIGA)
TEAM = Standing("IIP-2023-0007", "incomplete", ("missing_delegation_letter", "missing_field:idea"), DEADLINE)
UNSIGNED = replace(TEAM, reference="IIP-2023-0008", open_findings=("letter_unsigned",))


def at(day: int, hour: int = 10, minute: int = 0, month: int = 4) -> dt.datetime:
    return dt.datetime(2023, month, day, hour, minute, tzinfo=RIGA)


def live(
    standing: Standing, moments: Iterable[dt.datetime], timing: Timing = TIMING
) -> list[tuple[dt.datetime, Reminder]]:
    """What goes out if the bot looks at each of the moments and remembers what it queued."""
    queued: set[str] = set()
    sent = []
    for moment in moments:
        for reminder in due([standing], timing, queued, moment):
            queued.add(reminder.key)
            sent.append((moment, reminder))
    return sent


def hourly(begin: dt.datetime, end: dt.datetime) -> list[dt.datetime]:
    hours = int((end - begin).total_seconds() // 3600)
    return [begin.astimezone(dt.UTC) + dt.timedelta(hours=n) for n in range(hours)]


def test_an_incomplete_team_is_reminded_seven_three_and_one_days_before_and_on_the_day() -> None:
    """Each at the beginning of the working hours, whatever the bot is doing the rest of the time."""
    sent = live(TEAM, hourly(at(1, 0), at(30, 0)))
    assert [(moment.astimezone(RIGA), r.template, r.key) for moment, r in sent] == [
        (at(13, 9), "reminder_incomplete", "reminder:IIP-2023-0007:2023-04-13:incomplete"),
        (at(17, 9), "reminder_incomplete", "reminder:IIP-2023-0007:2023-04-17:incomplete"),
        (at(19, 9), "reminder_incomplete", "reminder:IIP-2023-0007:2023-04-19:incomplete"),
        (at(20, 9), "reminder_last_day", "reminder:IIP-2023-0007:2023-04-20:last_day"),
    ]


def test_a_team_that_lacks_only_a_signature_hears_just_that() -> None:
    """On the last day everybody hears that it is the last."""
    assert [r.template for _, r in live(UNSIGNED, hourly(at(12, 0), at(21, 0)))] == [
        *["reminder_unsigned"] * 3,
        "reminder_last_day",
    ]


@pytest.mark.parametrize("status", ["complete", "withdrawn", "late", "accepted", "declined", "waiting"])
def test_whoever_has_nothing_to_mend_is_left_in_peace(status: str) -> None:
    """Complete, withdrawn, late or decided."""
    assert live(replace(TEAM, status=status), hourly(at(12, 0), at(21, 0))) == []


def test_an_address_that_bounced_or_had_enough_is_left_in_peace() -> None:
    """Nor is a team reminded of nothing."""
    assert live(replace(TEAM, reachable=False), hourly(at(12, 0), at(21, 0))) == []
    assert live(replace(TEAM, open_findings=()), hourly(at(12, 0), at(21, 0))) == []


def test_what_was_missed_is_made_good_in_the_next_working_hours() -> None:
    """Down on the morning of the 13th and up again in its evening: the reminder goes out on the 14th."""
    assert due([TEAM], TIMING, (), at(13, 18)) == ()
    assert due([TEAM], TIMING, (), at(14, 8, 59)) == ()
    (reminder,) = due([TEAM], TIMING, (), at(14, 9))
    assert reminder.slot == dt.date(2023, 4, 13)


def test_after_a_week_out_of_work_only_the_most_recent_is_due() -> None:
    """One reminder, not three."""
    sent = live(TEAM, hourly(at(19, 12), at(20, 8)))
    assert [r.slot.day for _, r in sent] == [19]


def test_on_the_last_day_a_late_reminder_is_better_than_none() -> None:
    """Up again at 20:00, with four hours to go; at midnight it is over."""
    assert [r.template for r in due([TEAM], TIMING, (), at(20, 20))] == ["reminder_last_day"]
    assert due([TEAM], TIMING, (), DEADLINE) == ()
    assert due([TEAM], TIMING, (), DEADLINE + dt.timedelta(hours=10)) == ()


def test_a_slot_is_used_once_even_if_what_is_missing_changes() -> None:
    """The form came after the reminder; the letter, still unsigned, waits for the next slot."""
    queued = {"reminder:IIP-2023-0008:2023-04-13:incomplete"}
    assert due([UNSIGNED], TIMING, queued, at(13, 12)) == ()
    assert due([UNSIGNED], TIMING, queued, at(16, 12)) == ()
    assert len(due([UNSIGNED], TIMING, queued, at(17, 12))) == 1


def test_who_has_just_heard_what_is_missing_is_not_reminded_of_it() -> None:
    """An answer of the slot's day, or later, counts; one of the day before does not."""
    assert due([replace(TEAM, written=at(13, 8))], TIMING, (), at(13, 9)) == ()
    assert due([replace(TEAM, written=at(15, 8))], TIMING, (), at(15, 9)) == ()
    assert len(due([replace(TEAM, written=at(12, 23))], TIMING, (), at(13, 9))) == 1


def test_an_application_with_a_deadline_of_its_own_is_reminded_before_that() -> None:
    """An extension for one team moves its slots, and only its."""
    later = replace(TEAM, reference="IIP-2023-0009", deadline=dt.datetime(2023, 4, 28, tzinfo=RIGA))
    assert [r.reference for r in due([TEAM, later], TIMING, (), at(20, 9))] == ["IIP-2023-0007", "IIP-2023-0009"]
    assert [r.template for r in due([TEAM, later], TIMING, (), at(20, 9))] == [
        "reminder_last_day",
        "reminder_incomplete",
    ]


def test_a_moved_deadline_opens_its_own_slots() -> None:
    """Reminded before 3 April, the team is reminded anew before 20 April."""
    first = replace(TEAM, deadline=dt.datetime(2023, 4, 4, tzinfo=RIGA))
    sent = {r.key for _, r in live(first, hourly(at(26, 0, month=3), at(4, 0)))}
    assert {key.split(":")[2] for key in sent} == {"2023-03-27", "2023-03-31", "2023-04-02", "2023-04-03"}
    assert len(due([TEAM], TIMING, sent, at(13, 9))) == 1


@pytest.mark.parametrize(
    ("deadline", "days"),
    [
        (dt.datetime(2023, 3, 29, tzinfo=RIGA), ["2023-03-21", "2023-03-25", "2023-03-27", "2023-03-28"]),
        (dt.datetime(2023, 3, 27, tzinfo=RIGA), ["2023-03-19", "2023-03-23", "2023-03-25", "2023-03-26"]),
        (dt.datetime(2023, 10, 30, tzinfo=RIGA), ["2023-10-22", "2023-10-26", "2023-10-28", "2023-10-29"]),
        (dt.datetime(2024, 3, 1, tzinfo=RIGA), ["2024-02-22", "2024-02-26", "2024-02-28", "2024-02-29"]),
        (dt.datetime(2024, 1, 4, tzinfo=RIGA), ["2023-12-27", "2023-12-31", "2024-01-02", "2024-01-03"]),
    ],
)
def test_days_are_days_when_clocks_change_in_leap_years_and_over_new_year(
    deadline: dt.datetime, days: list[str]
) -> None:
    """Always at nine by the clock on the wall."""
    sent = live(
        replace(TEAM, deadline=deadline), hourly(deadline - dt.timedelta(days=12), deadline + dt.timedelta(days=2))
    )
    assert [r.slot.isoformat() for _, r in sent] == days
    assert {moment.astimezone(RIGA).hour for moment, _ in sent} == {9}


def test_working_hours_at_the_hour_that_is_missing_or_comes_twice_still_work() -> None:
    """Who configures 3.30 gets one reminder on the day without a half past three, and one on the day with two."""
    night = Timing(RIGA, (1,), dt.time(3, 30), dt.time(4, 30))
    for deadline in (dt.datetime(2023, 3, 28, tzinfo=RIGA), dt.datetime(2023, 10, 31, tzinfo=RIGA)):
        begin = (deadline - dt.timedelta(days=3)).astimezone(dt.UTC)
        minutes = [begin + dt.timedelta(minutes=10 * n) for n in range(6 * 24 * 4)]
        assert len(live(replace(TEAM, deadline=deadline), minutes, night)) == 2


@given(st.lists(st.integers(0, 25 * 24 * 60), max_size=60))
def test_whenever_the_bot_looks_nothing_is_said_twice_or_out_of_hours(minutes: list[int]) -> None:
    """Any order of looks, clocks that go back included."""
    begin = at(1, 0).astimezone(dt.UTC)
    sent = live(TEAM, [begin + dt.timedelta(minutes=n) for n in minutes])
    keys = [r.key for _, r in sent]
    assert len(keys) == len(set(keys)) <= 4
    for moment, reminder in sent:
        local = moment.astimezone(RIGA)
        assert reminder.slot <= local.date()
        assert local < DEADLINE
        assert 9 <= local.hour < 17 or reminder.template == "reminder_last_day"


# --- events and deliverables

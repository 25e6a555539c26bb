"""Invitations against what a team was sent before."""

from __future__ import annotations

import datetime as dt

from bot.programme import Bilingual, Event, Programme
from bot.year.event_plan import Sent, Step, plan

BEFORE = dt.date(2023, 4, 21)


def known(events: tuple[Event, ...]) -> dict[str, Sent]:
    return {event.key: Sent(event, 0) for event in events}


def moved(event: Event, **changes: object) -> Event:
    return event.model_copy(update=changes)


def test_a_new_team_is_invited_to_all_that_lies_ahead(programme: Programme) -> None:
    """In the order of their days; what is over is not mentioned."""
    steps = plan(programme.events, {}, BEFORE)
    assert [step.event.date for step in steps] == sorted(event.date for event in programme.events)
    assert {(step.action, step.sequence) for step in steps} == {("invite", 0)}
    july = plan(programme.events, {}, dt.date(2023, 8, 4))
    assert [step.event.key for step in july] == ["visit", "seminar-3", "seminar-4", "closing"]


def test_nothing_is_sent_twice(programme: Programme) -> None:
    """The same programme file, the same calendar."""
    assert plan(programme.events, known(programme.events), BEFORE) == ()


def test_a_changed_event_is_updated_once(programme: Programme) -> None:
    """Day, hours, place or name; the update has the next sequence and knows what was before."""
    first, *rest = programme.events
    for changes in (
        {"date": dt.date(2023, 5, 26)},
        {"begins": dt.time(10), "ends": dt.time(16)},
        {"place": Bilingual(lv="Rīga", en="Riga")},
    ):
        changed = moved(first, **changes)
        (step,) = plan((changed, *rest), known(programme.events), BEFORE)
        assert step == Step("update", changed, 1, first)
        assert (step.method, step.template, step.key("IIP-2023-0007")) == (
            "REQUEST",
            "event_updated",
            "event:IIP-2023-0007:opening:1",
        )
        after = known(programme.events) | {first.key: Sent(changed, 1)}
        assert plan((changed, *rest), after, BEFORE) == ()


def test_an_event_that_is_taken_out_is_cancelled_once(programme: Programme) -> None:
    """And invited to again, with a higher sequence, should it come back."""
    first, *rest = programme.events
    (step,) = plan(tuple(rest), known(programme.events), BEFORE)
    assert (step.action, step.method, step.sequence) == ("cancel", "CANCEL", 1)
    after = known(programme.events) | {first.key: Sent(first, 1, cancelled=True)}
    assert plan(tuple(rest), after, BEFORE) == ()
    (again,) = plan(programme.events, after, BEFORE)
    assert (again.action, again.sequence) == ("invite", 2)


def test_what_is_over_is_left_as_it_is(programme: Programme) -> None:
    """Nobody is told in winter that the spring's conference moved."""
    first, *rest = programme.events
    winter = dt.date(2023, 12, 1)
    assert plan(tuple(rest), known(programme.events), winter) == ()
    assert plan((moved(first, date=dt.date(2023, 5, 26)), *rest), known(programme.events), winter) == ()

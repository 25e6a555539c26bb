"""Pauses after failures: how long, and that a refused password is left alone."""

from __future__ import annotations

from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.backoff import delay
from bot.errors import MailboxError
from bot.transport.credentials import BearerToken, Password
from bot.transport.login_pause import MOST, MOST_FOR_TOKENS, LoginPause

WRONG = Password("anna", lambda: "nepareiza")


@pytest.mark.parametrize(
    ("failures", "chance", "seconds"),
    [
        (1, 0.0, 5),
        (1, 1.0, 10),
        (2, 0.0, 10),
        (2, 0.5, 15),
        (4, 1.0, 80),
        (5, 1.0, 100),
        (50, 0.0, 50),
        (10**9, 1.0, 100),
    ],
)
def test_each_failure_doubles_the_pause_up_to_a_limit(failures: int, chance: float, seconds: float) -> None:
    assert delay(failures, first=10, most=100, chance=chance) == seconds


@given(failures=st.integers(1, 10**6), chance=st.floats(0, 1))
def test_a_pause_is_never_nothing_and_never_above_the_limit(failures: int, chance: float) -> None:
    assert 1 <= delay(failures, first=2, most=60, chance=chance) <= 60


def test_a_refused_password_waits_longer_each_time_and_another_one_does_not() -> None:
    now = [0.0]
    pause = LoginPause(lambda: now[0])
    attempts = []
    while now[0] < 24 * 3600:
        try:
            pause.check(WRONG)
        except MailboxError:
            pass
        else:
            attempts.append(now[0])
            pause.refused(WRONG, MailboxError("no"))
        now[0] += 30
    gaps = [later - earlier for earlier, later in pairwise(attempts)]
    assert 20 <= len(attempts) <= 60  # a day of polls every half minute
    assert MOST / 2 <= gaps[-1] <= MOST + 60
    pause.check(Password("anna", lambda: "cita"))


def test_a_login_that_succeeds_forgets_the_refusal() -> None:
    pause = LoginPause(lambda: 0.0)
    pause.refused(WRONG, MailboxError("no"))
    pause.accepted()
    pause.check(WRONG)


def test_tokens_are_tried_again_soon_because_a_person_may_have_signed_in_anew() -> None:
    now = [0.0]
    pause = LoginPause(lambda: now[0])
    for _ in range(20):
        pause.refused(BearerToken("anna", lambda _renew: "t"), MailboxError("no"))
    now[0] = MOST_FOR_TOKENS
    pause.check(BearerToken("anna", lambda _renew: "t"))

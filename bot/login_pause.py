"""Holding a refused password back: a bot that tries it at every poll gets the account locked."""

from __future__ import annotations

import random
import time
from collections.abc import Callable

from bot import backoff
from bot.errors import IntakeBotError

FIRST, MOST = 60.0, 3600.0


class LoginPause:
    """Remembers the last refusal. Another password than the refused one may be tried at once."""

    def __init__(self, monotonic: Callable[[], float] = time.monotonic) -> None:
        self._monotonic = monotonic
        self._refused: IntakeBotError | None = None
        self._secret = ""
        self._failures = 0
        self._until = 0.0

    def check(self, secret: str) -> None:
        """Raises the last refusal again while `secret` is the one that was refused and the pause lasts."""
        if self._refused is not None and secret == self._secret and self._monotonic() < self._until:
            raise self._refused

    def refused(self, secret: str, error: IntakeBotError) -> None:
        """Begins a pause, longer with each refusal in a row."""
        self._failures = self._failures + 1 if secret == self._secret else 1
        self._refused, self._secret = error, secret
        chance = random.random()  # noqa: S311 - spreads attempts, guards nothing
        self._until = self._monotonic() + backoff.delay(self._failures, first=FIRST, most=MOST, chance=chance)

    def accepted(self) -> None:
        """Forgets refusals."""
        self._refused, self._failures = None, 0

"""Holding a refused password or token back: a bot that tries it at every poll gets the account locked."""

from __future__ import annotations

import random
import time
from collections.abc import Callable

from bot import backoff
from bot.errors import IntakeBotError
from bot.transport.credentials import Credentials, Password

FIRST, MOST = 60.0, 3600.0
MOST_FOR_TOKENS = 300.0  # guessing tokens locks nobody out, and a new sign-in shall count soon


class LoginPause:
    """Remembers the last refusal. Another secret than the refused one may be tried at once."""

    def __init__(self, monotonic: Callable[[], float] = time.monotonic) -> None:
        self._monotonic = monotonic
        self._refused: IntakeBotError | None = None
        self._secret: str | None = None
        self._failures = 0
        self._until = 0.0

    def check(self, credentials: Credentials) -> None:
        """Raises the last refusal again while the secret is the one that was refused and the pause lasts."""
        if self._refused is not None and _secret(credentials) == self._secret and self._monotonic() < self._until:
            raise self._refused

    def refused(self, credentials: Credentials, error: IntakeBotError) -> None:
        """Begins a pause, longer with each refusal in a row."""
        secret = _secret(credentials)
        self._failures = self._failures + 1 if secret == self._secret else 1
        self._refused, self._secret = error, secret
        chance = random.random()  # noqa: S311 - spreads attempts, guards nothing
        most = MOST if isinstance(credentials, Password) else MOST_FOR_TOKENS
        self._until = self._monotonic() + backoff.delay(self._failures, first=FIRST, most=most, chance=chance)

    def accepted(self) -> None:
        """Forgets refusals."""
        self._refused, self._failures = None, 0


def _secret(credentials: Credentials) -> str | None:
    """What was refused. Tokens come and go by themselves, so that they count as one."""
    return credentials.secret() if isinstance(credentials, Password) else None

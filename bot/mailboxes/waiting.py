"""Waiting that can be cut short."""

from __future__ import annotations

import time
from collections.abc import Callable

TICK = 1.0


def wait(seconds: float, stopped: Callable[[], bool], happened: Callable[[], bool] = lambda: False) -> None:
    """Returns when `seconds` have passed, or within a second of `stopped` or `happened` turning true."""
    end = time.monotonic() + seconds
    while not stopped() and not happened():
        left = end - time.monotonic()
        if left <= 0:
            return
        time.sleep(min(left, TICK))

"""Where the time comes from: a seam, so that tests can live through a year."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime

Clock = Callable[[], datetime]


def system_clock() -> datetime:
    """The machine's time, aware."""
    return datetime.now(UTC)

"""Reading runs in processes with limits."""

from __future__ import annotations

import time

import pytest

from bot.settings import ParsingSettings
from bot.workers import WorkerFailure, Workers


def busy(seconds: float) -> str:
    """Works for so long."""
    end = time.process_time() + seconds
    while time.process_time() < end:
        pass
    return "done"


def idle(seconds: float) -> str:
    """Waits for so long."""
    time.sleep(seconds)
    return "done"


def test_work_is_limited_and_waiting_is_not_counted() -> None:
    """A mail that keeps the processor busy is given up; one that has to wait is read, and so is the one after either."""
    workers = Workers(ParsingSettings(workers=1, seconds=1))
    try:
        assert workers.call(idle, 3.0) == "done"
        assert workers.call(busy, 0.8) == "done"
        assert workers.call(busy, 0.8) == "done"
        with pytest.raises(WorkerFailure, match="seconds of work"):
            workers.call(busy, 60.0)
        assert workers.call(idle, 0.1) == "done"
    finally:
        workers.close()

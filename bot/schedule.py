"""When things are done: APScheduler's jobs, which ask the store what is due and so may run late or twice."""

from __future__ import annotations

import logging
import random
import signal
import threading
from datetime import UTC, datetime
from types import FrameType

from apscheduler.schedulers.background import BackgroundScheduler  # type: ignore[import-untyped] # it has no stubs

from bot import backoff, rounds
from bot.app import App
from bot.errors import MailboxError
from bot.mailboxes import opening

log = logging.getLogger(__name__)

# A job that comes late is run all the same, once, and never beside itself: the store knows what is due.
JOB = {"misfire_grace_time": None, "coalesce": True, "max_instances": 1}
FIRST_PAUSE = 5.0  # seconds before a mailbox that failed is looked at again; doubled up to the time between polls


def run(app: App) -> None:
    """Runs until SIGTERM or SIGINT, then finishes the step in hand and returns."""
    stop = threading.Event()

    def _stop(_signal: int, _frame: FrameType | None) -> None:
        stop.set()

    for number in (signal.SIGTERM, signal.SIGINT):
        signal.signal(number, _stop)
    scheduler = BackgroundScheduler(timezone=app.programme.zone, job_defaults=JOB)
    seconds = app.settings.mailbox.poll_seconds
    scheduler.add_job(
        rounds.run, "interval", seconds=seconds, args=(app, stop.is_set), id="round", next_run_time=datetime.now(UTC)
    )
    scheduler.start()
    try:
        _watch(app, scheduler, stop)
    finally:
        scheduler.shutdown(wait=True)


def _watch(app: App, scheduler: BackgroundScheduler, stop: threading.Event) -> None:
    """Brings the round forward when the mailbox says that something came; its connection is its own."""
    mailbox = opening.open(app.settings)
    seconds = app.settings.mailbox.poll_seconds
    failures = 0
    try:
        while not stop.is_set():
            try:
                mailbox.check()
                failures = 0
                scheduler.modify_job("round", next_run_time=datetime.now(UTC))
                mailbox.wait(seconds, stop.is_set)
            except MailboxError as error:
                failures += 1
                log.warning("%s", error)
                chance = random.random()  # noqa: S311 - spreads attempts, guards nothing
                stop.wait(backoff.delay(failures, first=FIRST_PAUSE, most=seconds, chance=chance))
    finally:
        mailbox.close()

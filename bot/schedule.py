"""When things are done: APScheduler's jobs, which ask the store what is due and so may run late or twice."""

from __future__ import annotations

import logging
import signal
import threading
from datetime import UTC, datetime
from types import FrameType

from apscheduler.schedulers.background import BackgroundScheduler  # type: ignore[import-untyped] # it has no stubs

from bot import rounds
from bot.app import App
from bot.errors import MailboxError
from bot.mailboxes import opening

log = logging.getLogger(__name__)

# A job that comes late is run all the same, once, and never beside itself: the store knows what is due.
JOB = {"misfire_grace_time": None, "coalesce": True, "max_instances": 1}


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
    try:
        while not stop.is_set():
            try:
                mailbox.check()
                scheduler.modify_job("round", next_run_time=datetime.now(UTC))
                mailbox.wait(seconds, stop.is_set)
            except MailboxError as error:
                log.warning("%s", error)
                stop.wait(seconds)
    finally:
        mailbox.close()

"""When things are done: APScheduler's jobs, which ask the store what is due and so may run late or twice."""

from __future__ import annotations

import logging
import random
import signal
import threading
from collections.abc import Callable
from datetime import UTC, datetime
from types import FrameType

from apscheduler.schedulers.background import BackgroundScheduler  # type: ignore[import-untyped] # it has no stubs

from bot import backoff, programme, rounds
from bot.app import App
from bot.errors import ConfigurationError, MailboxError
from bot.mailboxes import opening
from bot.settings import Settings

log = logging.getLogger(__name__)

# A job that comes late is run all the same, once, and never beside itself: the store knows what is due.
JOB = {"misfire_grace_time": None, "coalesce": True, "max_instances": 1}
FIRST_PAUSE = 5.0  # seconds before a mailbox that failed is looked at again; doubled up to the time between polls


def run(open_app: Callable[[], App]) -> None:
    """Runs until SIGTERM or SIGINT, then finishes the step in hand and returns."""
    stop = threading.Event()

    def _stop(_signal: int, _frame: FrameType | None) -> None:
        stop.set()

    for number in (signal.SIGTERM, signal.SIGINT):
        signal.signal(number, _stop)
    working = _Working(open_app, stop.is_set)
    settings = working.app.settings
    scheduler = BackgroundScheduler(timezone=working.app.programme.zone, job_defaults=JOB)
    seconds = settings.mailbox.poll_seconds
    scheduler.add_job(working.round, "interval", seconds=seconds, id="round", next_run_time=datetime.now(UTC))
    scheduler.start()
    try:
        _watch(settings, scheduler, stop)
    finally:
        scheduler.shutdown(wait=True)
        working.app.close()


class _Working:
    """The app that rounds are run with: another one once the programme file says something else."""

    def __init__(self, open_app: Callable[[], App], stopped: Callable[[], bool]) -> None:
        self.app = open_app()
        self._open_app = open_app
        self._stopped = stopped

    def round(self) -> None:
        """One round, by the programme file as it is now."""
        self.app = current(self.app, self._open_app)
        rounds.run(self.app, self._stopped)


def current(app: App, open_app: Callable[[], App]) -> App:
    """`app`, or where its programme file was changed a new one; a file that cannot be followed is named, and left alone."""
    try:
        if programme.load(app.settings.programme) == app.programme:
            return app
    except ConfigurationError as error:
        log.error("%s\nUntil it is mended, the call is run as before.", error)  # noqa: TRY400 - no defect of ours
        return app
    log.info("The programme file was changed.")
    fresh = open_app()
    app.close()
    return fresh


def _watch(settings: Settings, scheduler: BackgroundScheduler, stop: threading.Event) -> None:
    """Brings the round forward when the mailbox says that something came; its connection is its own."""
    mailbox = opening.open(settings)
    seconds = settings.mailbox.poll_seconds
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

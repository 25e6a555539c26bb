"""One round of all due work: fetch, read, file, invite, remind, report, deliver, raise the alarm, tidy up, back up."""

from __future__ import annotations

import logging
from collections.abc import Callable
from dataclasses import dataclass

from bot.app import App
from bot.errors import IntakeBotError, MailboxError

log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class Round:
    """What one round did; `failure` is the mailbox's error, after which the rest of the round went on."""

    fetched: int
    processed: int
    delivered: int
    failure: IntakeBotError | None = None


def run(app: App, stopped: Callable[[], bool] = lambda: False) -> Round:
    """Fetches, processes and delivers all that is due; ends early, between two steps, once `stopped` is true."""
    failure: IntakeBotError | None = None
    fetched = 0
    app.deadlines.notice()
    try:
        fetched = app.fetcher.fetch()
    except MailboxError as error:
        failure = error
        log.warning("%s", error)
    processed = process(app, stopped)
    app.invitations.queue_due()
    app.reminders.queue_due()
    app.appointments.queue_due()
    app.digest.queue_if_due()
    delivered = deliver(app, stopped)
    app.alarm.look()
    if failure is None:
        failure = tidy(app)
    app.retention.apply()
    app.backups.make_if_due()
    return Round(fetched, processed, delivered, failure)


def process(app: App, stopped: Callable[[], bool] = lambda: False) -> int:
    """Reads and files what waits; what fails is tried again in the next round."""
    done = 0
    for message_id in app.intake.due():
        if stopped():
            break
        done += app.intake.process(message_id)
    return done


def deliver(app: App, stopped: Callable[[], bool] = lambda: False) -> int:
    """Sends what is due."""
    done = 0
    for mail_id in app.deliverer.due():
        if stopped():
            break
        done += app.deliverer.deliver(mail_id)
    return done


def tidy(app: App) -> MailboxError | None:
    """Does in the mailbox what the settings ask for; its error, if there was one: what is left is done in the next round."""
    try:
        app.housekeeping.tidy()
    except MailboxError as error:
        log.warning("%s", error)
        return error
    return None

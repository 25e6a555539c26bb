"""What the commands do, apart from showing it."""

from __future__ import annotations

import logging
import os
import shutil
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from bot import checks, journal, programme, reading_report
from bot.app import App, trust_anchors
from bot.errors import IntakeBotError
from bot.intake import store_arrival
from bot.journal import Action
from bot.letters.writer import LetterWriter
from bot.mailboxes import Mailbox, files
from bot.mailboxes import opening as mailbox_opening
from bot.senders import Sender
from bot.senders import opening as sender_opening
from bot.settings import ParsingSettings, Settings
from bot.store_opening import open_store
from bot.workers import WorkerFailure, Workers
from parsers.submission import read

log = logging.getLogger(__name__)

MEGABYTE = 1024 * 1024
LARGEST_FILE = 200 * MEGABYTE
Track = Callable[..., Iterable[Any]]


@dataclass(frozen=True, slots=True)
class Imported:
    """What an import did."""

    taken: int
    processed: int


def programme_of(settings: Settings | None) -> programme.Programme:
    """The configured call, or the bundled one where nothing is configured."""
    return programme.load() if settings is None else programme.load(settings.programme)


def import_files(app: App, paths: Sequence[Path], *, reply: bool, track: Track, actor: str) -> Imported:
    """Stores the mails in `paths` as if they had arrived, then reads and files them."""
    app.deadlines.notice()
    taken = 0
    for file in track(files.find(paths), description="storing"):
        for arrival in files.arrivals(file, app.settings.mailbox.maximum_megabytes * MEGABYTE):
            with app.store.begin() as session:
                message = store_arrival(session, "import", arrival, app.clock(), imported=True, hold_replies=not reply)
                journal.note(session, app.clock(), Action.IMPORTED, actor=actor, message=message)
                session.commit()
            taken += 1
    processed = sum(app.intake.process(message_id) for message_id in track(app.intake.due(), description="reading"))
    return Imported(taken, processed)


def parse_files(paths: Sequence[Path]) -> Iterator[dict[str, Any]]:
    """What is read from each mail, in the order of the files; several are read side by side."""
    call = programme.load()
    rules = call.reading_rules()
    workers = Workers(ParsingSettings(workers=min(os.cpu_count() or 1, 4)))
    try:
        mails = [(file, mail) for file in files.find(paths) for mail in files.arrivals(file, LARGEST_FILE)]
        started = [(file, workers.start(read, mail.raw, rules)) for file, mail in mails]
        for file, task in started:
            try:
                submission = task.result()
            except WorkerFailure as failure:
                yield reading_report.unread(str(file), failure.reason)
                continue
            except Exception as error:  # one mail that the bot fails on must not hide what the others say
                log.warning("%s: the bot failed on it (%s)", file, type(error).__name__)
                yield reading_report.unread(str(file), f"the bot failed on it ({type(error).__name__})")
                continue
            # Without a mailbox nothing is known of its arrival but what the mail says itself.
            moment = submission.message.date or submission.message.received
            late = moment is not None and call.is_late(moment)
            yield reading_report.reading(str(file), submission, checks.of_submission(submission, call, late=late))
    finally:
        workers.close()


_PROGRAMS = (
    ("tesseract", "scans and photos cannot be read", "tesseract-ocr, tesseract-ocr-lav and tesseract-ocr-eng"),
    ("soffice", "old Word files (.doc) cannot be read", "libreoffice-writer-nogui"),
)


@dataclass(frozen=True, slots=True)
class Checked:
    """One thing that was checked: what, the error it met, or a remark on what works less well than it could."""

    what: str
    error: IntakeBotError | None = None
    remark: str = ""


def check(settings: Settings) -> Iterator[Checked]:
    """Looks at everything the bot needs, without changing anything but the store's schema."""

    def look(what: str, action: Callable[[], object]) -> Checked:
        try:
            action()
        except IntakeBotError as error:
            return Checked(what, error)
        return Checked(what)

    yield Checked("configuration")
    if settings.director.address is None:
        yield Checked("director", remark="director.address is not set: questions and the digest reach nobody.")
    if settings.mailbox.authserv_id is None:
        yield Checked(
            "trust", remark="mailbox.authserv_id is not set: nobody is believed because of a university's address."
        )
    for program, purpose, package in _PROGRAMS:
        if shutil.which(program) is None:
            yield Checked(program, remark=f"{program} is not installed: {purpose}. Install {package}.")
    call = programme.load(settings.programme)
    yield Checked(f"programme {settings.programme}, apply by {call.dates.apply_by.current}")
    yield look("letters", lambda: LetterWriter(call, settings.letters.folder).check())
    yield look("trust anchors", lambda: trust_anchors(settings.parsing.trust_anchors))
    yield look(f"store {settings.store.url}", lambda: open_store(settings, checked=True).close())
    yield look(f"mailbox {settings.mailbox.url}", lambda: _try(mailbox_opening.open(settings)))
    yield look(f"outgoing {settings.outgoing.url}", lambda: _try(sender_opening.open(settings)))
    if (second := sender_opening.open_second(settings)) is not None:
        yield look(f"alarm {settings.alarm.url}", lambda: _try(second))
    elif not settings.alarm.command:
        yield Checked(
            "alarm", remark="Neither alarm.url nor alarm.command is set: nobody hears when mail stops coming in."
        )


def _try(service: Mailbox | Sender) -> None:
    """Connects, and leaves again."""
    try:
        service.check()
    finally:
        service.close()

"""Makes backups: on request, and every night, once, whatever restarts; what fails is in the journal."""

from __future__ import annotations

import logging
from datetime import datetime, timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

from sqlalchemy import func, make_url, select

from bot import journal
from bot.backups.rotation import Keep, backups_in, last_night, name_at, superfluous
from bot.clock import Clock
from bot.errors import BackupError
from bot.journal import Action
from bot.settings import BackupSettings
from storage import Store, StoreProblem
from storage.copying import Copy, copy
from storage.models import JournalEntry

log = logging.getLogger(__name__)

_CLAIM = ("backup", 0)
_TRIED_AGAIN_AFTER = timedelta(hours=1)


class Backups:
    """Asks the folder which backups there are, and so may run late, or often."""

    def __init__(self, store: Store, settings: BackupSettings, zone: ZoneInfo, clock: Clock) -> None:
        self._store = store
        self._folder = settings.folder
        self._at = settings.at
        self._keep = Keep(settings.keep_daily, settings.keep_weekly, settings.keep_monthly)
        self._zone = zone
        self._clock = clock

    def make_if_due(self) -> Copy | None:
        """Makes this night's backup, if it is not there yet, and removes those that need not be kept any more.

        One that fails is tried again after an hour; the journal has each failure as `BACKUP_FAILED`.
        """
        if self._folder is None:
            return None
        with self._store.claim(*_CLAIM) as mine:
            if not (mine and self._is_due(self._folder)):
                return None
            try:
                made = _make(self._store, self._folder, self._clock())
                for path in superfluous(backups_in(self._folder), self._keep, self._zone):
                    path.unlink()
            except (BackupError, OSError) as error:
                log.error("No backup was made: %s", error)  # noqa: TRY400 - its words say what happened, and the remedy
                self._note(Action.BACKUP_FAILED, str(error))
                return None
            self._note(Action.BACKED_UP, made.path.name)
            return made

    def _is_due(self, folder: Path) -> bool:
        now = self._clock()
        newest = max(backups_in(folder).values(), default=None)
        if newest is not None and newest >= last_night(now, self._at, self._zone):
            return False
        with self._store.reading() as session:
            failed = session.scalar(
                select(func.max(JournalEntry.at)).where(JournalEntry.action == Action.BACKUP_FAILED)
            )
        return failed is None or now - failed >= _TRIED_AGAIN_AFTER

    def _note(self, action: Action, details: str) -> None:
        with self._store.begin() as session:
            journal.note(session, self._clock(), action, details=details)
            session.commit()


def make(store: Store, folder: Path, now: datetime, *, actor: str) -> Copy:
    """A backup of the store as it is now, in `folder`, because a person wants one. Raises `BackupError`."""
    with store.claim(*_CLAIM) as mine:
        if not mine:
            raise BackupError("Another backup is being made. Wait until it is done.")
        made = _make(store, folder, now)
    with store.begin() as session:
        journal.note(session, now, Action.BACKED_UP, actor=actor, details=made.path.name)
        session.commit()
    return made


def _make(store: Store, folder: Path, now: datetime) -> Copy:
    source = file_of(store)
    try:
        folder.mkdir(parents=True, exist_ok=True)
        for partial in folder.glob(f".{source.stem}-*.sqlite.partial"):  # of one that was cut off: nobody else is at it
            partial.unlink()
        return copy(source, folder / name_at(source, now))
    except OSError as error:
        raise BackupError(f"The folder {folder} cannot be used ({error.strerror}). Name another.") from error
    except StoreProblem as problem:
        raise BackupError(
            f"{problem} Make room, or mend the folder's permissions; the store is as it was."
        ) from problem


def file_of(store: Store) -> Path:
    """The file of the store. Raises `BackupError`, with the remedy, for one that is none."""
    if store.file is None:
        raise BackupError(_ELSEWHERE)
    return store.file


def file_at(url: str) -> Path:
    """The file that a store's URL names, be there one or not. Raises `BackupError` as `file_of` does."""
    address = make_url(url)
    if address.get_backend_name() != "sqlite" or not address.database:
        raise BackupError(_ELSEWHERE)
    return Path(address.database).absolute()


_ELSEWHERE = (
    "The store is on PostgreSQL, which has tools of its own: back it up with "
    "`pg_dump --format=custom --file=intake.dump DATABASE`, put it back with `pg_restore` (docs/backup.md)."
)

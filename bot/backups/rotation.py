"""Which backups are kept (pure): the newest of each of so many days, weeks and months. Their names say when they were made."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import UTC, datetime, time, timedelta
from itertools import islice
from pathlib import Path
from zoneinfo import ZoneInfo

_MOMENT = "%Y%m%dT%H%M%SZ"
_NAME = re.compile(r".+-(\d{8}T\d{6}Z)\.sqlite")


@dataclass(frozen=True, slots=True)
class Keep:
    """How many days, weeks and months have a backup that is kept."""

    daily: int
    weekly: int
    monthly: int


def name_at(store: Path, moment: datetime) -> str:
    """The name of a backup; in UTC, in which no hour comes twice."""
    return f"{store.stem}-{moment.astimezone(UTC):{_MOMENT}}.sqlite"


def made_at(path: Path) -> datetime | None:
    """When a backup was made, None where the name is not of a backup."""
    match = _NAME.fullmatch(path.name)
    return datetime.strptime(match[1], _MOMENT).replace(tzinfo=UTC) if match else None


def backups_in(folder: Path) -> dict[Path, datetime]:
    """The backups in a folder with the moments when they were made, the oldest first; nothing else is ever touched."""
    paths = folder.glob("*.sqlite") if folder.is_dir() else ()
    found = {path: moment for path in paths if (moment := made_at(path)) is not None}
    return dict(sorted(found.items(), key=lambda item: item[1]))


def superfluous(backups: dict[Path, datetime], keep: Keep, zone: ZoneInfo) -> list[Path]:
    """The backups that no day, week or month needs any more."""
    newest_first = sorted(backups, key=backups.__getitem__, reverse=True)
    days = {path: backups[path].astimezone(zone).date() for path in newest_first}
    kept: set[Path] = set()
    kept |= set(_first_of_each(newest_first, lambda path: days[path], keep.daily))
    kept |= set(_first_of_each(newest_first, lambda path: days[path].isocalendar()[:2], keep.weekly))
    kept |= set(_first_of_each(newest_first, lambda path: (days[path].year, days[path].month), keep.monthly))
    return [path for path in backups if path not in kept]


def _first_of_each(paths: Iterable[Path], period: Callable[[Path], object], count: int) -> Iterable[Path]:
    seen: dict[object, Path] = {}
    for path in paths:
        seen.setdefault(period(path), path)
    return islice(seen.values(), count)


def last_night(now: datetime, at: time, zone: ZoneInfo) -> datetime:
    """The last moment, up to now, at which a night's backup was due."""
    local = now.astimezone(zone)
    tonight = datetime.combine(local.date(), at, zone)
    return tonight if tonight <= local else datetime.combine(local.date() - timedelta(days=1), at, zone)

"""What the pages of our own show, asked of the views."""

from __future__ import annotations

import sqlite3
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

from storage.looking import connect_readonly

Row = Mapping[str, Any]

_NEW = """
SELECT reference, institution, title, status_lv, status_en, received_at FROM applications WHERE reference IN (
    SELECT reference FROM stored_applications WHERE status <> 'merged' ORDER BY id DESC LIMIT 8
) ORDER BY received_at DESC, reference DESC
"""
_COUNTS = """
SELECT
    (SELECT count(*) FROM journal WHERE action = 'opened' AND at >= datetime('now', '-1 day')) AS since_yesterday,
    (SELECT count(*) FROM journal WHERE action = 'opened' AND at >= datetime('now', '-7 days')) AS in_a_week,
    (SELECT count(*) FROM inbox WHERE status IN ('waiting', 'set_aside')) AS waiting,
    (SELECT max(days_waiting) FROM inbox WHERE status IN ('waiting', 'set_aside')) AS longest_waiting,
    (SELECT count(*) FROM outbox WHERE state IN ('failed', 'bounced')) AS undelivered,
    (SELECT count(*) FROM outbox WHERE state = 'held') AS held,
    (SELECT count(*) FROM mailbox_positions WHERE failed_since IS NOT NULL) AS silent_mailboxes,
    (SELECT count(*) FROM applications WHERE status = 'complete' AND decision IS NULL) AS undecided
"""
_DEADLINE = "SELECT day, days_left FROM deadlines WHERE kind = 'apply_by' AND reference IS NULL"
_NEXT = """
SELECT day, name_lv, name_en, days_left FROM deadlines WHERE reference IS NULL AND days_left IS NOT NULL ORDER BY day LIMIT 4
"""
_STATUSES = "SELECT status, status_lv, status_en, count(*) AS count FROM applications GROUP BY 1, 2, 3 ORDER BY 4 DESC"
# By the hour, in UTC: thousands of moments are few hours, and those few are told in local days here.
_ARRIVALS = """
SELECT hour, count(*) AS count FROM (
    SELECT substr(min(arrived_at), 1, 13) AS hour FROM messages
    WHERE application_id IS NOT NULL AND status = 'filed' AND arrived_at IS NOT NULL GROUP BY application_id
) GROUP BY hour
"""


@dataclass(frozen=True, slots=True)
class Morning:
    """What is new, what is stuck, how many days are left."""

    new: Sequence[Row]
    counts: Row
    deadline: Row | None
    following: Sequence[Row]
    statuses: Sequence[Row]
    arrivals: Mapping[date, int]

    @property
    def applications(self) -> int:
        return sum(row["count"] for row in self.statuses)


@dataclass(frozen=True, slots=True)
class OneApplication:
    """All that the views say about one application."""

    facts: Row
    team: Sequence[Row]
    findings: Sequence[Row]
    documents: Sequence[Row]
    mails: Sequence[Row]
    deadlines: Sequence[Row]
    timeline: Sequence[Row]


def morning(store: Path, zone: ZoneInfo) -> Morning:
    """How things stand now; days are those of `zone`."""
    with _Look(store) as ask:
        return Morning(
            new=ask(_NEW),
            counts=ask(_COUNTS)[0],
            deadline=next(iter(ask(_DEADLINE)), None),
            following=ask(_NEXT),
            statuses=ask(_STATUSES),
            arrivals=_by_day(ask(_ARRIVALS), zone),
        )


def _by_day(hours: Sequence[Row], zone: ZoneInfo) -> Mapping[date, int]:
    counted = Counter[date]()
    for row in hours:
        counted[datetime.fromisoformat(row["hour"]).replace(tzinfo=UTC).astimezone(zone).date()] += row["count"]
    return counted


def one_application(store: Path, reference: str) -> OneApplication | None:
    """An application by its reference; None where there is none that is shown."""
    with _Look(store) as ask:
        facts = next(iter(ask("SELECT * FROM applications WHERE reference = :reference", reference)), None)
        if facts is None:
            return None
        return OneApplication(
            facts,
            ask("SELECT * FROM team_members WHERE reference = :reference ORDER BY number", reference),
            ask("SELECT * FROM open_findings WHERE reference = :reference", reference),
            ask("SELECT * FROM documents WHERE reference = :reference ORDER BY document", reference),
            ask("SELECT * FROM correspondence WHERE reference = :reference ORDER BY moment, message", reference),
            ask("SELECT * FROM deadlines WHERE reference = :reference ORDER BY day", reference),
            ask("SELECT * FROM timeline WHERE reference = :reference ORDER BY moment", reference),
        )


class _Look:
    """The store at one moment."""

    def __init__(self, store: Path) -> None:
        self._connection = connect_readonly(store)

    def __enter__(self) -> _Look:
        self._connection.row_factory = sqlite3.Row
        self._connection.execute("BEGIN")
        return self

    def __exit__(self, *_: object) -> None:
        self._connection.close()

    def __call__(self, query: str, reference: str | None = None) -> list[Row]:
        return [dict(row) for row in self._connection.execute(query, {"reference": reference})]

"""How the call stands, in numbers."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from sqlalchemy import text
from sqlalchemy.orm import Session


@dataclass(frozen=True, slots=True)
class Statistics:
    """Counts by what people call things (in English): applications by status, decision, university and theme, open findings by
    kind; mails that wait for a person; and how many days are left to apply, None once they are over."""

    applications: int
    days_left: int | None
    waiting: int
    by_status: Mapping[str, int]
    by_decision: Mapping[str, int]
    by_institution: Mapping[str, int]
    by_theme: Mapping[str, int]
    by_finding: Mapping[str, int]
    costs_eur: float


_COUNTED = {
    "by_status": "SELECT status_en, count(*) FROM applications GROUP BY status_en ORDER BY 2 DESC, 1",
    "by_decision": "SELECT COALESCE(decision_en, 'undecided'), count(*) FROM applications GROUP BY 1 ORDER BY 2 DESC, 1",
    "by_institution": "SELECT institution_en, applications FROM by_institution",
    "by_theme": "SELECT theme_en, applications FROM by_theme",
    "by_finding": "SELECT finding_en, count(*) FROM open_findings GROUP BY finding_en ORDER BY 2 DESC, 1",
}


def gather(session: Session) -> Statistics:
    """The statistics of now."""
    counted: dict[str, Any] = {
        name: {row[0]: row[1] for row in session.execute(text(query))} for name, query in _COUNTED.items()
    }
    return Statistics(
        applications=sum(counted["by_status"].values()),
        days_left=session.scalar(
            text("SELECT min(days_left) FROM deadlines WHERE kind = 'apply_by' AND reference IS NULL")
        ),
        waiting=session.scalar(text("SELECT count(*) FROM inbox WHERE status <> 'received'")) or 0,
        costs_eur=session.scalar(text("SELECT sum(costs_eur) FROM by_institution")) or 0.0,
        **counted,
    )

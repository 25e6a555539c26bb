"""A chart as inline SVG: how many applications came on each day, and how many of them in all."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from itertools import accumulate

WIDTH, HEIGHT = 720, 220
_LEFT, _RIGHT, _TOP, _BOTTOM = 44, 12, 14, 34
LONGEST = 92  # days; an older beginning is left out


@dataclass(frozen=True, slots=True)
class Bar:
    """A day's bar, in the chart's units."""

    day: date
    count: int
    total: int
    x: float
    y: float
    width: float
    height: float


@dataclass(frozen=True, slots=True)
class Chart:
    """What the template draws: bars, the line of totals, and labels of both axes (position and words)."""

    bars: tuple[Bar, ...]
    line: str
    days: tuple[tuple[float, str], ...]
    counts: tuple[tuple[float, int], ...]
    busiest: Bar
    width: int = WIDTH
    height: int = HEIGHT


def draw(counts: Mapping[date, int]) -> Chart | None:
    """The chart of arrivals by day; None where nothing has come."""
    if not counts:
        return None
    last = max(counts)
    first = max(min(counts), last - timedelta(days=LONGEST - 1))
    days = [first + timedelta(days=n) for n in range((last - first).days + 1)]
    before = sum(count for day, count in counts.items() if day < first)
    totals = [before + total for total in accumulate(counts.get(day, 0) for day in days)]
    most = max(counts.get(day, 0) for day in days)
    step = (WIDTH - _LEFT - _RIGHT) / len(days)
    room = HEIGHT - _TOP - _BOTTOM
    bars = tuple(
        _bar(day, counts.get(day, 0), total, _LEFT + n * step, step, room * counts.get(day, 0) / most)
        for n, (day, total) in enumerate(zip(days, totals, strict=True))
    )
    points = [(bar.x + bar.width / 2, HEIGHT - _BOTTOM - room * bar.total / totals[-1]) for bar in bars]
    every = max(1, len(days) // 8)
    return Chart(
        bars,
        " ".join(f"{x:.1f},{y:.1f}" for x, y in points),
        tuple((bar.x + bar.width / 2, f"{bar.day:%d.%m.}") for bar in bars[::every]),
        tuple(
            (HEIGHT - _BOTTOM - room * share, round(most * share)) for share in ((0, 0.5, 1) if most > 1 else (0, 1))
        ),
        max(bars, key=lambda bar: bar.count),
    )


def _bar(day: date, count: int, total: int, x: float, step: float, height: float) -> Bar:
    gap = min(2.0, step / 4)
    return Bar(day, count, total, x + gap / 2, HEIGHT - _BOTTOM - height, step - gap, height)

"""The director's digest: the letter, and its chart of applications over time against the deadline."""

from __future__ import annotations

import datetime as dt
import io
from collections.abc import Sequence
from dataclasses import replace

from bot.letters.context import DigestFacts, Letter, LetterContext
from bot.letters.writer import LetterWriter

CHART = "chart"
_WIDTH, _HEIGHT, _DPI = 4.8, 2.8, 200
_ARRIVED, _COMPLETE, _DEADLINE = "#17467a", "#b25400", "#5c6570"


def write(writer: LetterWriter, facts: DigestFacts, language: str, now: dt.datetime) -> Letter:
    """The digest in text and HTML; the chart is a part of its own that the HTML shows, absent while nothing has arrived."""
    letter = writer.write("digest", language, LetterContext(now=now, digest=facts))
    if not facts.applications:
        return letter
    deadline = (writer.programme.deadline - dt.timedelta(seconds=1)).date()
    today = now.astimezone(writer.programme.zone).date()
    say = writer.words(letter.language).say
    labels = (say("chart_arrived"), say("chart_complete"), say("chart_deadline"))
    return replace(letter, pictures=((CHART, "image/png", chart(facts, deadline, today, labels)),))


def chart(facts: DigestFacts, deadline: dt.date, today: dt.date, labels: tuple[str, str, str]) -> bytes:
    """A PNG: applications received and complete by day, and the deadline, which `labels` name.

    The same facts give the same bytes.
    """
    # Importing these takes half a second, which only the one who draws pays.
    from matplotlib.figure import Figure  # noqa: PLC0415
    from matplotlib.ticker import FuncFormatter, MaxNLocator  # noqa: PLC0415

    figure = Figure(figsize=(_WIDTH, _HEIGHT), dpi=_DPI, layout="constrained")
    axes = figure.add_subplot()
    begin = min((*facts.arrived, *facts.became_complete, today)) - dt.timedelta(days=1)
    for days, colour, label, style in (
        (facts.arrived, _ARRIVED, labels[0], "-"),
        (facts.became_complete, _COMPLETE, labels[1], "--"),
    ):
        dates, counts = _steps(days, begin, today)
        axes.step(dates, counts, where="post", color=colour, linestyle=style, linewidth=2, label=label)
    axes.axvline(deadline.toordinal(), color=_DEADLINE, linestyle=":", linewidth=2, label=labels[2])
    axes.xaxis.set_major_formatter(FuncFormatter(lambda x, _: f"{dt.date.fromordinal(int(x)):%d.%m.}"))
    axes.xaxis.set_major_locator(MaxNLocator(6, integer=True))
    axes.yaxis.set_major_locator(MaxNLocator(integer=True))
    axes.set_ylim(bottom=0)
    axes.spines[["top", "right"]].set_visible(False)
    axes.grid(axis="y", color="#d9dde3", linewidth=0.8)
    axes.legend(loc="upper left", frameon=False, fontsize=10)
    file = io.BytesIO()
    figure.savefig(file, format="png", metadata={"Software": None})
    return file.getvalue()


def _steps(days: Sequence[dt.date], begin: dt.date, today: dt.date) -> tuple[list[int], list[int]]:
    """How many there were from each day on; days as ordinal numbers."""
    ordered = sorted(days)
    return [day.toordinal() for day in (begin, *ordered, today)], [0, *range(1, len(ordered) + 1), len(ordered)]

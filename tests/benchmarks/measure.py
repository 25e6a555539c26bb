"""Measures every page and command of the organisers on a store of ten thousand applications, and writes docs/speed.md.

Run by `make benchmark`. The store is made once and kept in the folder given, since making it takes minutes.
"""

from __future__ import annotations

import argparse
import os
import resource
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from bot.browsing.metadata import view_path
from bot.programme import load
from storage import Store
from storage.views import catalogue, questions
from tests.bot import many_applications
from tests.bot.installation import Installation
from tests.bot.site import Site, serving

PAGE = Path(__file__).resolve().parents[2] / "docs" / "speed.md"
LIMIT = 0.2
ROUNDS = 7
PARAMETERS = {"day": "2023-04-01", "reference": "IIP-2023-0007"}
COMMANDS = (
    ("stats",), ("search", "sunrags", "bibliot"), ("list",), ("list", "--institution", "RTU", "--status", "late"), ("list", "--json"),
    ("show", "IIP-2023-0007"), ("waiting",), ("journal", "IIP-2023-0007"), ("outbox",),
    ("export", "--json", "--view", "applications"), ("export", "--xlsx", "--view", "open_findings"), ("export", "--csv"), ("export", "--xlsx"),
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Measured:
    """Seconds by the clock (median, worst) and of the processor (median); of a command also what its start alone takes."""

    name: str
    median: float
    worst: float
    processor: float
    start: float | None = None

    @property
    def work(self) -> float:
        return self.processor - (self.start or 0.0)


def main() -> None:
    """Measures, and writes the page."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--applications", type=int, default=10_000)
    parser.add_argument("--folder", type=Path, default=Path(tempfile.gettempdir()) / "intake-bot-benchmark")
    chosen = parser.parse_args()
    bot = _installation(chosen.folder, chosen.applications)
    with serving(bot) as (site, process):
        pages = [_page(site, process, path) for path in _paths()]
    nothing = _command_time([sys.executable, "-c", ""])
    commands = [_command(bot, command) for command in COMMANDS]
    PAGE.write_text(_report(chosen.applications, bot, pages, commands, nothing), "utf-8")
    for one in (*pages, *commands):
        print(f"{one.median * 1000:8.0f} ms  {one.processor * 1000:8.0f} ms  {one.name}")  # noqa: T201 - whoever runs it waits for it


def _installation(folder: Path, count: int) -> Installation:
    bot = Installation.build(folder)
    path = folder / "intake.sqlite"
    if not path.exists():
        store = Store.open(f"sqlite:///{path}")
        many_applications.fill(store, load(), count)
        store.close()
    return bot


def _paths() -> list[str]:
    asked = {q.name: "&".join(f"{name}={PARAMETERS[name]}" for name in q.parameters) for q in questions()}
    return [
        "/",
        "/-/application/IIP-2023-0007",
        "/intake",
        *(view_path(view, "lv") for view in catalogue()),
        *(f"/intake/{name}?{parameters}" for name, parameters in asked.items()),
        "/intake/search?words=sunrags",
        "/-/mail/7",
    ]


def _page(site: Site, process: int, path: str) -> Measured:
    site.get(path)

    def visit() -> None:
        assert site.get(path).status == 200, path

    taken, used = _measure(visit, lambda: _processor_of(process))
    return Measured(path.partition("?_nocol")[0], statistics.median(taken), max(taken), statistics.median(used))


def _command(bot: Installation, command: tuple[str, ...]) -> Measured:
    line = [sys.executable, "-m", "bot", "--config", str(bot.config), *command]
    if command[0] == "export":
        line += ["--to", str(bot.folder / f"export-{time.monotonic_ns()}")]
    start = _command_time([*line[:5], command[0], "--help"])
    rounds = 1 if command[-1] in ("--csv", "--xlsx") else ROUNDS
    taken, used = _measure(lambda: _run(line), _processor_of_children, rounds)
    return Measured(" ".join(command), statistics.median(taken), max(taken), statistics.median(used), start)


def _command_time(line: list[str]) -> float:
    _run(line)
    return statistics.median(_measure(lambda: _run(line), _processor_of_children)[1])


def _run(line: list[str]) -> None:
    subprocess.run(line, check=True, capture_output=True)


def _measure(
    act: Callable[[], None], processor: Callable[[], float], rounds: int = ROUNDS
) -> tuple[list[float], list[float]]:
    taken, used = [], []
    for _ in range(rounds):
        clock, before = time.perf_counter(), processor()
        act()
        taken.append(time.perf_counter() - clock)
        used.append(processor() - before)
    return taken, used


def _processor_of(process: int) -> float:
    fields = Path(f"/proc/{process}/stat").read_text("ascii").rpartition(")")[2].split()
    return (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")


def _processor_of_children() -> float:
    used = resource.getrusage(resource.RUSAGE_CHILDREN)
    return used.ru_utime + used.ru_stime


def _report(count: int, bot: Installation, pages: list[Measured], commands: list[Measured], nothing: float) -> str:
    size = (bot.folder / "intake.sqlite").stat().st_size / 2**20
    quick = sum(one.median <= LIMIT for one in pages)
    light = sum(one.processor <= LIMIT for one in pages)
    lines = [
        "# How fast pages and commands are",
        "",
        f"Measured by `make benchmark` on {count:,} generated applications ({size:.0f} MB of SQLite), each page and command {ROUNDS} times",
        f"after a first visit, on a machine with {os.cpu_count()} processors whose load was {os.getloadavg()[0]:.1f}. *Clock* is the median of what a",
        "person waits, *worst* the longest, *processor* the work that it is, whatever else the machine does.",
        "",
        f"## Pages of `browse`: {quick} of {len(pages)} within {LIMIT * 1000:.0f} ms by the clock, {light} by the processor",
        "",
        "| page | clock, ms | worst, ms | processor, ms |",
        "|---|---|---|---|",
        *(f"| `{p.name}` | {p.median * 1000:.0f} | {p.worst * 1000:.0f} | {p.processor * 1000:.0f} |" for p in pages),
        "",
        f"## Commands (Python itself takes {nothing * 1000:.0f} ms of processor to start)",
        "",
        "*Start* is what the command takes before it does anything (the same command with `--help`), *work* what it does then.",
        "",
        "| command | clock, ms | processor, ms | of it start, ms | of it work, ms |",
        "|---|---|---|---|---|",
        *(
            f"| `{c.name}` | {c.median * 1000:.0f} | {c.processor * 1000:.0f} | {(c.start or 0) * 1000:.0f} | {c.work * 1000:.0f} |"
            for c in commands
        ),
        "",
    ]
    return "\n".join(lines)


if __name__ == "__main__":
    main()

"""Measures every page and command of the organisers on a store of ten thousand applications, and writes docs/speed.md.

Run by `make benchmark`. The store is made once and kept in the folder given, since making it takes minutes.
"""

from __future__ import annotations

import argparse
import os
import resource
import shlex
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path

from bot.browsing.metadata import view_path
from bot.command_line.prompt import PROMPT
from bot.programme import load
from bot.standing_by import asking
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
    ("list", "--sort", "-arrived"),
    ("show", "IIP-2023-0007"), ("waiting",), ("journal", "IIP-2023-0007"), ("outbox",),
    ("assign", "IIP-2023-0007", "Marta"), ("note", "IIP-2023-0007", "Zvanīju"), ("decide", "IIP-2023-0007", "accepted"),
    ("correct", "IIP-2023-0007", "title", "Darbnīca"),
)  # fmt: skip
EXPORTS = (
    ("--json", "--view", "applications"), ("--xlsx", "--view", "open_findings"), ("--json",), ("--csv",), ("--xlsx",),
)  # fmt: skip
DOWNLOAD = "/-/export.xlsx"
EXPORTED = 3
_SAID = b"writing "  # and what


@dataclass(frozen=True, slots=True)
class Measured:
    """Seconds by the clock (median, worst) and of the processor (median); of a command at the desk, and how long it takes
    started by itself, while a process stands by and while none does."""

    name: str
    median: float
    worst: float
    processor: float
    answered: float = 0.0
    alone: float = 0.0


@dataclass(frozen=True, slots=True)
class Written:
    """Of an export: seconds until a person is told what is being written, and until all is; its bytes."""

    name: str
    told: float
    whole: float
    size: int


def main() -> None:
    """Measures, and writes the page."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--applications", type=int, default=10_000)
    parser.add_argument("--folder", type=Path, default=Path(tempfile.gettempdir()) / "intake-bot-benchmark")
    chosen = parser.parse_args()
    bot = _installation(chosen.folder, chosen.applications)
    with serving(bot) as (site, process):
        pages = [_page(site, process, path) for path in _paths()]
        written = [_download(site)]
    desk = _Desk(bot)
    with _standing_by(bot):
        commands = [_command(bot, desk, command) for command in COMMANDS]
        written += [_export(bot, what) for what in EXPORTS]
    desk.leave()
    PAGE.write_text(_report(chosen.applications, bot, pages, commands, written), "utf-8")
    for one in (*pages, *commands):
        print(f"{one.median * 1000:8.0f} ms  {one.processor * 1000:8.0f} ms  {one.name}")  # noqa: T201 - whoever runs it waits for it
    for file in written:
        print(f"{file.told * 1000:8.0f} ms  {file.whole * 1000:8.0f} ms  {file.name}")  # noqa: T201 - as above


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
    return Measured(path.partition("?_nocol")[0], *_median_and_worst(taken), statistics.median(used))


def _download(site: Site) -> Written:
    """The workbook in a browser, which shows a download once its headers are there."""
    told, whole, size = [], [], 0
    for _ in range(EXPORTED):
        clock = time.perf_counter()
        with site.begun(DOWNLOAD) as answer:
            told.append(time.perf_counter() - clock)
            size = len(answer.read())
        whole.append(time.perf_counter() - clock)
    return Written(DOWNLOAD, statistics.median(told), statistics.median(whole), size)


def _export(bot: Installation, what: tuple[str, ...]) -> Written:
    """A command started on a terminal while a process stands by; its bar is the first thing it says."""
    told, whole, size = [], [], 0
    for _ in range(EXPORTED):
        with tempfile.TemporaryDirectory(dir=bot.folder) as folder:
            begun, ended = _typed_on_a_terminal(bot, "export", *what, "--to", str(Path(folder, "export")))
            size = sum(file.stat().st_size for file in Path(folder).rglob("*") if file.is_file())
        told.append(begun)
        whole.append(ended)
    return Written(f"export {' '.join(what)}", statistics.median(told), statistics.median(whole), size)


def _typed_on_a_terminal(bot: Installation, *words: str) -> tuple[float, float]:
    """Seconds until an export says what it writes, and until its end."""
    ours, theirs = os.openpty()
    environment = {**os.environ, asking.ENVIRONMENT: str(bot.folder)}
    clock = time.perf_counter()
    with subprocess.Popen([*_line(bot), *words], stdout=theirs, stderr=theirs, env=environment) as process:
        os.close(theirs)
        said = b""
        while _SAID not in said:
            said += os.read(ours, 1 << 12)
        begun = time.perf_counter() - clock
        _read_to_the_end(ours)
    if process.returncode:
        raise RuntimeError(f"{' '.join(words)} failed")
    return begun, time.perf_counter() - clock


def _read_to_the_end(terminal: int) -> None:
    with suppress(OSError):  # Linux says EIO where nobody writes to a terminal any more
        while os.read(terminal, 1 << 16):
            pass
    os.close(terminal)


class _Desk:
    """`intake-bot desk`, with a person who types."""

    def __init__(self, bot: Installation) -> None:
        self._process = subprocess.Popen(
            [*_line(bot), "desk"], stdin=subprocess.PIPE, stdout=subprocess.PIPE, bufsize=0
        )
        self._answered()

    def type(self, words: tuple[str, ...]) -> None:
        """Waits until a command is answered."""
        assert self._process.stdin is not None
        self._process.stdin.write(f"{shlex.join(words)}\n".encode())
        self._answered()

    def processor(self) -> float:
        return _processor_of(self._process.pid)

    def _answered(self) -> None:
        assert self._process.stdout is not None
        end = b""
        while not end.endswith(PROMPT.encode()):
            said = self._process.stdout.read(1 << 20)
            if not said:
                raise RuntimeError("the desk ended")
            end = (end + said)[-len(PROMPT) :]

    def leave(self) -> None:
        self._process.communicate(b"exit\n")


def _command(bot: Installation, desk: _Desk, command: tuple[str, ...]) -> Measured:
    desk.type(command)
    taken, used = _measure(lambda: desk.type(command), desk.processor)
    answered, alone = (_started(bot, command, by) for by in (str(bot.folder), asking.OFF))
    return Measured(" ".join(command), *_median_and_worst(taken), statistics.median(used), answered, alone)


def _started(bot: Installation, command: tuple[str, ...], by: str) -> float:
    """How long a command takes from its start to its end, by a process of that name that stands by."""
    taken, _ = _measure(lambda: _run([*_line(bot), *command], by), _processor_of_children)
    return statistics.median(taken)


def _median_and_worst(taken: list[float]) -> tuple[float, float]:
    return statistics.median(taken), max(taken)


def _line(bot: Installation) -> list[str]:
    return [sys.executable, "-m", "bot", "--config", str(bot.config)]


@contextmanager
def _standing_by(bot: Installation) -> Iterator[None]:
    """While a process stands by for the installation."""
    line, environment = [*_line(bot), "stand-by"], {**os.environ, asking.ENVIRONMENT: str(bot.folder)}
    with subprocess.Popen(line, env=environment, stdout=subprocess.PIPE) as process:
        assert process.stdout is not None
        process.stdout.readline()
        yield
        process.terminate()


def _run(line: list[str], by: str) -> None:
    subprocess.run(line, check=True, capture_output=True, env={**os.environ, asking.ENVIRONMENT: by})


def _measure(act: Callable[[], None], processor: Callable[[], float]) -> tuple[list[float], list[float]]:
    taken, used = [], []
    for _ in range(ROUNDS):
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


def _report(
    count: int, bot: Installation, pages: list[Measured], commands: list[Measured], written: list[Written]
) -> str:
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
        f"## Commands: {sum(c.median <= LIMIT for c in commands)} of {len(commands)} within {LIMIT * 1000:.0f} ms by the clock",
        "",
        "As they are answered in `intake-bot desk`. *Started* is what the command takes from its start to its end while `intake-bot stand-by`",
        f"runs ({sum(c.answered <= LIMIT for c in commands)} of {len(commands)} within {LIMIT * 1000:.0f} ms), *by itself* while it does not: Python loads first what all commands need.",
        "",
        "| command | clock, ms | worst, ms | processor, ms | started, ms | by itself, ms |",
        "|---|---|---|---|---|---|",
        *(
            f"| `{c.name}` | {c.median * 1000:.0f} | {c.worst * 1000:.0f} | {c.processor * 1000:.0f} | {c.answered * 1000:.0f} | {c.alone * 1000:.0f} |"
            for c in commands
        ),
        "",
        f"## Exports: {sum(w.told <= LIMIT for w in written)} of {len(written)} begin within {LIMIT * 1000:.0f} ms",
        "",
        "Whole views as files, with a row for each application, member, document or mail. *Begins* is when the terminal (while",
        "`intake-bot stand-by` runs) or the browser shows that it is being written, *whole* when it is.",
        "",
        "| export | begins, ms | whole, s | size, MB |",
        "|---|---|---|---|",
        *(f"| `{w.name}` | {w.told * 1000:.0f} | {w.whole:.1f} | {w.size / 2**20:.1f} |" for w in written),
        "",
    ]
    return "\n".join(lines)


if __name__ == "__main__":
    main()

"""Stands by: loads what commands need, and has each command that is asked for carried out by a copy of this process."""

from __future__ import annotations

import gc
import json
import os
import signal
import socket
import sys
import time
import traceback
from collections.abc import Sequence
from contextlib import suppress
from dataclasses import dataclass
from importlib import import_module
from pathlib import Path
from sysconfig import get_path
from typing import NoReturn

from sqlalchemy.orm import configure_mappers

from bot.standing_by.asking import address, user_of

# What brings along most of what commands load. What knows the terminal (bot.command_line) is loaded by each copy for itself.
_LOADED = (
    "alembic.command", "bot.commands", "bot.desk.handing_out", "bot.desk.listing", "bot.desk.merging", "bot.desk.replay",
    "bot.desk.showing", "bot.desk.typed_values", "bot.evidence_page", "bot.exports.files", "bot.letters.preview",
    "bot.privacy.access", "bot.reports", "bot.schedule", "bot.statistics", "rich.progress", "rich.table",
    "sqlalchemy.dialects.sqlite", "storage.restoring", "storage.search", "typer.main",
)  # fmt: skip
_LONGEST_REQUEST = 4 * 1024 * 1024  # bytes
_STREAMS = 3  # standard input, output and error
_PACKAGES = ("bot", "parsers", "storage")


@dataclass(frozen=True, slots=True)
class Request:
    """A command as typed: its words, where, with what environment and file mode mask, and its standard streams."""

    words: Sequence[str]
    folder: str
    environment: dict[str, str]
    mask: int
    streams: Sequence[int]


def begin() -> NoReturn:
    """Makes of this process one that stands by and has nothing loaded."""
    os.execv(sys.executable, [sys.executable, "-m", "bot.standing_by"])  # noqa: S606 - it is ourselves


def listen() -> socket.socket | None:
    """The address of this user and installation taken; None where another process has it."""
    listening = socket.socket(socket.AF_UNIX, socket.SOCK_STREAM)
    try:
        listening.bind(address())
    except OSError:
        listening.close()
        return None
    listening.listen()
    return listening


def stand_by(listening: socket.socket) -> NoReturn:
    """Answers for ever; begins anew where the program was changed meanwhile, so that no command is carried out as it was."""
    loaded = _changed()
    for module in _LOADED:
        import_module(module)
    configure_mappers()
    gc.collect()
    gc.freeze()
    signal.signal(signal.SIGCHLD, signal.SIG_IGN)  # nobody waits for the copies: each tells whoever asked
    while True:
        connection, _ = listening.accept()
        if _changed() != loaded:
            connection.close()
            listening.close()
            begin()
        if os.fork() == 0:
            listening.close()
            _answer(connection)
        connection.close()


def _changed() -> int:
    """When a module of ours, or what is installed beside them, was last changed, in nanoseconds; 0 while one is."""
    home = Path(__file__).parents[2]
    modules = (path for package in _PACKAGES for path in (home / package).rglob("*.py"))
    try:
        return max(path.stat().st_mtime_ns for path in (*modules, Path(get_path("purelib"))))
    except FileNotFoundError:
        return 0


def _answer(connection: socket.socket) -> NoReturn:
    """Has a command carried out, and tells whoever asked which process does it, and its exit code in the end."""
    os.setsid()  # our terminal is not the command's: its signals do not concern it, nor may it be kept from reading its own
    signal.signal(signal.SIGCHLD, signal.SIG_DFL)
    request = _received(connection)
    if request is None:
        os._exit(0)
    process = os.fork()
    if process == 0:
        connection.close()
        _carry_out(request)
    for stream in request.streams:
        os.close(stream)
    with suppress(BrokenPipeError):  # whoever asked was killed; what was begun is carried out
        connection.sendall(b"%d\n" % process)
    code = os.waitstatus_to_exitcode(os.waitpid(process, 0)[1])
    with suppress(BrokenPipeError):
        connection.sendall(b"%d\n" % (code if code >= 0 else 128 - code))
    os._exit(0)


def _received(connection: socket.socket) -> Request | None:
    """What is asked for; None where another user asks, or another installation, or it is cut off."""
    if user_of(connection) != os.getuid():
        return None
    _, streams, _, _ = socket.recv_fds(connection, 1, _STREAMS)
    with connection.makefile("rb") as file:
        text = file.read(_LONGEST_REQUEST)
    try:
        said = json.loads(text)
    except ValueError:
        return None
    if said["prefix"] != sys.prefix or len(streams) != _STREAMS:
        return None
    return Request(said["words"], said["folder"], said["environment"], said["mask"], streams)


def _carry_out(request: Request) -> NoReturn:
    """This process becomes the one that the command would have been."""
    code = 1
    try:
        _become(request)
        import_module("bot.cli").main()
    except SystemExit as end:
        code = end.code if isinstance(end.code, int) else 1
    except Exception:
        traceback.print_exc()
    finally:
        sys.stdout.flush()
        sys.stderr.flush()
        os._exit(code)


def _become(request: Request) -> None:
    signal.signal(signal.SIGINT, signal.default_int_handler)
    for number, stream in enumerate(request.streams):
        os.dup2(stream, number)
        os.close(stream)
    # The standard streams stay open to the end.
    sys.stdin = open(0, encoding="utf-8", closefd=False)  # noqa: SIM115
    sys.stdout = open(1, "w", encoding="utf-8", closefd=False)  # noqa: SIM115
    sys.stderr = open(2, "w", 1, encoding="utf-8", errors="backslashreplace", closefd=False)  # noqa: SIM115
    sys.argv = ["intake-bot", *request.words]
    os.chdir(request.folder)
    os.umask(request.mask)
    os.environ.clear()
    os.environ.update(request.environment)
    time.tzset()

"""Asks the process that stands by to carry out a command. Nothing is imported here that a short command would wait for."""

from __future__ import annotations

import json
import os
import signal
import socket
import struct
import sys
from collections.abc import Sequence
from contextlib import suppress
from typing import Any

ENVIRONMENT = "INTAKE_BOT_STAND_BY"
OFF = "off"
# What stays until it is stopped is a process of its own, which no change of the program concerns until it is started anew.
STAYING = ("run", "browse", "desk", "demo", "stand-by")
_LONGEST_NAME = 70  # bytes, of the 108 that an address may have
_PASSED_ON = (signal.SIGINT, signal.SIGTERM, signal.SIGHUP)


def address() -> bytes:
    """Where the user's process for this installation listens: an abstract address of Linux, which no file stands for."""
    name = os.environ.get(ENVIRONMENT) or sys.prefix
    return b"\0intake-bot:%d:%s" % (os.getuid(), os.fsencode(name)[-_LONGEST_NAME:])


def user_of(connection: socket.socket) -> int:
    """Whose process is at the other end."""
    credentials = connection.getsockopt(socket.SOL_SOCKET, socket.SO_PEERCRED, struct.calcsize("3i"))
    return int(struct.unpack("3i", credentials)[1])


def ask(words: Sequence[str]) -> int | None:
    """The exit code of a command that was carried out with our terminal; None where nobody stands by, or it is left to us."""
    if not hasattr(socket, "SO_PEERCRED") or os.environ.get(ENVIRONMENT) == OFF or set(words) & set(STAYING):
        return None
    with socket.socket(socket.AF_UNIX, socket.SOCK_STREAM) as connection:
        try:
            connection.connect(address())
            if user_of(connection) != os.getuid():
                return None
            socket.send_fds(connection, [b"\0"], [0, 1, 2])
            connection.sendall(json.dumps(_request(words)).encode())
            connection.shutdown(socket.SHUT_WR)
            answer = connection.makefile("rb")
            process = answer.readline()
        except OSError:
            return None
        return _ended(int(process), answer) if process else None


def _request(words: Sequence[str]) -> dict[str, Any]:
    mask = os.umask(0)
    os.umask(mask)
    return {
        "prefix": sys.prefix,
        "words": list(words),
        "folder": os.getcwd(),  # noqa: PTH109 - pathlib is not loaded yet
        "environment": dict(os.environ),
        "mask": mask,
    }


def _ended(process: int, answer: Any) -> int:
    """Waits for the end of the command, and passes on to it how it is told to stop."""

    def pass_on(number: int, _: object) -> None:
        with suppress(ProcessLookupError):
            os.kill(process, number)

    for number in _PASSED_ON:
        signal.signal(number, pass_on)
    code = answer.readline()
    if not code:
        sys.stderr.write("Error: The process that stands by was ended. Look whether the command took effect.\n")
    return int(code) if code else 1

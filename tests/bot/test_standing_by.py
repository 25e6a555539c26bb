"""A process that stands by answers commands as they would be by themselves, and whoever is answered loads nothing."""

from __future__ import annotations

import os
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path

import pytest

from bot.demonstration.mails import mails
from bot.programme import Programme
from bot.standing_by import asking
from tests.bot.installation import Installation

FIRST, SECOND = "IIP-2023-0001", "IIP-2023-0002"
LOADED = "sqlalchemy"
PATIENCE, SECONDS = 60, 5


@pytest.fixture(scope="module")
def name(tmp_path_factory: pytest.TempPathFactory) -> str:
    return str(tmp_path_factory.mktemp("standing-by"))


@pytest.fixture(scope="module")
def bot(tmp_path_factory: pytest.TempPathFactory, programme: Programme) -> Installation:
    bot = Installation.build(tmp_path_factory.mktemp("asked"))
    came = list(mails(programme))
    bot.deliver(came[0], came[3])
    bot.run("poll")
    return bot


@pytest.fixture(scope="module")
def standing_by(name: str) -> Iterator[subprocess.Popen[str]]:
    line = [sys.executable, "-m", "bot", "stand-by"]
    with subprocess.Popen(line, env=_environment(name), stdout=subprocess.PIPE, text=True) as process:
        assert process.stdout is not None
        assert "answered at once" in process.stdout.readline()
        yield process
        process.terminate()


def _environment(name: str) -> dict[str, str]:
    return {**os.environ, asking.ENVIRONMENT: name}


def _ask(
    bot: Installation, name: str, *words: str, typed: str = "", folder: Path | None = None
) -> tuple[int, str, str, bool]:
    """The exit code, what was printed and complained, and whether another process did it: the command tells what it loads."""
    done = subprocess.run(
        [sys.executable, "-X", "importtime", "-m", "bot", "--config", str(bot.config), *words],
        env=_environment(name), cwd=folder, input=typed, capture_output=True, text=True, timeout=PATIENCE, check=False,
    )  # fmt: skip
    complained = (line for line in done.stderr.splitlines() if not line.startswith("import time:"))
    return done.returncode, done.stdout, "\n".join(complained), LOADED not in done.stderr


@pytest.mark.parametrize(
    "words",
    [
        ("list",),
        ("list", "--json"),
        ("show", FIRST),
        ("show", "IIP-2023-9999"),
        ("list", "--sort", "nothing"),
        ("merge", FIRST, SECOND),
        ("nonsense",),
        ("--help",),
    ],
)
@pytest.mark.usefixtures("standing_by")
def test_commands_are_answered_as_they_would_be_by_themselves(
    bot: Installation, name: str, words: tuple[str, ...]
) -> None:
    code, said, complained, answered = _ask(bot, name, *words, typed="n\n")
    assert answered
    assert (code, said, complained, False) == _ask(bot, asking.OFF, *words, typed="n\n")


@pytest.mark.usefixtures("standing_by")
def test_files_are_written_where_the_person_is_and_for_that_person_alone(
    bot: Installation, name: str, tmp_path: Path
) -> None:
    assert _ask(bot, name, "files", FIRST, "--to", "handed", folder=tmp_path)[0] == 0
    handed = list((tmp_path / "handed").rglob("*"))
    assert any(path.is_file() for path in handed)
    assert _ask(bot, asking.OFF, "files", FIRST, "--to", "alone", folder=tmp_path)[0] == 0
    modes = [
        {path.name: path.stat().st_mode for path in (tmp_path / folder).rglob("*")} for folder in ("handed", "alone")
    ]
    assert modes[0] == modes[1]


@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM])
@pytest.mark.usefixtures("standing_by")
def test_a_command_is_stopped_as_if_it_were_by_itself(bot: Installation, name: str, number: signal.Signals) -> None:
    codes = []
    for by in (name, asking.OFF):
        line = [sys.executable, "-m", "bot", "--config", str(bot.config), "merge", FIRST, SECOND]
        with subprocess.Popen(
            line, env=_environment(by), stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
        ) as process:
            assert process.stdout is not None
            said = ""
            while "[y/N]" not in said:
                said += process.stdout.read(1)
            for _ in range(PATIENCE // SECONDS):  # Python may begin to read before it sees a signal
                process.send_signal(number)
                with suppress(subprocess.TimeoutExpired):
                    process.wait(SECONDS)
                    break
        codes.append(process.returncode if process.returncode >= 0 else 128 - process.returncode)
    assert codes[0] == codes[1] != 0


def test_there_is_one_for_a_user_and_an_installation(standing_by: subprocess.Popen[str], name: str) -> None:
    line = [sys.executable, "-m", "bot", "stand-by"]
    second = subprocess.run(line, env=_environment(name), capture_output=True, text=True, timeout=PATIENCE, check=False)
    assert (second.returncode, "stands by already" in second.stderr) == (1, True)
    assert standing_by.poll() is None


@pytest.mark.usefixtures("standing_by")
def test_what_is_no_request_of_this_installation_is_not_carried_out(
    bot: Installation, name: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv(asking.ENVIRONMENT, name)
    for said in (b"", b"[", b'{"prefix": "/elsewhere", "words": ["list"]}'):
        with socket.socket(socket.AF_UNIX) as connection:
            connection.connect(asking.address())
            socket.send_fds(connection, [b"\0"], [0, 1, 2])
            connection.sendall(said)
            connection.shutdown(socket.SHUT_WR)
            assert connection.recv(10) == b""
    assert _ask(bot, name, "list")[3]


@pytest.mark.skipif(os.getuid() != 0, reason="only root may be somebody else")
@pytest.mark.usefixtures("standing_by")
def test_another_user_is_not_answered(name: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv(asking.ENVIRONMENT, name)
    code = (
        "import socket, sys; s = socket.socket(socket.AF_UNIX); s.connect(bytes.fromhex(sys.argv[1])); print(s.recv(9))"
    )
    line = ["/usr/bin/python3", "-c", code, asking.address().hex()]
    told = subprocess.run(line, user=65534, cwd="/", capture_output=True, timeout=PATIENCE, check=False)
    assert told.stdout == b"b''\n" or b"Connection reset" in told.stderr


def test_a_program_that_changed_is_loaded_anew(
    bot: Installation, name: str, standing_by: subprocess.Popen[str]
) -> None:
    assert _ask(bot, name, "list")[3]
    os.utime(asking.__file__)
    code, said, _, answered = _ask(bot, name, "list")
    assert (code, FIRST in said, answered) == (0, True, False)
    until = time.monotonic() + PATIENCE
    while not _ask(bot, name, "list")[3]:
        assert time.monotonic() < until
    assert standing_by.poll() is None


def test_without_one_commands_are_by_themselves(bot: Installation, tmp_path: Path) -> None:
    code, said, _, answered = _ask(bot, str(tmp_path), "list")
    assert (code, FIRST in said, answered) == (0, True, False)

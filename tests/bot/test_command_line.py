"""Commands are found in their rooms, and what is quick stays quick."""

from __future__ import annotations

import sqlite3
import subprocess
import sys
from contextlib import closing
from pathlib import Path

import pytest
import typer

from bot.cli import QUICK, ROOMS, Rooms, cli
from bot.command_line.prompt import PROMPT, completer
from bot.demonstration.mails import mails
from bot.errors import StoreError
from bot.programme import Programme
from tests.bot.installation import Installation


def test_every_command_is_found_and_quick_ones_where_they_are_said_to_be() -> None:
    group = typer.main.get_group(cli)
    assert isinstance(group, Rooms)
    names = group.list_commands(None)
    assert {"run", "list", "search", "export", "stats", "browse", "letters"} <= set(names)
    assert set(QUICK) <= set(names)
    assert set(QUICK.values()) <= set(ROOMS)
    for name in QUICK:
        fresh = typer.main.get_group(cli)
        assert isinstance(fresh, Rooms)
        assert fresh.get_command(None, name) is not None


def test_searching_loads_nothing_that_reads_mail() -> None:
    code = "import sys; from bot.command_line import sharing; print(*sorted(sys.modules))"
    loaded = subprocess.run([sys.executable, "-c", code], check=True, capture_output=True, text=True).stdout.split()
    assert not {"cv2", "numpy", "pyhanko", "alembic", "openpyxl", "datasette", "imapclient", "matplotlib"} & set(loaded)


@pytest.fixture(scope="module")
def bot(tmp_path_factory: pytest.TempPathFactory, programme: Programme) -> Installation:
    bot = Installation.build(tmp_path_factory.mktemp("desk"))
    bot.deliver(next(iter(mails(programme))))
    bot.run("poll")
    return bot


def _answers(bot: Installation, *typed: str) -> list[str]:
    """What the desk said to each line typed."""
    told = bot.run("desk", typed="".join(f"{line}\n" for line in typed))
    return told.stdout.split(PROMPT)[1:]


def test_the_desk_answers_as_each_command_alone_does(bot: Installation) -> None:
    lines = ("list", "show IIP-2023-0001", "stats", "search --help")
    assert _answers(bot, *lines, "exit") == [*(bot.run(*line.split()).stdout for line in lines), ""]
    assert _answers(bot, "intake-bot list") == [bot.run("list").stdout, "\n"]


def test_the_desk_takes_texts_of_several_words_and_answers_to_questions(bot: Installation) -> None:
    assert "Zvanīju 12.04." in _answers(bot, 'note IIP-2023-0001 "Zvanīju 12.04."', "show IIP-2023-0001")[1]
    title = bot.applications()[0]["title"]
    assert "1 application: IIP-2023-0001" in _answers(bot, "anonymise IIP-2023-0001", "no", "exit")[0]
    assert bot.applications()[0]["title"] == title
    _answers(bot, "anonymise IIP-2023-0001", "1", "exit")
    assert bot.applications()[0]["title"] != title


def test_no_mistake_ends_the_desk(bot: Installation) -> None:
    typed = (
        "show IIP-2023-0099",
        "lsit",
        "list --status open",
        'note IIP-2023-0001 "Zvanīju',
        "desk",
        "",
        "help",
        "list",
        "quit",
    )
    told = bot.run("desk", typed="\n".join(typed))
    assert "IIP-2023-0001" in told.stdout.split(PROMPT)[8]
    for said in ("There is no application IIP-2023-0099", "No such command", "Invalid value", "a quotation mark"):
        assert said in told.stderr
    assert "This is the desk." in told.stdout
    assert told.returncode == 0


def test_tab_completes_commands_and_nothing_behind_them() -> None:
    complete = completer(["list", "letters", "show"], lambda: "")
    assert [complete("l", place) for place in range(3)] == ["list ", "letters ", None]
    assert completer(["list"], lambda: "show ")("l", 0) is None


@pytest.mark.parametrize("command", ["poll", "list", "note IIP-2023-0001 Zvanīju"])
def test_a_damaged_store_ends_a_command_with_what_to_do(bot: Installation, tmp_path: Path, command: str) -> None:
    path = tmp_path / "intake.sqlite"
    with closing(sqlite3.connect(bot.folder / "intake.sqlite")) as connection:
        connection.execute("VACUUM INTO ?", (str(path),))
        [size] = connection.execute("PRAGMA page_size").fetchone()
    damaged = bytearray(path.read_bytes())
    damaged[size:] = b"\xff" * (len(damaged) - size)  # all but the first page, which tells what there is
    path.write_bytes(damaged)
    told = Installation.build(tmp_path).run(*command.split(), check=False)
    assert told.returncode == StoreError.exit_code
    assert "put a backup in its place" in told.stderr
    assert path.read_bytes() == damaged

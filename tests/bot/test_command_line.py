"""Commands are found in their rooms, and what is quick stays quick."""

from __future__ import annotations

import subprocess
import sys

import typer

from bot.cli import QUICK, ROOMS, Rooms, cli


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

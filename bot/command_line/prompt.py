"""Commands that answer commands without starting anew for each: typed one after the other here, or elsewhere."""

from __future__ import annotations

import shlex
from collections.abc import Callable
from contextlib import suppress
from typing import cast

import typer
from typer.core import TyperGroup

from bot.command_line.answering import answer
from bot.command_line.console import Chosen, out
from bot.standing_by.answering import begin

cli = typer.Typer()
PROMPT = "intake-bot> "
_LEAVING = ("exit", "quit")


@cli.command()
def desk(context: typer.Context) -> None:
    """Type commands one after the other, without waiting for each to start."""
    commands = cast(TyperGroup, context.find_root().command)
    names = [name for name in commands.list_commands(context) if name != context.info_name]
    with suppress(ImportError):  # a Python without it offers neither Tab nor the line before
        _offer([*names, *_LEAVING])
    out.print("Type a command, `help` for all of them, `exit` to leave.")
    while (words := _typed()) is not None:
        if words and words[0] == context.info_name:
            out.print("This is the desk.")
        elif words:
            answer(commands, ["--config", str(Chosen.path), *(["--help"] if words == ["help"] else words)])


@cli.command("stand-by")
def stand_by() -> None:
    """Stay, and answer at once the commands that are typed elsewhere by the same user."""
    begin()


def _typed() -> list[str] | None:
    """The words of the next line, without the program's name; None where the person leaves."""
    try:
        words = shlex.split(input(PROMPT))
    except EOFError:
        out.print()
        return None
    except KeyboardInterrupt:  # what was typed so far does not count
        out.print()
        return []
    except ValueError:
        typer.echo("Error: a quotation mark has no other. Put a text between two of them.", err=True)
        return []
    if words[:1] == ["intake-bot"]:
        words = words[1:]
    return None if words and words[0] in _LEAVING else words


def _offer(names: list[str]) -> None:
    """Lets Tab complete the first word of a line to one of `names`."""
    import readline  # noqa: PLC0415 - not every Python has it

    readline.set_completer(completer(names, lambda: readline.get_line_buffer()[: readline.get_begidx()]))
    readline.parse_and_bind("tab: complete")


def completer(names: list[str], before: Callable[[], str]) -> Callable[[str, int], str | None]:
    """Gives the n-th of `names` that begins as typed, and None after the last, where nothing stands `before` what is typed."""

    def complete(begun: str, place: int) -> str | None:
        found = [f"{name} " for name in names if name.startswith(begun)] if not before().strip() else []
        return found[place] if place < len(found) else None

    return complete

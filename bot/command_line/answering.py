"""One line of words carried out as a command: what goes wrong in it becomes words and an exit code."""

from __future__ import annotations

from collections.abc import Sequence

import typer
from typer.core import TyperGroup

from bot.errors import IntakeBotError, StoreError
from storage import StoreProblem


def answer(commands: TyperGroup, words: Sequence[str]) -> int:
    """Carries out what `words` ask of `commands`, as typed after `intake-bot`; the exit code."""
    try:
        commands.main(list(words), prog_name="intake-bot")
    except IntakeBotError as error:
        typer.echo(f"Error: {error}", err=True)
        return error.exit_code
    except StoreProblem as problem:  # met while working: what was read through to its end is rarely damaged
        typer.echo(f"Error: {problem}", err=True)
        return StoreError.exit_code
    except SystemExit as end:  # how typer ends every command, whatever came of it
        return end.code if isinstance(end.code, int) else 1
    return 0

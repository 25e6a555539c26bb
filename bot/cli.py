"""The commands; the one place that turns errors into words and exit codes."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import Annotated

import typer

from bot import logs
from bot.command_line import deciding, keeping, looking, mails, mending, results, tending, working
from bot.command_line.console import Chosen
from bot.errors import IntakeBotError

cli = typer.Typer(no_args_is_help=True, add_completion=False, pretty_exceptions_enable=False, rich_markup_mode=None)
for commands in (working, looking, deciding, tending, mending, results, mails, keeping):
    cli.add_typer(commands.cli)


@cli.callback()
def _main(
    config: Annotated[Path, typer.Option("--config", help="The configuration file.")] = Path("config.toml"),
    verbose: Annotated[bool, typer.Option("--verbose", "-v", help="Say what is being done.")] = False,
) -> None:
    """Reads applications out of e-mail, files them, and answers with what is still missing."""
    Chosen.path = config
    logs.configure(verbose=verbose)


def main() -> None:
    """The console script."""
    try:
        cli()
    except IntakeBotError as error:
        typer.echo(f"Error: {error}", err=True)
        sys.exit(error.exit_code)

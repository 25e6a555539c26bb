"""Commands by which a person decides."""

from __future__ import annotations

from typing import Annotated

import typer

from bot.app import App
from bot.command_line import console
from bot.command_line.console import out

cli = typer.Typer()


@cli.command()
def confirm(
    message: Annotated[int, typer.Argument(help="The number that `waiting` shows.")],
    to: Annotated[str | None, typer.Option("--to", help="The reference of the application it belongs to.")] = None,
) -> None:
    """Vouch for a message that waits: it takes effect, and its sender is answered."""
    with App(console.settings()) as app:
        app.intake.confirm(message, console.person(), to)
    out.print(f"Message {message} has taken effect.")


@cli.command()
def reject(message: Annotated[int, typer.Argument(help="The number that `waiting` shows.")]) -> None:
    """Decide that a message that waits shall have no effect."""
    with App(console.settings()) as app:
        app.intake.reject(message, console.person())
    out.print(f"Message {message} has no effect.")

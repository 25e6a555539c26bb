"""The command that shows the store in a browser."""

from __future__ import annotations

import webbrowser
from typing import Annotated

import typer

from bot.command_line import console
from bot.command_line.console import out

cli = typer.Typer()


@cli.command()
def browse(
    port: Annotated[int | None, typer.Option("--port", help="The port of this machine; 0 takes a free one.")] = None,
    open_: Annotated[bool, typer.Option("--open", help="Open the browser, too.")] = False,
) -> None:
    """Show the store in a browser, read-only, until stopped."""
    from bot.browsing import site  # noqa: PLC0415 - `--help` need not wait for Datasette

    def ready(address: str) -> None:
        out.print(f"The store is at {address} Stop with Ctrl+C.")
        if open_:
            webbrowser.open(address)

    site.serve(console.settings(), port, ready)

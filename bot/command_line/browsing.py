"""The command that shows the store in a browser."""

from __future__ import annotations

import typer

cli = typer.Typer()

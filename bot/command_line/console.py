"""What every command has: the configuration that was named, the store it leads to, and how things are printed."""

from __future__ import annotations

import getpass
import json
import sys
from pathlib import Path
from typing import Annotated, Any

import typer
from rich.console import Console

from bot import settings as settings_module
from bot import store_opening
from bot.settings import Settings
from storage import Store
from storage.looking import ReadOnlyStore

out = Console(highlight=False, soft_wrap=True)
Json = Annotated[bool, typer.Option("--json", help="Print JSON.")]


class Chosen:
    """The configuration file named on the command line."""

    path = Path("config.toml")


def settings() -> Settings:
    """The settings of the chosen file. Raises `ConfigurationError`."""
    return settings_module.load(Chosen.path)


def store() -> Store:
    """The store of the chosen configuration. Raises `StoreError`."""
    return store_opening.open_store(settings())


def look() -> ReadOnlyStore:
    """The store of the chosen configuration, to look at. Raises `StoreError`."""
    return store_opening.look(settings())


def person() -> str:
    """Who types, for the journal."""
    return getpass.getuser()


def print_json(value: Any) -> None:
    """Prints a value for programs."""
    sys.stdout.write(json.dumps(value, ensure_ascii=False, indent=1) + "\n")

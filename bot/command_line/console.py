"""What every command has: the configuration that was named, the store it leads to, and how things are printed."""

from __future__ import annotations

import getpass
import json
import sys
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from typing import Annotated, Any, TypeVar

import typer
from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn

from bot import settings as settings_module
from bot import store_opening
from bot.settings import Settings
from storage import Store
from storage.looking import ReadOnlyStore

# What is printed comes from strangers, too: nothing in it is markup.
out = Console(highlight=False, soft_wrap=True, markup=False, emoji=False)
Json = Annotated[bool, typer.Option("--json", help="Print JSON.")]
Yes = Annotated[bool, typer.Option("--yes", help="Do it without asking.")]
Reference = Annotated[str, typer.Argument(help="A reference like IIP-2023-0007.")]
_Item = TypeVar("_Item")


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


def agreed(question: str, *, yes: bool) -> None:
    """Goes on only where the person agrees: by `--yes`, or by typing y."""
    if not yes:
        typer.confirm(question, abort=True)


def tracked(items: Sequence[_Item], describe: Callable[[_Item], str]) -> Iterator[_Item]:
    """`items` one by one, with a bar that shows how far it is and what is done with the one at hand."""
    columns = (TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn())
    shown = Console(stderr=True)
    with Progress(*columns, console=shown, transient=True, disable=not shown.is_terminal) as progress:
        task = progress.add_task(describe(items[0]) if items else "", total=len(items))
        for item in items:
            progress.update(task, description=describe(item))
            yield item
            progress.advance(task)


def print_json(value: Any) -> None:
    """Prints a value for programs, of a list each record in a line of its own."""
    if isinstance(value, list) and value:
        text = "[\n" + ",\n".join(map(json.JSONEncoder(ensure_ascii=False).encode, value)) + "\n]"
    else:
        text = json.dumps(value, ensure_ascii=False, indent=1)
    sys.stdout.write(text + "\n")

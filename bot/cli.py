"""The commands, each room of them loaded when it is needed."""

from __future__ import annotations

import gc
import sys
from importlib import import_module
from pathlib import Path
from typing import Annotated, Any

import typer
from typer.core import TyperGroup

from bot import logs
from bot.command_line.answering import answer
from bot.command_line.console import Chosen

ROOMS = (
    "working", "looking", "prompt", "sharing", "browsing", "deciding", "tending", "mending", "results", "mails", "keeping"
)  # fmt: skip
# Commands whose room loads little: they need not wait for what the others bring along.
QUICK = {
    **dict.fromkeys(("search", "export", "stats"), "sharing"),
    **dict.fromkeys(("list", "show", "waiting", "journal", "outbox"), "looking"),
    "browse": "browsing",
}


# A list of ten thousand applications makes as many objects at once as it has cells, and none of them is garbage.
_MADE_AT_ONCE = 50_000


class Rooms(TyperGroup):
    """The commands of all rooms, each room loaded when somebody asks for what is in it."""

    def list_commands(self, ctx: Any) -> list[str]:
        """Every command's name, in the order of the rooms."""
        self._enter(ROOMS)
        return list(self.commands)

    def get_command(self, ctx: Any, cmd_name: str) -> Any:
        """The command of a name, or None."""
        if cmd_name not in self.commands:
            self._enter((QUICK[cmd_name],) if cmd_name in QUICK else ROOMS)
        return self.commands.get(cmd_name)

    def _enter(self, rooms: tuple[str, ...]) -> None:
        # What is imported stays: looking for garbage in it would take a fifth of a short command's time.
        gc.disable()
        for room in rooms:
            self.commands.update(typer.main.get_group(import_module(f"bot.command_line.{room}").cli).commands)
        gc.freeze()
        gc.enable()
        gc.set_threshold(_MADE_AT_ONCE)


cli = typer.Typer(
    cls=Rooms, no_args_is_help=True, add_completion=False, pretty_exceptions_enable=False, rich_markup_mode=None
)


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
    sys.exit(answer(typer.main.get_group(cli), sys.argv[1:]))

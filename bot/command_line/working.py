"""Commands of whoever runs the bot: work, take mail from files, try things out."""

from __future__ import annotations

import json
import sys
from pathlib import Path
from typing import Annotated

import typer
from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn

from bot import commands, rounds, schedule
from bot.app import App
from bot.command_line import console
from bot.command_line.console import Json, out
from bot.errors import IntakeBotError
from bot.forms import blank_form
from bot.login import log_in

cli = typer.Typer()
Files = Annotated[list[Path], typer.Argument(help="Mails (.eml, .mbox, .msg) or folders of them.")]


@cli.command()
def run() -> None:
    """Work until stopped: fetch, read, file, answer, remind, report."""
    settings = console.settings()
    out.print(f"Watching {settings.mailbox.url}. Stop with Ctrl+C.")
    schedule.run(lambda: App(settings, checked=True).begin())


@cli.command()
def poll() -> None:
    """One round of all due work, then exit."""
    with App(console.settings(), checked=True) as app:
        done = rounds.run(app)
        out.print(f"{done.fetched} fetched, {done.processed} processed, {done.delivered} sent.")
        if done.failure is not None:
            raise done.failure


@cli.command("import")
def import_(
    files: Files,
    reply: Annotated[bool, typer.Option("--reply", help="Send the answers instead of holding them.")] = False,
) -> None:
    """Take mails from files as if they had arrived; answers are held unless --reply is given."""
    with App(console.settings(), checked=True) as app:
        columns = (TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn())
        with Progress(*columns, console=Console(stderr=True), transient=True) as progress:
            outcome = commands.import_files(app, files, reply=reply, track=progress.track, actor=console.person())
        out.print(f"{outcome.taken} taken, {outcome.processed} processed.")
        if reply:
            rounds.deliver(app)


@cli.command()
def parse(files: Files, as_json: Json = False) -> None:
    """Read mails without storing anything; needs no configuration."""
    for result in commands.parse_files(files):
        if as_json:
            sys.stdout.write(json.dumps(result, ensure_ascii=False) + "\n")
            sys.stdout.flush()
        else:
            out.print_json(data=result)


@cli.command()
def form(
    docx: Annotated[bool, typer.Option("--docx", help="A Word file with content controls (the default).")] = False,
    pdf: Annotated[bool, typer.Option("--pdf", help="A PDF that is filled in on the screen.")] = False,
    lang: Annotated[str, typer.Option("--lang", help="lv or en.")] = "lv",
    output: Annotated[Path | None, typer.Option("--output", "-o", help="Where to; its own name by default.")] = None,
) -> None:
    """Write the blank application form of the call; without a configuration, of the bundled one."""
    if lang not in ("lv", "en"):
        raise IntakeBotError(f"There is no form in the language {lang!r}. Choose lv or en.")
    call = commands.programme_of(console.settings() if console.Chosen.path.exists() else None)
    for chosen in [name for name, wanted in (("docx", docx or not pdf), ("pdf", pdf)) if wanted]:
        written = blank_form.write(call, lang, "pdf" if chosen == "pdf" else "docx")
        path = output.with_suffix(f".{chosen}") if output else Path(written.filename)
        path.write_bytes(written.content)
        out.print(f"{path} written.")


@cli.command()
def login() -> None:
    """Sign in to a mail host that takes no passwords (OAuth 2); once, then tokens are renewed."""
    log_in(console.settings(), out.print)


@cli.command()
def check() -> None:
    """Check configuration, programme, store, mailbox and outgoing server without changing anything."""
    failure: IntakeBotError | None = None
    for checked in commands.check(console.settings()):
        out.print(f"{'✗' if checked.error else '!' if checked.remark else '✓'} {checked.what}")
        if checked.remark:
            out.print(f"  {checked.remark}")
        if checked.error is not None:
            out.print(f"  {checked.error}")
            failure = failure or checked.error
    if failure is not None:
        sys.exit(failure.exit_code)


@cli.command("demo")
def demo_(folder: Annotated[Path, typer.Argument(help="Where to put the demonstration.")] = Path("demo")) -> None:
    """Show the main job on sample applications, with a Maildir and an SQLite store in a folder of their own."""
    from bot.demonstration import show as demonstration  # noqa: PLC0415 - it loads what writes documents

    demonstration.run(folder, out)

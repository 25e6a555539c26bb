"""Commands about what the bot writes."""

from __future__ import annotations

from datetime import datetime
from pathlib import Path
from typing import Annotated

import typer
from rich.table import Table

from bot import programme
from bot.app import App
from bot.backups import after_restoring
from bot.clock import system_clock
from bot.command_line import console
from bot.command_line.console import out
from bot.letters import preview as letter_preview
from bot.letters.opening import letter_writer
from bot.outbox import move
from bot.year.appointment_plan import Notice
from bot.year.reminder_plan import Reminder
from storage.models import OutboxState

cli = typer.Typer()
letters = typer.Typer(no_args_is_help=True, help="The letters that the bot writes.")
cli.add_typer(letters, name="letters")
Keys = Annotated[list[str], typer.Argument(help="Keys that `outbox --json` shows.")]


@cli.command()
def hold(keys: Keys) -> None:
    """Keep queued mails from going out."""
    _move(keys, OutboxState.QUEUED, OutboxState.HELD)


@cli.command()
def release(
    keys: Annotated[list[str] | None, typer.Argument(help="Keys that `outbox --json` shows.")] = None,
    restored: Annotated[
        bool, typer.Option("--restored", help="All that are held because the store was put back from a backup.")
    ] = False,
) -> None:
    """Let held mails go out with the next round."""
    chosen = list(keys or ())
    if restored:
        with console.look().reading() as session:
            chosen += [mail.key for mail in after_restoring.held(session)]
    elif not chosen:
        raise typer.BadParameter("Name keys that `outbox --json` shows, or give --restored.")
    _move(chosen, OutboxState.HELD, OutboxState.QUEUED)


def _move(keys: list[str], before: OutboxState, after: OutboxState) -> None:
    with console.store().begin() as session:
        moved = move(session, keys, before, after, actor=console.person(), now=system_clock())
        session.commit()
    out.print(f"{moved} {after.value}.")


@cli.command()
def remind(
    on: Annotated[datetime | None, typer.Option("--on", help="Another moment than now, only with --dry-run.")] = None,
    dry_run: Annotated[bool, typer.Option("--dry-run", help="Only show what would be queued.")] = False,
) -> None:
    """Queue the reminders that are due; the bot does so by itself while it runs."""
    if on is not None and not dry_run:
        raise typer.BadParameter("--on goes with --dry-run: reminders are queued only for now.")
    with App(console.settings()) as app:
        if not dry_run:
            out.print(f"{app.reminders.queue_due() + app.appointments.queue_due()} queued.")
            return
        moment = on.replace(tzinfo=app.programme.zone) if on else app.clock()
        table = Table("Application", "Letter", "For the day")
        due: list[Reminder | Notice] = [*app.reminders.due(moment), *app.appointments.due(moment)]
        for reminder in due:
            table.add_row(reminder.reference, reminder.template, reminder.slot.isoformat())
        out.print(table)


@cli.command()
def digest() -> None:
    """The director's digest as it would be now; nothing is sent."""
    with App(console.settings()) as app:
        letter = app.digest.preview()
    out.print(letter.subject, style="bold")
    out.print(letter.text)


@letters.command("preview")
def preview(file: Annotated[Path, typer.Argument(help="The page to write.")] = Path("letters.html")) -> None:
    """Write every letter in both languages, with sample data, into one HTML page."""
    settings = console.settings()
    writer = letter_writer(settings, programme.load(settings.programme))
    file.write_text(letter_preview.page(writer), "utf-8")
    out.print(f"The letters are in {file}. Open it in a browser.")

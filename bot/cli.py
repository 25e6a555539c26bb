"""The commands; the one place that turns errors into words and exit codes."""

from __future__ import annotations

import getpass
import json
import logging
import sys
from datetime import datetime
from pathlib import Path
from typing import Annotated, Any

import typer
from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn
from rich.table import Table

from bot import commands, programme, register, reports, rounds, schedule, showing
from bot import settings as settings_module
from bot.app import App, letter_writer, open_store
from bot.clock import system_clock
from bot.errors import IntakeBotError
from bot.forms import blank_form
from bot.letters import preview as letter_preview
from bot.login import log_in
from bot.outbox import move
from bot.settings import Settings
from storage import Store
from storage.models import OutboxState

cli = typer.Typer(no_args_is_help=True, add_completion=False, pretty_exceptions_enable=False, rich_markup_mode=None)
letters = typer.Typer(no_args_is_help=True, help="The letters that the bot writes.")
cli.add_typer(letters, name="letters")
out = Console(highlight=False, soft_wrap=True)
Json = Annotated[bool, typer.Option("--json", help="Print JSON.")]
Files = Annotated[list[Path], typer.Argument(help="Mails (.eml, .mbox, .msg) or folders of them.")]


class _Chosen:
    """The configuration file named on the command line."""

    path = Path("config.toml")


@cli.callback()
def _main(
    config: Annotated[Path, typer.Option("--config", help="The configuration file.")] = Path("config.toml"),
    verbose: Annotated[bool, typer.Option("--verbose", "-v", help="Say what is being done.")] = False,
) -> None:
    """Reads applications out of e-mail, files them, and answers with what is still missing."""
    _Chosen.path = config
    logging.basicConfig(
        level=logging.INFO if verbose else logging.WARNING, format="%(asctime)s %(levelname)s %(name)s: %(message)s"
    )
    logging.getLogger("pdfminer").setLevel(logging.ERROR)  # one damaged file can write thousands of lines


def _settings() -> Settings:
    return settings_module.load(_Chosen.path)


def _store() -> Store:
    return open_store(_settings())


def _print_json(value: Any) -> None:
    sys.stdout.write(json.dumps(value, ensure_ascii=False, indent=1) + "\n")


@cli.command()
def run() -> None:
    """Work until stopped: fetch, read, file, answer, remind, report."""
    with App(_settings()) as app:
        out.print(f"Watching {app.mailbox.name}. Stop with Ctrl+C.")
        schedule.run(app)


@cli.command()
def poll() -> None:
    """One round of all due work, then exit."""
    with App(_settings()) as app:
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
    with App(_settings()) as app:
        columns = (TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn())
        with Progress(*columns, console=Console(stderr=True), transient=True) as progress:
            outcome = commands.import_files(app, files, reply=reply, track=progress.track)
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
    call = commands.programme_of(_settings() if _Chosen.path.exists() else None)
    for chosen in [name for name, wanted in (("docx", docx or not pdf), ("pdf", pdf)) if wanted]:
        written = blank_form.write(call, lang, "pdf" if chosen == "pdf" else "docx")
        path = output.with_suffix(f".{chosen}") if output else Path(written.filename)
        path.write_bytes(written.content)
        out.print(f"{path} written.")


@cli.command("list")
def list_(as_json: Json = False) -> None:
    """Every application, where it stands, and what is open."""
    with _store().reading() as session:
        rows = reports.applications(session)
    if as_json:
        _print_json(rows)
        return
    table = Table("Reference", "Institution", "Title", "Status")
    table.add_column("Open", overflow="fold")
    for row in rows:
        table.add_row(
            row["reference"],
            row["institution"] or "–",
            row["title"] or "–",
            row["status"],
            ", ".join(f["code"] for f in row["findings"]),
        )
    out.print(table)


@cli.command()
def show(
    reference: str,
    evidence: Annotated[
        bool, typer.Option("--evidence", help="Write a page that shows where each value was read.")
    ] = False,
    to: Annotated[Path | None, typer.Option("--to", help="Where to write that page.")] = None,
) -> None:
    """Everything about one application."""
    if not evidence:
        with _store().reading() as session:
            showing.application(session, reference, out)
        return

    from bot import evidence_page  # noqa: PLC0415 - it loads what draws pages

    with App(_settings()) as app, app.store.reading() as session:
        application = register.find(session, reference)
        page = evidence_page.write(session, application, app.programme, app.workers, app.rules)
    file = to or Path(f"{application.reference}-evidence.html")
    file.write_text(page, "utf-8")
    out.print(f"The evidence is in {file}. Open it in a browser.")


@cli.command()
def outbox(as_json: Json = False) -> None:
    """Every mail that goes out, went out, or could not."""
    with _store().reading() as session:
        rows = reports.outgoing(session)
    if as_json:
        _print_json(rows)
        return
    table = Table("Template", "To", "Subject", "State", "Application")
    for row in rows:
        table.add_row(row["template"], row["to"], row["subject"], row["state"], row["application"] or "–")
    out.print(table)


@cli.command()
def remind(
    on: Annotated[datetime | None, typer.Option("--on", help="Another moment than now, only with --dry-run.")] = None,
    dry_run: Annotated[bool, typer.Option("--dry-run", help="Only show what would be queued.")] = False,
) -> None:
    """Queue the reminders that are due; the bot does so by itself while it runs."""
    if on is not None and not dry_run:
        raise typer.BadParameter("--on goes with --dry-run: reminders are queued only for now.")
    with App(_settings()) as app:
        if not dry_run:
            out.print(f"{app.reminders.queue_due()} queued.")
            return
        moment = on.replace(tzinfo=app.programme.zone) if on else app.clock()
        table = Table("Application", "Letter", "For the day")
        for reminder in app.reminders.due(moment):
            table.add_row(reminder.reference, reminder.template, reminder.slot.isoformat())
        out.print(table)


@cli.command()
def hold(keys: Annotated[list[str], typer.Argument(help="Keys that `outbox --json` shows.")]) -> None:
    """Keep queued mails from going out."""
    _move(keys, OutboxState.QUEUED, OutboxState.HELD)


@cli.command()
def release(keys: Annotated[list[str], typer.Argument(help="Keys that `outbox --json` shows.")]) -> None:
    """Let held mails go out with the next round."""
    _move(keys, OutboxState.HELD, OutboxState.QUEUED)


def _move(keys: list[str], before: OutboxState, after: OutboxState) -> None:
    with _store().begin() as session:
        moved = move(session, keys, before, after, actor=getpass.getuser(), now=system_clock())
        session.commit()
    out.print(f"{moved} {after.value}.")


@cli.command()
def waiting() -> None:
    """Messages that wait for a person: to be confirmed or rejected, or set aside because they could not be read."""
    table = Table("Message", "Status", "From", "Subject", "Application", "Why")
    with _store().reading() as session:
        for message in reports.stuck(session):
            reference = message.application.reference if message.application else "–"
            table.add_row(
                str(message.id), message.status, message.sender_address, message.subject, reference, message.reason
            )
    out.print(table)


@cli.command()
def confirm(
    message: Annotated[int, typer.Argument(help="The number that `waiting` shows.")],
    to: Annotated[str | None, typer.Option("--to", help="The reference of the application it belongs to.")] = None,
) -> None:
    """Vouch for a message that waits: it takes effect, and its sender is answered."""
    with App(_settings()) as app:
        app.intake.confirm(message, getpass.getuser(), to)
    out.print(f"Message {message} has taken effect.")


@cli.command()
def reject(message: Annotated[int, typer.Argument(help="The number that `waiting` shows.")]) -> None:
    """Decide that a message that waits shall have no effect."""
    with App(_settings()) as app:
        app.intake.reject(message, getpass.getuser())
    out.print(f"Message {message} has no effect.")


@cli.command()
def digest() -> None:
    """The director's digest as it would be now; nothing is sent."""
    with App(_settings()) as app:
        letter = app.digest.preview()
    out.print(letter.subject, style="bold")
    out.print(letter.text, markup=False)


@letters.command("preview")
def preview(file: Annotated[Path, typer.Argument(help="The page to write.")] = Path("letters.html")) -> None:
    """Write every letter in both languages, with sample data, into one HTML page."""
    settings = _settings()
    writer = letter_writer(settings, programme.load(settings.programme))
    file.write_text(letter_preview.page(writer), "utf-8")
    out.print(f"The letters are in {file}. Open it in a browser.")


@cli.command()
def login() -> None:
    """Sign in to a mail host that takes no passwords (OAuth 2); once, then tokens are renewed."""
    log_in(_settings(), out.print)


@cli.command()
def check() -> None:
    """Check configuration, programme, store, mailbox and outgoing server without changing anything."""
    failure: IntakeBotError | None = None
    for checked in commands.check(_settings()):
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


def main() -> None:
    """The console script."""
    try:
        cli()
    except IntakeBotError as error:
        typer.echo(f"Error: {error}", err=True)
        sys.exit(error.exit_code)

"""Commands that show what is in the store."""

from __future__ import annotations

from datetime import datetime, timedelta
from pathlib import Path
from typing import Annotated, Any

import typer
from rich.text import Text

from bot import application_record, journal, programme, reports
from bot.clock import system_clock
from bot.command_line import console
from bot.command_line.console import Json, Reference, out
from bot.counting import counted
from bot.desk import history, listing, next_steps, showing
from bot.desk.listing import NOBODY, NONE, Wanted
from bot.desk.tables import table
from bot.letters.opening import letter_writer
from storage.models import ApplicationStatus, Decision

cli = typer.Typer()
MOST = 200
_DAYS = ["%Y-%m-%d", "%d.%m.%Y"]


@cli.command("list")
def list_(
    as_json: Json = False,
    status: Annotated[ApplicationStatus | None, typer.Option("--status", help="Only those of a status.")] = None,
    institution: Annotated[str | None, typer.Option("--institution", help="Only a university's, by its key.")] = None,
    theme: Annotated[str | None, typer.Option("--theme", help="Only those of a theme, by its key.")] = None,
    finding: Annotated[
        str | None, typer.Option("--finding", help="Only where this is open: missing_delegation_letter, missing_field.")
    ] = None,
    assignee: Annotated[
        str | None, typer.Option("--assignee", help=f"Only those that somebody looks after, or {NOBODY}.")
    ] = None,
    decision: Annotated[
        str | None, typer.Option("--decision", help=f"Only those so decided: {', '.join(Decision)}, or {NONE}.")
    ] = None,
    since: Annotated[
        datetime | None, typer.Option("--since", formats=_DAYS, help="Only what arrived on this day or later.")
    ] = None,
    until: Annotated[
        datetime | None, typer.Option("--until", formats=_DAYS, help="Only what arrived on this day or earlier.")
    ] = None,
    title: Annotated[str | None, typer.Option("--title", help="Only where this stands in the title.")] = None,
    columns: Annotated[
        str, typer.Option("--columns", help="What to show, with commas between: reference,title,contact,arrived.")
    ] = ",".join(listing.DEFAULT_COLUMNS),
    sort: Annotated[str, typer.Option("--sort", help="By which column; -COLUMN begins at its end.")] = "reference",
    most: Annotated[int, typer.Option("--most", help="How many to show at most; JSON has all.", min=1)] = MOST,
) -> None:
    """The applications, where they stand, and what is open."""
    call = programme.load(console.settings().programme)
    wanted = Wanted(
        status=status,
        institution=institution,
        theme=theme,
        finding=finding,
        assignee=assignee,
        decision=decision,
        since=since.replace(tzinfo=call.zone) if since else None,
        until=until.replace(tzinfo=call.zone) + timedelta(days=1) if until else None,
        title=title,
    )
    listing.check(wanted, call)
    shown = [(name.strip(), listing.column(name.strip())) for name in columns.split(",") if name.strip()]
    with console.look().reading() as session:
        ids = listing.find(session, wanted, sort)
        if as_json:
            console.print_json(reports.applications(session, ids))
            return
        rows = listing.rows(session, ids[:most])
    found = table(*(name.capitalize().replace("_", " ") for name, _ in shown))
    for row in rows:
        found.add_row(*(_cell(name, one.value(row), call) for name, one in shown))
    out.print(found)
    out.print(f"{counted(len(ids), 'application')}{_shown(len(ids), most, 'first')}.")


@cli.command()
def outbox(
    as_json: Json = False,
    most: Annotated[int, typer.Option("--most", help="How many to show at most; JSON has all.", min=1)] = MOST,
) -> None:
    """Every mail that goes out, went out, or could not."""
    with console.look().reading() as session:
        mails = reports.outgoing(session, None if as_json else most)
        count = reports.outgoing_count(session)
    if as_json:
        console.print_json(mails)
        return
    found = table("Template", "To", "Subject", "State", "Application")
    for mail in mails:
        found.add_row(mail["template"], mail["to"], mail["subject"], mail["state"], mail["application"] or "–")
    out.print(found)
    out.print(f"{counted(count, 'mail')}{_shown(count, most, 'last')}.")


def _shown(count: int, most: int, which: str) -> str:
    """That not all are shown, where they are not."""
    return f"; the {which} {most} are shown, and --most shows more" if count > most else ""


def _cell(name: str, value: Any, call: programme.Programme) -> Text:
    if isinstance(value, datetime):
        value = f"{value.astimezone(call.zone):%d.%m.%Y %H:%M}"
    if isinstance(value, float):
        value = f"{value:.2f}"
    text = "–" if value in (None, "") else str(value)
    return Text(text, style=showing.STYLES.get(text, "") if name in ("status", "decision") else "")


@cli.command()
def show(
    reference: Reference,
    evidence: Annotated[
        bool, typer.Option("--evidence", help="Write a page that shows where each value was read.")
    ] = False,
    to: Annotated[Path | None, typer.Option("--to", help="Where to write that page.")] = None,
) -> None:
    """Everything about one application, with its history and what to do next."""
    if not evidence:
        settings = console.settings()
        call = programme.load(settings.programme)
        words = letter_writer(settings, call).words("en")
        with console.look().reading() as session:
            showing.application(session, reference, call, words, system_clock(), out)
        return

    from bot import evidence_page  # noqa: PLC0415 - it loads what draws pages
    from bot.app import App  # noqa: PLC0415 - it loads all that reads and sends mail

    with App(console.settings()) as app, app.store.reading() as session:
        application = application_record.find(session, reference)
        page = evidence_page.write(session, application, app.programme, app.workers, app.rules)
    file = to or Path(f"{application.reference}-evidence.html")
    file.write_text(page, "utf-8")
    out.print(f"The evidence is in {file}. Open it in a browser.")


@cli.command()
def waiting() -> None:
    """Messages that wait for a person: to be confirmed or rejected, or set aside because they could not be read."""
    with console.look().reading() as session:
        stuck = reports.stuck(session)
        for message in stuck:
            reference = message.application.reference if message.application else "no application"
            out.print(f"Message {message.id} ({message.status.value}), {reference}", style="bold")
            out.print(f"  From {message.sender_address}: {message.subject}")
            out.print(f"  Why: {message.reason}")
            out.print(f"  Next: {next_steps.of_message(message)}")
    if not stuck:
        out.print("Nothing waits.")


@cli.command("journal")
def journal_(
    reference: Annotated[str | None, typer.Argument(help="Only of this application.")] = None,
    since: Annotated[datetime | None, typer.Option("--since", formats=_DAYS, help="Only from this day on.")] = None,
    as_json: Json = False,
) -> None:
    """Who did what, when, to which application: every act of the bot and of a person."""
    call = programme.load(console.settings().programme)
    moment = since.replace(tzinfo=call.zone) if since else None
    with console.look().reading() as session:
        concerned = None
        if reference is not None:
            found = application_record.find(session, reference)
            concerned = [found, *application_record.merged_into(session, found)]
        told = journal.entries(session, concerned, moment)
        references = reports.references(session)
    if as_json:
        console.print_json([reports.journaled(entry, references) for entry in told])
        return
    for entry in told:
        about = references.get(entry.application_id or 0, "–")
        out.print(f"{about:<14} {history.line(entry, call)}")

"""Commands by which organisers look after applications."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from bot import application_record, journal
from bot.app import App
from bot.clock import system_clock
from bot.command_line import console
from bot.command_line.console import Reference, out
from bot.counting import counted
from bot.desk import handing_out, looking_after
from bot.desk.tables import table
from bot.errors import MistakeError
from bot.journal import Action

cli = typer.Typer()


@cli.command()
def assign(
    reference: Reference,
    who: Annotated[str | None, typer.Argument(help="Who looks after it.")] = None,
    nobody: Annotated[bool, typer.Option("--nobody", help="Nobody does any more.")] = False,
) -> None:
    """Say who of the organisers looks after an application."""
    if (who is None) is not nobody:
        raise MistakeError("Say who looks after it, or --nobody.")
    with console.store().begin() as session:
        application = application_record.find(session, reference)
        looking_after.assign(session, application, who, actor=console.person(), now=system_clock())
        session.commit()
    out.print(f"{application.reference} is looked after by {application.assignee or 'nobody'}.")


@cli.command()
def note(
    reference: Reference, text: Annotated[str, typer.Argument(help="What is to be remembered, in quotation marks.")]
) -> None:
    """Keep a note about an application; `show` shows it."""
    with console.store().begin() as session:
        application = application_record.find(session, reference)
        looking_after.note(session, application, text, actor=console.person(), now=system_clock())
        session.commit()
    out.print(f"Noted about {application.reference}.")


@cli.command()
def files(
    reference: Reference,
    to: Annotated[Path, typer.Option("--to", help="The folder to write them to; it is made if it is not there.")],
    mails: Annotated[bool, typer.Option("--mails", help="Write the mails too, as .eml files.")] = False,
) -> None:
    """Write the originals of an application's documents into a folder."""
    rows = table("File", "As it was sent")
    with App(console.settings()) as app:
        with app.store.reading() as session:
            application = application_record.find(session, reference)
            written = list(handing_out.write(application, to, app.workers, app.rules, mails=mails))
        for one in written:
            rows.add_row(one.path.name if one.path else f"not written: {one.trouble}", one.original)
        with app.store.begin() as session:
            count = sum(one.path is not None for one in written)
            details = counted(count, "file")
            journal.note(
                session,
                app.clock(),
                Action.HANDED_OUT,
                actor=console.person(),
                application=application,
                details=details,
            )
            session.commit()
    out.print(rows)
    out.print(f"{details} of {application.reference} in {to}.")

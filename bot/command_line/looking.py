"""Commands that show what is in the store."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer
from rich.table import Table

from bot import register, reports, showing
from bot.app import App
from bot.command_line import console
from bot.command_line.console import Json, out

cli = typer.Typer()


@cli.command("list")
def list_(as_json: Json = False) -> None:
    """Every application, where it stands, and what is open."""
    with console.store().reading() as session:
        rows = reports.applications(session)
    if as_json:
        console.print_json(rows)
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
        with console.store().reading() as session:
            showing.application(session, reference, out)
        return

    from bot import evidence_page  # noqa: PLC0415 - it loads what draws pages

    with App(console.settings()) as app, app.store.reading() as session:
        application = register.find(session, reference)
        page = evidence_page.write(session, application, app.programme, app.workers, app.rules)
    file = to or Path(f"{application.reference}-evidence.html")
    file.write_text(page, "utf-8")
    out.print(f"The evidence is in {file}. Open it in a browser.")


@cli.command()
def waiting() -> None:
    """Messages that wait for a person: to be confirmed or rejected, or set aside because they could not be read."""
    table = Table("Message", "Status", "From", "Subject", "Application", "Why")
    with console.store().reading() as session:
        for message in reports.stuck(session):
            reference = message.application.reference if message.application else "–"
            table.add_row(
                str(message.id), message.status, message.sender_address, message.subject, reference, message.reason
            )
    out.print(table)

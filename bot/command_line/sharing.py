"""Commands that hand out what is in the store: search, numbers, files for other programs."""

from __future__ import annotations

from dataclasses import asdict
from datetime import date
from pathlib import Path
from typing import Annotated

import typer
from rich.table import Table

from bot import statistics
from bot.command_line import console
from bot.command_line.console import Json, out
from bot.counting import counted
from bot.errors import IntakeBotError
from parsers.text import one_line
from storage import search as searching

cli = typer.Typer()


@cli.command()
def search(
    words: Annotated[list[str], typer.Argument(help="Words, or their beginnings; marks over letters do not matter.")],
    as_json: Json = False,
    most: Annotated[int, typer.Option("--most", help="How many to show.", min=1)] = 50,
) -> None:
    """Find applications and documents by words that stand in them."""
    with console.look().reading() as session:
        hits = searching.find(session.connection(), " ".join(words), most)
    if as_json:
        console.print_json([asdict(hit) for hit in hits])
        return
    table = Table("Reference", "Title", "Document", "Where")
    for hit in hits:
        cells = (hit.reference, hit.title, hit.filename, hit.excerpt)
        table.add_row(*(one_line(cell) if cell else "–" for cell in cells))
    out.print(table if hits else "Nothing has these words.")


@cli.command()
def stats(as_json: Json = False) -> None:
    """How the call stands, in numbers."""
    with console.look().reading() as session:
        found = statistics.gather(session)
    if as_json:
        console.print_json(asdict(found))
        return
    left = "The last day to apply is over." if found.days_left is None else f"Days left to apply: {found.days_left}."
    applications, mails = counted(found.applications, "application"), counted(found.waiting, "mail")
    out.print(f"{applications}, {mails} {'waits' if found.waiting == 1 else 'wait'} for a person. {left}")
    for title, counts in (
        ("By status", found.by_status),
        ("By decision", found.by_decision),
        ("By university", found.by_institution),
        ("By thematic area", found.by_theme),
        ("Open findings", found.by_finding),
    ):
        table = Table(title, "Count", title_justify="left")
        for name, count in counts.items():
            table.add_row(one_line(name), str(count))
        out.print(table)
    out.print(f"Costs in all: {found.costs_eur:,.2f} EUR.")


@cli.command()
def export(
    xlsx: Annotated[bool, typer.Option("--xlsx", help="A workbook with a sheet for each view (the default).")] = False,
    csv: Annotated[bool, typer.Option("--csv", help="A folder with a CSV file for each view.")] = False,
    json: Annotated[bool, typer.Option("--json", help="One JSON file.")] = False,
    to: Annotated[Path | None, typer.Option("--to", help="Where to; export-DATE in this folder by default.")] = None,
    lang: Annotated[str, typer.Option("--lang", help="lv or en: the language of labels and words.")] = "lv",
    view: Annotated[list[str] | None, typer.Option("--view", help="Only this view; may be repeated.")] = None,
) -> None:
    """Write the views to files for Excel and other programs."""
    from bot.exports import files, reading  # noqa: PLC0415 - `search` and `stats` need not wait for what writes workbooks

    if lang not in ("lv", "en"):
        raise IntakeBotError(f"There are no labels in the language {lang!r}. Choose lv or en.")
    if xlsx + csv + json > 1:
        raise IntakeBotError("An export has one format. Choose --xlsx, --csv or --json.")
    form: files.Format = "csv" if csv else "json" if json else "xlsx"
    views = reading.chosen(view or ())
    path = to or Path(f"export-{date.today():%Y-%m-%d}{'' if csv else f'.{form}'}")  # noqa: DTZ011 - the reader's day
    shown = console.tracked(views, lambda one: f"writing {one.title.in_language(lang)}")
    with console.look().reading() as session:
        files.write(form, path, reading.sheets(session, shown), lang)
    out.print(f"{path} written: {', '.join(one.title.in_language(lang) for one in views)}.")

"""Commands about results and the year that follows: more time, decisions, their announcement, deliverables."""

from __future__ import annotations

from datetime import datetime
from typing import Annotated

import typer

from bot.app import App
from bot.command_line import console
from bot.command_line.console import Reference, Yes, out
from bot.desk.tables import table
from bot.errors import NotAllowedError
from bot.year.decisions import Results
from storage.models import Decision

cli = typer.Typer()
Note = Annotated[str, typer.Option("--note", help="A sentence for the team; it stands in the letter.")]


@cli.command()
def extend(
    reference: Reference,
    until: Annotated[datetime, typer.Argument(formats=["%Y-%m-%d"], help="The last day, which counts to its end.")],
    note: Note = "",
) -> None:
    """Give one application more time; its team is told."""
    with App(console.settings()) as app:
        app.deadlines.extend(reference, until.date(), note, console.person())
    out.print(f"{reference.upper()} may be sent until the end of {until.date()}. The letter is queued.")


@cli.command()
def decide(
    reference: Reference,
    decision: Annotated[Decision, typer.Argument(help="What was decided.")],
    note: Note = "",
    anyway: Annotated[bool, typer.Option("--anyway", help="Decide also about an incomplete application.")] = False,
) -> None:
    """Note what the programme decided; nobody is told before `announce`."""
    with App(console.settings()) as app:
        app.decisions.decide(reference, decision, note, console.person(), anyway=anyway)
    out.print(f"{reference.upper()} is {decision.value}. Its team hears of it with `intake-bot announce`.")


@cli.command()
def announce(
    dry_run: Annotated[bool, typer.Option("--dry-run", help="Only show who would be told what.")] = False,
    early: Annotated[bool, typer.Option("--early", help="Also before the day of the results.")] = False,
    yes: Yes = False,
) -> None:
    """Tell every team what was decided about it and that it has not heard yet."""
    with App(console.settings()) as app:
        results = app.decisions.results()
        _preview(results)
        if dry_run or not results.to_tell:
            return
        if results.too_early and not early:
            raise NotAllowedError(
                f"The results are announced on {app.programme.dates.results.current}. --early announces them now."
            )
        count = len(results.to_tell)
        if not yes and typer.prompt(f"Type {count} to send the {count} letters") != str(count):
            raise NotAllowedError("Nothing was sent.")
        told = app.decisions.announce(results.to_tell, console.person())
        out.print(f"{told} letters are queued.")


def _preview(results: Results) -> None:
    rows = table("Reference", "Title", "Decision", "To", "Note")
    for result in results.to_tell:
        cells = (result.reference, result.title, result.decision.value, result.recipient or "nobody", result.note)
        rows.add_row(*cells)
    out.print(rows)
    counts = [f"{sum(r.decision is decision for r in results.to_tell)} {decision.value}" for decision in Decision]
    out.print(f"To be told: {len(results.to_tell)} ({', '.join(counts)}).")
    if results.undecided:
        out.print(f"Nothing was decided about {', '.join(results.undecided)}.")


@cli.command()
def receive(
    reference: Reference,
    deliverable: Annotated[str, typer.Argument(help="Its key in the programme file, like implementation_plan.")],
    message: Annotated[int | None, typer.Option("--message", help="The number that `waiting` shows.")] = None,
) -> None:
    """Note that an accepted team handed in a deliverable, on paper or with a message that waits."""
    with App(console.settings()) as app:
        app.deliveries.receive(reference, deliverable, console.person(), message)
    out.print(f"{reference.upper()} has handed in {deliverable}.")

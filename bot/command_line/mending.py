"""Commands that put right what was misread or misfiled; each shows what it will do before it does it."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Annotated

import typer
from sqlalchemy.orm import Session

from bot import application_record
from bot.app import App
from bot.command_line import console
from bot.command_line.console import Reference, Yes, out
from bot.desk import correcting, merging, standing, typed_values
from bot.desk.replay import Replay
from bot.desk.standing import Difference
from bot.desk.tables import table
from bot.errors import MistakeError, NotAllowedError
from storage import Store

cli = typer.Typer()
Act = Callable[[Session], list[Difference]]


@cli.command()
def correct(
    reference: Reference,
    field: Annotated[str, typer.Argument(help=f"One of {', '.join(typed_values.FIELDS)}.")],
    value: Annotated[
        str | None, typer.Argument(help="What counts from now on; several with semicolons between.")
    ] = None,
    empty: Annotated[bool, typer.Option("--empty", help="Nothing counts: the field is empty.")] = False,
    undo: Annotated[bool, typer.Option("--undo", help="What was read counts again.")] = False,
    tell: Annotated[bool, typer.Option("--tell", help="Write to the team how its application stands now.")] = False,
) -> None:
    """Put right a value that was misread. It stands beside what was read, and counts until the team writes something else.

    Nobody is written to, unless you say --tell.
    """
    if (value is not None) + empty + undo != 1:
        raise MistakeError("Give the VALUE that counts, or --empty, or --undo.")
    with App(console.settings()) as app, app.store.begin() as session:
        application = application_record.find(session, reference)
        before, actor, now = standing.of(application), console.person(), app.clock()
        if undo:
            change = correcting.undo(session, application, field, app.programme, actor=actor, now=now)
        else:
            change = correcting.correct(session, application, field, value or "", app.programme, actor=actor, now=now)
        if tell:
            app.correspondence.corrected(session, application, change)
        differences = standing.between(before, standing.of(application))
        session.commit()
    _print(differences)
    out.print("A letter to the team is queued." if tell else "Nobody was written to.")


@cli.command()
def merge(
    first: Annotated[str, typer.Argument(help="The reference that stays.")],
    second: Annotated[
        str, typer.Argument(help="The reference whose messages become the first's, and that leads to it.")
    ],
    yes: Yes = False,
) -> None:
    """Make one application of two."""
    with App(console.settings()) as app:

        def act(session: Session) -> list[Difference]:
            staying, going = application_record.find(session, first), application_record.find(session, second)
            before = [standing.of(one) for one in (staying, going)]
            merging.merge(session, staying, going, app.programme, actor=console.person(), now=app.clock())
            after = [standing.of(one) for one in (staying, going)]
            return [each for pair in zip(before, after, strict=True) for each in standing.between(*pair)]

        _do(app.store, act, f"Merge {second.upper()} into {first.upper()}?", yes=yes)
    out.print(f"{second.upper()} leads to {first.upper()} from now on. Nobody was written to.")


@cli.command()
def split(
    reference: Reference,
    messages: Annotated[list[int], typer.Argument(help="The numbers of the messages that leave; `show` tells them.")],
    yes: Yes = False,
) -> None:
    """Let messages leave into an application of their own; it undoes a merge, too."""
    into = ""
    with App(console.settings()) as app:

        def act(session: Session) -> list[Difference]:
            nonlocal into
            source = application_record.find(session, reference)
            before = standing.of(source)
            target = merging.split(session, source, messages, app.programme, actor=console.person(), now=app.clock())
            into = target.reference
            return [*standing.between(before, standing.of(source)), *standing.between(None, standing.of(target))]

        _do(app.store, act, f"Split {reference.upper()}?", yes=yes)
    out.print(f"They are {into} now. Nobody was written to.")


@cli.command()
def replay(
    reference: Annotated[str | None, typer.Argument(help="Read this application's messages.")] = None,
    message: Annotated[int | None, typer.Option("--message", help="Read one message, by its number.")] = None,
    all_: Annotated[bool, typer.Option("--all", help="Read every message.")] = False,
    set_aside: Annotated[
        bool, typer.Option("--set-aside", help="Put back what was set aside, to be read, filed and answered.")
    ] = False,
    anew: Annotated[
        bool, typer.Option("--anew", help="With --message: put it back as if it had just come, and answer it.")
    ] = False,
    diff: Annotated[bool, typer.Option("--diff", help="Only show what would change.")] = False,
    yes: Yes = False,
) -> None:
    """Read stored mail again with today's reader. Shows what would change, asks, and changes it; nobody is written to.

    Only messages that are put back (--set-aside, --anew) are answered, as mail that has just come.
    """
    if (reference is not None) + (message is not None) + all_ + set_aside != 1:
        raise MistakeError("Say what to read: a REFERENCE, --message NUMBER, --all, or --set-aside.")
    if anew and message is None:
        raise MistakeError("--anew goes with --message NUMBER.")
    with App(console.settings()) as app:
        again = Replay(app.store, app.workers, app.rules, app.programme, app.clock)
        if set_aside or anew:
            numbers = again.of_set_aside() if set_aside else [message or 0]
            _put_back(again, numbers, diff=diff, yes=yes)
            return
        if reference is not None:
            numbers = again.of_application(reference)
        else:
            numbers = again.of_all() if message is None else again.of_message(message)
        rereads = list(again.read(numbers, console.tracked(numbers, "reading mail {}".format)))
        _print(again.differences(rereads))
        out.print(f"{len(numbers)} read, {len(rereads)} of them otherwise than before.")
        if diff or not rereads:
            return
        console.agreed("Change it?", yes=yes)
        again.apply(rereads, console.person())
    out.print("Changed. Nobody was written to.")


def _put_back(again: Replay, numbers: Sequence[int], *, diff: bool, yes: bool) -> None:
    if diff:
        _print(again.outlook(numbers, console.tracked(numbers, "reading mail {}".format)))
        return
    if not numbers:
        out.print("Nothing was set aside that could be put back.")
        return
    console.agreed(f"Put back {len(numbers)}, to be read, filed and answered as if just come?", yes=yes)
    again.put_back(numbers, console.person())
    out.print(f"{len(numbers)} put back. The bot takes them up in its next round.")


def _do(store: Store, act: Act, question: str, *, yes: bool) -> None:
    """Shows what `act` comes to, asks, and does it, unless it would come to something else meanwhile."""
    with store.begin() as session:
        expected = act(session)  # left without a commit
    _print(expected)
    console.agreed(question, yes=yes)
    with store.begin() as session:
        if act(session) != expected:
            raise NotAllowedError("Meanwhile something changed, and nothing was done. Look again.")
        session.commit()


def _print(differences: Sequence[Difference]) -> None:
    if not differences:
        out.print("Nothing is different.")
        return
    rows = table("About", "What", "Before", "After")
    for one in differences:
        rows.add_row(one.about, one.what, one.before or "–", one.after or "–")
    out.print(rows)

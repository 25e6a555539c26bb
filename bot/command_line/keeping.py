"""Commands about what is kept: people's data, for how long, and backups."""

from __future__ import annotations

from datetime import datetime
from pathlib import Path
from typing import Annotated

import typer
from rich.table import Table

from bot import application_record
from bot.app import App
from bot.backups import after_restoring, nightly, rotation
from bot.clock import system_clock
from bot.command_line import console
from bot.command_line.console import out
from bot.counting import counted
from bot.errors import BackupError, IntakeBotError, NotFoundError, StoreError
from bot.privacy import access, anonymising
from bot.privacy.forgetting import Forgotten
from bot.privacy.retention import told
from storage import StoreProblem, restoring
from storage.copying import Copy, examine

cli = typer.Typer()
Person = Annotated[str, typer.Argument(help="An e-mail address, or a whole name in any case and spelling.")]
Yes = Annotated[bool, typer.Option("--yes", help="Do not ask; for scripts.")]
DryRun = Annotated[bool, typer.Option("--dry-run", help="Only show what would be done.")]

_STILL_OPEN = (
    "Another program still has an earlier view of the store open (Datasette, DB Browser): what was removed is in its log until "
    "that is closed. Close it, then run `intake-bot forget --finish`."
)


@cli.command()
def forget(
    person: Annotated[str | None, typer.Argument(help="An e-mail address, or a whole name in any case.")] = None,
    mail: Annotated[
        list[int] | None,
        typer.Option("--mail", help="Erase this mail too, although its text does not name the person."),
    ] = None,
    but: Annotated[
        list[str] | None, typer.Option("--except", help="Leave this application alone: somebody else of that name.")
    ] = None,
    dry_run: DryRun = False,
    finish: Annotated[
        bool, typer.Option("--finish", help="Only take out of the files what was removed before.")
    ] = False,
    yes: Yes = False,
) -> None:
    """Remove a person from mails, documents, records, letters and the journal. What is found is shown first."""
    with App(console.settings()) as app:
        if finish:
            _finish(app)
            return
        if person is None:
            raise typer.BadParameter("Whom? Give an e-mail address or a name.")
        found = app.forgetting.preview(person, mail or (), but or ())
        _show(found)
        if found.is_nothing:
            raise NotFoundError("Nothing in the store names this person.")
        if dry_run:
            return
        if not yes:
            _confirm(f"To remove it for good, type {person}", person)
        _show_done(app.forgetting.forget(person, mail or (), but or (), actor=console.person()))
        _finish(app)


def _show(found: Forgotten) -> None:
    out.print(f"Names: {', '.join(found.person.names) or '–'}", markup=False)
    out.print(f"Addresses: {', '.join(found.person.addresses) or '–'}", markup=False)
    out.print(f"Telephones: {', '.join(found.person.phones) or '–'}", markup=False)
    if found.person.others:
        out.print(f"Not meant, although the names are alike: {', '.join(found.person.others)}", markup=False)
    if found.person.shared:
        out.print(f"Shared with others, and kept in their records: {', '.join(found.person.shared)}", markup=False)
    table = Table("What", "How many")
    for kind, count in found.counts.items():
        table.add_row(kind, str(count))
    out.print(table)
    out.print(f"Applications: {', '.join(found.references) or '–'}")
    if found.unsearched:
        numbers = ", ".join(map(str, found.unsearched))
        out.print(f"Mails that could not be searched: {numbers}. Look at them; --mail NUMBER erases one.")


def _show_done(done: Forgotten) -> None:
    out.print("Removed.")
    for reference in done.without_contact:
        out.print(f"{reference} has no contact any more: ask the team to name one.")


def _finish(app: App) -> None:
    """Takes what was removed out of the store's files, and tells where else it still is."""
    try:
        if not app.store.erase_traces():
            raise IntakeBotError(_STILL_OPEN)
    except StoreProblem as problem:
        raise StoreError(f"{problem} Then run `intake-bot forget --finish`.") from problem
    older = _older_copies(app)
    if older:
        out.print("These older copies of the store still hold what was removed. Delete them, or let them expire:")
        for path in older:
            out.print(f"  {path}", markup=False)
    out.print("The mailbox, its folder for sent mail, and files that were exported are for you to look through.")


def _older_copies(app: App) -> list[Path]:
    """Backups in the configured folder, and what upgrades and restores put beside the store."""
    folder = app.settings.backup.folder
    copies = list(rotation.backups_in(folder)) if folder else []
    if app.store.file:
        copies += sorted(app.store.file.parent.glob(f"{app.store.file.name}.before-*"))
    return copies


@cli.command()
def anonymise(
    reference: Annotated[str | None, typer.Argument(help="An application.")] = None,
    everything: Annotated[bool, typer.Option("--all", help="All that nothing has changed since --before.")] = False,
    before: Annotated[datetime | None, typer.Option("--before", formats=["%Y-%m-%d"], help="A day.")] = None,
    dry_run: DryRun = False,
    yes: Yes = False,
) -> None:
    """Remove persons and texts from applications, for good, and keep what statistics need."""
    if (reference is None) == (not everything) or everything != (before is not None):
        raise typer.BadParameter("Give a reference, or --all with --before DATE.")
    with App(console.settings()) as app:
        with app.store.reading() as session:
            if before is not None:
                chosen = [a.reference for a in anonymising.before(session, before.replace(tzinfo=app.programme.zone))]
            else:
                chosen = [application_record.find(session, reference or "").reference]
        out.print(f"{counted(len(chosen), 'application')}: {', '.join(chosen) or '–'}")
        if dry_run or not chosen:
            return
        if not yes:
            _confirm(f"To anonymise them for good, type {len(chosen)}", str(len(chosen)))
        with app.store.begin() as session:
            for one in chosen:
                anonymising.anonymise(
                    session, application_record.find(session, one), app.clock(), actor=console.person()
                )
            session.commit()
        out.print(f"{len(chosen)} anonymised.")
        _finish(app)


@cli.command()
def retention(dry_run: DryRun = False) -> None:
    """Remove what has been kept for as long as [retention] allows; the bot does so by itself every night."""
    with App(console.settings()) as app:
        due = app.retention.due() if dry_run else app.retention.apply()
    out.print(f"{'Due' if dry_run else 'Removed'}: {told(due)}.")
    for reference, kind in due.applications:
        out.print(f"  {reference} ({kind})")
    if due.mails:
        out.print(f"  mails {', '.join(map(str, due.mails))}")


@cli.command()
def person(
    person: Person,
    to: Annotated[Path, typer.Option("--to", help="The JSON file to write.")],
    mails: Annotated[Path | None, typer.Option("--mails", help="A new folder for the mails that they wrote.")] = None,
) -> None:
    """Write all that is kept about one person into a file, for their request for access."""
    store = console.store()
    with store.reading() as session:
        access.write(to, access.as_bytes(access.gather(session, person)))
        if mails is not None:
            mails.mkdir(mode=0o700, parents=True, exist_ok=True)
            for name, raw in access.own_mails(session, person):
                access.write(mails / name, raw)
    store.close()
    out.print(f"{to} is written. Read it before you hand it over: where others are named, decide what they would want.")


@cli.command()
def backup(
    to: Annotated[Path | None, typer.Option("--to", help="The folder; without it, that of [backup].")] = None,
) -> None:
    """Copy the store, as it is at this moment, into a new file, and check the copy. The bot may go on working."""
    settings = console.settings()
    folder = to or settings.backup.folder
    store = console.store()
    nightly.file_of(store)
    if folder is None:
        raise BackupError("Where to? Set backup.folder in the configuration, or give --to FOLDER.")
    made = nightly.make(store, folder, system_clock(), actor=console.person())
    store.close()
    out.print(f"{made.path} is written and checked.", markup=False)
    _show_rows(made)


@cli.command()
def restore(file: Annotated[Path, typer.Argument(help="A backup.")], yes: Yes = False) -> None:
    """Put a backup in the store's place. The store that is there is kept beside it."""
    settings = console.settings()
    place = nightly.file_at(settings.store.url)
    try:
        found = examine(file)
        out.print(f"{file} is a whole store with schema {found.revision}.", markup=False)
        _show_rows(found)
        if not yes:
            _confirm(f"To put it in the place of {place}, type restore", "restore")
        aside = restoring.restore(file, place, system_clock())
    except StoreProblem as problem:
        raise BackupError(str(problem)) from problem
    store = console.store()
    with store.reading() as session:
        restoration = after_restoring.last(session)
        held = len(after_restoring.held(session))
    store.close()
    out.print(f"{place} is the backup now.", markup=False)
    if aside is not None:
        out.print(f"What was there before is in {aside}.", markup=False)
    since = f"{restoration.as_of:%d.%m.%Y %H:%M} UTC" if restoration and restoration.as_of else "its first day"
    out.print(
        f"The backup knows what happened until {since}. Mail that came later is taken again with the next round; it may have "
        "been answered already, so that its answers are held, as are the reminders and the digest of today, and "
        f"{counted(held, 'mail')} that the backup had yet to send. `intake-bot outbox` shows them; "
        "`intake-bot release KEY` sends one, `intake-bot release --restored` all of them. What organisers decided or corrected "
        "since is to be done again; whoever was forgotten since is to be forgotten again."
    )
    if (settings.mailbox.after_filing or "").startswith("move:"):
        folder = (settings.mailbox.after_filing or "").removeprefix("move:")
        out.print(
            f"Mail that was moved to the folder {folder} since is not found again: move it back to the inbox first."
        )


def _show_rows(copy: Copy) -> None:
    nouns = {
        "stored_applications": ("application", None),
        "applications": ("application", None),
        "messages": ("message", None),
        "outbox": ("mail of ours", "mails of ours"),
        "journal": ("entry of the journal", "entries of the journal"),
    }
    out.print(", ".join(counted(copy.rows[table], *noun) for table, noun in nouns.items() if table in copy.rows))


def _confirm(question: str, expected: str) -> None:
    """Goes on where exactly that is typed."""
    if typer.prompt(question, default="", show_default=False).strip() != expected:
        raise IntakeBotError("That was something else. Nothing was changed.")

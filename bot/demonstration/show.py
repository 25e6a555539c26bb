"""The demonstration: sample mails in a Maildir, one round of work, and what came of it in words."""

from __future__ import annotations

import shutil
from datetime import UTC, datetime
from email import message_from_bytes
from email.policy import default
from pathlib import Path

from rich.console import Console
from rich.panel import Panel
from rich.table import Table
from sqlalchemy import select

from bot import programme as programmes
from bot import reports, rounds, settings
from bot.app import App
from bot.demonstration.mails import mails
from bot.desk import listing
from bot.desk.listing import Wanted
from bot.errors import ConfigurationError
from bot.transport import maildir
from storage.models import OutgoingMail

# The demonstration plays in the spring of the call, when the letters still have a deadline to name.
TODAY = datetime(2023, 4, 14, 12, tzinfo=UTC)
_CONFIG = """\
# The demonstration's configuration: a Maildir in, a Maildir out, an SQLite store between them.
[mailbox]
url = "maildir:{folder}/mailbox"
address = "{address}"
authserv_id = "mx.rbs.example"
since = 2023-01-01

[outgoing]
url = "maildir:{folder}/outgoing"

[store]
url = "sqlite:///{folder}/intake.sqlite"

[director]
address = "director@rbs.example"
"""


def run(folder: Path, out: Console) -> None:
    """Makes the demonstration anew in `folder`, runs it, tells what happened, and leaves everything there."""
    folder = folder.absolute()
    config = folder / "config.toml"
    if folder.exists() and any(folder.iterdir()) and not config.exists():
        raise ConfigurationError(f"{folder} holds other things. Name a folder that is empty or does not exist.")
    shutil.rmtree(folder, ignore_errors=True)
    folder.mkdir(parents=True)
    call = programmes.load()
    config.write_text(_CONFIG.format(folder=folder, address=call.programme.address), "utf-8")
    came = list(mails(call))
    for number, raw in enumerate(came, start=1):
        maildir.deliver(folder / "mailbox", f"{number:03d}.demonstration", raw)
    _tell_mails(came, out)
    with App(settings.load(config), clock=lambda: TODAY) as app, out.status("Reading, filing, answering"):
        rounds.run(app)
        _tell_outcome(app, out)
    _tell_next(config, out)


def _tell_mails(came: list[bytes], out: Console) -> None:
    table = Table("From", "Subject", "Attached", title="What came in", title_justify="left")
    for raw in came:
        message = message_from_bytes(raw, policy=default)
        attached = ", ".join(part.get_filename() or "" for part in message.iter_attachments())
        table.add_row(str(message["From"].addresses[0].display_name), str(message["Subject"]), attached or "–")
    out.print(table)


def _tell_outcome(app: App, out: Console) -> None:
    with app.store.reading() as session:
        understood = Table(
            "Reference", "University", "Title", "Status", title="What was understood", title_justify="left"
        )
        understood.add_column("Open", overflow="fold")
        for row in reports.applications(session, listing.find(session, Wanted())):
            gaps = "\n".join(finding["code"] for finding in row["findings"])
            understood.add_row(
                row["reference"], row["institution"] or "–", row["title"] or "–", row["status"], gaps or "–"
            )
        answered = Table("To", "Letter", "Subject", "State", title="What was answered", title_justify="left")
        for mail in reports.outgoing(session):
            answered.add_row(mail["to"], mail["template"], mail["subject"], mail["state"])
        out.print(understood)
        out.print(answered)
        one = session.scalars(select(OutgoingMail).where(OutgoingMail.template == "ack_incomplete")).first()
    if one is not None:
        body = message_from_bytes(one.content, policy=default).get_body(("plain",))
        text = body.get_content().strip() if body else ""
        out.print(Panel(text, title=f"One letter: {one.subject}", title_align="left", width=84))


def _tell_next(config: Path, out: Console) -> None:
    here = Path.cwd()
    shown = config.relative_to(here) if config.is_relative_to(here) else config
    out.print(f"Everything is in {shown.parent}. Try next:")
    for command in ("list", "show IIP-2023-0001", "outbox", "poll"):
        out.print(f"  .venv/bin/intake-bot --config {shown} {command}")
    out.print(f"  the letters: {shown.parent}/outgoing/new")

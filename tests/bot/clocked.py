"""A bot of one's own whose clock and programme file a test sets: Maildirs, an SQLite store, and the rounds that `run` makes."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from email import message_from_bytes
from email.message import EmailMessage
from email.policy import default
from importlib.resources import files
from itertools import count
from pathlib import Path
from zoneinfo import ZoneInfo

from sqlalchemy import select
from sqlalchemy.orm import Session

from bot import rounds, schedule
from bot import settings as settings_module
from bot.app import App
from bot.filing import Filing
from bot.transport import maildir
from storage.models import Application, OutgoingMail
from tests.bot.desk import Desk

RIGA = ZoneInfo("Europe/Riga")
CONFIG = """\
programme = "{folder}/programme.toml"
[mailbox]
url = "maildir:{folder}/mailbox"
address = "innovationeducation@rbs.lv"
authserv_id = "mx.rbs.example"
since = 2023-01-01
[outgoing]
url = "maildir:{folder}/outgoing"
[store]
url = "sqlite:///{folder}/intake.sqlite"
[director]
address = "director@rbs.example"
digest_days = {digest_days}
{more}
"""


def at(month: int, day: int, hour: int = 12, minute: int = 0) -> dt.datetime:
    """A moment of 2023 in Riga."""
    return dt.datetime(2023, month, day, hour, minute, tzinfo=RIGA)


@dataclass
class ClockedBot:
    """The bot of a folder; `more` is more of its configuration."""

    folder: Path
    digest_days: tuple[int, ...] = ()
    more: str = ""
    now: dt.datetime = field(default_factory=lambda: at(3, 1, 0))
    app: App = field(init=False)
    _numbers: Iterator[int] = field(default_factory=count)

    def __post_init__(self) -> None:
        config = CONFIG.format(folder=self.folder, digest_days=list(self.digest_days), more=self.more)
        (self.folder / "config.toml").write_text(config, "utf-8")
        bundled = files("bot") / "programmes" / "iip-2023.toml"
        (self.folder / "programme.toml").write_text(bundled.read_text("utf-8"), "utf-8")
        maildir.create(self.folder / "mailbox")
        self.app = self._open()

    def _open(self) -> App:
        return App(settings_module.load(self.folder / "config.toml"), lambda: self.now.astimezone(dt.UTC))

    def edit(self, before: str, after: str) -> None:
        """Somebody changes the programme file."""
        path = self.folder / "programme.toml"
        content = path.read_text("utf-8")
        assert before in content
        path.write_text(content.replace(before, after), "utf-8")

    def part(self, beginning: str) -> str:
        """The part of the programme file that holds `beginning`, with the empty line that ends it."""
        content = (self.folder / "programme.toml").read_text("utf-8")
        return next(part for part in content.split("\n\n") if beginning in part) + "\n\n"

    def look(self, moment: dt.datetime | None = None) -> None:
        """One round, as `run` makes it."""
        self.now = moment or self.now
        self.app = schedule.current(self.app, self._open)
        rounds.run(self.app)

    def arrives(self, raw: bytes) -> None:
        """A mail is delivered into the mailbox."""
        count = sum(1 for _ in maildir.entries(self.folder / "mailbox"))
        maildir.deliver(self.folder / "mailbox", f"{count:04}.test", raw)

    @contextmanager
    def desk(self) -> Iterator[Desk]:
        """A desk on the bot's store, at the bot's time; what it received is kept."""
        with self.app.store.begin() as session:
            clock = self.app.clock
            filing = Filing(self.app.programme, self.app.correspondence, clock, authserv_id="mx.rbs.example")
            yield Desk(session, filing, now=self.now.astimezone(dt.UTC), numbers=self._numbers)
            session.commit()

    @contextmanager
    def reading(self) -> Iterator[Session]:
        with self.app.store.reading() as session:
            yield session

    def application(self, session: Session) -> Application:
        """The only one."""
        return session.scalars(select(Application)).one()

    def outgoing(self) -> list[EmailMessage]:
        """Every letter queued so far, as it leaves."""
        with self.reading() as session:
            contents = session.scalars(select(OutgoingMail.content).order_by(OutgoingMail.id)).all()
        return [message_from_bytes(content, policy=default) for content in contents]

    def text_of_last(self) -> str:
        """What the last letter says, on one line."""
        body = self.outgoing()[-1].get_body(("plain",))
        assert body is not None
        return " ".join(body.get_content().split())

    def templates(self) -> list[str]:
        """Every letter queued so far, in order."""
        with self.reading() as session:
            return list(session.scalars(select(OutgoingMail.template).order_by(OutgoingMail.id)))

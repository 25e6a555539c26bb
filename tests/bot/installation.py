"""A bot of one's own in a folder: a Maildir in, a Maildir out, an SQLite store, and mails to deliver to it."""

from __future__ import annotations

import json
import subprocess
import sys
from contextlib import redirect_stderr, redirect_stdout
from dataclasses import dataclass
from email import message_from_bytes
from email.message import EmailMessage
from email.policy import default
from io import StringIO
from pathlib import Path
from typing import Any

import pytest

from bot import cli
from bot.transport import maildir

CONFIG = """\
[mailbox]
url = "{mailbox}"
address = "innovationeducation@rbs.lv"
authserv_id = "mx.rbs.example"
since = 2023-01-01
[outgoing]
url = "{outgoing}"
[store]
url = "{store}"
[director]
address = "director@rbs.example"
digest_days = []
"""


@dataclass(frozen=True, slots=True)
class Installation:
    """Where a bot lives."""

    folder: Path
    config: Path

    @classmethod
    def build(
        cls, folder: Path, *, mailbox: str | None = None, outgoing: str | None = None, store: str | None = None
    ) -> Installation:
        """An installation in `folder`; what is not named lies in it too."""
        folder.mkdir(parents=True, exist_ok=True)
        config = folder / "config.toml"
        urls = {
            "mailbox": mailbox or f"maildir:{folder}/mailbox",
            "outgoing": outgoing or f"maildir:{folder}/outgoing",
            "store": store or f"sqlite:///{folder}/intake.sqlite",
        }
        config.write_text(CONFIG.format(**urls), "utf-8")
        return cls(folder, config)

    def deliver(self, *mails: bytes) -> None:
        """Puts mails into the mailbox, as a server would."""
        start = len(list(maildir.entries(self.folder / "mailbox"))) if (self.folder / "mailbox").exists() else 0
        for number, raw in enumerate(mails, start=start):
            maildir.deliver(self.folder / "mailbox", f"{number:04d}.test", raw)

    def run(self, *command: str, check: bool = True, typed: str | None = None) -> subprocess.CompletedProcess[str]:
        """Runs a command of the bot as its users do; `typed` is what they answer."""
        line = [sys.executable, "-m", "bot", "--config", str(self.config), *command]
        return subprocess.run(line, capture_output=True, text=True, check=check, timeout=300, input=typed)

    def type(self, *command: str) -> subprocess.CompletedProcess[str]:
        """Runs a command in this process, which is quicker; whoever types has nothing more to say."""
        said, complained, code = StringIO(), StringIO(), 0
        line = ["intake-bot", "--config", str(self.config), *command]
        with pytest.MonkeyPatch.context() as patch, redirect_stdout(said), redirect_stderr(complained):
            patch.setattr(sys, "argv", line)
            patch.setattr(sys, "stdin", StringIO())
            try:
                cli.main()
            except SystemExit as ended:
                code = ended.code if isinstance(ended.code, int) else 0
        return subprocess.CompletedProcess(line, code, said.getvalue(), complained.getvalue())

    def applications(self) -> list[dict[str, Any]]:
        listed: list[dict[str, Any]] = json.loads(self.run("list", "--json").stdout)
        return listed

    def outbox(self) -> list[dict[str, Any]]:
        listed: list[dict[str, Any]] = json.loads(self.run("outbox", "--json").stdout)
        return listed

    def sent(self) -> list[EmailMessage]:
        """The mails that left, in the order of their file names."""
        paths = maildir.entries(self.folder / "outgoing") if (self.folder / "outgoing").exists() else ()
        return [message_from_bytes(path.read_bytes(), policy=default) for path in sorted(paths)]

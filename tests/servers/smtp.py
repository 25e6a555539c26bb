"""Starts an SMTP server of our own, tells it how to fail, and looks at what it took."""

from __future__ import annotations

import json
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from tests.servers.ports import await_port, free_port

PASSWORD = "parole, ļoti slepena"
REPOSITORY = Path(__file__).resolve().parents[2]


class SmtpServer:
    """One server and the folder where it keeps what it took."""

    def __init__(self, folder: Path, scheme: str = "smtp") -> None:
        self.folder = folder
        self.scheme = scheme
        self.port = free_port()
        self._process: subprocess.Popen[bytes] | None = None

    def start(self) -> None:
        command = [sys.executable, "-m", "tests.servers.smtp_process", str(self.folder), str(self.port), self.scheme]
        self._process = subprocess.Popen(command, cwd=REPOSITORY)
        await_port(self.port, self._process)

    def stop(self) -> None:
        """Ends the server and all its connections."""
        if self._process is not None:
            self._process.kill()
            self._process.wait()
            self._process = None

    def forget(self) -> None:
        """Makes it a good server that has taken nothing yet, and that runs."""
        for name in ("orders.json", "envelopes.jsonl", "commands"):
            (self.folder / name).unlink(missing_ok=True)
        for path in (self.folder / "taken").glob("*"):
            path.unlink()
        if self._process is None:
            self.start()

    def order(self, **orders: str) -> None:
        """What to answer from now on, by verb; no orders make it a good server."""
        draft = self.folder / "orders.draft"
        draft.write_text(json.dumps(orders))
        draft.rename(self.folder / "orders.json")

    def order_about(self, recipient: str, answer: str) -> None:
        """What to answer to one recipient."""
        self.order(**{f"RCPT {recipient}": answer})

    def taken(self) -> list[bytes]:
        """The messages, in the order in which they came, as they came."""
        return [path.read_bytes() for path in sorted((self.folder / "taken").glob("*"))]

    def envelopes(self) -> list[dict[str, object]]:
        path = self.folder / "envelopes.jsonl"
        return [json.loads(line) for line in path.read_text().splitlines()] if path.exists() else []

    def commands(self) -> list[str]:
        path = self.folder / "commands"
        return path.read_text().splitlines() if path.exists() else []


@contextmanager
def running(folder: Path, scheme: str = "smtp") -> Iterator[SmtpServer]:
    """A server that runs while the block does."""
    server = SmtpServer(folder, scheme)
    server.start()
    try:
        yield server
    finally:
        server.stop()

"""`intake-bot browse` as its users start it, and a client that asks it."""

from __future__ import annotations

import json
import subprocess
import sys
import urllib.error
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from email.message import Message
from http.client import HTTPResponse
from typing import Any
from urllib.parse import urlencode

from tests.bot.installation import Installation


@dataclass(frozen=True, slots=True)
class Answer:
    """What came back."""

    status: int
    headers: Message
    body: bytes

    @property
    def text(self) -> str:
        return self.body.decode("utf-8")


@dataclass(frozen=True, slots=True)
class Site:
    """A site that is being served."""

    address: str

    def get(
        self, path: str, headers: dict[str, str] | None = None, form: dict[str, str] | None = None, **arguments: str
    ) -> Answer:
        """A page; `arguments` are its query's; with a `form` it is posted."""
        url = self.address.rstrip("/") + path + (f"?{urlencode(arguments)}" if arguments else "")
        request = urllib.request.Request(url, urlencode(form).encode() if form else None, headers or {})  # noqa: S310 - our own
        try:
            with _open(request) as answer:
                return Answer(answer.status, answer.headers, answer.read())
        except urllib.error.HTTPError as error:
            with error:
                return Answer(error.code, error.headers, error.read())

    @contextmanager
    def begun(self, path: str) -> Iterator[HTTPResponse]:
        """An answer that has begun to come."""
        with _open(urllib.request.Request(self.address.rstrip("/") + path)) as answer:  # noqa: S310 - our own
            yield answer

    def rows(self, name: str, **arguments: str) -> list[dict[str, Any]]:
        """What a view or a ready question says, by Datasette's JSON."""
        answer = self.get(f"/intake/{name}.json?{urlencode({'_shape': 'array', **arguments})}")
        assert answer.status == 200, answer.text
        found: list[dict[str, Any]] = json.loads(answer.body)
        return found


def _open(request: urllib.request.Request) -> HTTPResponse:
    answer: HTTPResponse = urllib.request.build_opener(_Stay).open(request, timeout=60)
    return answer


class _Stay(urllib.request.HTTPRedirectHandler):
    """Shows where a redirect leads instead of following it."""

    def redirect_request(self, *_: Any) -> None:
        return None


@contextmanager
def browsing(bot: Installation) -> Iterator[Site]:
    """The site of an installation's store, for the time of the block; nothing may be in its log afterwards."""
    with serving(bot) as (site, _):
        yield site
    assert (bot.folder / "browse.log").read_text() == ""


@contextmanager
def serving(bot: Installation) -> Iterator[tuple[Site, int]]:
    """The same with the number of the process that serves, and whatever it logs."""
    command = [sys.executable, "-m", "bot", "--config", str(bot.config), "browse", "--port", "0"]
    with (bot.folder / "browse.log").open("w") as log:
        server = subprocess.Popen(command, stdout=subprocess.PIPE, stderr=log, text=True)
        assert server.stdout is not None
        try:
            said = server.stdout.readline()
            assert "http://127.0.0.1:" in said, (bot.folder / "browse.log").read_text()
            yield Site(next(word for word in said.split() if word.startswith("http"))), server.pid
        finally:
            server.terminate()
            server.wait(timeout=30)
            server.stdout.close()

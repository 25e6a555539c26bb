"""What stands before every page: who may ask under which name, what a browser may do with an answer, and CSV that stays text."""

from __future__ import annotations

import csv
import io
from collections.abc import Awaitable, Callable, MutableMapping
from typing import Any

from bot.exports.cells import looks_like_formula

Scope = MutableMapping[str, Any]
Message = MutableMapping[str, Any]
Receive = Callable[[], Awaitable[Message]]
Send = Callable[[Message], Awaitable[None]]
Application = Callable[[Scope, Receive, Send], Awaitable[None]]

LOOPBACK = frozenset({"127.0.0.1", "localhost"})
_HEADERS = (
    (b"x-content-type-options", b"nosniff"),
    (b"x-frame-options", b"DENY"),
    (b"referrer-policy", b"same-origin"),
    (b"cache-control", b"no-store"),  # people's data stays in no cache
)


class Guard:
    """An ASGI application around another."""

    def __init__(self, application: Application, hosts: frozenset[str]) -> None:
        self._application = application
        self._hosts = hosts

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http":
            await self._application(scope, receive, send)
        elif _host(scope) not in self._hosts:
            # Another site's name may be made to lead to this machine (DNS rebinding): its pages could read ours.
            await _refuse(send)
        elif scope["path"].endswith(".csv"):
            await _NeutralCsv(send).carry(self._application, scope, receive)
        else:
            await self._application(scope, receive, lambda message: send(_with_headers(message)))


def _host(scope: Scope) -> str:
    named: str = dict(scope["headers"]).get(b"host", b"").decode("latin-1")
    return named.rpartition(":")[0] if named.rpartition(":")[2].isdigit() else named


async def _refuse(send: Send) -> None:
    words = b"This address is not known here. Open the one that `intake-bot browse` names.\n"
    headers = [(b"content-type", b"text/plain; charset=utf-8"), *_HEADERS]
    await send({"type": "http.response.start", "status": 421, "headers": headers})
    await send({"type": "http.response.body", "body": words})


def _with_headers(message: Message) -> Message:
    if message["type"] == "http.response.start":
        ours = {name for name, _ in _HEADERS}
        theirs = [(name, value) for name, value in message["headers"] if bytes(name).lower() not in ours]
        message["headers"] = [*theirs, *_HEADERS]
    return message


class _NeutralCsv:
    """Takes a whole CSV answer, and sends it on with an apostrophe before what a spreadsheet would compute."""

    def __init__(self, send: Send) -> None:
        self._send = send
        self._start: Message = {}
        self._body = bytearray()

    async def carry(self, application: Application, scope: Scope, receive: Receive) -> None:
        await application(scope, receive, self._take)
        if (
            dict(self._start["headers"]).get(b"content-type", b"").startswith(b"text/plain")
            or self._start["status"] == 200
        ):
            self._body = bytearray(_neutral(self._body.decode("utf-8")).encode())
        self._start["headers"] = [pair for pair in self._start["headers"] if pair[0].lower() != b"content-length"]
        await self._send(_with_headers(self._start))
        await self._send({"type": "http.response.body", "body": bytes(self._body)})

    async def _take(self, message: Message) -> None:
        if message["type"] == "http.response.start":
            self._start = message
        else:
            self._body += message.get("body", b"")


def _neutral(content: str) -> str:
    written = io.StringIO()
    writer = csv.writer(written)
    for row in csv.reader(io.StringIO(content, newline="")):
        writer.writerow(
            [f"'{field}" if looks_like_formula(field) and not _is_number(field) else field for field in row]
        )
    return written.getvalue()


def _is_number(field: str) -> bool:
    try:
        float(field)
    except ValueError:
        return False
    return True

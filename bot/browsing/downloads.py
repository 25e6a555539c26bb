"""A file that takes a while to be made: the browser is told at once that it comes, and shows it among its downloads."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass
from typing import Any


@dataclass(frozen=True, slots=True)
class Download:
    """A response in Datasette's sense. Where `make` fails, the connection ends before the file does, and the browser says
    that the download failed."""

    content_type: str
    headers: Mapping[str, str]
    make: Callable[[], bytes]

    async def asgi_send(self, send: Callable[[dict[str, Any]], Awaitable[None]]) -> None:
        """Sends what the file is, makes it in a thread, and sends it (ASGI HTTP, Response Start and Body)."""
        headers = {**self.headers, "Content-Type": self.content_type}
        fields = [(name.lower().encode(), value.encode()) for name, value in headers.items()]
        await send({"type": "http.response.start", "status": 200, "headers": fields})
        await send({"type": "http.response.body", "body": await asyncio.to_thread(self.make)})

"""Where a mail server is, and how it is reached."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

DEFAULT_PORTS = {
    "imaps": 993,
    "imap+starttls": 143,
    "imap": 143,
    "smtps": 465,
    "smtp+starttls": 587,
    "smtp": 25,
}


@dataclass(frozen=True, slots=True)
class Server:
    """One server. `scheme` is one of `DEFAULT_PORTS`; `timeout` in seconds holds for connecting and for every answer."""

    scheme: str
    host: str
    given_port: int | None = None
    timeout: float = 60
    ca_file: Path | None = None

    @property
    def port(self) -> int:
        return self.given_port or DEFAULT_PORTS[self.scheme]

    @property
    def address(self) -> str:
        return f"{self.host}:{self.port}"

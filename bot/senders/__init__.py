"""How mail leaves: one small interface, SMTP and Maildir behind it."""

from __future__ import annotations

from typing import Protocol


class Sender(Protocol):
    """Hands one message to one recipient.

    Raises `SendingPostponed` (RFC 5321 4yz, no connection), `SendingUnknown` (the connection broke after DATA: only the same
    bytes may be sent again) or `SendingError` (5yz), each with the server's own words.
    """

    def send(self, raw: bytes, *, envelope_from: str, recipient: str) -> None:
        """Returns once the server has taken responsibility for the message."""

    def check(self) -> None:
        """Connects, and signs in where a password is configured; sends nothing."""

    def close(self) -> None:
        """Ends the connection, if there is one."""

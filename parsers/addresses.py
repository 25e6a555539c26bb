"""Who a mail is from and to."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Address:
    """A mailbox (RFC 5322, 3.4): display name, one clean line, and addr-spec in lower case."""

    name: str
    email: str

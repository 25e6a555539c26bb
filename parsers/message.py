"""An RFC 5322 message as values: headers cleaned, body as text, attachments as bytes. Built on mail-parser.

A header that cannot be read is unknown and a defect, never a failure: whatever the bytes, `parse` returns a `Message`.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime

from parsers.limits import Limits


@dataclass(frozen=True, slots=True)
class Address:
    """A mailbox (RFC 5322, 3.4): display name, one clean line, and addr-spec in lower case."""

    name: str
    email: str


@dataclass(frozen=True, slots=True)
class Part:
    """One leaf of the MIME tree that is not the body text.

    `filename` is clean of folders and control characters, None where none was given; `media_type` is what the sender declares;
    `inline` is true for a picture that the HTML body shows (by Content-ID), such as the logo of a signature.
    """

    filename: str | None
    media_type: str
    content: bytes
    content_id: str | None = None
    inline: bool = False


@dataclass(frozen=True, slots=True)
class Message:
    """One message.

    `date` is the Date header, `received` the topmost Received header's time, both aware, None where absent or unreadable.
    `headers` holds every header's values by lower-case name, cleaned to one line, in order. `text` is the body as plain
    text (from HTML where there is no plain part), `new_text` that without quoted text, forwarded headers and signature.
    `original_sender` is the author of a forwarded message, never used for trust. `fingerprint` identifies the message
    whatever way it came: a digest of author, date, Message-ID, subject, body and attachments, not of trace headers.
    `defects` says what could not be read.
    """

    message_id: str | None = None
    date: datetime | None = None
    received: datetime | None = None
    from_: tuple[Address, ...] = ()
    sender: tuple[Address, ...] = ()
    reply_to: tuple[Address, ...] = ()
    to: tuple[Address, ...] = ()
    cc: tuple[Address, ...] = ()
    return_path: str | None = None
    subject: str = ""
    in_reply_to: tuple[str, ...] = ()
    references: tuple[str, ...] = ()
    headers: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    content_type: str = "text/plain"
    text: str = ""
    new_text: str = ""
    html: str = ""
    parts: tuple[Part, ...] = ()
    original_sender: Address | None = None
    language: str = "lv"
    fingerprint: str = ""
    defects: tuple[str, ...] = ()

    def header(self, name: str) -> str:
        """The first value of a header, or nothing."""
        return next(iter(self.headers.get(name.lower(), ())), "")


def parse(raw: bytes, limits: Limits) -> Message:
    """The message in `raw`. Never raises on what a stranger wrote."""
    raise NotImplementedError

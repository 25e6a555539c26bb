"""An RFC 5322 message as values: headers cleaned, body as text, attachments as bytes. Built on mail-parser.

A header that cannot be read is unknown and a defect, never a failure: whatever the bytes, `parse` returns a `Message`.
"""

from __future__ import annotations

import hashlib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime

from parsers.addresses import Address
from parsers.limits import Limits
from parsers.mail import headers, mime, quoting
from parsers.mail.encoded_words import decode_words
from parsers.mail.headers import HeaderSection
from parsers.mail.leaves import Part, assemble
from parsers.mail.mime import Leaf
from parsers.text import clean, one_line
from parsers.words import language

__all__ = ["Address", "Message", "Part", "parse", "with_content"]

DEFAULT_LANGUAGE = "lv"
_FORWARDED_DEPTH = 5


@dataclass(frozen=True, slots=True)
class Message:
    """One message.

    `date` is the Date header, `received` the topmost Received header's time, both aware, None where absent or unreadable.
    `return_path` is the envelope sender, "" for the null sender, None where delivery noted none. `fields` are the header
    fields in order, as (lower-case name, value cleaned to one line); `headers` the same by name. `text` is the body as plain
    text (from HTML where there is no plain part), `new_text` that without quoted text, forwarded headers and signature.
    `parts` came with it; `reports` are what a machine tells about another message (RFC 3462: status, receipt, what was returned).
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
    fields: tuple[tuple[str, str], ...] = ()
    content_type: str = "text/plain"
    text: str = ""
    new_text: str = ""
    html: str = ""
    parts: tuple[Part, ...] = ()
    reports: tuple[Part, ...] = ()
    original_sender: Address | None = None
    language: str = "lv"
    fingerprint: str = ""
    defects: tuple[str, ...] = ()

    def header(self, name: str) -> str:
        """The first value of a header, or nothing."""
        return next(iter(self.headers.get(name.lower(), ())), "")


def parse(raw: bytes, limits: Limits) -> Message:
    """The message in `raw`. Never raises on what a stranger wrote."""
    tree = mime.split(raw, limits)
    section = tree.section
    fields = tuple((name, one_line(decode_words(body), limits.header_length)) for name, body in section.fields)
    written, received = headers.times(section)
    subject = section.line("subject")
    body = assemble(tree.leaves, limits)
    text = clean(body.text).strip("\n")
    new_text = quoting.new_text(text if body.unquoted == body.text else clean(body.unquoted))
    message = Message(
        message_id=headers.message_id(section),
        date=written,
        received=received,
        from_=headers.addresses(section, "from"),
        sender=headers.addresses(section, "sender"),
        reply_to=headers.addresses(section, "reply-to"),
        to=headers.addresses(section, "to"),
        cc=headers.addresses(section, "cc"),
        return_path=headers.return_path(section),
        subject=subject,
        in_reply_to=headers.message_ids(section, "in-reply-to"),
        references=headers.message_ids(section, "references"),
        headers=_by_name(fields),
        fields=fields,
        content_type=tree.media_type,
        text=text,
        new_text=new_text,
        html=body.html,
        parts=body.parts,
        reports=body.reports,
        original_sender=quoting.forwarded_author(text, subject) or _attached_author(body.parts, limits),
        language=language.of(new_text) or language.of(text) or DEFAULT_LANGUAGE,
        defects=tree.defects,
    )
    return replace(message, fingerprint=_fingerprint(message, section, tree.leaves))


def with_content(message: Message, content: bytes, limits: Limits) -> Message:
    """`message` with the body and parts of the MIME entity in `content`, such as an opaque signature encloses.

    Who wrote it and when stays what the outer message says.
    """
    inner = parse(content, limits)
    return replace(
        message,
        text=inner.text,
        new_text=inner.new_text,
        html=inner.html,
        parts=inner.parts,
        reports=inner.reports,
        language=inner.language,
        defects=(*message.defects, *inner.defects),
    )


def _by_name(fields: Sequence[tuple[str, str]]) -> Mapping[str, tuple[str, ...]]:
    by_name: dict[str, list[str]] = {}
    for name, value in fields:
        by_name.setdefault(name, []).append(value)
    return {name: tuple(values) for name, values in by_name.items()}


def _attached_author(parts: Sequence[Part], limits: Limits) -> Address | None:
    """The author of the innermost message that was forwarded as an attachment."""
    found: Address | None = None
    for _ in range(_FORWARDED_DEPTH):
        attached = next((part for part in parts if part.media_type == "message/rfc822"), None)
        if attached is None:
            break
        tree = mime.split(attached.content, limits)
        text = assemble(tree.leaves, limits)
        authors = headers.addresses(tree.section, "from")
        inline = quoting.forwarded_author(clean(text.text), tree.section.line("subject"))
        found = inline or (authors[0] if authors else found)
        parts = text.parts
    return found


def _fingerprint(message: Message, section: HeaderSection, leaves: Sequence[Leaf]) -> str:
    """A digest of what the author wrote; line ends and what the hosts on the way added make no difference."""
    digest = hashlib.sha256()
    for text in (
        " ".join(address.email for address in message.from_),
        " ".join(section.first("date").split()),
        message.message_id or "",
        message.subject,
    ):
        digest.update(text.encode("utf-8", "replace") + b"\0")
    for leaf in leaves:
        content = leaf.content.replace(b"\r\n", b"\n").replace(b"\r", b"\n").rstrip(b"\n")
        digest.update(f"{leaf.media_type} {leaf.filename} {len(content)}\0".encode("utf-8", "replace") + content)
    return digest.hexdigest()

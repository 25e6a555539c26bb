"""The header section of a message as values: made well-formed first, then read by mail-parser.

mail-parser knows addresses, dates and trace fields well, and trusts that fields are text in UTF-8; real mail has raw bytes of
any charset, broken encoded words, and control characters. So the section is repaired first, and whatever a library makes of
a hostile field costs only that field.
"""

from __future__ import annotations

import email.utils
import logging
import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import UTC, datetime

import mailparser  # type: ignore[import-untyped]  # it has no annotations
from mailparser.utils import get_addresses  # type: ignore[import-untyped]  # it has no annotations

from parsers import charsets
from parsers.addresses import Address
from parsers.mail.encoded_words import decode_words
from parsers.text import one_line

FIELDS_LIMIT = 1000
ADDRESSES_LIMIT = 500
REFERENCES_LIMIT = 100
_FIELD = re.compile(rb"^([!-9;-~]{1,200})[ \t]*:[ \t]*(.*)$", re.DOTALL)
_MESSAGE_ID = re.compile(r"<[^<>\s]{1,500}>")
_ADDR_SPEC = re.compile(r"[^@\s\"(),:;<>\[\]\\\ufffd]{1,64}@[^@\s\"(),:;<>\\\ufffd]{1,255}")
_PLAUSIBLE_YEARS = range(1980, 2100)

# It logs what strangers wrote, personal data too, and as much of it as they like.
logging.getLogger("mailparser").setLevel(logging.CRITICAL + 1)


@dataclass(frozen=True, slots=True)
class HeaderSection:
    """The fields of one header section in order, as (lower-case name, body); bodies are unfolded, still encoded text."""

    fields: tuple[tuple[str, str], ...]
    defects: tuple[str, ...] = ()

    def all(self, name: str) -> tuple[str, ...]:
        return tuple(body for field, body in self.fields if field == name)

    def first(self, name: str) -> str:
        return next((body for field, body in self.fields if field == name), "")

    def line(self, name: str, limit: int = 1000) -> str:
        """The first field of a name, decoded, on one clean line."""
        return one_line(decode_words(self.first(name)), limit)


def split(section: bytes, length: int) -> HeaderSection:
    """The fields in `section`, unfolded, each body cut at `length` characters."""
    fields: list[tuple[str, str]] = []
    defects: list[str] = []
    for raw in _unfold(section):
        match = _FIELD.match(raw)
        if not match:
            defects.append("a header line is no field")
            continue
        if len(fields) == FIELDS_LIMIT:
            defects.append(f"header fields after the first {FIELDS_LIMIT} were left out")
            break
        name, body = match[1].decode("ascii").lower(), match[2]
        if len(body) > length:
            defects.append(f"the header field {name[:60]} was cut at {length} bytes")
        fields.append((name, charsets.decode(body[:length], None)))
    return HeaderSection(tuple(fields), tuple(dict.fromkeys(defects)))


def addresses(section: HeaderSection, name: str) -> tuple[Address, ...]:
    """The mailboxes in every field of a name; groups give their members, what is no address is left out."""
    found: dict[Address, None] = {}
    for body in section.all(name):
        for display, spec in _mailboxes(body):
            address = _address(display, spec)
            if address and len(found) < ADDRESSES_LIMIT:
                found.setdefault(address)
    return tuple(found)


def _mailboxes(body: str) -> list[tuple[str, str]]:
    # A control character must not vanish between the two halves of an address.
    text = "".join(c if c.isprintable() or c.isspace() else "\ufffd" for c in body)
    readers: tuple[Callable[[str], list[tuple[str, str]]], ...] = (
        get_addresses,
        lambda t: email.utils.getaddresses([t]),
    )
    for reader in readers:
        try:
            found = [(name, spec) for name, spec in reader(text) if _ADDR_SPEC.fullmatch(spec.strip().strip("'"))]
        # Either library raises nearly anything on a hostile field; the other one, or nobody, then tells its addresses.
        except Exception:  # noqa: S112
            continue
        if found:
            return found
    # A display name without angle brackets around its address; with two addresses nobody knows which is meant.
    bare = [word for word in text.split() if _ADDR_SPEC.fullmatch(word)]
    return [(text.replace(bare[0], "").strip(), bare[0])] if len(bare) == 1 else []


def _address(display: str, spec: str) -> Address | None:
    spec = spec.strip().strip("'").lower()
    if not _ADDR_SPEC.fullmatch(spec):
        return None
    local, _, domain = spec.rpartition("@")
    name = one_line(decode_words(display)).strip("\"'").strip()
    return Address("" if name.lower() == spec else name, f"{local}@{_ascii_domain(domain)}")


def _ascii_domain(domain: str) -> str:
    """An internationalised domain in the form that servers speak (RFC 5890, A-label)."""
    if domain.isascii():
        return domain
    try:
        return domain.encode("idna").decode("ascii")
    except UnicodeError:
        return domain


def address(text: str) -> Address | None:
    """The first mailbox in a text such as ``Anna Ozola <anna@lu.lv>`` or ``anna@lu.lv``."""
    return next((found for found in (_address(*item) for item in _mailboxes(text)) if found), None)


def times(section: HeaderSection) -> tuple[datetime | None, datetime | None]:
    """When the message says that it was written, and when the last host took it (the topmost Received field's time)."""
    written, taken = _times_of_mail_parser(section)
    written = written or next(filter(None, map(moment_of, section.all("date"))), None)
    taken = taken or next((m for m in (moment_of(b.rpartition(";")[2]) for b in section.all("received")) if m), None)
    return written, taken


def _times_of_mail_parser(section: HeaderSection) -> tuple[datetime | None, datetime | None]:
    wanted = ("date", "received")
    text = "".join(f"{name}: {_printable(body)}\n" for name, body in section.fields if name in wanted)
    try:
        parsed = mailparser.parse_from_string(text + "\n")
        hops = parsed.received
        taken = datetime.fromisoformat(hops[-1]["date_utc"]) if hops and hops[-1].get("date_utc") else None
    # It knows only orderly fields; whatever it raises on others, the standard library's lenient reading is left.
    except Exception:
        return None, None
    return _plausible(parsed.date), _plausible(taken)


def moment_of(text: str) -> datetime | None:
    """The time in a date field's body, aware; None where it is garbage or no year in which people write mail."""
    try:
        return _plausible(email.utils.parsedate_to_datetime(_printable(text).strip()))
    except (ValueError, TypeError, OverflowError, IndexError, AttributeError):
        return None


def _plausible(moment: datetime | None) -> datetime | None:
    if moment is None or moment.year not in _PLAUSIBLE_YEARS:
        return None
    return moment if moment.tzinfo else moment.replace(tzinfo=UTC)


def message_ids(section: HeaderSection, name: str) -> tuple[str, ...]:
    """The message identifiers in the fields of a name, with their angle brackets, in order and once each."""
    found: dict[str, None] = {}
    for body in section.all(name):
        for identifier in _MESSAGE_ID.findall(_printable(body)):
            found.setdefault(identifier)
    return tuple(found)[:REFERENCES_LIMIT]


def message_id(section: HeaderSection) -> str | None:
    """The message's identifier with angle brackets, also where the sender left them out."""
    found = message_ids(section, "message-id")
    if found:
        return found[0]
    bare = one_line(_printable(section.first("message-id")), 500).strip("<> ")
    return f"<{bare.replace(' ', '')}>" if bare else None


def return_path(section: HeaderSection) -> str | None:
    """The envelope sender that delivery noted: an address, "" for the null sender, None where nothing was noted."""
    values = section.all("return-path")
    if not values:
        return None
    found = address(values[0])
    return found.email if found else ""


def _printable(text: str) -> str:
    """`text` unfolded, without the control characters and surrogates on which parsers stumble."""
    return "".join(c if c.isprintable() else " " for c in text)


def _unfold(section: bytes) -> Iterator[bytes]:
    """The fields' lines, continuation lines joined to theirs (RFC 5322, 2.2.3)."""
    lines: list[bytes] = []
    for line in section.splitlines():
        if line[:1] in (b" ", b"\t") and lines:
            lines.append(line)
            continue
        if lines:
            yield b" ".join(part.strip(b" \t") if i else part for i, part in enumerate(lines))
        lines = [line] if line.strip() else []
    if lines:
        yield b" ".join(part.strip(b" \t") if i else part for i, part in enumerate(lines))

"""The parameters of a MIME header field (RFC 2045), as senders really write them.

Read are RFC 2231 pieces and charsets, RFC 2047 words where only RFC 2231 is allowed, raw 8-bit names, percent-encoded names,
names with spaces and without quotes, and quotes that never close.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from urllib.parse import unquote_to_bytes

from parsers import charsets
from parsers.mail.encoded_words import decode_words
from parsers.mail.filenames import base_name

_PIECE = re.compile(r"^(?P<name>[^*]+)(?:\*(?P<number>\d{1,4}))?(?P<encoded>\*)?$")
# "application/pdf name=..." lacks the semicolon before its first parameter.
_UNSEPARATED = re.compile(r"^\s*([^\s;=\"]+)\s+([a-zA-Z*]{2,20}\s*=)")
_PERCENT = re.compile(r"%[0-9A-Fa-f]{2}")


@dataclass(frozen=True, slots=True)
class FieldValue:
    """A structured value: what stands before the first semicolon, in lower case, and its parameters by lower-case name."""

    value: str = ""
    parameters: Mapping[str, str] = field(default_factory=dict)


def parse(text: str) -> FieldValue:
    """The value and parameters in an unfolded field body."""
    first, *rest = _split(_UNSEPARATED.sub(r"\1; \2", text, count=1))
    pieces: dict[str, list[tuple[int, bool, str]]] = {}
    for item in rest:
        name, _, value = item.partition("=")
        match = _PIECE.match(name.strip().lower())
        if match:
            number = int(match["number"] or 0)
            pieces.setdefault(match["name"], []).append((number, bool(match["encoded"]), _unquote(value.strip())))
    return FieldValue(first.strip().lower(), {name: _join(found) for name, found in pieces.items()})


def filename(disposition: FieldValue, content_type: FieldValue) -> str | None:
    """The file name that a part's sender gave it, as a clean base name; None where there is none."""
    given = [disposition.parameters.get("filename", ""), content_type.parameters.get("name", "")]
    names = [name for name in map(clean_filename, given) if name]
    return next((name for name in names if "\ufffd" not in name and "??" not in name), names[0] if names else None)


def clean_filename(name: str) -> str | None:
    """The last component of `name` on any system, on one line, without what hides or misleads; None if nothing is left."""
    return base_name(_decoded_percents(decode_words(name)).strip('"'))


def _split(text: str) -> list[str]:
    """The items between semicolons outside quotes; a quote that never closes is an ordinary character."""
    items, start, position, quoted = [], 0, 0, False
    while position < len(text):
        character = text[position]
        if character == "\\" and quoted and text[position + 1 : position + 2] in ('"', "\\"):
            position += 1
        elif character == '"':
            quoted = not quoted and text.find('"', position + 1) != -1
        elif character == ";" and not quoted:
            items.append(text[start:position])
            start = position + 1
        position += 1
    items.append(text[start:])
    return items


def _unquote(value: str) -> str:
    if not value.startswith('"'):
        return value
    inner = value[1:-1] if len(value) > 1 and value.endswith('"') else value[1:]
    return re.sub(r'\\(["\\])', r"\1", inner)


def _join(pieces: list[tuple[int, bool, str]]) -> str:
    """One value from its RFC 2231 pieces; the encoded form wins over a plain one of the same name."""
    if not any(encoded or number for number, encoded, _ in pieces):
        return pieces[0][2]
    numbers = {number: (encoded, text) for number, encoded, text in sorted(pieces, key=lambda p: (p[0], p[1]))}
    charset, content = "", b""
    for number, (encoded, text) in numbers.items():
        part = text
        if encoded and number == min(numbers) and part.count("'") >= 2:
            charset, _, part = part.split("'", 2)
        content += unquote_to_bytes(part) if encoded else part.encode("utf-8", "replace")
    return charsets.decode(content, charset or None)


def _decoded_percents(name: str) -> str:
    """`name` with percent-encoding resolved, where all of it is percent-encoded UTF-8 ("Anketa%20LU.docx")."""
    if "%" not in name or name.count("%") != len(_PERCENT.findall(name)):
        return name
    try:
        return unquote_to_bytes(name).decode("utf-8")
    except UnicodeDecodeError:
        return name

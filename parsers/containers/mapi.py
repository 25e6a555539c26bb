"""MAPI properties as TNEF and Outlook messages carry them ([MS-OXCDATA], [MS-OXPROPS])."""

from __future__ import annotations

import struct
from collections.abc import Iterator
from dataclasses import dataclass

ATTACH_DATA = 0x3701
ATTACH_FILENAME = 0x3704
ATTACH_LONG_FILENAME = 0x3707
ATTACH_MIME_TAG = 0x370E
ATTACH_CONTENT_ID = 0x3712
ATTACH_FLAGS = 0x3714
ATTACHMENT_HIDDEN = 0x7FFE
DISPLAY_NAME = 0x3001
BODY_HTML = 0x1013

_STRING8, _UNICODE, _BINARY, _OBJECT = 0x001E, 0x001F, 0x0102, 0x000D
_MULTIPLE = 0x1000
_WIDTHS = {0x02: 4, 0x03: 4, 0x04: 4, 0x0A: 4, 0x0B: 4, 0x05: 8, 0x06: 8, 0x07: 8, 0x14: 8, 0x40: 8, 0x48: 16}
_NAMED_FROM = 0x8000
_RENDERED_IN_BODY = 0x4


@dataclass(frozen=True, slots=True)
class Property:
    """One property: its identifier, its type, and the bytes of its (first) value."""

    identifier: int
    kind: int
    value: bytes

    def text(self, encoding: str) -> str:
        """The value as text; `encoding` is that of strings which are not Unicode."""
        told = "utf-16-le" if self.kind & ~_MULTIPLE == _UNICODE else encoding
        return self.value.decode(told, "replace").partition("\0")[0]

    @property
    def number(self) -> int:
        return int.from_bytes(self.value[:4], "little")


def properties(stream: bytes) -> Iterator[Property]:
    """The properties of a TNEF property stream ([MS-OXTNEF] 2.1.3.4), as far as it is whole."""
    reader = _Reader(stream)
    try:
        for _ in range(reader.number()):
            kind, identifier = struct.unpack("<HH", reader.take(4))
            if identifier >= _NAMED_FROM:
                _skip_name(reader)
            yield Property(identifier, kind, _value(reader, kind))
    except EOFError:
        return


def is_shown_in_body(found: dict[int, Property]) -> bool:
    """Whether an attachment is a picture that the message's text shows, by its own flags."""
    hidden, flags = found.get(ATTACHMENT_HIDDEN), found.get(ATTACH_FLAGS)
    return bool((hidden and hidden.number & 1) or (flags and flags.number & _RENDERED_IN_BODY))


def encoding_of(code_page: int) -> str:
    """The name in Python of a Windows code page."""
    name = "utf-8" if code_page == 65001 else f"cp{code_page}"
    try:
        "".encode(name)
    except LookupError:
        return "cp1252"
    return name


class _Reader:
    """Takes bytes in order; raises `EOFError` where there are fewer than asked for."""

    def __init__(self, stream: bytes) -> None:
        self._stream = stream
        self._position = 0

    def take(self, count: int) -> bytes:
        taken = self._stream[self._position : self._position + count]
        if len(taken) < count:
            raise EOFError
        self._position += count
        return taken

    def number(self) -> int:
        return int.from_bytes(self.take(4), "little")

    def padded(self) -> bytes:
        """A value with its length before it, filled up to four bytes."""
        length = self.number()
        value = self.take(length)
        self._position += -length % 4
        return value


def _skip_name(reader: _Reader) -> None:
    reader.take(16)
    if reader.number() == 0:
        reader.number()
    else:
        reader.padded()


def _value(reader: _Reader, kind: int) -> bytes:
    single = kind & ~_MULTIPLE
    if single in {_STRING8, _UNICODE, _BINARY, _OBJECT}:
        values = [reader.padded() for _ in range(reader.number())]
        return values[0] if values else b""
    width = _WIDTHS.get(single)
    if width is None:
        raise EOFError
    count = reader.number() if kind & _MULTIPLE else 1
    values = [reader.take(width) for _ in range(count)]
    return values[0] if values else b""

"""Content-Transfer-Encoding undone (RFC 2045, 6), leniently: what is damaged gives what can still be had, and a defect."""

from __future__ import annotations

import binascii
import quopri
import re
from collections.abc import Iterator

_NOT_BASE64 = re.compile(rb"[^A-Za-z0-9+/=]+")
_FOREIGN = re.compile(rb"[^A-Za-z0-9+/=\s]")
_DAMAGED = re.compile(rb"[^A-Za-z0-9+/=\s]|=(?!=?\s*\Z)")
_PADDED = re.compile(rb"[A-Za-z0-9+/]+=*")
_UU_BEGIN = re.compile(rb"^begin [0-7]{3,4} ([^\r\n]+)\r?$", re.MULTILINE)
_UU_LINE = re.compile(rb"(?:[ -`]{1,62})?\r?\n")
_UU_END = re.compile(rb"end[ \t]*\r?(?:\n|\Z)")


def decode(content: bytes, encoding: str) -> tuple[bytes, str | None]:
    """The bytes that `content` stands for, and what was wrong with it."""
    encoding = encoding.strip().lower().strip("\"'")
    if encoding == "base64":
        return _base64(content)
    if encoding == "quoted-printable":
        return quopri.decodestring(content), None
    if encoding in ("x-uuencode", "uuencode", "x-uue", "uue"):
        return next((data for _, data, _, _ in uuencoded(content)), content), None
    if encoding in ("", "7bit", "8bit", "binary"):
        return content, None
    return content, f"the transfer encoding {encoding[:40]} is unknown"


def _base64(content: bytes) -> tuple[bytes, str | None]:
    """Base64 with foreign characters, wrong padding, or several padded pieces one after the other."""
    if not _DAMAGED.search(content):
        try:
            return binascii.a2b_base64(content), None
        except binascii.Error:
            pass  # it breaks off within a group, as is seen below
    defect = "base64 has foreign characters" if _FOREIGN.search(content) else None
    data = b""
    for piece in _PADDED.findall(_NOT_BASE64.sub(b"", content)):
        letters = piece.rstrip(b"=")
        if len(letters) % 4 == 1:
            letters = letters[:-1]
            defect = "base64 breaks off"
        data += binascii.a2b_base64(letters + b"=" * (-len(letters) % 4))
    return data, defect


def uuencoded(content: bytes) -> Iterator[tuple[bytes, bytes, int, int]]:
    """Every uuencoded file in `content`: its name, its bytes, and where it begins and ends."""
    position = 0
    while match := _UU_BEGIN.search(content, position):
        data, end = bytearray(), match.end() + 1
        while line := _UU_LINE.match(content, end):
            text = line[0].rstrip(b"\r\n")
            try:
                data += _uu_line(text)
            except binascii.Error:
                break
            end = line.end()
            if not text or text in (b"`", b" "):
                break
        closing = _UU_END.match(content, end)
        position = closing.end() if closing else end
        if data and closing:
            yield match[1].strip(), bytes(data), match.start(), position


def _uu_line(text: bytes) -> bytes:
    if not text:
        return b""
    length = (text[0] - 32) & 63
    # Mailers strip spaces at the end of a line and add check characters; the count in front tells what belongs to it.
    width = (length + 2) // 3 * 4
    return binascii.a2b_uu(text[:1] + text[1 : width + 1].ljust(width, b" "))

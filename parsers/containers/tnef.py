"""winmail.dat: the attachments that Outlook packs into TNEF ([MS-OXTNEF])."""

from __future__ import annotations

import struct
from collections.abc import Iterator
from dataclasses import dataclass, field

from parsers.containers import mapi
from parsers.containers.contents import Budget, Member
from parsers.errors import UnreadableDocument

_SIGNATURE = b"\x78\x9f\x3e\x22"
_ATTRIBUTE = struct.Struct("<BHHI")
_CHECKSUM = 2

_ATTACH_REND_DATA = 0x9002
_ATTACH_DATA = 0x800F
_ATTACH_TITLE = 0x8010
_ATTACH_TRANSPORT_FILENAME = 0x9001
_ATTACHMENT = 0x9005
_MESSAGE_PROPERTIES = 0x9003
_OEM_CODE_PAGE = 0x9007

# An attached message stands in its property behind the identifier of the interface that reads it.
_INTERFACE = 16


@dataclass(slots=True)
class _Attachment:
    """What the attributes told of one attachment so far."""

    title: bytes = b""
    transport_name: bytes = b""
    data: bytes = b""
    properties: dict[int, mapi.Property] = field(default_factory=dict)


def open_tnef(content: bytes, budget: Budget) -> tuple[Member, ...]:
    """The attachments, pictures shown in the text left out; what is behind a damaged place is lost.

    Raises `UnreadableDocument` where it does not hold even one attribute.
    """
    encoding, html, attachments, seen = "cp1252", b"", [], False
    for identifier, value in _attributes(content):
        seen = True
        if identifier == _OEM_CODE_PAGE:
            encoding = mapi.encoding_of(int.from_bytes(value[:4], "little"))
        elif identifier == _MESSAGE_PROPERTIES:
            html = next((p.value for p in mapi.properties(value) if p.identifier == mapi.BODY_HTML), b"")
        elif identifier == _ATTACH_REND_DATA:
            budget.take_member()
            attachments.append(_Attachment())
        elif attachments:
            _tell(attachments[-1], identifier, value)
    if not seen:
        raise UnreadableDocument("The file is damaged and cannot be read. Please send the documents themselves.")
    found = [_member(each, encoding) for each in attachments if not _is_shown(each, html, encoding)]
    for member in found:
        budget.take_bytes(len(member.content))
    return tuple(found)


def _attributes(content: bytes) -> Iterator[tuple[int, bytes]]:
    """Identifier and value of each attribute, up to where the stream breaks off; a cut value is given as far as it goes."""
    position = len(_SIGNATURE) + 2
    while position + _ATTRIBUTE.size <= len(content):
        level, identifier, _, length = _ATTRIBUTE.unpack_from(content, position)
        if level not in (1, 2):
            return
        start = position + _ATTRIBUTE.size
        yield identifier, content[start : start + length]
        position = start + length + _CHECKSUM


def _tell(attachment: _Attachment, identifier: int, value: bytes) -> None:
    if identifier == _ATTACH_DATA:
        attachment.data = value
    elif identifier == _ATTACH_TITLE:
        attachment.title = value
    elif identifier == _ATTACH_TRANSPORT_FILENAME:
        attachment.transport_name = value
    elif identifier == _ATTACHMENT:
        attachment.properties |= {found.identifier: found for found in mapi.properties(value)}


def _member(attachment: _Attachment, encoding: str) -> Member:
    told = attachment.properties
    data = told.get(mapi.ATTACH_DATA)
    content = attachment.data
    if data is not None and data.value[_INTERFACE:].startswith(_SIGNATURE):
        content = data.value[_INTERFACE:]
    elif data is not None and not content:
        content = data.value
    media_type = told[mapi.ATTACH_MIME_TAG].text(encoding) if mapi.ATTACH_MIME_TAG in told else None
    return Member(_name(attachment, encoding), content, media_type=media_type)


def _name(attachment: _Attachment, encoding: str) -> str | None:
    """The long name where there is one; the title is often cut to eight letters, and never Unicode."""
    for identifier in (mapi.ATTACH_LONG_FILENAME, mapi.DISPLAY_NAME, mapi.ATTACH_FILENAME):
        if identifier in attachment.properties:
            name = attachment.properties[identifier].text(encoding)
            if name.strip():
                return name
    for raw in (attachment.title, attachment.transport_name):
        name = raw.partition(b"\0")[0].decode(encoding, "replace")
        if name.strip():
            return name
    return None


def _is_shown(attachment: _Attachment, html: bytes, encoding: str) -> bool:
    identifier = attachment.properties.get(mapi.ATTACH_CONTENT_ID)
    told = identifier.text(encoding).strip("<> ") if identifier else ""
    return mapi.is_shown_in_body(attachment.properties) or bool(told and f"cid:{told}".encode() in html)

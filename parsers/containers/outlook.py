"""An Outlook message file (.msg, [MS-OXMSG]) as the Internet message that it was, or would have been."""

from __future__ import annotations

import io
import re
import struct
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from email import policy
from email.message import EmailMessage
from email.parser import HeaderParser
from email.utils import format_datetime, formataddr
from typing import Any

import olefile

from parsers.containers import mapi
from parsers.errors import UnreadableDocument
from parsers.mail.filenames import base_name
from parsers.text import one_line

_SUBJECT, _MESSAGE_ID, _HEADERS = 0x0037, 0x1035, 0x007D
_BODY = 0x1000
_SENDER_NAME, _SENDER_ADDRESS, _SENDER_SMTP = 0x0C1A, 0x0C1F, 0x5D01
_DISPLAY_TO = 0x0E04
_SUBMITTED, _DELIVERED = 0x0039, 0x0E06
_INTERNET_CODE_PAGE, _MESSAGE_CODE_PAGE = 0x3FDE, 0x3FFD

_ATTACHMENT = re.compile(r"__attach_version1\.0_#[0-9A-Fa-f]{8}$")
_EMBEDDED = "__substg1.0_3701000D"
_ENTRY = struct.Struct("<HHI8s")
_DEEPEST = 10
_EPOCH = datetime(1601, 1, 1, tzinfo=UTC)
_CODED = frozenset({"content-type", "content-transfer-encoding", "mime-version", "content-disposition"})


def as_message(content: bytes) -> bytes:
    """The message in RFC 5322 form: headers, text, HTML and attachments. Raises `UnreadableDocument`."""
    try:
        with olefile.OleFileIO(io.BytesIO(content)) as compound:
            return _message(_Storage(compound, (), 32), 0).as_bytes(policy=policy.SMTP)
    # olefile and the email package let out whatever damaged streams and headers cause in them.
    except Exception as error:
        raise UnreadableDocument("The Outlook message is damaged. Please send the documents themselves.") from error


@dataclass(frozen=True, slots=True)
class _Storage:
    """A message or an attachment within the compound file; `header` is the length of what precedes its fixed properties."""

    compound: Any  # olefile is generic over how it was told to decode names, which does not matter here
    path: tuple[str, ...]
    header: int

    def stream(self, name: str) -> bytes:
        path = [*self.path, name]
        return bytes(self.compound.openstream(path).read()) if self.compound.exists(path) else b""

    def fixed(self) -> dict[int, mapi.Property]:
        """The properties of fixed size."""
        stream = self.stream("__properties_version1.0")[self.header :]
        whole = stream[: len(stream) // _ENTRY.size * _ENTRY.size]
        return {tag: mapi.Property(tag, kind, value) for kind, tag, _, value in _ENTRY.iter_unpack(whole)}

    def text(self, identifier: int, encoding: str) -> str:
        unicode_value = self.stream(f"__substg1.0_{identifier:04X}001F")
        if unicode_value:
            return unicode_value.decode("utf-16-le", "replace").rstrip("\0")
        return self.stream(f"__substg1.0_{identifier:04X}001E").decode(encoding, "replace").rstrip("\0")

    def binary(self, identifier: int) -> bytes:
        return self.stream(f"__substg1.0_{identifier:04X}0102")

    def attachments(self) -> list[_Storage]:
        depth = len(self.path)
        paths = [tuple(path) for path in self.compound.listdir(streams=False, storages=True)]
        return [
            _Storage(self.compound, path, 8)
            for path in paths
            if len(path) == depth + 1 and path[:depth] == self.path and _ATTACHMENT.match(path[-1])
        ]


def _message(storage: _Storage, depth: int) -> EmailMessage:
    if depth > _DEEPEST:
        raise UnreadableDocument("Messages lie too deep in one another. Please send the documents themselves.")
    fixed = storage.fixed()
    encoding = _encoding(fixed)
    built = EmailMessage(policy=policy.SMTP)
    _write_headers(built, storage, fixed, encoding)
    built.set_content(storage.text(_BODY, encoding))
    html = storage.binary(mapi.BODY_HTML).decode(encoding, "replace") or storage.text(mapi.BODY_HTML, encoding)
    if html:
        built.add_alternative(html, subtype="html")
    for attachment in storage.attachments():
        _attach(built, attachment, encoding, depth)
    return built


def _write_headers(built: EmailMessage, storage: _Storage, fixed: dict[int, mapi.Property], encoding: str) -> None:
    """The headers that the message came with, else what its properties tell of sender, time and subject."""
    came_with = HeaderParser(policy=policy.compat32).parsestr(storage.text(_HEADERS, encoding))
    for name, value in came_with.items():
        if name.lower() not in _CODED:
            _write(built, name, str(value))
    address = storage.text(_SENDER_SMTP, encoding) or storage.text(_SENDER_ADDRESS, encoding)
    if "@" in address:
        _write(built, "From", formataddr((one_line(storage.text(_SENDER_NAME, encoding)), one_line(address))))
    _write(built, "To", storage.text(_DISPLAY_TO, encoding))
    _write(built, "Subject", storage.text(_SUBJECT, encoding))
    _write(built, "Message-ID", storage.text(_MESSAGE_ID, encoding))
    moment = fixed.get(_SUBMITTED) or fixed.get(_DELIVERED)
    if moment is not None:
        microseconds = int.from_bytes(moment.value, "little") // 10
        _write(built, "Date", format_datetime(_EPOCH + timedelta(microseconds=microseconds)))


def _write(built: EmailMessage, name: str, value: str) -> None:
    """A header that is not there yet, on one line; one that no message could have is left out."""
    line = one_line(value, 10_000)
    repeated = name.lower() == "received"
    if not line or (name in built and not repeated):
        return
    try:
        built[name] = line
    # The parser of structured headers lets out errors of many kinds; a header that it refuses is not stored.
    except Exception:
        return


def _attach(built: EmailMessage, storage: _Storage, encoding: str, depth: int) -> None:
    name = (
        storage.text(mapi.ATTACH_LONG_FILENAME, encoding)
        or storage.text(mapi.ATTACH_FILENAME, encoding)
        or storage.text(mapi.DISPLAY_NAME, encoding)
    )
    if storage.compound.exists([*storage.path, _EMBEDDED]):
        inner = _message(_Storage(storage.compound, (*storage.path, _EMBEDDED), 24), depth + 1)
        built.add_attachment(inner, filename=base_name(name))
        return
    content_id = storage.text(mapi.ATTACH_CONTENT_ID, encoding).strip("<> ")
    media_type = storage.text(mapi.ATTACH_MIME_TAG, encoding).lower()
    main, _, sub = media_type.partition("/")
    if main in {"", "message", "multipart", "text"} or not re.fullmatch(r"[\w.+-]+", sub):
        main, sub = "application", "octet-stream"
    built.add_attachment(
        storage.binary(mapi.ATTACH_DATA),
        maintype=main,
        subtype=sub,
        filename=base_name(name),
        cid=f"<{content_id}>" if re.fullmatch(r"[\w.@$+-]+", content_id) else None,
        disposition="inline" if mapi.is_shown_in_body(storage.fixed()) else "attachment",
    )


def _encoding(fixed: dict[int, mapi.Property]) -> str:
    """The name in Python of the code page of strings that are not Unicode."""
    pages = (fixed[tag].number for tag in (_INTERNET_CODE_PAGE, _MESSAGE_CODE_PAGE) if tag in fixed)
    return mapi.encoding_of(next(pages, 1252))

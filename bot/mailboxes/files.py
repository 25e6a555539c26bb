"""Mail out of files, as if it had arrived: .eml, .mbox, .msg, and folders of them (Maildirs too)."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterable, Iterator
from datetime import UTC, datetime
from email.parser import BytesHeaderParser
from email.utils import parsedate_to_datetime
from pathlib import Path
from typing import BinaryIO

from bot.errors import NotFoundError
from bot.mailboxes import Arrival
from bot.transport import maildir

SUFFIXES = (".eml", ".mbox", ".mbx", ".msg")
HEADER_AT_MOST = 1024 * 1024
# RFC 4155: "From ", an address, and a time (or "From -"); bodies hold lines that only begin like it, and not every program
# quotes them
_SEPARATOR = re.compile(rb"^From (.*\d\d?:\d\d.*\d{4}|-)\s*$")
_QUOTED = re.compile(rb"^>+From ")


def find(paths: Iterable[Path]) -> list[Path]:
    """The files to read: those named, and in folders those that hold mail. Raises `NotFoundError` before any is read."""
    found: list[Path] = []
    for path in paths:
        if not path.exists():
            raise NotFoundError(f"There is no file or folder {path}. Check its name.")
        found.extend(_in_folder(path) if path.is_dir() else [path])
    return found


def arrivals(file: Path, maximum: int) -> Iterator[Arrival]:
    """The messages in one file, in its order; of one larger than `maximum` bytes only the header.

    A message arrived when its topmost Received header says, else when its Date says, else when the file was written. Its key
    is the digest of its bytes, so that a file read twice brings nothing new.
    """
    try:
        written = datetime.fromtimestamp(file.stat().st_mtime, UTC)
        with file.open("rb") as content:
            is_mbox = file.suffix.lower() != ".eml" and content.peek(5).startswith(b"From ")
            for raw, size in _split(content, maximum) if is_mbox else [_bounded(content, maximum, file.stat().st_size)]:
                digest = hashlib.sha256(raw).hexdigest()
                yield Arrival(f"sha256:{digest}", raw, size, _arrived(raw) or written, cursor="", whole=size <= maximum)
    except OSError as error:
        raise NotFoundError(f"The file {file} cannot be read ({error.strerror}). Mend its permissions.") from error


def _in_folder(folder: Path) -> list[Path]:
    if all((folder / part).is_dir() for part in (maildir.UNREAD, maildir.SEEN)):
        return sorted(maildir.entries(folder), key=lambda entry: entry.name)
    return sorted(path for path in folder.rglob("*") if path.suffix.lower() in SUFFIXES and path.is_file())


def _bounded(content: BinaryIO, maximum: int, size: int) -> tuple[bytes, int]:
    if size <= maximum:
        return content.read(), size
    return header(content.read(HEADER_AT_MOST)), size


def _split(content: BinaryIO, maximum: int) -> Iterator[tuple[bytes, int]]:
    """The messages of an mbox and their sizes, without separators and the quoting of lines that look like one (mboxrd)."""
    content.readline()
    lines: list[bytes] = []
    size = 0
    blank = b""
    for line in content:
        if blank and _SEPARATOR.match(line):
            yield _message(lines, size, maximum)
            lines, size, blank = [], 0, b""
            continue
        if blank:  # it belongs to the message, unless it stands before a separator or the end
            size += _keep(blank, lines, size, maximum)
        blank = line if line in (b"\n", b"\r\n") else b""
        if not blank:
            size += _keep(line[1:] if _QUOTED.match(line) else line, lines, size, maximum)
    yield _message(lines, size, maximum)


def _keep(line: bytes, lines: list[bytes], size: int, maximum: int) -> int:
    if size <= maximum:
        lines.append(line)
    return len(line)


def _message(lines: list[bytes], size: int, maximum: int) -> tuple[bytes, int]:
    raw = b"".join(lines)
    return (raw, size) if size <= maximum else (header(raw[:HEADER_AT_MOST]), size)


def header(start: bytes) -> bytes:
    """What stands before the first empty line."""
    end = re.search(rb"\r?\n\r?\n", start)
    return start[: end.end()] if end else start


def _arrived(raw: bytes) -> datetime | None:
    fields = BytesHeaderParser().parsebytes(header(raw[:HEADER_AT_MOST]))
    for name, values in (("Received", fields.get_all("Received", [])), ("Date", fields.get_all("Date", []))):
        for value in values[:1]:
            try:
                at = parsedate_to_datetime(str(value).rpartition(";")[2] if name == "Received" else str(value))
            except (ValueError, TypeError, IndexError, OverflowError):
                continue  # a date that cannot be read is as none
            return at if at.tzinfo else at.replace(tzinfo=UTC)
    return None

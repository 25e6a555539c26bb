"""Originals out of the store: a mail as it came, and a document out of its mail, opened in a worker."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import Any
from urllib.parse import quote

from bot.workers import WorkerFailure, Workers
from parsers.rules import ReadingRules
from parsers.submission import extract_file
from parsers.text import one_line
from storage.looking import connect_readonly

_DOCUMENT = """
SELECT d.filename, d.sha256, raw.content FROM stored_documents d
JOIN messages m ON m.id = d.message_id JOIN raw_messages raw ON raw.sha256 = m.sha256 WHERE d.id = ?
"""
_MAIL = "SELECT raw.content FROM messages m JOIN raw_messages raw ON raw.sha256 = m.sha256 WHERE m.id = ?"


@dataclass(frozen=True, slots=True)
class Original:
    """A file to hand out."""

    name: str
    content: bytes

    @property
    def headers(self) -> dict[str, str]:
        return headers(self.name)


def headers(name: str) -> dict[str, str]:
    """Of a file that is saved, never shown: a stranger's HTML or SVG would run in our name (RFC 6266, 4.3 for the name)."""
    plain = "".join(c if (c.isascii() and c.isalnum()) or c in ".-_ " else "_" for c in name)
    return {
        "Content-Disposition": f"attachment; filename=\"{plain}\"; filename*=UTF-8''{quote(name, safe='')}",
        "Content-Security-Policy": "sandbox; default-src 'none'",
    }


def document(store: Path, number: int, workers: Workers, rules: ReadingRules) -> Original | str:
    """A document's file, or why there is none to be had."""
    row = _row(store, _DOCUMENT, number)
    if row is None:
        return f"There is no document {number}."
    filename, sha256, raw = row
    if not raw:
        return "The mail that brought this document was erased."
    try:
        content = workers.call(extract_file, raw, sha256, rules)
    except WorkerFailure as failure:
        return f"The document could not be taken out of its mail: {failure}. Take the whole mail instead."
    if content is None:
        return "The document stands in the text of its mail. Take the whole mail instead."
    return Original(_name(filename) or f"document-{number}", content)


def mail(store: Path, number: int) -> Original | str:
    """A mail's bytes as .eml, or why there are none to be had."""
    row = _row(store, _MAIL, number)
    if row is None:
        return f"There is no mail {number}."
    return Original(f"mail-{number}.eml", row[0]) if row[0] else "This mail was erased."


def _row(store: Path, query: str, number: int) -> Any:
    connection = connect_readonly(store)
    try:
        return connection.execute(query, (number,)).fetchone()
    finally:
        connection.close()


def _name(filename: str | None) -> str:
    """The file's own name, without what leads to another folder."""
    return one_line(filename or "").replace("/", "_").replace("\\", "_").lstrip(".")

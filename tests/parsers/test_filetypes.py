"""The type of a file is told by its content."""

from __future__ import annotations

import base64
import io
from pathlib import Path

import docx
import pytest

from parsers.filetypes import FileType, identify
from tests.parsers.signing import Authority, cms, pdf, zipped


def word() -> bytes:
    written = io.BytesIO()
    docx.Document().save(written)
    return written.getvalue()


@pytest.mark.parametrize(
    ("content", "expected"),
    [
        (b"", FileType.EMPTY),
        (b"\0\0\r\n ", FileType.EMPTY),
        (word(), FileType.DOCX),
        (zipped([("mimetype", b"application/vnd.oasis.opendocument.text"), ("content.xml", b"<x/>")]), FileType.ODT),
        (zipped([("mimetype", b"application/vnd.etsi.asic-e+zip"), ("a.txt", b"x")]), FileType.ASIC),
        (zipped([("META-INF/signatures0.xml", b"<x/>"), ("a.txt", b"x")]), FileType.ASIC),
        (zipped([("[Content_Types].xml", b"<x/>"), ("xl/workbook.xml", b"<x/>")]), FileType.SPREADSHEET),
        (zipped([("a.docx", word())]), FileType.ZIP),
        (pdf("x"), FileType.PDF),
        (b"HTTP/1.1 200 OK\r\n\r\n" + pdf("x"), FileType.PDF),
        (b"{\\rtf1\\ansi Anketa}", FileType.RTF),
        ("Labdien!\nUniversitāte: RTU".encode(), FileType.TEXT),
        ("Labdien!\nUniversitāte: RTU".encode("cp1257"), FileType.TEXT),
        ("Labdien!".encode("utf-16"), FileType.TEXT),
        (b"<!DOCTYPE html><html><body>x</body></html>", FileType.HTML),
        (b"<table><tr><td>x</td></tr></table>", FileType.HTML),
        (b"From: a@lu.lv\r\nTo: b@rbs.lv\r\nSubject: x\r\n\r\nx", FileType.MESSAGE),
        (b"BEGIN:VCALENDAR\r\n", FileType.CALENDAR),
        (b"\xff\xd8\xff\xe0\0\x10JFIF", FileType.IMAGE),
        (b"\0\0\0\x18ftypheic\0\0\0\0", FileType.IMAGE),
        (b"\0\0\0\x18ftypmp42\0\0\0\0", FileType.UNSUPPORTED),
        (b"MZ\x90\0\x03\0\0\0", FileType.UNSUPPORTED),
        (b"ID3\x04\0\0\0\0", FileType.UNSUPPORTED),
        (b"Rar!\x1a\x07\x01\0", FileType.ARCHIVE),
        (b"\x78\x9f\x3e\x22\x01\0", FileType.TNEF),
        (b"\x01\x02\x80\x81\x00\x05\x06\x07" * 40, FileType.UNKNOWN),
    ],
)
def test_type_is_told_by_content(content: bytes, expected: FileType) -> None:
    assert identify(content) is expected


@pytest.mark.parametrize("name", ["anketa.docx", "anketa.pdf", "anketa.exe", None])
def test_name_does_not_make_a_type(name: str | None) -> None:
    assert identify(pdf("x"), name) is FileType.PDF
    assert identify(b"MZ\x90\0\x03\0\0\0", name) is FileType.UNSUPPORTED
    assert identify(word(), name) is FileType.DOCX


def test_signed_envelope_is_told_in_every_encoding() -> None:
    signer = Authority().person("Anna", "Ozola")
    binary = cms(b"x", signer)
    assert identify(binary) is FileType.CMS
    assert identify(base64.encodebytes(binary)) is FileType.CMS
    assert identify(cms(b"x", signer, pem=True)) is FileType.CMS


@pytest.mark.parametrize("kept", [60, 2000, 20000])
def test_word_file_cut_short_is_still_one(kept: int) -> None:
    assert identify(word()[:kept], "anketa.docx") is FileType.DOCX


def test_old_office_files_are_told_by_their_streams(corpora: Path) -> None:
    for folder, ending, expected in [
        ("office/poi-document", "*.doc", {FileType.DOC, FileType.ENCRYPTED_OFFICE}),
        ("mail/poi-msg", "*.msg", {FileType.OUTLOOK_MESSAGE}),
    ]:
        found = {identify(path.read_bytes(), path.name) for path in (corpora / folder).rglob(ending)}
        assert found
        assert found <= expected

"""Files that nobody of this project wrote, many of them made to break programs, end in a document or an error."""

from __future__ import annotations

import time
from pathlib import Path

import pytest

from parsers.document import Document
from parsers.errors import DocumentError
from parsers.filetypes import FileType, identify
from parsers.limits import Limits
from parsers.readers import read

PACKAGES = (FileType.DOCX, FileType.ODT)
SECONDS = 10


@pytest.fixture(scope="module")
def office(corpora: Path) -> list[Path]:
    return sorted(path for path in corpora.glob("office/**/*") if path.is_file() and path.stat().st_size < 2_000_000)


def test_every_package_ends_in_a_document_or_an_error(office: list[Path]) -> None:
    outcomes = {"read": 0, "refused": 0}
    for path in office:
        content = path.read_bytes()
        if identify(content, path.name) not in PACKAGES:
            continue
        started = time.process_time()
        try:
            assert isinstance(read(content, identify(content, path.name), Limits()), Document)
            outcomes["read"] += 1
        except DocumentError as error:
            assert str(error).endswith("."), f"{path}: the sender is told nothing"
            outcomes["refused"] += 1
        assert time.process_time() - started < SECONDS, path
    assert outcomes["read"] > 100


@pytest.mark.parametrize("file_type", [FileType.DOCX, FileType.ODT, FileType.HTML, FileType.TEXT, FileType.DOC])
def test_bytes_of_another_kind_end_in_a_document_or_an_error(office: list[Path], file_type: FileType) -> None:
    """A reader may be handed anything: types are told by a few bytes only."""
    for path in office[::17]:
        try:
            read(path.read_bytes()[:20_000], file_type, Limits())
        except DocumentError as error:
            assert error.finding


@pytest.mark.parametrize("position", range(0, 100, 7))
def test_a_damaged_form_ends_in_a_document_or_an_error(office: list[Path], position: int) -> None:
    """A byte is turned over at one place after the other."""
    for path in [p for p in office if p.suffix in (".docx", ".odt")][::12]:
        content = bytearray(path.read_bytes())
        content[len(content) * position // 100] ^= 0xFF
        try:
            read(bytes(content), FileType.DOCX if path.suffix == ".docx" else FileType.ODT, Limits())
        except DocumentError as error:
            assert error.finding

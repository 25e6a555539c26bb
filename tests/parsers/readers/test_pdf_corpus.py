"""Files that nobody of this project wrote: each is read, or said to be unreadable, and nothing else is raised."""

from __future__ import annotations

from pathlib import Path

from parsers.errors import DocumentError
from parsers.limits import Limits
from parsers.readers import pdf

# Every so many files are read each time, none of them large, and none by recognition, which is slow.
EVERY, LARGEST = 12, 400_000
LIMITS = Limits(pdf_pages=5, ocr_pages=0)


def test_hostile_files_are_read_or_refused(corpora: Path) -> None:
    """Whatever a PDF does to its reader, the answer is a document or an error with words for the sender."""
    files = sorted(path for path in (corpora / "pdf").rglob("*") if path.is_file() and path.stat().st_size < LARGEST)
    outcomes = {"read": 0, "refused": 0}
    for path in files[::EVERY]:
        try:
            document = pdf.read(path.read_bytes(), LIMITS)
        except DocumentError as error:
            assert str(error).endswith("."), path
            outcomes["refused"] += 1
        else:
            assert document.text.strip(), path
            outcomes["read"] += 1
    assert min(outcomes.values()) > 5

"""Pages of a message's documents as pictures, to show where a value was read."""

from __future__ import annotations

from collections.abc import Collection, Mapping

from parsers.errors import DocumentError
from parsers.readers.render import render_page
from parsers.rules import ReadingRules
from parsers.submission import extract_file


def pages(raw: bytes, sha256: str, numbers: Collection[int], width: int, rules: ReadingRules) -> Mapping[int, bytes]:
    """PNG pictures, `width` pixels wide, of a document's numbered pages (from 1), as far as they can be shown."""
    content = extract_file(raw, sha256, rules)
    pictures = {}
    for number in sorted(numbers) if content is not None else ():
        try:
            pictures[number] = render_page(content or b"", number, width=width)
        except DocumentError:
            continue  # the value is shown with its words alone
    return pictures

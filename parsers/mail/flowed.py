"""Text in format=flowed (RFC 3676) with its paragraphs made whole again."""

from __future__ import annotations

import re

_QUOTES = re.compile(r"^>*")


def unflow(text: str, *, delete_spaces: bool) -> str:
    """Join the lines that end in a space to the next of the same quoting depth; `delete_spaces` is the DelSp parameter."""
    paragraphs: list[list[str]] = []
    open_depth: int | None = None
    for line in text.split("\n"):
        quotes = _QUOTES.match(line)
        depth = len(quotes[0]) if quotes else 0
        content = line[depth:].removeprefix(" ")
        flows = content.endswith(" ") and content != "-- "
        if flows and delete_spaces:
            content = content[:-1]
        if open_depth == depth and content != "-- ":
            paragraphs[-1].append(content)
        else:
            paragraphs.append([f"{'>' * depth} {content}" if depth else content])
        open_depth = depth if flows else None
    return "\n".join("".join(pieces) for pieces in paragraphs)

"""File names from strangers: the clean base name, and nothing that could lead anywhere else."""

from __future__ import annotations

import re

from parsers.text import one_line

_LONGEST = 200
_EXTENSION = re.compile(r"\.\w{1,10}$")


def base_name(name: str | None) -> str | None:
    """The last component of `name`, on one line, its extension kept where it is shortened; None where nothing is left.

    Both separators count, since a name written on Windows is read here ("C:\\\\letters\\\\letter.pdf" is "letter.pdf").
    """
    if not name:
        return None
    cleaned = " ".join(one_line(re.split(r"[/\\]", name)[-1], limit=len(name) + 1).split())
    if not cleaned.strip(". "):
        return None
    if len(cleaned) <= _LONGEST:
        return cleaned
    extension = _EXTENSION.search(cleaned)
    ending = extension.group() if extension else ""
    return cleaned[: _LONGEST - len(ending)] + ending


def extension_of(name: str | None) -> str:
    """The extension in lower case, without its dot; empty where there is none."""
    found = _EXTENSION.search(name or "")
    return found.group()[1:].lower() if found else ""


def is_junk(path: str) -> bool:
    """Whether a file in an archive was put there by an operating system, not by a person."""
    components = [part.lower() for part in re.split(r"[/\\]", path) if part]
    if not components:
        return True
    last = components[-1]
    return "__macosx" in components or last in _JUNK or last.startswith(("._", "~$"))


_JUNK = frozenset({".ds_store", "thumbs.db", "desktop.ini", ".directory", "ehthumbs.db", ".localized", "icon\r"})

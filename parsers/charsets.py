"""Bytes to text, whatever charset was declared."""

from __future__ import annotations

import codecs

_TEXT_CODECS_ONLY = {"base64", "bz2", "hex", "quopri", "rot13", "uu", "zlib", "idna", "punycode", "undefined", "mbcs"}
LEGACY = "windows-1257"


def decode(content: bytes, declared: str | None) -> str:
    """`content` as text: UTF-8 where it is that, else the declared charset, else the Baltic one of Windows."""
    for charset in ("utf-8", declared or ""):
        try:
            if charset and codecs.lookup(charset).name not in _TEXT_CODECS_ONLY:
                return content.decode(charset)
        except (LookupError, ValueError):
            continue
    return content.decode(LEGACY, "replace")

"""Encoded words in header fields (RFC 2047), also broken ones."""

from __future__ import annotations

import base64
import binascii
import re

from parsers import charsets

# Real mailers put spaces into Q text and fold inside a word; neither is allowed, both are read.
_WORD = re.compile(r"=\?([^?\s]{1,40})\?([bBqQ])\?([^?]*(?:\?(?!=)[^?]*)*)\?=")
_QUOTED = re.compile(rb"=([0-9A-Fa-f]{2})")


def decode_words(text: str) -> str:
    """`text` with its encoded words decoded; what is no encoded word stays as it is.

    Neighbouring words of one charset are decoded together, since mailers split a character between two of them.
    """
    if "=?" not in text:
        return text
    result, position = [], 0
    run, run_charset = b"", ""
    for match in _WORD.finditer(text):
        charset, encoding, payload = match[1].split("*")[0].lower(), match[2].lower(), match[3]
        between = text[position : match.start()]
        if run and between.strip():
            result.append(charsets.decode(run, run_charset))
            run = b""
        elif run and charset != run_charset:
            result.append(charsets.decode(run, run_charset))
            run = b""
            between = ""
        elif run:
            between = ""
        result.append(between)
        run, run_charset = run + _content(payload, encoding), charset
        position = match.end()
    if run:
        result.append(charsets.decode(run, run_charset))
    result.append(text[position:])
    return "".join(result)


def _content(payload: str, encoding: str) -> bytes:
    data = payload.encode("utf-8", "replace")
    if encoding == "q":
        return _QUOTED.sub(lambda match: bytes([int(match[1], 16)]), data.replace(b"_", b" "))
    letters = re.sub(rb"[^A-Za-z0-9+/]", b"", data)
    letters = letters[: len(letters) - 1] if len(letters) % 4 == 1 else letters
    try:
        return base64.b64decode(letters + b"=" * (-len(letters) % 4))
    except binascii.Error:
        return data

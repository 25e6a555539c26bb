"""The Message-ID of a message of our own, found in its bytes."""

from __future__ import annotations

import re

_FIELD = re.compile(rb"^message-id:\s*(<[^<>\s]+>)", re.IGNORECASE | re.MULTILINE)


def message_id(raw: bytes) -> bytes | None:
    """The Message-ID in the header, or None where there is none."""
    header = re.split(rb"\r?\n\r?\n", raw, maxsplit=1)[0]
    field = _FIELD.search(header)
    return field.group(1) if field else None

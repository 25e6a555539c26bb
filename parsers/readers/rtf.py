"""Reads Rich Text Format (.rtf): through LibreOffice where it is installed, else the plain text with its tables."""

from __future__ import annotations

import re

from striprtf.striprtf import rtf_to_text

from parsers.document import Document
from parsers.errors import UnreadableDocument
from parsers.limits import Limits
from parsers.readers import libreoffice, word
from parsers.readers.plain_text import from_text

# What striprtf does not tell from text that is shown (deleted and hidden text), or loses (form fields).
_BEYOND_PLAIN_TEXT = re.compile(
    rb"\\deleted(?![a-z0])|\\v(?![a-z0])|\\formfield|\\field\s*\{?\\\*?\\fldinst\s*\{?\s*FORM"
)
_NOT_READABLE = "This file (.rtf) cannot be read reliably here. Please save it as .docx or PDF and resend it."


def read(content: bytes, limits: Limits) -> Document:
    """The document in the bytes of an .rtf file."""
    if libreoffice.installed():
        return word.read(libreoffice.convert(content, "rtf", "Rich Text Format"), limits)
    return _plain(content, limits)


def _plain(content: bytes, limits: Limits) -> Document:
    if _BEYOND_PLAIN_TEXT.search(content):
        raise UnreadableDocument(_NOT_READABLE)
    text = rtf_to_text(content[: limits.xml_part].decode("latin-1"), errors="ignore")  # type: ignore[no-untyped-call]  # untyped
    return from_text(text, limits)

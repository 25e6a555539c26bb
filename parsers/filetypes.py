"""What a file is, told by its bytes, never by its name or declared type alone."""

from __future__ import annotations

from enum import StrEnum


class FileType(StrEnum):
    """The types that are told apart, because something is done with each."""

    DOCX = "docx"
    DOC = "doc"
    ODT = "odt"
    RTF = "rtf"
    PDF = "pdf"
    HTML = "html"
    TEXT = "text"
    IMAGE = "image"
    ZIP = "zip"
    ASIC = "asic"
    CMS = "cms"
    TNEF = "tnef"
    MESSAGE = "message"
    OUTLOOK_MESSAGE = "msg"
    ENCRYPTED_OFFICE = "encrypted-office"
    CALENDAR = "calendar"
    EMPTY = "empty"
    UNSUPPORTED = "unsupported"


def identify(content: bytes, filename: str | None = None, media_type: str | None = None) -> FileType:
    """The type of `content`; name and declared type only decide between plain-text types, which have no signature."""
    raise NotImplementedError

"""One reader a format, each turning bytes into a `Document`; `read` picks it by the file's type.

A reader is imported when its format comes up: a mail without scans never loads what reads scans.
"""

from __future__ import annotations

from importlib import import_module
from typing import Protocol, cast

from parsers.document import Document
from parsers.errors import DocumentError, EncryptedDocument, UnreadableDocument, UnsupportedDocument
from parsers.filetypes import FileType
from parsers.limits import Limits

_READERS = {
    FileType.DOCX: "word",
    FileType.DOC: "legacy_word",
    FileType.ODT: "opendocument",
    FileType.RTF: "rtf",
    FileType.PDF: "pdf",
    FileType.IMAGE: "scan",
    FileType.HTML: "html",
    FileType.TEXT: "plain_text",
}
_UNSUPPORTED = "A file of this type cannot hold a form or a letter. Please send a Word or PDF file."
_EMPTY = "The file is empty. Please save it again and resend it."
_PROTECTED = "The file is protected by a password. Please remove the password and resend the file."
_DAMAGED = "The file is damaged and cannot be read. Please save it again, or as a PDF, and resend it."


class _Reader(Protocol):
    def read(self, content: bytes, limits: Limits) -> Document: ...


def read(content: bytes, file_type: FileType, limits: Limits) -> Document:
    """The document in `content`.

    Raises `UnreadableDocument`, `EncryptedDocument` or `UnsupportedDocument`, whose text is fit for the sender.
    """
    if not content or file_type is FileType.EMPTY:
        raise UnreadableDocument(_EMPTY)
    if file_type is FileType.ENCRYPTED_OFFICE:
        raise EncryptedDocument(_PROTECTED)
    if file_type not in _READERS:
        raise UnsupportedDocument(_UNSUPPORTED)
    reader = cast(_Reader, import_module(f"{__name__}.{_READERS[file_type]}"))
    try:
        return reader.read(content, limits)
    except DocumentError:
        raise
    except Exception as error:
        # Libraries fail on damaged files in every way there is (pdfminer alone in TypeError, KeyError, RecursionError);
        # to the sender it is the same.
        raise UnreadableDocument(_DAMAGED) from error

"""One reader a format, each turning bytes into a `Document`; `read` picks it by the file's type."""

from __future__ import annotations

from parsers.document import Document
from parsers.errors import UnsupportedDocument
from parsers.filetypes import FileType
from parsers.limits import Limits


def read(content: bytes, file_type: FileType, limits: Limits) -> Document:
    """The document in `content`.

    Raises `UnreadableDocument`, `EncryptedDocument` or `UnsupportedDocument`, whose text is fit for the sender.
    """
    raise UnsupportedDocument(f"files of type {file_type} are not read")

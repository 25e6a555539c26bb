"""Reads Word's binary format (.doc, Word 6 to 2003; MS-DOC), which LibreOffice turns into today's."""

from __future__ import annotations

from parsers.document import Document
from parsers.errors import EncryptedDocument, UnreadableDocument
from parsers.limits import Limits
from parsers.readers import libreoffice, word
from parsers.readers.packages import PROTECTED

_NOT_INSTALLED = (
    "Files of the old Word format (.doc) cannot be opened here. Please save it as .docx or PDF and resend it."
)
# The file information block (MS-DOC 2.5.1) begins with one of these words, on a sector of 512 bytes.
_FIB_MARKS = (b"\xec\xa5", b"\xdc\xa5")
_SECTOR = 512
_FLAGS = 0x0B
_ENCRYPTED = 0x01


def read(content: bytes, limits: Limits) -> Document:
    """The document in the bytes of a .doc file."""
    if _is_encrypted(content):
        raise EncryptedDocument(PROTECTED)
    if not libreoffice.installed():
        raise UnreadableDocument(_NOT_INSTALLED)
    return word.read(libreoffice.convert(content, "doc", "MS Word 97"), limits)


def _is_encrypted(content: bytes) -> bool:
    """Whether the file information block says so (fEncrypted)."""
    for start in range(0, len(content), _SECTOR):
        if content[start : start + 2] in _FIB_MARKS:
            flags = content[start + _FLAGS : start + _FLAGS + 1]
            return bool(flags and flags[0] & _ENCRYPTED)
    return False

"""Reads Word's binary format (.doc, Word 6 to 2003; MS-DOC), which LibreOffice turns into today's."""

from __future__ import annotations

from io import BytesIO

import olefile

from parsers.document import Document
from parsers.errors import EncryptedDocument, UnreadableDocument
from parsers.limits import Limits
from parsers.readers import libreoffice, word
from parsers.readers.packages import DAMAGED, PROTECTED

_NOT_INSTALLED = (
    "Files of the old Word format (.doc) cannot be opened here. Please save it as .docx or PDF and resend it."
)
# The beginning of the file information block (MS-DOC 2.5.2): a mark, the version, and among its flags fEncrypted.
_BEFORE_WORD_97 = b"\xdc\xa5"
_FLAGS = 0x0B
_ENCRYPTED = 0x01


def read(content: bytes, limits: Limits) -> Document:
    """The document in the bytes of a .doc file."""
    block = _file_information_block(content)
    if block[_FLAGS] & _ENCRYPTED:
        raise EncryptedDocument(PROTECTED)
    if not libreoffice.installed():
        raise UnreadableDocument(_NOT_INSTALLED)
    version = "MS Word 95" if block.startswith(_BEFORE_WORD_97) else "MS Word 97"
    return word.read(libreoffice.convert(content, "doc", version), limits)


def _file_information_block(content: bytes) -> bytes:
    try:
        with olefile.OleFileIO(BytesIO(content)) as container:
            block = bytes(container.openstream("WordDocument").read(_FLAGS + 1))
    except (OSError, ValueError, IndexError, TypeError) as error:  # whatever a broken sector chain makes olefile raise
        raise UnreadableDocument(DAMAGED) from error
    if len(block) <= _FLAGS:
        raise UnreadableDocument(DAMAGED)
    return block

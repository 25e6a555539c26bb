"""What keeps a file from being read, as errors that say what happened in words for its sender."""

from __future__ import annotations


class DocumentError(Exception):
    """A file that cannot be read. `finding` is the code under which a team hears of it."""

    finding = "unreadable_document"


class UnreadableDocument(DocumentError):
    """The file is damaged, empty, or beyond the limits."""


class PictureWithoutText(UnreadableDocument):
    """The file is a picture that can be opened, and there is no text to be recognised in it."""


class EncryptedDocument(DocumentError):
    """The file needs a password or a key."""

    finding = "encrypted_document"


class UnsupportedDocument(DocumentError):
    """The file is of a type that cannot hold a form or a letter."""

    finding = "unsupported_attachment"

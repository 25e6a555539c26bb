"""A zip archive that people make: the files in it, junk and folders left out."""

from __future__ import annotations

from collections.abc import Sequence

from parsers.containers import archive
from parsers.containers.contents import Budget, Member
from parsers.errors import DocumentError, EncryptedDocument, UnreadableDocument
from parsers.mail.filenames import is_junk


def open_zip(content: bytes, budget: Budget) -> tuple[Member, ...]:
    """The files in the archive, in its order; one that cannot be unpacked has its trouble.

    Raises `EncryptedDocument` where a file in it needs a password, `UnreadableDocument` where there is nothing to read.
    """
    wanted = [entry for entry in archive.entries(content) if _is_wanted(entry)]
    if not wanted:
        raise UnreadableDocument("There is no file in the archive. Please send the documents themselves.")
    if any(entry.encrypted for entry in wanted):
        raise EncryptedDocument("The archive is protected by a password. Please send the documents without one.")
    members = tuple(_member(content, entry, budget) for entry in wanted)
    refuse_if_nothing_is_whole(members)
    return members


def refuse_if_nothing_is_whole(members: Sequence[Member]) -> None:
    """Raises `UnreadableDocument` where no file could be taken out: then it is the archive that cannot be opened."""
    if members and all(member.trouble is not None for member in members):
        raise UnreadableDocument("The archive is damaged and nothing in it can be read. Please send it again.")


def _is_wanted(entry: archive.Entry) -> bool:
    return not (entry.is_directory or entry.symlink or is_junk(entry.name))


def _member(content: bytes, entry: archive.Entry, budget: Budget) -> Member:
    budget.take_member()
    try:
        return Member(entry.name, archive.read(content, entry, budget))
    except DocumentError as error:
        if budget.bytes_left < 0:
            raise
        return Member(entry.name, b"", trouble=(error.finding, str(error)))

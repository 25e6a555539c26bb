"""A single file packed by gzip (RFC 1952)."""

from __future__ import annotations

import re
import zlib

from parsers.containers.contents import Budget, Member
from parsers.errors import UnreadableDocument

_CHUNK = 256 * 1024


def open_gzip(member: Member, budget: Budget) -> tuple[Member, ...]:
    """The file inside, under the packed one's name without its ending. Raises `UnreadableDocument`."""
    budget.take_member()
    inflater = zlib.decompressobj(zlib.MAX_WBITS | 16)
    output, waiting = bytearray(), member.content
    try:
        while waiting and not inflater.eof:
            piece = inflater.decompress(waiting, _CHUNK)
            waiting = inflater.unconsumed_tail
            output += piece
            budget.take_bytes(len(piece))
            if len(output) > budget.limits.unpacked_member:
                raise UnreadableDocument(f"The file unpacks to more than {budget.limits.unpacked_member // 2**20} MB.")
    except zlib.error as error:
        raise UnreadableDocument(
            "The file is damaged and cannot be read. Please send the documents themselves."
        ) from error
    name = re.sub(r"\.gz$", "", member.name, flags=re.IGNORECASE) if member.name else None
    return (Member(name, bytes(output)),)

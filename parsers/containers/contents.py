"""What opening a container yields, and the budget that all containers of one mail share."""

from __future__ import annotations

from dataclasses import dataclass

from parsers.errors import UnreadableDocument
from parsers.limits import Limits
from parsers.signatures import Signature


@dataclass(frozen=True, slots=True)
class Member:
    """A file in a container.

    `name` is as the container has it, path included; `signatures` are those of the container that cover this file;
    `trouble` is the finding and the reason why it could not be taken out whole.
    """

    name: str | None
    content: bytes
    signatures: tuple[Signature, ...] = ()
    trouble: tuple[str, str] | None = None
    media_type: str | None = None


class Budget:
    """The bytes and members that may still be unpacked from one mail."""

    def __init__(self, limits: Limits) -> None:
        self.limits = limits
        self.bytes_left = limits.unpacked_total
        self.members_left = limits.container_members

    def take_bytes(self, count: int) -> None:
        """Raises `UnreadableDocument` when more was unpacked than a mail may hold."""
        self.bytes_left -= count
        if self.bytes_left < 0:
            raise UnreadableDocument(
                f"It unpacks to more than {self.limits.unpacked_total // 2**20} MB. Please send only the documents."
            )

    def take_member(self) -> None:
        """Raises `UnreadableDocument` when there are more files than a mail may hold."""
        self.members_left -= 1
        if self.members_left < 0:
            raise UnreadableDocument(
                f"It holds more than {self.limits.container_members} files. Please send only the documents."
            )

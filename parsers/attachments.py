"""Walks what was attached (zip, TNEF, ASiC-E, CMS, message/rfc822) down to plain files, within limits."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from parsers.filetypes import FileType
from parsers.message import Part
from parsers.rules import ReadingRules
from parsers.signatures import Signature


@dataclass(frozen=True, slots=True)
class File:
    """A plain file, or a container that could not be opened.

    `filename` is its clean base name (None where it has none); `inside` names the containers it lay in, outermost first;
    `signatures` are those of its container that are about it. `trouble` is the error that kept a container or the file
    from being opened, as (finding, reason).
    """

    filename: str | None
    content: bytes
    type: FileType
    inside: tuple[str, ...] = ()
    signatures: tuple[Signature, ...] = ()
    trouble: tuple[str, str] | None = None


def walk(parts: Sequence[Part], rules: ReadingRules) -> tuple[File, ...]:
    """The plain files in the order they came; junk (.DS_Store, __MACOSX), signature parts and inline logos left out."""
    raise NotImplementedError

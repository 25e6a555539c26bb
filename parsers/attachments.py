"""Walks what was attached (zip, TNEF, ASiC-E, CMS, message/rfc822) down to plain files, within limits."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

from parsers import filetypes, message
from parsers.containers.asic import open_asic
from parsers.containers.cms import join_detached, open_cms
from parsers.containers.contents import Budget, Member
from parsers.containers.gzip import open_gzip
from parsers.containers.outlook import as_message
from parsers.containers.tnef import open_tnef
from parsers.containers.zip import open_zip
from parsers.errors import DocumentError, EncryptedDocument, UnreadableDocument
from parsers.filetypes import FileType
from parsers.mail.filenames import base_name
from parsers.message import Message, Part
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

    @property
    def media_type(self) -> str:
        """The media type that the content has, whatever was declared."""
        return filetypes.media_type(self.content, self.type)


@dataclass(frozen=True, slots=True)
class Unpacked:
    """The plain files in the order they came, and what was found beside them.

    `messages` were forwarded as attachments; `pictures` are those that a mail's text shows, mostly logos.
    """

    files: tuple[File, ...]
    messages: tuple[Message, ...] = ()
    pictures: tuple[File, ...] = ()


def walk(parts: Sequence[Part], rules: ReadingRules) -> tuple[File, ...]:
    """The plain files in the order they came; junk (.DS_Store, __MACOSX), signature parts and inline logos left out."""
    return unpack(parts, rules).files


def unpack(parts: Sequence[Part], rules: ReadingRules) -> Unpacked:
    """The plain files, and the forwarded messages in whose bodies a form may stand."""
    walking = _Walk(rules)
    files = tuple(walking.files(walking.attached(parts), _Where()))
    most = rules.limits.attachments
    return Unpacked(files[:most], tuple(walking.messages), tuple(walking.pictures[:most]))


@dataclass(frozen=True, slots=True)
class _Where:
    """The containers around a file: their names, how many archives are among them, and the signatures on the way."""

    inside: tuple[str, ...] = ()
    archives: int = 0
    signatures: tuple[Signature, ...] = ()


@dataclass(slots=True)
class _Walk:
    """One walk through one mail, with the budget that all its containers share."""

    rules: ReadingRules
    messages: list[Message] = field(default_factory=list)
    pictures: list[File] = field(default_factory=list)
    budget: Budget = field(init=False)

    def __post_init__(self) -> None:
        self.budget = Budget(self.rules.limits)

    def attached(self, parts: Sequence[Part]) -> tuple[Member, ...]:
        """The parts that are attachments; the pictures that the text shows are set aside."""
        shown = [part for part in parts if part.inline]
        self.pictures += [File(base_name(part.filename), part.content, FileType.IMAGE) for part in shown]
        return tuple(Member(p.filename, p.content, media_type=p.media_type) for p in parts if not p.inline)

    def files(self, members: Sequence[Member], where: _Where) -> Iterator[File]:
        for member in join_detached(members, self.rules.trust_anchors):
            yield from self._file(member, where)

    def _file(self, member: Member, where: _Where) -> Iterator[File]:
        name = base_name(member.name)
        kind = filetypes.identify(member.content, name, member.media_type)
        if member.trouble is None and _accompanies(member, kind):
            return
        signatures = (*where.signatures, *member.signatures)
        plain = File(name, member.content, kind, where.inside, signatures, member.trouble)
        if member.trouble is not None or kind not in _CONTAINERS:
            yield plain
            return
        try:
            inner = self._open(member, kind, where)
        except DocumentError as error:
            yield File(name, member.content, kind, where.inside, signatures, (error.finding, str(error)))
            return
        deeper = _Where((*where.inside, name or kind), where.archives + (kind in _ARCHIVES), signatures)
        yield from self.files(inner, deeper)

    def _open(self, member: Member, kind: FileType, where: _Where) -> tuple[Member, ...]:
        """What a container holds. Raises `DocumentError` where it cannot be opened."""
        limits = self.rules.limits
        if len(where.inside) >= limits.nesting or (kind in _ARCHIVES and where.archives >= limits.container_depth):
            raise UnreadableDocument("Archives lie too deep in one another. Please send the documents themselves.")
        match kind:
            case FileType.ZIP:
                return open_zip(member.content, self.budget)
            case FileType.ASIC:
                return open_asic(member.content, self.budget, self.rules.trust_anchors)
            case FileType.CMS:
                return open_cms(member, self.budget, self.rules.trust_anchors)
            case FileType.TNEF:
                return open_tnef(member.content, self.budget)
            case FileType.GZIP:
                return open_gzip(member, self.budget)
            case FileType.MESSAGE:
                return self._open_message(member.content)
            case FileType.OUTLOOK_MESSAGE:
                return self._open_message(as_message(member.content))
            case _:
                raise EncryptedDocument("The file is encrypted. Please send it without encryption.")

    def _open_message(self, content: bytes) -> tuple[Member, ...]:
        inner = message.parse(content, self.rules.limits)
        self.messages.append(inner)
        return self.attached(inner.parts)


_ARCHIVES = frozenset({FileType.ZIP, FileType.GZIP})
_CONTAINERS = _ARCHIVES | {
    *(FileType.ASIC, FileType.CMS, FileType.TNEF, FileType.MESSAGE, FileType.OUTLOOK_MESSAGE),
    *(FileType.CDOC, FileType.PGP_MESSAGE),  # which cannot be opened, and are said to be encrypted
}


def _accompanies(member: Member, kind: FileType) -> bool:
    """Whether a part is what a mail program adds of itself, not a document that somebody attached."""
    if kind in {FileType.CALENDAR, FileType.VCARD, FileType.PGP_SIGNATURE}:
        return True
    if member.content.startswith(_APPLE_DOUBLE) or member.media_type == "application/pgp-encrypted":
        return True
    if member.media_type in _SIGNATURES and (member.name or "").lower() == "smime.p7s":
        return True
    # Exchange makes a file of each scrap of text that Apple Mail puts between attachments.
    return bool(_SCRAP.fullmatch(member.name or "")) and len(member.content) < _SCRAP_LENGTH


# What signs the whole mail, intact or cut short by a gateway, and no document in it.
_SIGNATURES = frozenset({"application/pkcs7-signature", "application/x-pkcs7-signature"})
_APPLE_DOUBLE = b"\x00\x05\x16\x07"
_SCRAP = re.compile(r"ATT\d{3,6}\.(?:html?|txt)", re.IGNORECASE)
_SCRAP_LENGTH = 2048

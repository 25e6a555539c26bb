"""A message's files again, byte for byte, each with the extension that its content has."""

from __future__ import annotations

import hashlib
from collections.abc import Collection, Iterator
from dataclasses import dataclass

from parsers import attachments, filetypes
from parsers.filetypes import FileType
from parsers.mail.filenames import base_name, extension_of
from parsers.opening import open_mail
from parsers.rules import ReadingRules


@dataclass(frozen=True, slots=True)
class Original:
    """A file: `sha256` of its content, the clean base name it came with (None: it had none), and what its name is to end in.

    `extension` is never one that a program would run.
    """

    sha256: str
    name: str | None
    extension: str
    content: bytes


def originals(raw: bytes, wanted: Collection[str], rules: ReadingRules) -> tuple[Original, ...]:
    """The documents of a message whose SHA-256 is `wanted`; before one that lay in a container (it may hold the signature)
    the container as it was attached."""
    return tuple(_originals(raw, frozenset(wanted), rules))


def _originals(raw: bytes, wanted: frozenset[str], rules: ReadingRules) -> Iterator[Original]:
    mail = open_mail(raw, rules)
    unpacked = attachments.unpack(mail.parts, rules)
    containers = {base_name(part.filename): part for part in mail.parts if not part.inline}
    given = set[str]()
    for file in (*unpacked.files, *unpacked.pictures):
        document = _original(file.content, file.filename, file.type)
        if document.sha256 not in wanted or document.sha256 in given:
            continue
        given.add(document.sha256)
        part = containers.pop(file.inside[0], None) if file.inside else None
        if part is not None:
            name = base_name(part.filename)
            yield _original(part.content, name, filetypes.identify(part.content, name, part.media_type))
        yield document


def _original(content: bytes, name: str | None, kind: FileType) -> Original:
    return Original(hashlib.sha256(content).hexdigest(), name, _extension(content, name, kind), content)


def _extension(content: bytes, name: str | None, kind: FileType) -> str:
    """What opens a file of this kind; a page with scripts in it opens as the text that it is."""
    if kind is FileType.IMAGE:
        return (
            filetypes.media_type(content, kind).partition("/")[2].replace("jpeg", "jpg").replace("octet-stream", "bin")
        )
    allowed = _EXTENSIONS.get(kind, ("bin",))
    declared = extension_of(name)
    return declared if declared in allowed else allowed[0]


_EXTENSIONS = {
    FileType.DOCX: ("docx", "dotx"),
    FileType.DOC: ("doc",),
    FileType.ODT: ("odt", "ott"),
    FileType.RTF: ("rtf",),
    FileType.PDF: ("pdf",),
    FileType.HTML: ("txt",),
    FileType.TEXT: ("txt",),
    FileType.ZIP: ("zip",),
    FileType.GZIP: ("gz",),
    FileType.ASIC: ("asice", "edoc", "bdoc", "sce", "asics", "scs"),
    FileType.CDOC: ("cdoc",),
    FileType.CMS: ("p7m", "p7s"),
    FileType.TNEF: ("dat",),
    FileType.MESSAGE: ("eml",),
    FileType.OUTLOOK_MESSAGE: ("msg",),
    FileType.ENCRYPTED_OFFICE: ("docx", "doc", "xlsx", "xls", "pptx", "ppt"),
    FileType.SPREADSHEET: ("xlsx", "xls", "ods"),
    FileType.PRESENTATION: ("pptx", "ppt", "odp"),
    FileType.ARCHIVE: ("7z", "rar", "tar", "bz2", "xz"),
}

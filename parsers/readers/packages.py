"""Opens the zip packages of office documents (OPC, ODF) within limits, and parses their XML without following anything.

Sizes are of bytes really inflated, since declared ones lie; pictures are inflated only where they are all there is. A document
type declaration, which no office program writes, is refused: entity bombs and external entities are made of it.
"""

from __future__ import annotations

import posixpath
import zipfile
import zlib
from collections.abc import Iterator
from dataclasses import dataclass
from io import BytesIO

from lxml import etree

from parsers.errors import EncryptedDocument, UnreadableDocument
from parsers.limits import Limits

DAMAGED = "The file is damaged and cannot be opened. Please save it again and resend it."
TOO_LARGE = "The file unpacks to more than can be read. Please send it without large pictures and tables."
PROTECTED = "The file is protected by a password. Please remove the password and resend the file."
_DECLARES_TYPE = "The file declares a document type, which office programs do not do, and is not read."
# A tag takes up to twenty microseconds to walk over; fifteen megabytes of ordinary Word have 600,000.
_MOST_TAGS = 1_000_000
_ENCRYPTED = 0x1
_ZIP_FAILURES = (zipfile.BadZipFile, zlib.error, EOFError, OSError, NotImplementedError, ValueError, KeyError)


@dataclass(frozen=True, slots=True)
class Relationship:
    """What one part of an OPC package says of another: `kind` is the last word of its type, the same in all editions."""

    id: str
    kind: str
    target: str


class Package:
    """A zip package; parts are inflated when they are asked for."""

    def __init__(self, content: bytes, limits: Limits) -> None:
        try:
            self._zip = zipfile.ZipFile(BytesIO(content))
        except _ZIP_FAILURES as error:
            raise UnreadableDocument(DAMAGED) from error
        self._limits = limits
        self._members = {_key(member.filename): member for member in self._zip.infolist()}

    def __contains__(self, name: str) -> bool:
        return _key(name) in self._members

    def read(self, name: str) -> bytes:
        """The bytes of a part, which is XML or a picture."""
        member = self._members.get(_key(name))
        if member is None:
            raise UnreadableDocument(DAMAGED)
        if member.flag_bits & _ENCRYPTED:
            raise EncryptedDocument(PROTECTED)
        try:
            with self._zip.open(member) as stream:
                content = stream.read(self._limits.xml_part + 1)
        except _ZIP_FAILURES as error:
            raise UnreadableDocument(DAMAGED) from error
        if len(content) > self._limits.xml_part:
            raise UnreadableDocument(TOO_LARGE)
        return content

    def xml(self, name: str) -> etree._Element:
        """The root element of a part."""
        return parse_xml(self.read(name))

    def relationships(self, part: str) -> Iterator[Relationship]:
        """The parts that `part` ("" for the package itself) refers to; links out of the package are left out."""
        folder, base = posixpath.split(part)
        name = posixpath.join(folder, "_rels", f"{base}.rels")
        if name not in self:
            return
        for element in self.xml(name):
            if element.get("TargetMode") == "External":
                continue
            target = posixpath.normpath(posixpath.join("/", folder, element.get("Target", "")))
            yield Relationship(element.get("Id", ""), element.get("Type", "").rsplit("/", 1)[-1], target.lstrip("/"))


def _key(name: str) -> str:
    # Part names are compared without regard to case (ECMA-376-2, 9.1.1), and some programs write backslashes.
    return name.replace("\\", "/").lstrip("/").lower()


def parse_xml(xml: bytes) -> etree._Element:
    """The root element; nothing outside of `xml` is read, and libxml2's own cap on depth (256) stays on."""
    parser = etree.XMLParser(
        resolve_entities=False, no_network=True, load_dtd=False, remove_comments=True, remove_pis=True
    )
    if xml.count(b"<") > _MOST_TAGS:
        raise UnreadableDocument(TOO_LARGE)
    try:
        root = etree.fromstring(_transitional(xml), parser)
    except (etree.XMLSyntaxError, ValueError) as error:
        raise UnreadableDocument(DAMAGED) from error
    if root.getroottree().docinfo.doctype:
        raise UnreadableDocument(_DECLARES_TYPE)
    return root


# ISO/IEC 29500 Strict has the same elements as Transitional, which all programs write by default, in other namespaces.
_STRICT = {
    b"http://purl.oclc.org/ooxml/wordprocessingml/main": b"http://schemas.openxmlformats.org/wordprocessingml/2006/main",
    b"http://purl.oclc.org/ooxml/officeDocument/relationships": (
        b"http://schemas.openxmlformats.org/officeDocument/2006/relationships"
    ),
    b"http://purl.oclc.org/ooxml/officeDocument/math": b"http://schemas.openxmlformats.org/officeDocument/2006/math",
}


def _transitional(xml: bytes) -> bytes:
    if b"http://purl.oclc.org/ooxml/" in xml[:10_000]:
        for strict, transitional in _STRICT.items():
            xml = xml.replace(strict, transitional)
    return xml

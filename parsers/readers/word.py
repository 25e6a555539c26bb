"""Reads Word documents (.docx, .docm, .dotx; ECMA-376 Transitional and Strict).

The body's XML is walked by `word_story`, since python-docx passes over whatever lies in content controls, text boxes and
tracked changes, and opens neither templates nor documents with macros.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from lxml import etree

from parsers.document import Document
from parsers.errors import UnreadableDocument, UnsupportedDocument
from parsers.limits import Limits
from parsers.readers import word_numbering, word_styles
from parsers.readers.budget import Budget
from parsers.readers.packages import DAMAGED, Package, Relationship
from parsers.readers.pictured import with_pages
from parsers.readers.word_names import EMBEDDED, RELATIONSHIP_ID, child, local, on, w
from parsers.readers.word_story import Story, usual_look

_NOT_WORD = "The file is an office document, but not one of text. Please send a Word or PDF file."
_MARGINS = {"headerReference": "page header", "footerReference": "page footer"}


def read(content: bytes, limits: Limits) -> Document:
    """The document, with what stands in the margins of its first page as its letterhead."""
    package = Package(content, limits)
    name = next((r.target for r in package.relationships("") if r.kind == "officeDocument"), "word/document.xml")
    root = package.xml(name)
    if local(root) != "document":
        raise UnsupportedDocument(_NOT_WORD)
    body = child(root, "body")
    if body is None:
        raise UnreadableDocument(DAMAGED)
    parts = {relationship.id: relationship for relationship in package.relationships(name)}
    styles = word_styles.load(_part(package, parts, "styles"))
    numbering = word_numbering.load(_part(package, parts, "numbering"))
    usual, budget = usual_look(body, styles), Budget(limits)
    blocks = Story(styles, numbering, usual, budget).read(body)
    letterhead = tuple(
        block
        for where, margin in _first_page_margins(package, parts, body)
        for block in Story(styles, numbering, usual, budget, where).read(margin)
    )
    document = Document(blocks, partial=budget.partial, letterhead=letterhead)
    return with_pages(document, _pictures(package, parts, body), limits)


def _pictures(package: Package, parts: Mapping[str, Relationship], body: etree._Element) -> Iterator[bytes]:
    """The pictures in the body, in its order."""
    for element in body.iter("{*}blip", "{*}imagedata"):
        part = parts.get(element.get(EMBEDDED) or element.get(RELATIONSHIP_ID) or "")
        if part is not None and part.target in package:
            yield package.read(part.target)


def _part(package: Package, parts: Mapping[str, Relationship], kind: str) -> etree._Element | None:
    """The root of the document's one part of this kind."""
    name = next((part.target for part in parts.values() if part.kind == kind and part.target in package), None)
    return None if name is None else package.xml(name)


def _first_page_margins(
    package: Package, parts: Mapping[str, Relationship], body: etree._Element
) -> Iterator[tuple[str, etree._Element]]:
    """Header and footer of the first page: its own where it has one (w:titlePg), else those of all pages."""
    section = next(body.iter(w("sectPr")), None)
    kind = "first" if on(section, "titlePg") else "default"
    for reference, where in _MARGINS.items():
        for element in [] if section is None else section.findall(w(reference)):
            part = parts.get(element.get(RELATIONSHIP_ID, ""))
            if element.get(w("type"), "default") == kind and part is not None and part.target in package:
                yield where, package.xml(part.target)

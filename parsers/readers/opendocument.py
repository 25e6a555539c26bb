"""Reads OpenDocument texts (.odt, .ott; OASIS ODF 1.0 to 1.3, and what LibreOffice adds to it)."""

from __future__ import annotations

from collections.abc import Iterator

from lxml import etree

from parsers.document import Document
from parsers.errors import EncryptedDocument, UnreadableDocument, UnsupportedDocument
from parsers.limits import Limits
from parsers.readers.budget import Budget
from parsers.readers.odf_forms import controls, is_encrypted
from parsers.readers.odf_names import attribute, find, name, qualified
from parsers.readers.odf_numbering import Numbering
from parsers.readers.odf_story import Story, usual_look
from parsers.readers.odf_styles import Styles
from parsers.readers.packages import DAMAGED, PROTECTED, Package
from parsers.readers.pictured import with_pages

_NOT_TEXT = "The file is an office document, but not one of text. Please send a text document or a PDF file."
_MANIFEST = "META-INF/manifest.xml"
_STANDARD_PAGE = "Standard"
# A first page's own header and footer, newest spelling first, before those of all pages.
_HEADERS = ("style:header-first", "loext:header-first", "style:header")
_FOOTERS = ("style:footer-first", "loext:footer-first", "style:footer")


def read(content: bytes, limits: Limits) -> Document:
    """The document, with what stands in the margins of its first page as its letterhead."""
    package = Package(content, limits)
    if _MANIFEST in package and is_encrypted(package.xml(_MANIFEST)):
        raise EncryptedDocument(PROTECTED)
    root = package.xml("content.xml")
    body = find(root, "office:body")
    if body is None:
        raise UnreadableDocument(DAMAGED)
    text = find(body, "office:text")
    if text is None:
        raise UnsupportedDocument(_NOT_TEXT)
    common = package.xml("styles.xml") if "styles.xml" in package else None
    styles, numbering = _styles(common, root)
    usual, budget, shown = usual_look(text, styles), Budget(limits), controls(find(text, "office:forms"))
    blocks = Story(styles, numbering, usual, budget, shown).read(text)
    letterhead = tuple(
        block
        for where, margin in _first_page_margins(common, styles, text)
        for block in Story(*_styles(common, common), usual, budget, {}, where).read(margin)
    )
    document = Document(blocks, partial=budget.partial, letterhead=letterhead)
    return with_pages(document, _pictures(package, text), limits)


def _pictures(package: Package, text: etree._Element) -> Iterator[bytes]:
    """The pictures in the text, in its order."""
    for image in text.iter(qualified("draw:image")):
        target = attribute(image, "xlink:href").removeprefix("./")
        if target in package:
            yield package.read(target)


def _styles(common: etree._Element | None, part: etree._Element | None) -> tuple[Styles, Numbering]:
    """The styles that a part sees, those of lists too: the document's, and its own automatic ones."""
    styles, numbering = Styles(), Numbering()
    for root, container in (
        (common, "office:font-face-decls"),
        (part, "office:font-face-decls"),
        (common, "office:styles"),
        (part, "office:automatic-styles"),
    ):
        styles.add(find(root, container))
        numbering.add(find(root, container))
    return styles, numbering


def _first_page_margins(
    common: etree._Element | None, styles: Styles, text: etree._Element
) -> Iterator[tuple[str, etree._Element]]:
    masters = find(common, "office:master-styles")
    pages = {} if masters is None else {attribute(page, "style:name"): page for page in masters}
    page = pages.get(_first_page(styles, text) or _STANDARD_PAGE)
    for where, kinds in (("page header", _HEADERS), ("page footer", _FOOTERS)):
        margin = next((found for kind in kinds if (found := find(page, kind)) is not None), None)
        if margin is not None and attribute(margin, "style:display") != "false":
            yield where, margin


def _first_page(styles: Styles, text: etree._Element) -> str:
    """The page that the first paragraph or table begins."""
    for element in text.iter():
        if any(name(around) == "text:tracked-changes" for around in element.iterancestors()):
            continue
        if name(element) == "table:table":
            return styles.master_page("table", attribute(element, "table:style-name"))
        if name(element) in ("text:p", "text:h"):
            return styles.master_page("paragraph", attribute(element, "text:style-name"))
    return ""

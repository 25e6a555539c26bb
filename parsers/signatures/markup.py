"""The XML of signatures, parsed without a DTD, entities or the network, and canonicalised (XML-C14N 1.0, 1.1, exclusive)."""

from __future__ import annotations

from lxml import etree

from parsers.errors import UnreadableDocument

DS = "{http://www.w3.org/2000/09/xmldsig#}"
_EXCLUSIVE = "http://www.w3.org/2001/10/xml-exc-c14n#"
_CANONICALISATIONS = {
    "http://www.w3.org/TR/2001/REC-xml-c14n-20010315": False,
    "http://www.w3.org/2006/12/xml-c14n11": False,
    _EXCLUSIVE.rstrip("#"): True,
}
INCLUSIVE = "http://www.w3.org/TR/2001/REC-xml-c14n-20010315"


class UnknownAlgorithm(Exception):
    """A signature uses something that is not checked here; the message names it."""


def parse(content: bytes) -> etree._Element:
    """The root of a document. Raises `UnreadableDocument` where it is broken or has a DTD, which no signature needs."""
    parser = etree.XMLParser(resolve_entities=False, no_network=True, load_dtd=False, huge_tree=False)
    try:
        root = etree.fromstring(content, parser)
    except (etree.XMLSyntaxError, ValueError) as error:
        raise UnreadableDocument("Its XML is damaged.") from error
    if root.getroottree().docinfo.internalDTD is not None:
        raise UnreadableDocument("Its XML declares a document type, which is refused.")
    return root


def is_canonicalisation(algorithm: str) -> bool:
    return algorithm.replace("#WithComments", "").replace("WithComments", "").rstrip("#") in _CANONICALISATIONS


def canonical(element: etree._Element, method: etree._Element | None) -> bytes:
    """`element` in the canonical form that `method` (a CanonicalizationMethod or Transform) asks for.

    Raises `UnknownAlgorithm`.
    """
    algorithm = INCLUSIVE if method is None else method.get("Algorithm", "")
    comments = algorithm.endswith("WithComments")
    exclusive = _CANONICALISATIONS.get(algorithm.replace("WithComments", "").rstrip("#"))
    if exclusive is None:
        raise UnknownAlgorithm(f"the canonicalisation {algorithm}")
    prefixes: list[str] | None = None
    if exclusive and method is not None:
        listed = method.find(f"{{{_EXCLUSIVE}}}InclusiveNamespaces")
        prefixes = listed.get("PrefixList", "").split() if listed is not None else None
    try:
        return etree.tostring(
            element, method="c14n", exclusive=exclusive, with_comments=comments, inclusive_ns_prefixes=prefixes
        )
    except etree.LxmlError as error:
        raise UnknownAlgorithm("namespaces that have no canonical form") from error


def text_of(element: etree._Element | None) -> str:
    """An element's text without white space, as base64 is read; empty where there is no element."""
    return "".join((element.text or "").split()) if element is not None else ""

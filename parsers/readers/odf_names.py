"""The XML names of OpenDocument (OASIS ODF 1.3 part 3), and of what LibreOffice adds to it."""

from __future__ import annotations

from typing import Final

from lxml import etree

_PREFIXES = {
    "urn:oasis:names:tc:opendocument:xmlns:office:1.0": "office",
    "urn:oasis:names:tc:opendocument:xmlns:text:1.0": "text",
    "urn:oasis:names:tc:opendocument:xmlns:table:1.0": "table",
    "urn:oasis:names:tc:opendocument:xmlns:style:1.0": "style",
    "urn:oasis:names:tc:opendocument:xmlns:drawing:1.0": "draw",
    "urn:oasis:names:tc:opendocument:xmlns:form:1.0": "form",
    "urn:oasis:names:tc:opendocument:xmlns:xsl-fo-compatible:1.0": "fo",
    "urn:oasis:names:tc:opendocument:xmlns:svg-compatible:1.0": "svg",
    "urn:oasis:names:tc:opendocument:xmlns:manifest:1.0": "manifest",
    "urn:openoffice:names:experimental:ooo-ms-interop:xmlns:field:1.0": "field",
    "urn:org:documentfoundation:names:experimental:office:xmlns:loext:1.0": "loext",
    "http://www.w3.org/XML/1998/namespace": "xml",
    "http://www.w3.org/1999/xlink": "xlink",
}
_NAMESPACES = {prefix: uri for uri, prefix in _PREFIXES.items()}
TRUE: Final = "true"


def name(element: etree._Element) -> str:
    """An element's name with the usual prefix ("text:p"); its local name alone where the namespace is unknown."""
    tag = element.tag
    if not isinstance(tag, str):
        return ""
    namespace, _, local = tag[1:].rpartition("}")
    prefix = _PREFIXES.get(namespace)
    return f"{prefix}:{local}" if prefix else local


def qualified(prefixed: str) -> str:
    """A prefixed name ("text:p") as lxml writes it."""
    prefix, _, local = prefixed.partition(":")
    return f"{{{_NAMESPACES[prefix]}}}{local}"


def attribute(element: etree._Element, prefixed: str, default: str = "") -> str:
    return element.get(qualified(prefixed), default)


def flag(element: etree._Element, prefixed: str) -> bool:
    return attribute(element, prefixed) == TRUE


def count(element: etree._Element, prefixed: str) -> int:
    """An attribute that says how often or how far, 1 where it is absent or no number."""
    try:
        return max(1, int(attribute(element, prefixed, "1")))
    except ValueError:
        return 1


def find(element: etree._Element | None, *path: str) -> etree._Element | None:
    """The first element down the path of prefixed names."""
    for step in path:
        element = None if element is None else element.find(qualified(step))
    return element

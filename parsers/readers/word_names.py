"""The XML names of WordprocessingML (ECMA-376-1), and how its properties are read."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from lxml import etree

_W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
_MC = "{http://schemas.openxmlformats.org/markup-compatibility/2006}"
_R = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}"
RELATIONSHIP_ID: Final = _R + "id"
EMBEDDED: Final = _R + "embed"
MATH_TEXT: Final = "{http://schemas.openxmlformats.org/officeDocument/2006/math}t"
ALTERNATE: Final = _MC + "AlternateContent"
CHOICE: Final = _MC + "Choice"
FALLBACK: Final = _MC + "Fallback"
_TICK_NAMESPACES = (
    "{http://schemas.microsoft.com/office/word/2010/wordml}",
    "{http://schemas.microsoft.com/office/word/2012/wordml}",
)
_FALSE = ("0", "false", "off", "none")


def w(name: str) -> str:
    """The name of an element or attribute of WordprocessingML, as lxml writes it."""
    return _W + name


def local(element: etree._Element) -> str:
    """The name of an element of WordprocessingML without its namespace; empty for elements of any other."""
    tag = element.tag
    return tag[len(_W) :] if isinstance(tag, str) and tag.startswith(_W) else ""


def value(element: etree._Element | None, path: str) -> str | None:
    """The w:val of the property at `path` under `element`, None where there is no such property."""
    found = child(element, path)
    return None if found is None else found.get(w("val"), "")


def child(element: etree._Element | None, path: str) -> etree._Element | None:
    """The element at `path` ("pPr/numPr") under `element`."""
    return None if element is None else element.find("/".join(w(step) for step in path.split("/")))


def on(element: etree._Element | None, path: str) -> bool | None:
    """An on-off property: None where it is not given."""
    found = value(element, path)
    return None if found is None else found not in _FALSE


def number(element: etree._Element | None, path: str, default: int) -> int:
    """A property that is a whole number."""
    try:
        return int(value(element, path) or default)
    except ValueError:
        return default


def w14(element: etree._Element | None, name: str) -> etree._Element | None:
    """A child in one of Word's own namespaces (check boxes, repeating sections)."""
    if element is None:
        return None
    return next((found for space in _TICK_NAMESPACES if (found := element.find(space + name)) is not None), None)


def w14_value(element: etree._Element | None, name: str) -> str | None:
    found = w14(element, name)
    return None if found is None else next(iter(found.attrib.values()), "")


def alternative(element: etree._Element) -> Iterator[etree._Element]:
    """The children of the one branch of mc:AlternateContent that is read: both say the same."""
    for name in (CHOICE, FALLBACK):
        branch = element.find(name)
        if branch is not None and len(branch):
            yield from branch
            return

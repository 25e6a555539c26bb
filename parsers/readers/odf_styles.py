"""What OpenDocument's styles make of text: marks, hidden text, headings, sizes (ODF 1.3 part 3, 16 and 20)."""

from __future__ import annotations

import re
from dataclasses import dataclass, field, replace

from lxml import etree

from parsers.document import Mark
from parsers.readers.odf_names import attribute, find, name, qualified

_HEADING_NAMES = ("heading", "title", "subtitle", "virsraksts", "nosaukums", "apakšvirsraksts")
_MAXIMUM_CHAIN = 20
_BOLD_FROM = 600
_ENCODED = re.compile(r"_([0-9a-fA-F]{2})_")


@dataclass(frozen=True, slots=True)
class Look:
    """How text is shown; `size` is in points."""

    marks: frozenset[Mark] = frozenset()
    hidden: bool = False
    font: str = ""
    size: float = 12.0

    def marked(self, mark: Mark, *, on: bool) -> Look:
        return replace(self, marks=self.marks | {mark} if on else self.marks - {mark})


@dataclass(slots=True)
class Styles:
    """The styles that one part of a document (content.xml, or the margins in styles.xml) sees."""

    _styles: dict[tuple[str, str], etree._Element] = field(default_factory=dict)
    _defaults: dict[str, etree._Element] = field(default_factory=dict)
    _fonts: dict[str, str] = field(default_factory=dict)
    _looks: dict[tuple[str, str, Look], Look] = field(default_factory=dict)

    def add(self, container: etree._Element | None) -> None:
        """Adds the styles in a container; later ones of the same name replace earlier ones."""
        for element in () if container is None else container:
            if name(element) == "style:style":
                self._styles[attribute(element, "style:family"), attribute(element, "style:name")] = element
            elif name(element) == "style:default-style":
                self._defaults[attribute(element, "style:family")] = element
            elif name(element) == "style:font-face":
                family = attribute(element, "svg:font-family").strip("'\"")
                self._fonts[attribute(element, "style:name")] = family

    def paragraph(self, style: str) -> Look:
        """The look of a paragraph's text."""
        default = self._defaults.get("paragraph")
        usual = Look() if default is None else self._applied(default, Look())
        return self._styled("paragraph", style, usual)

    def text(self, style: str, around: Look) -> Look:
        """The look of a span within text that looks like `around`."""
        return self._styled("text", style, around)

    def is_heading(self, style: str) -> bool:
        """Whether a paragraph's style is a heading's."""
        for element in self._chain("paragraph", style):
            shown = attribute(element, "style:display-name") or attribute(element, "style:name")
            shown = _ENCODED.sub(lambda match: chr(int(match[1], 16)), shown)
            if shown.lower().startswith(_HEADING_NAMES) or attribute(element, "style:default-outline-level"):
                return True
        return False

    def master_page(self, family: str, style: str) -> str:
        """The page that a style of a paragraph or table begins."""
        pages = (attribute(element, "style:master-page-name") for element in self._chain(family, style))
        return next(filter(None, pages), "")

    def _styled(self, family: str, style: str, around: Look) -> Look:
        key = (family, style, around)
        if key not in self._looks:
            look = around
            for element in reversed(self._chain(family, style)):
                look = self._applied(element, look)
            self._looks[key] = look
        return self._looks[key]

    def _chain(self, family: str, style: str) -> list[etree._Element]:
        """A style and those it is based on, nearest first."""
        chain: list[etree._Element] = []
        while len(chain) < _MAXIMUM_CHAIN and (element := self._styles.get((family, style))) is not None:
            chain.append(element)
            style = attribute(element, "style:parent-style-name")
        return chain

    def _applied(self, style: etree._Element, look: Look) -> Look:
        properties = find(style, "style:text-properties")
        if properties is None:
            return look
        for key, given in properties.attrib.items():
            look = self._with(str(key), str(given), look)
        return look

    def _with(self, key: str, given: str, look: Look) -> Look:
        if key in _MARKS:
            mark, unset = _MARKS[key]
            return look.marked(mark, on=given not in unset)
        if key == qualified("fo:font-weight"):
            return look.marked(Mark.BOLD, on=given == "bold" or (given.isdigit() and int(given) >= _BOLD_FROM))
        if key == qualified("text:display"):
            return replace(look, hidden=given == "none")
        if key == qualified("fo:font-size"):
            return replace(look, size=_size(given, look.size))
        if key == qualified("style:font-name"):
            return replace(look, font=self._fonts.get(given, given))
        return look


# Properties that set a mark, and the values that take it away.
_MARKS = {
    qualified("fo:font-style"): (Mark.ITALIC, ("normal",)),
    qualified("style:text-underline-style"): (Mark.UNDERLINE, ("none",)),
    qualified("style:text-line-through-style"): (Mark.STRIKE, ("none",)),
    qualified("style:text-line-through-type"): (Mark.STRIKE, ("none",)),
    qualified("fo:background-color"): (Mark.HIGHLIGHT, ("transparent", "#ffffff", "#FFFFFF")),
}


def _size(given: str, around: float) -> float:
    try:
        if given.endswith("%"):
            return around * float(given[:-1]) / 100
        return float(given.removesuffix("pt"))
    except ValueError:
        return around

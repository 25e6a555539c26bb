"""What Word's styles make of a run or a paragraph: marks, hidden text, headings, lists, the body's font size."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field

from lxml import etree

from parsers.document import Mark
from parsers.readers.word_names import child, number, on, value, w

_TOGGLES = {"b": Mark.BOLD, "i": Mark.ITALIC, "strike": Mark.STRIKE, "dstrike": Mark.STRIKE}
_HEADING_NAMES = ("heading", "virsraksts", "title", "nosaukums", "subtitle", "apakšvirsraksts")
_LIST_NAMES = ("list bullet", "list number")
_BODY_LEVEL = 9
_NO_COLOUR = ("auto", "FFFFFF", "ffffff", None)
_MAXIMUM_CHAIN = 20
DEFAULT_SIZE = 20


@dataclass(frozen=True, slots=True)
class Style:
    """A style of styles.xml, with those it is based on, nearest first."""

    name: str
    run: tuple[etree._Element, ...] = ()
    paragraph: tuple[etree._Element, ...] = ()


@dataclass(frozen=True, slots=True)
class RunLook:
    """How a run is shown. `size` is in half points."""

    marks: frozenset[Mark] = frozenset()
    hidden: bool = False
    placeholder: bool = False
    font: str | None = None
    size: int = DEFAULT_SIZE


@dataclass(slots=True)
class Styles:
    """The styles of a document; `styles` by their id."""

    styles: dict[str, Style] = field(default_factory=dict)
    default_paragraph: str = ""
    defaults: etree._Element | None = None
    _looks: dict[tuple[object, ...], RunLook] = field(default_factory=dict)

    def run(self, properties: etree._Element | None, paragraph_style: str) -> RunLook:
        """The look of a run with these direct properties in a paragraph of this style."""
        character = value(properties, "rStyle") or ""
        direct = () if properties is None else tuple((e.tag, *e.attrib.items()) for e in properties)
        key = (paragraph_style, *direct)
        if key not in self._looks:
            self._looks[key] = self._run(properties, self.styles.get(character, Style("")), self._of(paragraph_style))
        return self._looks[key]

    def _run(self, direct: etree._Element | None, character: Style, paragraph: Style) -> RunLook:
        levels = [() if direct is None else (direct,), character.run, paragraph.run]
        if self.defaults is not None:
            levels.append((self.defaults,))
        marks = {mark for name, mark in _TOGGLES.items() if _toggle(levels, name)}
        flat = [properties for level in levels for properties in level]
        if (_first(flat, "u") or "none") != "none":
            marks.add(Mark.UNDERLINE)
        if (_first(flat, "highlight") or "none") not in ("none", "white") or _shaded(flat):
            marks.add(Mark.HIGHLIGHT)
        return RunLook(
            marks=frozenset(marks),
            hidden=_toggle(levels, "vanish"),
            placeholder=character.name.lower() in ("placeholder text", "viettura teksts"),
            font=_font(flat),
            size=next((n for p in flat if (n := number(p, "sz", 0))), DEFAULT_SIZE),
        )

    def paragraph_style(self, properties: etree._Element | None) -> str:
        """The id of a paragraph's style."""
        return value(properties, "pStyle") or self.default_paragraph

    def is_heading(self, properties: etree._Element | None) -> bool:
        """Whether a paragraph has a heading's style or outline level."""
        style = self._of(self.paragraph_style(properties))
        chain = ([] if properties is None else [properties]) + list(style.paragraph)
        level = next((n for p in chain if (n := number(p, "outlineLvl", -1)) >= 0), _BODY_LEVEL)
        return level < _BODY_LEVEL or style.name.lower().startswith(_HEADING_NAMES)

    def list_position(self, properties: etree._Element | None) -> tuple[str, int] | None:
        """The list that a paragraph is an item of, by itself or by its style, and its level; None where it is of none."""
        style = self._of(self.paragraph_style(properties))
        chain = ([] if properties is None else [properties]) + list(style.paragraph)
        list_id = next((found for p in chain if (found := value(p, "numPr/numId")) is not None), None)
        if list_id is None:
            return ("", 0) if style.name.lower().startswith(_LIST_NAMES) else None
        level = next((p for p in chain if value(p, "numPr/ilvl") is not None), None)
        return None if list_id == "0" else (list_id, number(level, "numPr/ilvl", 0))

    def _of(self, paragraph_style: str) -> Style:
        return self.styles.get(paragraph_style) or self.styles.get(self.default_paragraph) or Style("")


def load(root: etree._Element | None) -> Styles:
    """The styles in the root of styles.xml."""
    if root is None:
        return Styles()
    elements = {element.get(w("styleId"), ""): element for element in root.findall(w("style"))}
    default = next(
        (i for i, e in elements.items() if e.get(w("type")) == "paragraph" and e.get(w("default")) in ("1", "true")), ""
    )
    return Styles({i: _style(i, elements) for i in elements}, default, child(root, "docDefaults/rPrDefault/rPr"))


def _style(style_id: str, elements: dict[str, etree._Element]) -> Style:
    chain = list(_chain(style_id, elements))
    return Style(
        name=value(chain[0], "name") or "",
        run=tuple(p for e in chain if (p := child(e, "rPr")) is not None),
        paragraph=tuple(p for e in chain if (p := child(e, "pPr")) is not None),
    )


def _chain(style_id: str, elements: dict[str, etree._Element]) -> Iterator[etree._Element]:
    for _ in range(_MAXIMUM_CHAIN):
        element = elements.get(style_id)
        if element is None:
            return
        yield element
        style_id = value(element, "basedOn") or ""


def _toggle(levels: list[tuple[etree._Element, ...]], name: str) -> bool:
    """A toggle property (ECMA-376-1, 17.7.3): given directly it is absolute, two levels of style cancel each other."""
    direct, *styles = [_given(level, name) for level in levels]
    if direct is not None:
        return direct
    return sum(bool(given) for given in styles[:2]) == 1 or bool(styles[2:] and styles[2])


def _given(level: tuple[etree._Element, ...], name: str) -> bool | None:
    return next((given for properties in level if (given := on(properties, name)) is not None), None)


def _first(levels: list[etree._Element], name: str) -> str | None:
    return next((given for properties in levels if (given := value(properties, name)) is not None), None)


def _shaded(levels: list[etree._Element]) -> bool:
    shading = next((found for p in levels if (found := child(p, "shd")) is not None), None)
    return shading is not None and shading.get(w("fill")) not in _NO_COLOUR


def _font(levels: list[etree._Element]) -> str | None:
    fonts = next((found for p in levels if (found := child(p, "rFonts")) is not None), None)
    return None if fonts is None else fonts.get(w("ascii")) or fonts.get(w("hAnsi"))

"""Counts the items of OpenDocument's numbered lists (ODF 1.3 part 3, 5.3 and 16.30)."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field, replace

from lxml import etree

from parsers.readers.numbering import letters, roman
from parsers.readers.odf_names import attribute, count, flag, name

_FORMATS: dict[str, Callable[[int], str]] = {
    "1": str,
    "a": letters,
    "A": lambda number: letters(number).upper(),
    "i": roman,
    "I": lambda number: roman(number).upper(),
}


@dataclass(frozen=True, slots=True)
class Level:
    """How one level of a list is counted; `shown` is how many levels' counts are printed."""

    format: str = ""
    prefix: str = ""
    suffix: str = ""
    start: int = 1
    shown: int = 1


@dataclass(frozen=True, slots=True)
class Item:
    """Where an item stands: the list's style, its level from 1, and the number it is to have, if it says so."""

    style: str
    level: int
    start: int | None = None

    def within(self, inner: etree._Element) -> Item:
        """The items of a list in this one."""
        return Item(attribute(inner, "text:style-name") or self.style, self.level + 1)

    def starting(self, element: etree._Element) -> Item:
        """This item as its own text:list-item says it."""
        given = attribute(element, "text:start-value")
        return replace(self, start=int(given) if given.isdigit() else None)


OUTSIDE = Item("", 0)


@dataclass(slots=True)
class Numbering:
    """The list styles that a part of a document sees, and how far each is counted."""

    _levels: dict[str, dict[int, Level]] = field(default_factory=dict)
    _counts: dict[str, dict[int, int]] = field(default_factory=dict)

    def add(self, container: etree._Element | None) -> None:
        """Adds the list styles in a container."""
        for element in () if container is None else container:
            if name(element) == "text:list-style":
                levels = {count(level, "text:level"): _level(level) for level in element}
                self._levels[attribute(element, "style:name")] = levels

    def begin(self, element: etree._Element) -> None:
        """A list begins that is in no other; it counts anew unless it says that it goes on."""
        if not flag(element, "text:continue-numbering") and not attribute(element, "text:continue-list"):
            self._counts.pop(attribute(element, "text:style-name"), None)

    def next(self, item: Item) -> str:
        """The number of the next item, empty for bullets and lists that are not known."""
        levels = self._levels.get(item.style, {})
        level = levels.get(item.level, Level())
        counts = self._counts.setdefault(item.style, {})
        counts[item.level] = item.start or counts.get(item.level, level.start - 1) + 1
        for deeper in [deeper for deeper in counts if deeper > item.level]:
            del counts[deeper]
        if level.format not in _FORMATS:
            return ""
        printed = []
        for above in range(max(1, item.level - level.shown + 1), item.level + 1):
            of = levels.get(above, Level())
            if of.format in _FORMATS:
                printed.append(_FORMATS[of.format](counts.get(above, of.start)))
        return f"{level.prefix}{'.'.join(printed)}{level.suffix}".strip()


def _level(element: etree._Element) -> Level:
    return Level(
        attribute(element, "style:num-format"),
        attribute(element, "style:num-prefix"),
        attribute(element, "style:num-suffix"),
        count(element, "text:start-value"),
        count(element, "text:display-levels"),
    )

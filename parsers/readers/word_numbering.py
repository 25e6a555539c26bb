"""Counts the items of Word's numbered lists (ECMA-376-1, 17.9)."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field

from lxml import etree

from parsers.readers.numbering import letters, roman
from parsers.readers.word_names import child, number, value, w

_FORMATS: dict[str, Callable[[int], str]] = {
    "decimalZero": lambda count: f"{count:02}",
    "lowerLetter": letters,
    "upperLetter": lambda count: letters(count).upper(),
    "lowerRoman": roman,
    "upperRoman": lambda count: roman(count).upper(),
    "ordinal": lambda count: f"{count}.",
    "none": lambda count: "",
}
_UNCOUNTED = ("bullet", "none")
_PLACEHOLDER = re.compile(r"%([1-9])")


@dataclass(frozen=True, slots=True)
class _Level:
    """How one level of a list is counted; `text` is what is printed, with %1 for the count of the first level."""

    format: str
    text: str
    start: int


@dataclass(slots=True)
class Numbering:
    """The lists of a document, and how far each is counted.

    `levels` are by definition (w:abstractNum), `definitions` by list (w:num), `restarts` by list and level.
    """

    levels: Mapping[str, Mapping[int, _Level]]
    definitions: Mapping[str, str]
    restarts: Mapping[str, dict[int, int]]
    _counts: dict[str, dict[int, int]] = field(default_factory=dict)

    def next(self, list_id: str, level: int) -> str:
        """The number of the next item of a list, empty for bullets and lists that are not known."""
        definition = self.definitions.get(list_id, "")
        levels = self.levels.get(definition, {})
        if level not in levels:
            return ""
        counts = self._counts.setdefault(definition, {})
        # Lists of one definition are counted on from each other, unless one starts anew when it first comes up.
        start = self.restarts.get(list_id, {}).pop(level, None)
        if start is not None:
            counts[level] = start - 1
        counts[level] = counts.get(level, levels[level].start - 1) + 1
        for deeper in [deeper for deeper in counts if deeper > level]:
            del counts[deeper]
        return self._printed(levels, counts, level)

    def _printed(self, levels: Mapping[int, _Level], counts: dict[int, int], level: int) -> str:
        if levels[level].format in _UNCOUNTED:
            return ""

        def count(match: re.Match[str]) -> str:
            of = int(match[1]) - 1
            if of not in levels:
                return ""
            write = _FORMATS.get(levels[of].format, str)
            return write(counts.get(of, levels[of].start))

        return _PLACEHOLDER.sub(count, levels[level].text).strip()


def load(root: etree._Element | None) -> Numbering:
    """The lists in the root of numbering.xml."""
    if root is None:
        return Numbering({}, {}, {})
    instances = {instance.get(w("numId"), ""): instance for instance in root.findall(w("num"))}
    return Numbering(
        levels={
            definition.get(w("abstractNumId"), ""): {_index(e): _level(e) for e in definition.findall(w("lvl"))}
            for definition in root.findall(w("abstractNum"))
        },
        definitions={identity: value(instance, "abstractNumId") or "" for identity, instance in instances.items()},
        restarts={identity: _starts(instance) for identity, instance in instances.items()},
    )


def _starts(instance: etree._Element) -> dict[int, int]:
    """The levels that a list counts anew, and from where."""
    return {
        _index(override): number(override, "startOverride", 1)
        for override in instance.findall(w("lvlOverride"))
        if child(override, "startOverride") is not None
    }


def _index(element: etree._Element) -> int:
    index = element.get(w("ilvl"), "0")
    return int(index) if index.isdigit() else 0


def _level(element: etree._Element) -> _Level:
    return _Level(value(element, "numFmt") or "decimal", value(element, "lvlText") or "", number(element, "start", 1))

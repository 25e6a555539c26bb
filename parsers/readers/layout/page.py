"""What a page shows, before anything is made of it: words and rules, each with its place."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass, field

from parsers.document import Block, Box, Mark, Place


@dataclass(frozen=True, slots=True)
class Area:
    """A rectangle on a page, in the page's own unit, origin top left."""

    left: float
    top: float
    right: float
    bottom: float

    @property
    def width(self) -> float:
        return self.right - self.left

    @property
    def height(self) -> float:
        return self.bottom - self.top

    @property
    def centre(self) -> float:
        return (self.left + self.right) / 2

    @property
    def middle(self) -> float:
        return (self.top + self.bottom) / 2

    def scaled(self, scale: float) -> Area:
        return Area(self.left * scale, self.top * scale, self.right * scale, self.bottom * scale)

    def holds(self, other: Area, slack: float = 0.0) -> bool:
        """Whether the other's centre lies inside."""
        return (
            self.left - slack <= other.centre <= self.right + slack
            and self.top - slack <= other.middle <= self.bottom + slack
        )

    def shares_height(self, other: Area) -> float:
        """How much of the lower of the two lies beside the other, 0 to 1."""
        common = min(self.bottom, other.bottom) - max(self.top, other.top)
        return max(0.0, common) / max(min(self.height, other.height), 0.01)

    def shares_width(self, other: Area) -> float:
        """How much of the narrower of the two lies above or below the other, 0 to 1."""
        common = min(self.right, other.right) - max(self.left, other.left)
        return max(0.0, common) / max(min(self.width, other.width), 0.01)


def around(areas: Iterable[Area]) -> Area:
    """The smallest area that holds all of `areas`, of which there is at least one."""
    first, *rest = areas
    left, top, right, bottom = first.left, first.top, first.right, first.bottom
    for area in rest:
        left, top = min(left, area.left), min(top, area.top)
        right, bottom = max(right, area.right), max(bottom, area.bottom)
    return Area(left, top, right, bottom)


@dataclass(frozen=True, slots=True)
class Word:
    """A run of text without a gap, or all that was entered into one field.

    `size` is the height of its type; `whole` is the field's area where `area` is only where its first line stands.
    A box or a table that stands among words is a word too: its text is empty, and `blocks` are what is in it.
    """

    text: str
    area: Area
    size: float
    marks: frozenset[Mark] = frozenset()
    whole: Area | None = None
    blocks: tuple[Block, ...] = ()

    @property
    def bold(self) -> bool:
        return Mark.BOLD in self.marks

    @property
    def filled(self) -> bool:
        return Mark.FILLED in self.marks

    @property
    def extent(self) -> Area:
        return self.whole or self.area


@dataclass(frozen=True, slots=True)
class Rule:
    """A straight line, level or upright, as thin as it is drawn."""

    area: Area

    @property
    def level(self) -> bool:
        return self.area.width >= self.area.height


@dataclass(frozen=True, slots=True)
class Page:
    """One page. `locate` turns an area into fractions of the page as it is shown; by default areas are upright on it."""

    number: int
    width: float
    height: float
    words: tuple[Word, ...] = ()
    rules: tuple[Rule, ...] = ()
    locate: Callable[[Area], Box] | None = field(default=None, compare=False)

    def place(self, area: Area) -> Place:
        """Where `area` is, as the document tells it."""
        if self.locate is not None:
            return Place(page=self.number, box=self.locate(area))
        box = Box(
            left=_fraction(area.left, self.width),
            top=_fraction(area.top, self.height),
            right=_fraction(area.right, self.width),
            bottom=_fraction(area.bottom, self.height),
        )
        return Place(page=self.number, box=box)


def _fraction(value: float, whole: float) -> float:
    return round(min(max(value / whole, 0.0), 1.0), 4)

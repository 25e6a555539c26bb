"""Tick boxes in PDF: the many glyphs that show one, and squares that are drawn."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from parsers.readers.layout.page import Area

EMPTY, TICKED = "☐", "☒"

_EMPTY_GLYPHS = "☐□▢◻◽⬜❏❐❑❒"
_TICKED_GLYPHS = "☑☒⊠🗹🗷🗵✅⮽"
# Symbol fonts without Unicode put their glyphs into the private use area, or leave the plain letter of the key.
_WINGDINGS = {0xA8: EMPTY, 0x6F: EMPTY, 0x71: EMPTY, 0x72: EMPTY, 0xFE: TICKED, 0xFD: TICKED, 0x78: TICKED}
_WINGDINGS_2 = {0xA3: EMPTY, 0x2A: EMPTY, 0x30: EMPTY, 0x52: TICKED, 0x53: TICKED, 0x54: TICKED, 0x51: TICKED}
_DINGBATS = {0x6F: EMPTY, 0x70: EMPTY, 0x71: EMPTY, 0x72: EMPTY}
_MARKS_IN_BOX = frozenset("xX✓✔✕✖✗✘vV×хХ+\uf0fc\uf0fb")
_BULLET_KEYS = {0xB7, 0xA7, 0xD8, 0x76, 0x77, 0xFC, 0x9F, 0x6C, 0x6E, 0xE0}

# Sides of a drawn tick box, in points, and how far from square it may be.
_SMALLEST, _LARGEST, _SQUARE = 5.0, 18.0, 0.25


def glyph(text: str, font: str) -> str:
    """`text` of one character, as a tick box or bullet where it shows one in its font."""
    if len(text) != 1:
        return text
    if text in _EMPTY_GLYPHS:
        return EMPTY
    if text in _TICKED_GLYPHS:
        return TICKED
    code = ord(text) - 0xF000 if 0xF000 <= ord(text) <= 0xF0FF else ord(text)
    name = font.replace(" ", "").replace("-", "").lower()
    private = code != ord(text)
    if "wingdings2" in name:
        return _WINGDINGS_2.get(code, "•" if private else text)
    if "wingdings" in name or (private and "symbol" not in name):
        return _WINGDINGS.get(code) or ("•" if private or code in _BULLET_KEYS else text)
    if "dingbats" in name and code < 0x80:
        return _DINGBATS.get(code, text)
    return "•" if private else text


def is_mark(text: str) -> bool:
    """Whether a character, standing in a box, ticks it."""
    return text in _MARKS_IN_BOX


def drawn_boxes(shapes: Sequence[Mapping[str, Any]], marks: Sequence[Area]) -> list[tuple[Area, str]]:
    """Small squares among `shapes`, each with the glyph for what it shows.

    `marks` are where strokes and letters are that may tick one.
    """
    squares: list[tuple[Area, bool]] = []
    inner: list[Area] = list(marks)
    for shape in shapes:
        area = area_of(shape)
        if _is_square(area):
            filled = bool(shape.get("fill")) and is_dark(shape.get("non_stroking_color"))
            squares.append((area, filled))
        elif area.width < _LARGEST and area.height < _LARGEST:
            inner.append(area)
    return [
        (area, TICKED if filled or any(_ticks(mark, area) for mark in inner) else EMPTY)
        for area, filled in _outermost(squares)
    ]


def area_of(shape: Mapping[str, Any]) -> Area:
    return Area(float(shape["x0"]), float(shape["top"]), float(shape["x1"]), float(shape["bottom"]))


def is_dark(color: object) -> bool:
    """Whether a colour, in whatever components, is nearer to black than to white."""
    parts = (
        [float(c) for c in color if isinstance(c, int | float)]
        if isinstance(color, list | tuple)
        else ([float(color)] if isinstance(color, int | float) else [])
    )
    if not parts:
        return False
    if len(parts) == 4:
        return max(parts[3], min(parts[:3])) > 0.5
    return sum(parts) / len(parts) < 0.5


def _is_square(area: Area) -> bool:
    longer = max(area.width, area.height)
    return _SMALLEST <= longer <= _LARGEST and abs(area.width - area.height) <= _SQUARE * longer and area.width > 0


def _outermost(squares: Sequence[tuple[Area, bool]]) -> list[tuple[Area, bool]]:
    """Squares that lie in each other are one box; a dark one in it, smaller than its frame, is its tick."""
    found: list[tuple[Area, bool]] = []
    for area, filled in sorted(squares, key=lambda s: -s[0].width * s[0].height):
        home = next((i for i, (outer, _) in enumerate(found) if outer.holds(area)), None)
        if home is None:
            found.append((area, filled))
        else:
            found[home] = (found[home][0], found[home][1] or filled)
    return found


def _ticks(mark: Area, box: Area) -> bool:
    reach = max(mark.width, mark.height)
    return box.holds(mark) and reach > 0.4 * box.width and reach < 1.8 * box.width

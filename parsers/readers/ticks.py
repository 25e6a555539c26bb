"""Tick boxes in all their shapes, as the two characters that stand for them in a document."""

from __future__ import annotations

import re

EMPTY = "☐"
TICKED = "☒"

_EMPTY_SIGNS = "☐□▢◻⬜❏❐❑❒🗆🔲"
_TICKED_SIGNS = "☑☒✓✔✅✗✘❎🗹🗷🗸🗵🗶⌧"

# What people type for lack of a box: [x], [ ], (x). Brackets have to stand apart, so that f(x) and a[x] stay what they are.
_TYPED = r"(?<![^\s|:;,/])(?:\[\s*(?P<mark>[xX✓✔vV+]?)\s*\]|\((?P<round>[xX✓✔])\))(?=[\s|:;,/]|$)"
PATTERN = re.compile(rf"(?P<empty>[{_EMPTY_SIGNS}])\ufe0f?|(?P<ticked>[{_TICKED_SIGNS}])[\ufe0e\ufe0f]?|{_TYPED}")

# Symbol fonts by the low byte of the character (Word shifts it into U+F000).
_SYMBOLS: dict[str, dict[int, str]] = {
    "wingdings": {
        **dict.fromkeys((0x6F, 0x70, 0x71, 0x72, 0x72, 0xA8), EMPTY),
        **dict.fromkeys((0x78, 0xFB, 0xFC, 0xFD, 0xFE), TICKED),
    },
    "wingdings 2": {
        **dict.fromkeys((0x2A, 0x2B, 0x99, 0xA3), EMPTY),
        **dict.fromkeys((0x4F, 0x50, 0x51, 0x52, 0x53, 0x54, 0x56), TICKED),
    },
    "webdings": {0x61: TICKED, 0x63: EMPTY, 0x72: TICKED},
    "zapfdingbats": {**dict.fromkeys((0x33, 0x34, 0x37, 0x38), TICKED), **dict.fromkeys((0x6F, 0x71, 0x72), EMPTY)},
    "symbol": {0xA3: "≤", 0xB3: "≥", 0xB1: "±", 0xB4: "×", 0xB7: "·", 0xB9: "≠", 0xAE: "→", 0x2D: "−", 0xB0: "°"},
}
_PRIVATE_USE = range(0xF000, 0xF100)


def is_symbol_font(font: str | None) -> bool:
    return (font or "").lower() in _SYMBOLS


def of_symbol(code: int, font: str | None) -> str:
    """What a character of a symbol font says: a tick box, a sign, or nothing where it is an ornament."""
    return _SYMBOLS.get((font or "wingdings").lower(), {}).get(code & 0xFF, "")


def of_symbols(text: str, font: str | None) -> str:
    """Text set in a symbol font as what it shows; in any other font only the private characters are of a symbol font."""
    if is_symbol_font(font):
        return "".join(c if c.isspace() else of_symbol(ord(c), font) for c in text)
    if not any(ord(c) in _PRIVATE_USE for c in text):
        return text
    return "".join(of_symbol(ord(c), "wingdings") if ord(c) in _PRIVATE_USE else c for c in text)


def replacement(match: re.Match[str]) -> str:
    """The character for a match of `PATTERN`."""
    if match["empty"]:
        return EMPTY
    if match["ticked"] or match["mark"] or match["round"]:
        return TICKED
    return EMPTY


def normalise(text: str) -> str:
    """`text` with every tick box as ``☐`` or ``☒``."""
    return PATTERN.sub(replacement, text)

"""What HTML's elements and their style attributes say of the text in them."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace

from bs4 import Tag

from parsers.document import Mark
from parsers.readers import ticks
from parsers.readers.prompts import is_prompt

_NOT_SHOWN = frozenset(
    ("head", "title", "script", "style", "template", "noscript", "object", "iframe", "svg", "video", "audio", "canvas", "map",
     "datalist", "button", "del", "rp", "rt", "img"),
)  # fmt: skip
_MARKS = {
    "b": Mark.BOLD, "strong": Mark.BOLD, "i": Mark.ITALIC, "em": Mark.ITALIC, "u": Mark.UNDERLINE, "ins": Mark.UNDERLINE,
    "s": Mark.STRIKE, "strike": Mark.STRIKE, "mark": Mark.HIGHLIGHT,
}  # fmt: skip
# Word keeps footnotes, comments, headers and footers in parts of their own, and list markers in spans.
_WORD_NOT_TEXT = re.compile(r"mso-element:(?:footnote|endnote|comment|header|footer)|mso-hide:all")
_WORD_MARKER = re.compile(r"mso-list:ignore")
_HIDDEN = re.compile(r"display:none|visibility:hidden")
_BOLD = re.compile(r"font-weight:(?:(?P<on>bold|bolder|[6-9]00)|(?P<off>normal|lighter|[1-5]00))")
_BACKGROUND = re.compile(
    r"background(?:-color)?:(?!transparent|none|inherit|initial|white|#fff(?:fff)?\b|rgb\(255,255,255\))"
)
_BUTTONS = ("hidden", "submit", "button", "reset", "image", "password", "file")


@dataclass(frozen=True, slots=True)
class Look:
    """How text is shown where a walk has come to; `preformatted` keeps its line breaks."""

    marks: frozenset[Mark] = frozenset()
    heading: bool = False
    preformatted: bool = False


def style_of(element: Tag) -> str:
    """The style attribute, comparable."""
    return "".join(str(element.get("style") or "").lower().split())


def is_shown(element: Tag, style: str) -> bool:
    """Whether an element is shown at all."""
    if element.name in _NOT_SHOWN or element.has_attr("hidden") or element.get("aria-hidden") == "true":
        return False
    return not (_HIDDEN.search(style) or _WORD_NOT_TEXT.search(style))


def is_list_marker(style: str) -> bool:
    """Whether an element holds the marker that Word printed before a list item."""
    return bool(_WORD_MARKER.search(style))


def look(element: Tag, style: str, around: Look, *, inline: bool) -> Look:
    """The look of the text in an element within text that looks like `around`."""
    marks = set(around.marks)
    if element.name in _MARKS:
        marks.add(_MARKS[element.name])
    if style:
        _apply(style, marks, inline=inline)
    return replace(
        around,
        marks=frozenset(marks),
        heading=around.heading or bool(re.fullmatch("h[1-6]", element.name)),
        preformatted=around.preformatted or element.name in ("pre", "textarea") or "white-space:pre" in style,
    )


def _apply(style: str, marks: set[Mark], *, inline: bool) -> None:
    if bold := _BOLD.search(style):
        (marks.add if bold["on"] else marks.discard)(Mark.BOLD)
    if "font-style:italic" in style:
        marks.add(Mark.ITALIC)
    if re.search(r"text-decoration[^;]*:[^;]*underline", style):
        marks.add(Mark.UNDERLINE)
    if re.search(r"text-decoration[^;]*:[^;]*line-through", style):
        marks.add(Mark.STRIKE)
    if inline and _BACKGROUND.search(style):
        marks.add(Mark.HIGHLIGHT)


def control(element: Tag) -> str | None:
    """What a form control shows; None where the element is none."""
    if element.name == "input":
        kind = str(element.get("type") or "text").lower()
        if kind in ("checkbox", "radio"):
            return ticks.TICKED if element.has_attr("checked") else ticks.EMPTY
        return "" if kind in _BUTTONS else str(element.get("value") or "")
    if element.name == "textarea":
        return element.get_text()
    if element.name == "select":
        return _chosen(element)
    return None


def _chosen(element: Tag) -> str:
    options = element.find_all("option")
    chosen = [option for option in options if option.has_attr("selected")]
    if not chosen and options and not element.has_attr("multiple"):
        first = options[0].get_text().strip()
        return "" if is_prompt(first) or options[0].get("value") == "" else first
    return "\n".join(option.get_text().strip() for option in chosen if option.get("value") != "")

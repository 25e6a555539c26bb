"""What was entered into a PDF: the fields of its form, and text that was put on top of its pages."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from pdfminer.pdftypes import PDFStream, resolve1
from pdfminer.psparser import PSLiteral
from pdfminer.utils import decode_text

from parsers.document import Mark
from parsers.readers.layout.page import Area, Page, Word
from parsers.readers.pdf.ticks import EMPTY, TICKED
from parsers.text import clean

_HIDDEN = 0x02 | 0x20  # annotation flags: hidden, not shown
_PASSWORD, _RADIO, _PUSH_BUTTON = 1 << 13, 1 << 15, 1 << 16
_FILLED = frozenset({Mark.FILLED})
_DEEPEST = 30
_USUAL_SIZE = 10.0


def entered(annotations: Iterable[Mapping[str, Any]]) -> list[Word]:
    """A word for each field that holds something, for each box to tick, and for each text typed over the page."""
    words: list[Word] = []
    for annotation in annotations:
        data = annotation["data"]
        area = Area(annotation["x0"], annotation["top"], annotation["x1"], annotation["bottom"])
        if _number(data.get("F")) & _HIDDEN or area.width <= 0 or area.height <= 0:
            continue
        kind = _name(data.get("Subtype"))
        if kind == "Widget":
            words.extend(_of_field(data, area))
        elif kind == "FreeText":
            words.extend(_typed(_text(data.get("Contents")), area, data))
    return words


def is_dynamic_form(catalog: Mapping[str, Any], pages: Sequence[Page]) -> bool:
    """Whether the form is made of XFA alone: then the pages only ask for a program that can show it."""
    form = resolve1(catalog.get("AcroForm"))
    if not isinstance(form, dict) or not form.get("XFA") or resolve1(form.get("Fields")):
        return False
    text = " ".join(word.text for page in pages for word in page.words)
    return bool(resolve1(catalog.get("NeedsRendering"))) or "Adobe" in text


def _of_field(data: Mapping[str, Any], area: Area) -> list[Word]:
    kind = _name(_inherited(data, "FT"))
    flags = _number(_inherited(data, "Ff"))
    if kind == "Btn":
        if flags & _PUSH_BUTTON:
            return []
        shown = TICKED if _is_on(data) else EMPTY
        size = min(area.height, 14.0)
        return [Word(shown, area, size, _FILLED)]
    if kind == "Tx" and not flags & _PASSWORD:
        return _typed(_text(_inherited(data, "V")), area, data)
    if kind == "Ch":
        return _typed(_chosen(data), area, data)
    return []


def _typed(text: str, area: Area, data: Mapping[str, Any]) -> list[Word]:
    text = clean(text).strip()
    if not text:
        return []
    size = _size(data, area)
    if area.height < 2.6 * size:
        line = Area(area.left, area.middle - size / 2, area.right, area.middle + size / 2)
    else:
        line = Area(area.left, area.top + 0.2 * size, area.right, area.top + 1.2 * size)
    return [Word(text, line, size, _FILLED, whole=area)]


def _size(data: Mapping[str, Any], area: Area) -> float:
    """The type size that the field's default appearance names; 0 stands for "as fits"."""
    appearance = _text(_inherited(data, "DA"))
    found = re.search(r"([\d.]+)\s+Tf", appearance)
    size = float(found[1]) if found and re.fullmatch(r"\d+\.?\d*|\.\d+", found[1]) else 0.0
    return min(size or _USUAL_SIZE, max(area.height * 0.9, 4.0))


def _is_on(data: Mapping[str, Any]) -> bool:
    """Whether a box or radio button is on: by the field's value, else by the appearance that it shows."""
    value, state = _name(_inherited(data, "V")), _name(data.get("AS"))
    own = _states(data) - {"Off"}
    if value not in ("", "Off") and own:
        return value in own
    if value == "Off":
        return False
    return state not in ("", "Off") if not value else value == state or not state


def _states(data: Mapping[str, Any]) -> set[str]:
    appearances = resolve1(data.get("AP"))
    normal = resolve1(appearances.get("N")) if isinstance(appearances, dict) else None
    return {str(name) for name in normal} if isinstance(normal, dict) else set()


def _chosen(data: Mapping[str, Any]) -> str:
    """What a list shows for its value; options are either shown as they are or pairs of value and what is shown."""
    value = resolve1(_inherited(data, "V"))
    values = [_text(v) for v in value] if isinstance(value, list) else [_text(value)]
    shown: dict[str, str] = {}
    options = resolve1(_inherited(data, "Opt"))
    for option in options if isinstance(options, list) else []:
        pair = resolve1(option)
        if isinstance(pair, list) and len(pair) == 2:
            shown[_text(pair[0])] = _text(pair[1])
    return "\n".join(shown.get(v, v) for v in values)


def _inherited(data: Mapping[str, Any], key: str) -> Any:
    """The value of a field's key, which any of its parents may hold."""
    node: Any = data
    for _ in range(_DEEPEST):
        if not isinstance(node, Mapping):
            return None
        if node.get(key) is not None:
            return resolve1(node[key])
        node = resolve1(node.get("Parent"))
    return None


def _text(value: object) -> str:
    value = resolve1(value)
    if isinstance(value, PDFStream):
        value = value.get_data()
    if isinstance(value, bytes):
        return value[3:].decode("utf-8", "replace") if value.startswith(b"\xef\xbb\xbf") else decode_text(value)
    if isinstance(value, PSLiteral):
        return _name(value)
    return value if isinstance(value, str) else ""


def _name(value: object) -> str:
    value = resolve1(value)
    if isinstance(value, PSLiteral):
        return value.name if isinstance(value.name, str) else value.name.decode("latin-1")
    return decode_text(value) if isinstance(value, bytes) else ""


def _number(value: object) -> int:
    value = resolve1(value)
    return value if isinstance(value, int) else 0

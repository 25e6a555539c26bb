"""Word's fields and form controls: what of them is shown, and what was entered (ECMA-376-1, 17.16 and 17.5.2)."""

from __future__ import annotations

from dataclasses import dataclass, field

from lxml import etree

from parsers.document import Mark
from parsers.readers import ticks
from parsers.readers.prompts import is_prompt
from parsers.readers.word_names import child, local, number, on, value, w, w14, w14_value

# Results that are no part of what an author wrote: page numbers and tables of contents.
_NOT_TEXT = ("PAGE", "NUMPAGES", "SECTIONPAGES", "PAGEREF", "TOC", "INDEX")
_GENERATED_GALLERIES = ("Table of Contents", "Page Numbers")


@dataclass(slots=True)
class Field:
    """A complex field that is open: its instruction, then its result.

    `form` is the w:ffData of a legacy form field. `held` keeps the result of one that may turn out to be its prompt.
    """

    form: etree._Element | None = None
    instruction: str = ""
    in_result: bool = False
    held: list[tuple[str, frozenset[Mark]]] = field(default_factory=list)

    @property
    def shows_result(self) -> bool:
        word = next(iter(self.instruction.split()), "").upper()
        return self.in_result and word not in _NOT_TEXT and child(self.form, "checkBox") is None and not self._choices

    @property
    def _choices(self) -> bool:
        return child(self.form, "ddList") is not None

    @property
    def prompt(self) -> str | None:
        """The text that a form's text field shows until something is entered."""
        return value(self.form, "textInput/default")

    @property
    def showed_prompt(self) -> bool:
        return self.prompt is not None and "".join(text for text, _ in self.held).strip() == self.prompt.strip()


def legacy_value(form: etree._Element | None) -> str:
    """What a legacy tick box or drop-down field shows; text fields show their result."""
    box, choices = child(form, "checkBox"), child(form, "ddList")
    if box is not None:
        checked = on(box, "checked")
        return _tick(bool(on(box, "default")) if checked is None else checked)
    if choices is None:
        return ""
    entries = [entry.get(w("val"), "") for entry in choices.findall(w("listEntry"))]
    chosen = number(choices, "result", number(choices, "default", 0))
    shown = entries[chosen] if 0 <= chosen < len(entries) else ""
    untouched = child(choices, "result") is None
    return "" if untouched and is_prompt(shown) else shown


@dataclass(frozen=True, slots=True)
class Control:
    """A content control (w:sdt). `tick` is set for a tick box; `blank` where it still shows its prompt, or is generated."""

    content: etree._Element | None
    tick: str = ""
    blank: bool = False
    filled: bool = False


def control(element: etree._Element) -> Control:
    """What a w:sdt holds."""
    properties, content = child(element, "sdtPr"), child(element, "sdtContent")
    if w14(properties, "checkbox") is not None:
        return Control(content, tick=_tick_of(properties, content))
    blank = bool(on(properties, "showingPlcHdr")) or _nothing_chosen(properties, content)
    return Control(content, blank=blank or _generated(properties), filled=_is_for_entering(properties, content))


def _tick_of(properties: etree._Element | None, content: etree._Element | None) -> str:
    """The sign that is shown decides; where it is none that is known, the control's state."""
    shown = "" if content is None else "".join(_signs(content))
    known = ticks.normalise(shown.strip())
    if known in (ticks.EMPTY, ticks.TICKED):
        return known
    return _tick(w14_value(w14(properties, "checkbox"), "checked") in ("1", "true", "on"))


def _signs(content: etree._Element) -> list[str]:
    signs = []
    for element in content.iter(w("t"), w("sym")):
        signs.append(symbol(element) if local(element) == "sym" else ticks.of_symbols(element.text or "", None))
    return signs


def symbol(element: etree._Element) -> str:
    """What a w:sym shows."""
    try:
        return ticks.of_symbol(int(element.get(w("char"), ""), 16), element.get(w("font")))
    except ValueError:
        return ""


def _nothing_chosen(properties: etree._Element | None, content: etree._Element | None) -> bool:
    """Whether a drop-down control shows the entry that stands for no choice."""
    for kind in ("dropDownList", "comboBox"):
        choices = child(properties, kind)
        if choices is not None and content is not None:
            shown = "".join(element.text or "" for element in content.iter(w("t"))).strip()
            nothing = (e.get(w("displayText"), "") for e in choices.findall(w("listItem")) if not e.get(w("value")))
            return shown in nothing
    return False


def _generated(properties: etree._Element | None) -> bool:
    gallery = value(properties, "docPartObj/docPartGallery")
    return gallery in _GENERATED_GALLERIES


def _is_for_entering(properties: etree._Element | None, content: etree._Element | None) -> bool:
    """Whether people write into the control; others only hold parts of the document together."""
    if content is None or child(properties, "group") is not None or child(properties, "docPartObj") is not None:
        return False
    if (value(properties, "tag") or "").startswith("goog_rdk"):  # Google Docs wraps commented text into controls
        return False
    return next(content.iter(w("sdt"), w("tbl")), None) is None


def _tick(checked: bool) -> str:
    return ticks.TICKED if checked else ticks.EMPTY

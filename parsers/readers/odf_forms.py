"""OpenDocument's form controls, content controls and fields: what each shows, and whether it was entered."""

from __future__ import annotations

from dataclasses import dataclass

from lxml import etree

from parsers.readers import ticks
from parsers.readers.odf_names import attribute, find, flag, name, qualified

_TEXT_CONTROLS = ("form:text", "form:textarea", "form:formatted-text", "form:number", "form:date", "form:time")
_CHOICES = ("form:listbox", "form:combobox")
_TRUE = ("true", "checked", "1")


@dataclass(frozen=True, slots=True)
class Shown:
    """What a control shows: a tick box, text that was entered, and the label printed beside it."""

    tick: str = ""
    entered: str = ""
    label: str = ""


def controls(forms: etree._Element | None) -> dict[str, Shown]:
    """All form controls of a document by their id; they are shown where a draw:control refers to them."""
    found: dict[str, Shown] = {}
    for element in () if forms is None else forms.iter():
        identity = attribute(element, "xml:id") or attribute(element, "form:id")
        if identity:
            found[identity] = _shown(element)
    return found


def _shown(element: etree._Element) -> Shown:
    kind = name(element)
    if kind == "form:checkbox":
        state = attribute(element, "form:current-state") or attribute(element, "form:state")
        return Shown(tick=_tick(state in _TRUE), label=attribute(element, "form:label"))
    if kind == "form:radio":
        selected = attribute(element, "form:current-selected") or attribute(element, "form:selected")
        return Shown(tick=_tick(selected in _TRUE), label=attribute(element, "form:label"))
    if kind in _TEXT_CONTROLS:
        return Shown(entered=_value(element))
    if kind in _CHOICES:
        return Shown(entered=_chosen(element) or _value(element))
    if kind == "form:fixed-text":
        return Shown(label=attribute(element, "form:label"))
    return Shown()


def _value(element: etree._Element) -> str:
    """What was entered; a text area has it as paragraphs."""
    lines = ["".join(map(str, p.itertext())) for p in element.findall(qualified("text:p"))]
    return attribute(element, "form:current-value") or attribute(element, "form:value") or "\n".join(lines)


def _chosen(element: etree._Element) -> str:
    options = element.findall(qualified("form:option"))
    for state in ("form:current-selected", "form:selected"):
        chosen = [attribute(option, "form:label") for option in options if flag(option, state)]
        if chosen:
            return "\n".join(chosen)
    return ""


def content_control(element: etree._Element) -> Shown | None:
    """What a loext:content-control shows by its state; None where its text has to be read."""
    if flag(element, "loext:showing-place-holder"):
        return Shown()
    if flag(element, "loext:checkbox"):
        sign = ticks.normalise("".join(map(str, element.itertext())).strip())
        return Shown(tick=sign if sign in (ticks.EMPTY, ticks.TICKED) else _tick(flag(element, "loext:checked")))
    items = element.findall(qualified("loext:list-item"))
    nothing = {attribute(i, "loext:display-text") for i in items if not attribute(i, "loext:value")}
    return Shown() if "".join(map(str, element.itertext())).strip() in nothing - {""} else None


def field_mark(element: etree._Element) -> Shown:
    """What a field:fieldmark shows, which is how LibreOffice keeps Word's legacy tick boxes and drop-downs."""
    parameters: dict[str, list[str]] = {}
    for parameter in element.findall(qualified("field:param")):
        parameters.setdefault(attribute(parameter, "field:name"), []).append(attribute(parameter, "field:value"))
    kind = attribute(element, "field:type")
    if kind.endswith("FORMCHECKBOX"):
        return Shown(tick=_tick(parameters.get("Checkbox_Checked", [""])[0] in _TRUE))
    entries = parameters.get("Dropdown_ListEntry", [])
    chosen = parameters.get("Dropdown_Selected", [""])[0]
    return Shown(entered=entries[int(chosen)] if chosen.isdigit() and int(chosen) < len(entries) else "")


def drop_down(element: etree._Element) -> str:
    """The chosen entry of a text:drop-down."""
    chosen = [e for e in element.findall(qualified("text:label")) if flag(e, "text:current-selected")]
    return attribute(chosen[0], "text:value") if chosen else "".join(map(str, element.itertext()))


def is_encrypted(manifest: etree._Element) -> bool:
    """Whether a package's manifest says that any of its parts is encrypted."""
    return any(find(entry, "manifest:encryption-data") is not None for entry in manifest)


def _tick(checked: bool) -> str:
    return ticks.TICKED if checked else ticks.EMPTY

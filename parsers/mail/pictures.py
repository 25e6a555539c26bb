"""Which pictures belong to a mail's look (logos, signatures, tracking dots), and which are photographed documents."""

from __future__ import annotations

import io
import re
import warnings
from collections.abc import Mapping
from urllib.parse import unquote

from lxml.html import HtmlElement
from PIL import Image

_GENERIC_NAME = re.compile(
    r"(?:image\d{3}|att\d{5}|outlook-\S*|logo\S*|\S*[_-]logo|signature\S*|paraksts?|icon\S*|banner\S*|facebook|linkedin|"
    r"instagram|twitter|youtube|inline-?\d*|spacer|pixel)\.(?:png|gif|jpe?g|bmp|svg|emz|wmz)|oledata\.mso",
    re.IGNORECASE,
)
_EXTENSIONS = (".png", ".gif", ".jpg", ".jpeg", ".bmp", ".emz", ".wmz", ".mso")
_STYLE_WIDTH = re.compile(r"(?:^|;)\s*width\s*:\s*([\d.]+)\s*(px|pt|in|cm|mm)?", re.IGNORECASE)
_PIXELS = {"px": 1.0, "": 1.0, "pt": 96 / 72, "in": 96.0, "cm": 96 / 2.54, "mm": 96 / 25.4}
# A page at 100 dpi has about 830 by 1170 pixels; logos and banners are smaller, or far wider than they are high.
PAGE_LONG_SIDE, PAGE_SHORT_SIDE, PAGE_RATIO = 1000, 600, 2.2
PAGE_BYTES = 150_000
PAGE_SHOWN_WIDTH = 300
TINY = 64


def is_picture(media_type: str, filename: str | None) -> bool:
    """Whether a part is a picture, told by its declared type or its name."""
    return media_type.startswith("image/") or bool(filename and filename.lower().endswith(_EXTENSIONS))


def shown(html: HtmlElement) -> Mapping[str, float | None]:
    """The pictures that an HTML body shows, by Content-ID or location, with the width in pixels at which it shows them."""
    found: dict[str, float | None] = {}
    for element in html.iter("*"):
        for attribute in ("src", "background", "href", "style"):
            value = element.get(attribute)
            for reference in _references(attribute, value) if value else ():
                found.setdefault(reference, _width(element))
    return found


def is_page(content: bytes) -> bool:
    """Whether a picture has the size and shape of a scanned or photographed page; of an unknown format, its weight."""
    size = _size(content)
    if not size:
        return len(content) >= PAGE_BYTES
    short, long = sorted(size)
    return long >= PAGE_LONG_SIDE and short >= PAGE_SHORT_SIDE and long <= PAGE_RATIO * short


def is_decoration(
    content: bytes,
    *,
    filename: str | None,
    references: tuple[str, ...],
    shown_in_html: Mapping[str, float | None],
    related: bool,
    attached: bool,
) -> bool:
    """Whether a picture is part of the mail's look.

    `references` are its Content-ID and location; `related` tells that it stands in a multipart/related, `attached` that its
    sender declares it an attachment.
    """
    page = is_page(content)
    for reference in references:
        if reference in shown_in_html:
            width = shown_in_html[reference]
            return not page or (width is not None and width < PAGE_SHOWN_WIDTH)
    if page:
        return False
    size = _size(content)
    if size and max(size) <= TINY:
        return True
    if related and not attached:
        return True
    generic = bool(filename and _GENERIC_NAME.fullmatch(filename))
    return generic and (related or bool(references) or not attached)


def _references(attribute: str, value: str) -> list[str]:
    if attribute == "style":
        return [unquote(found).lower() for found in re.findall(r"cid:([^'\")\s;]{1,300})", value)]
    value = value.strip()
    if value[:4].lower() == "cid:":
        return [unquote(value[4:]).lower()]
    return [value.lower()] if attribute == "src" and not value.lower().startswith("data:") else []


def _width(element: HtmlElement) -> float | None:
    for text in (f"width:{element.get('width', '')}", element.get("style", "")):
        match = _STYLE_WIDTH.search(text)
        if match and "%" not in text[match.end() : match.end() + 1]:
            return float(match[1].strip(".") or 0) * _PIXELS[(match[2] or "").lower()]
    return None


def _size(content: bytes) -> tuple[int, int] | None:
    """Width and height, read from the picture's header only."""
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore", Image.DecompressionBombWarning)
            with Image.open(io.BytesIO(content)) as picture:
                return picture.size
    # Pillow raises many kinds of errors on what is no picture, or no sound one; its size is then unknown.
    except Exception:
        return None

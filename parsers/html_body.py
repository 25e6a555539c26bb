"""An HTML body as text, and which parts of it mail programs mark as quoted or as signature."""

from __future__ import annotations

from collections.abc import Collection

from lxml import etree
from lxml.html import HtmlElement, HTMLParser

_SKIPPED = {"script", "style", "head", "title", "template", "noscript", "object", "iframe"}
_BLOCKS = {
    *("address", "article", "blockquote", "center", "dd", "div", "dl", "dt", "fieldset", "figure", "footer", "form"),
    *(
        "h1",
        "h2",
        "h3",
        "h4",
        "h5",
        "h6",
        "header",
        "hr",
        "li",
        "main",
        "ol",
        "p",
        "pre",
        "section",
        "table",
        "tr",
        "ul",
    ),
}
_QUOTE_CLASSES = {
    *(
        "gmail_quote",
        "gmail_quote_container",
        "yahoo_quoted",
        "protonmail_quote",
        "moz-cite-prefix",
        "moz-forward-container",
    ),
    *("ms-outlook-mobile-reference-message", "gmail_signature", "moz-signature"),
}
_QUOTE_IDS = {"mail-editor-reference-message-container", "Signature", "ms-outlook-mobile-signature"}
# Outlook on the web marks only where the quoted message begins; all that follows beside the mark belongs to it.
_QUOTE_BEGINS = {"divRplyFwdMsg", "appendonsend", "stopSpelling"}


def parse(html: str) -> HtmlElement:
    """The tree of an HTML body, whatever its depth; what is no HTML at all is an empty one."""
    parser = HTMLParser(encoding="utf-8", huge_tree=True, no_network=True, remove_comments=True, remove_pis=True)
    content = html.replace("\0", " ").encode("utf-8", "replace")
    root = etree.fromstring(content, parser) if content.strip() else None
    return root if root is not None else etree.fromstring(b"<html></html>", parser)


def quotes(root: HtmlElement) -> frozenset[HtmlElement]:
    """The elements that hold what is quoted, forwarded, or signature."""
    found: set[HtmlElement] = set()
    for element in root.iter("*"):
        classes = (element.get("class") or "").split()
        cited = element.tag == "blockquote" and element.get("type") == "cite"
        named = element.tag == "div" and element.get("name") == "quote"
        if cited or named or not _QUOTE_CLASSES.isdisjoint(classes) or element.get("id") in _QUOTE_IDS:
            found.add(element)
        elif element.get("id") in _QUOTE_BEGINS:
            found.add(element)
            found.update(element.itersiblings())
    return frozenset(found)


def to_text(root: HtmlElement, leave_out: Collection[HtmlElement] = ()) -> str:
    """The text that a reader of the mail sees, a block a line, without the elements to leave out."""
    pieces: list[str] = []
    walk = etree.iterwalk(root, events=("start", "end"))
    for event, element in walk:
        if event == "start":
            pieces.append(_separator(element))
            if element.tag in _SKIPPED or element in leave_out:
                walk.skip_subtree()
            elif element.text:
                pieces.append(element.text if element.tag == "pre" else " ".join(element.text.split("\n")))
        else:
            pieces.append(_separator(element) if element.tag != "br" else "")
            if element.tail and element is not root:
                pieces.append(" ".join(element.tail.split("\n")))
    return "\n".join(line.strip() for line in "".join(pieces).split("\n"))


def _separator(element: HtmlElement) -> str:
    if element.tag == "br" or element.tag in _BLOCKS:
        return "\n"
    return "\t" if element.tag in ("td", "th") else ""

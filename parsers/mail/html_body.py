"""An HTML body as a tree, and without what mail programs mark as quoted, forwarded, or signature."""

from __future__ import annotations

from lxml import etree
from lxml.html import HtmlElement, HTMLParser

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


def without_quotes(html: str) -> str:
    """The markup without the elements that hold what is quoted, forwarded, or signature; as it is where there are none."""
    root = parse(html)
    found = list(_quotes(root))
    for element in found:
        parent = element.getparent()
        if parent is not None:
            _keep_tail(element)
            parent.remove(element)
    return etree.tostring(root, encoding="unicode", method="html") if found else html


def _quotes(root: HtmlElement) -> dict[HtmlElement, None]:
    found: dict[HtmlElement, None] = {}
    for element in root.iter("*"):
        classes = (element.get("class") or "").split()
        cited = element.tag == "blockquote" and element.get("type") == "cite"
        named = element.tag == "div" and element.get("name") == "quote"
        if cited or named or not _QUOTE_CLASSES.isdisjoint(classes) or element.get("id") in _QUOTE_IDS:
            found[element] = None
        elif element.get("id") in _QUOTE_BEGINS:
            found[element] = None
            found.update(dict.fromkeys(element.itersiblings()))
    return found


def _keep_tail(element: HtmlElement) -> None:
    """Leave the text after an element in its place when the element goes."""
    if not element.tail:
        return
    before = element.getprevious()
    parent = element.getparent()
    if before is not None:
        before.tail = (before.tail or "") + element.tail
    elif parent is not None:
        parent.text = (parent.text or "") + element.tail

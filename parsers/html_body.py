"""An HTML body as text, and as the text that its writer added to what is quoted."""

from __future__ import annotations

from bs4 import BeautifulSoup, Tag
from bs4.element import Comment, NavigableString

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
_QUOTES = (
    "blockquote[type=cite]",
    ".gmail_quote",
    ".gmail_quote_container",
    ".yahoo_quoted",
    ".protonmail_quote",
    ".moz-cite-prefix",
    ".moz-forward-container",
    ".ms-outlook-mobile-reference-message",
    "#mail-editor-reference-message-container",
    "div[name=quote]",
)
_QUOTE_BEGINS = ("#divRplyFwdMsg", "#appendonsend", "#stopSpelling")
_SIGNATURES = (".gmail_signature", ".moz-signature", "#Signature", "#ms-outlook-mobile-signature")


def parse(html: str) -> BeautifulSoup:
    return BeautifulSoup(html, "html.parser")


def to_text(soup: BeautifulSoup | Tag) -> str:
    """The text that a reader of the mail sees, a block a line."""
    lines: list[str] = []
    for element in soup.descendants:
        if isinstance(element, Tag):
            if element.name == "br" or element.name in _BLOCKS:
                lines.append("\n")
            elif element.name in ("td", "th"):
                lines.append("\t")
        elif isinstance(element, NavigableString) and not isinstance(element, Comment):
            parent = element.parent
            if parent is None or parent.name not in _SKIPPED:
                lines.append(" ".join(element.split("\n")) if parent is None or parent.name != "pre" else str(element))
    text = "".join(lines)
    return "\n".join(line.strip() for line in text.split("\n"))


def without_quotes(soup: BeautifulSoup) -> BeautifulSoup:
    """The same body without what mail programs mark as quoted, forwarded, or signature."""
    for selector in (*_QUOTES, *_SIGNATURES):
        for tag in soup.select(selector):
            tag.extract()
    for selector in _QUOTE_BEGINS:
        beginning = soup.select_one(selector)
        if beginning:
            for sibling in list(beginning.find_next_siblings()):
                sibling.extract()
            beginning.extract()
    return soup

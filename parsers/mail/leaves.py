"""A message's leaves told apart: what is its text, what came with it, and what a machine reports about another message."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace

from parsers import charsets
from parsers.limits import Limits
from parsers.mail import html_body, pictures, transfer
from parsers.mail.flowed import unflow
from parsers.mail.mime import Leaf
from parsers.mail.parameters import clean_filename
from parsers.readers.html import to_text
from parsers.text import fold

_REPORTS = {
    "message/delivery-status",
    "message/global-delivery-status",
    "message/disposition-notification",
    "message/global-disposition-notification",
    "message/feedback-report",
    "text/rfc822-headers",
    "message/global-headers",
}
_RETURNED = {"message/rfc822", "message/global"}
_TEXT = {"text/plain", "text/html"}
# Other views of the same text, for watches, for scripts, and of mailers long gone.
_OTHER_VIEWS = {"text/x-amp-html", "text/watch-html", "text/enriched", "text/richtext", "text/rtf", "text/xml"}
_STUB_LENGTH = 250
_MUCH_LONGER, _LONG = 4, 800  # times as long, and letters: an HTML view that says what the plain one does not
_CUT_OFF = re.compile(r"ATT\d{5}\.(?:txt|html?)", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Part:
    """One leaf of the MIME tree that is not the body text.

    `filename` is clean of folders and control characters, None where none was given; `media_type` and `charset` are what the
    sender declares; `inline` is true for a picture that is part of the mail's look, such as the logo of a signature.
    """

    filename: str | None
    media_type: str
    content: bytes
    content_id: str | None = None
    inline: bool = False
    charset: str | None = None


@dataclass(frozen=True, slots=True)
class Body:
    """What the leaves are: the text, what of it the HTML does not mark as quoted, the HTML, the parts, and the reports."""

    text: str
    unquoted: str
    html: str
    parts: tuple[Part, ...]
    reports: tuple[Part, ...]


@dataclass(slots=True)
class _Passage:
    """The views of one passage of the body: plain text, and HTML; parts that were written into the text."""

    plain: list[str]
    html: list[str]


def assemble(leaves: Sequence[Leaf], limits: Limits) -> Body:
    """Tell the leaves apart, keeping their order."""
    reports = [leaf for leaf in leaves if _is_report(leaf)]
    content = [leaf for leaf in leaves if leaf not in reports]
    texts = _body_leaves(content)
    parts: list[Part] = []
    passages: dict[int, _Passage] = {}
    for leaf in texts:
        text = (
            charsets.decode(leaf.content, leaf.charset).replace("\r\n", "\n").replace("\r", "\n")[: limits.text_length]
        )
        passage = passages.setdefault(_passage_of(leaf), _Passage([], []))
        if leaf.media_type == "text/html":
            passage.html.append(text)
        else:
            passage.plain.append(_flowing(leaf, _without_uuencoded(leaf, text, parts)))
    sources = [source for passage in passages.values() for source in passage.html]
    shown = {key: width for source in sources for key, width in pictures.shown(html_body.parse(source)).items()}
    attached = [_part(leaf, shown) for leaf in content if leaf not in texts and not _is_other_view(leaf, texts)]
    shown_texts = [_text(passage) for passage in passages.values()]
    whole = _joined([text for text, _ in shown_texts])
    unquoted = _joined([written for _, written in shown_texts])
    return Body(
        text=whole[: limits.text_length],
        unquoted=unquoted[: limits.text_length],
        html="\n".join(sources),
        parts=(*attached, *parts),
        reports=tuple(_part(leaf, {}) for leaf in reports),
    )


def _is_report(leaf: Leaf) -> bool:
    """Whether a leaf tells about another message: a status, or what a report gives back of the message it is about."""
    return leaf.media_type in _REPORTS or (leaf.media_type in _RETURNED and leaf.inside("multipart/report"))


def _body_leaves(leaves: Sequence[Leaf]) -> list[Leaf]:
    """The leaves that are the mail's own text: unnamed ones, and where there are none a first one that only has a name."""
    texts = [
        leaf for leaf in leaves if _is_text(leaf) and (_is_cut_off(leaf) or not (_is_attached(leaf) or leaf.filename))
    ]
    if texts or not leaves or not _is_text(leaves[0]):
        return texts
    first = leaves[0]
    named_only = not _is_attached(first) and not first.disposition.parameters.get("filename")
    return [first] if named_only or not first.filename else []


def _is_text(leaf: Leaf) -> bool:
    return leaf.media_type in _TEXT or leaf.media_type.startswith("multipart/")


def _is_cut_off(leaf: Leaf) -> bool:
    """Whether a leaf is a passage of text that Exchange took for an attachment, as it does with what Apple Mail sends."""
    return bool(_CUT_OFF.fullmatch(leaf.filename or ""))


def _is_attached(leaf: Leaf) -> bool:
    return leaf.disposition.value == "attachment"


def _is_other_view(leaf: Leaf, texts: Sequence[Leaf]) -> bool:
    """Whether a leaf shows what another one shows too: another view of the body, or a Macintosh resource fork."""
    if leaf.media_type in ("application/applefile", "application/mac-binhex40"):
        return leaf.inside("multipart/appledouble")
    alternative = leaf.inside("multipart/alternative")
    return alternative and leaf.media_type in _OTHER_VIEWS and not leaf.filename and bool(texts)


def _passage_of(leaf: Leaf) -> int:
    """Leaves of one multipart/alternative are views of one passage; any other leaf is a passage of its own."""
    alternative = next((c.index for c in leaf.within if c.media_type == "multipart/alternative"), None)
    return alternative if alternative is not None else -id(leaf)


def _text(passage: _Passage) -> tuple[str, str]:
    """A passage's text, and what of it the HTML does not mark as quoted.

    It is the plain view, unless that is empty, says no more than that there is an HTML view, or leaves nearly all of it out.
    """
    plain = _joined(passage.plain)
    if plain and (not passage.html or len(plain) >= _STUB_LENGTH):
        return plain, plain
    text = _joined([to_text(source) for source in passage.html])
    is_stub = "html" in plain.lower() or len(text) > max(_MUCH_LONGER * len(plain), _LONG)
    if plain and not is_stub:
        return plain, plain
    written = [html_body.without_quotes(source) for source in passage.html]
    return text, text if written == passage.html else _joined([to_text(source) for source in written])


def _joined(texts: Sequence[str]) -> str:
    """The texts one after the other; a view that repeats one before it (in another type) is left out."""
    said = [text.strip("\n") for text in texts if text.strip()]
    if len(said) < 2:
        return "".join(said)
    kept: dict[str, str] = {}
    for text in said:
        kept.setdefault(fold(text), text)
    return "\n".join(kept.values())


def _flowing(leaf: Leaf, text: str) -> str:
    if leaf.content_type.parameters.get("format", "").lower() != "flowed":
        return text
    return unflow(text, delete_spaces=leaf.content_type.parameters.get("delsp", "").lower() == "yes")


def _without_uuencoded(leaf: Leaf, text: str, parts: list[Part]) -> str:
    """`text` without the files that are uuencoded in it; they are added to `parts`."""
    files = list(transfer.uuencoded(text.encode("utf-8", "replace"))) if "\nend" in text else []
    if not files:
        return text
    content, rest, position = text.encode("utf-8", "replace"), b"", 0
    for name, data, start, end in files:
        parts.append(Part(clean_filename(charsets.decode(name, leaf.charset)), "application/octet-stream", data))
        rest += content[position:start]
        position = end
    return (rest + content[position:]).decode("utf-8", "replace")


def _part(leaf: Leaf, shown: dict[str, float | None]) -> Part:
    part = Part(leaf.filename, leaf.media_type, leaf.content, leaf.content_id, charset=leaf.charset)
    if not pictures.is_picture(leaf.media_type, leaf.filename):
        return part
    references = tuple(r.lower() for r in (leaf.content_id, leaf.content_location) if r)
    inline = pictures.is_decoration(
        leaf.content,
        filename=leaf.filename,
        references=references,
        shown_in_html=shown,
        related=leaf.inside("multipart/related"),
        attached=_is_attached(leaf),
    )
    return replace(part, inline=inline)

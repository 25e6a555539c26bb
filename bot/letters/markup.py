"""One source, two looks: the plain markup of the templates, rendered as text of 72 columns and as HTML.

Blocks are separated by an empty line: `# ` heading, `## ` smaller heading (`^name` at its end gives it an anchor), `- `
list items, `| label | value` rows, `> ` a quotation, `! ` a call to act, `!(name) words` a picture with its alternative
text; anything else is a paragraph, in which a backslash ends a line. Inside a line `**words**` is bold and
`[words](target)` a link.

What strangers wrote can form none of these: `shield` replaces the signs of the markup by private-use characters, which
become themselves again only when a block is written out.
"""

from __future__ import annotations

import re
import textwrap
from collections.abc import Iterator
from dataclasses import dataclass
from html import escape

from parsers.text import one_line

WIDTH = 72
LONGEST_VALUE = 500
_SIGNS = "#-|>!*[]()^\\"
_SHIELD = {ord(sign): chr(0xE000 + i) for i, sign in enumerate(_SIGNS)}
_UNSHIELD = {ord(shielded): chr(sign) for sign, shielded in _SHIELD.items()}
_PRIVATE = re.compile("[\ue000-\uf8ff]")
_INLINE = re.compile(r"\*\*(?P<bold>.+?)\*\*|\[(?P<words>[^\]]+)\]\((?P<target>[^)\s]+)\)")
_ANCHOR = re.compile(r"\s+\^(?P<name>[\w-]+)$")
_PICTURE = re.compile(r"!\((?P<name>[\w-]+)\)\s*(?P<words>.*)", re.DOTALL)
_COUNT = re.compile(r"\d+|\[\d+\]\(#[\w-]+\)")
_ITEM = re.compile(r"^- ", re.MULTILINE)


# Content-IDs look like addresses (RFC 2392); all of ours end so.
CONTENT_ID_DOMAIN = "letter"


class Formed(str):
    """Text that is markup already: it is put into a letter as it is."""

    __slots__ = ()


def shield(text: str) -> Formed:
    """`text` from outside as one line in which no sign of the markup is left."""
    return Formed(one_line(_PRIVATE.sub("", text), LONGEST_VALUE).translate(_SHIELD))


def quotation(text: str, longest: int = 20_000) -> Formed:
    """`text` from outside, line by line, as a quotation block."""
    text = text if len(text) <= longest else text[:longest].rstrip() + " […]"
    lines = [shield_line for line in text.splitlines() for shield_line in _chunks(line)]
    return Formed("\n".join(f"> {line}".rstrip() for line in lines) or ">")


def _chunks(line: str) -> Iterator[Formed]:
    """A long line in pieces that `shield` does not cut."""
    for piece in textwrap.wrap(line, LONGEST_VALUE - 1, break_on_hyphens=False) or [""]:
        yield shield(piece)


@dataclass(frozen=True, slots=True)
class Block:
    """A heading, paragraph, list, table of facts, quotation, call to act, or picture."""

    kind: str
    lines: tuple[str, ...]
    name: str = ""


def parse(source: str) -> tuple[Block, ...]:
    """The blocks of a rendered template."""
    chunks = re.split(r"\n[ \t]*\n", source.strip("\n"))
    return tuple(block for chunk in chunks if chunk.strip() for block in _blocks(chunk.strip("\n")))


def _blocks(chunk: str) -> Iterator[Block]:
    """The blocks that follow each other in `chunk` without an empty line."""
    if chunk.startswith("#"):
        first, _, rest = chunk.partition("\n")
        words, name = _anchored(first.rstrip())
        yield Block("h3" if words.startswith("##") else "h2", (words.lstrip("# "),), name)
        if rest.strip():
            yield from _blocks(rest)
    elif picture := _PICTURE.fullmatch(chunk):
        yield Block("picture", (_joined(picture["words"]),), picture["name"])
    elif chunk.startswith(">"):
        yield Block("quote", tuple(line.removeprefix(">").strip() for line in chunk.split("\n")))
    elif chunk.startswith("| "):
        yield Block("facts", tuple(_joined(row) for row in re.split(r"\n(?=\| )", chunk)))
    elif chunk.startswith("- "):
        yield Block("list", tuple(_joined(item) for item in _ITEM.split(chunk) if item.strip()))
    elif chunk.startswith("! "):
        yield Block("act", (_joined(chunk[2:]),))
    else:
        yield Block("paragraph", tuple(_joined(line) for line in chunk.split("\\\n")))


def _joined(lines: str) -> str:
    return " ".join(lines.split())


def _fact(row: str) -> tuple[str, str, str]:
    """Label, value and anchor of a row."""
    label, _, value = row.removeprefix("| ").partition(" | ")
    label, anchor = _anchored(label.strip())
    return label, value.strip(), anchor


def _anchored(words: str) -> tuple[str, str]:
    """The words without the anchor at their end, and its name."""
    found = _ANCHOR.search(words)
    return (words[: found.start()], found["name"]) if found else (words, "")


def anchor(text: str) -> Formed:
    """`text` as the name of an anchor."""
    return Formed(re.sub(r"\W+", "-", text))


# --- text


def to_text(blocks: tuple[Block, ...]) -> str:
    """The letter as text; no line is longer than 72 characters."""
    return "\n\n".join("\n".join(_text_lines(block)) for block in blocks) + "\n"


def _text_lines(block: Block) -> Iterator[str]:
    if block.kind in ("h2", "h3"):
        lines = _wrap(_plain(block.lines[0]))
        yield from lines
        yield ("=" if block.kind == "h2" else "-") * max(map(len, lines))
    elif block.kind == "list":
        for item in block.lines:
            yield from _wrap(_plain(item), "- ", "  ")
    elif block.kind == "facts":
        for label, value, _ in map(_fact, block.lines):
            yield from _wrap(f"{_plain(label)}: {_plain(value)}", "", "    ")
    elif block.kind == "quote":
        for line in block.lines:
            yield from _wrap(_plain(line), "> ", "> ") or [">"]
    elif block.kind == "picture":
        yield from _wrap(f"[{_plain(block.lines[0])}]")
    else:
        for line in block.lines:
            yield from _wrap(_plain(line))


def _plain(line: str) -> str:
    def words(found: re.Match[str]) -> str:
        if found["bold"]:
            return found["bold"]
        target = found["target"]
        return found["words"] if target.startswith("#") else f"{found['words']} ({target})"

    return _INLINE.sub(words, line).translate(_UNSHIELD)


def _wrap(text: str, first: str = "", later: str = "") -> list[str]:
    return textwrap.wrap(text, WIDTH, initial_indent=first, subsequent_indent=later, break_on_hyphens=False)


# --- HTML


def to_html(blocks: tuple[Block, ...]) -> str:
    """The letter's body as HTML: same words, same order; everything that is not markup is escaped."""
    return "\n".join(_html(block) for block in blocks)


def _html(block: Block) -> str:
    rich = [_rich(line) for line in block.lines]
    if block.kind in ("h2", "h3"):
        return f"<{block.kind}{_id(block.name)}>{rich[0]}</{block.kind}>"
    if block.kind == "list":
        return "<ul>\n" + "\n".join(f"<li>{item}</li>" for item in rich) + "\n</ul>"
    if block.kind == "facts":
        rows = [_fact(line) for line in block.lines]
        counts = ' class="counts"' if all(_COUNT.fullmatch(value) for _, value, _ in rows) else ""
        return f"<table{counts}>\n" + "\n".join(_row(*row) for row in rows) + "\n</table>"
    if block.kind == "quote":
        return "<blockquote>" + "<br>\n".join(rich) + "</blockquote>"
    if block.kind == "picture":
        return f'<p><img src="cid:{escape(block.name)}@{CONTENT_ID_DOMAIN}" alt="{escape(_plain(block.lines[0]))}"></p>'
    return f'<p class="act">{rich[0]}</p>' if block.kind == "act" else "<p>" + "<br>\n".join(rich) + "</p>"


def _row(label: str, value: str, name: str) -> str:
    return f'<tr{_id(name)}><th scope="row">{_rich(label)}</th><td>{_rich(value)}</td></tr>'


def _id(name: str) -> str:
    return f' id="{escape(name)}"' if name else ""


def _rich(line: str) -> str:
    pieces, end = [], 0
    for found in _INLINE.finditer(line):
        pieces.append(_data(line[end : found.start()]))
        end = found.end()
        if found["bold"]:
            pieces.append(f"<strong>{_data(found['bold'])}</strong>")
        else:
            pieces.append(f'<a href="{_data(found["target"])}">{_data(found["words"])}</a>')
    return "".join(pieces) + _data(line[end:])


def _data(text: str) -> str:
    return escape(text.translate(_UNSHIELD))

"""The MIME tree (RFC 2045, 2046) taken apart without recursion: its leaves as slices of the bytes that came.

No part is ever put together again from pieces, so that an attached message is what was sent, byte for byte, and nesting of any
depth costs one pass over the bytes.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field

from parsers.limits import Limits
from parsers.mail import headers, parameters, transfer
from parsers.mail.headers import HeaderSection
from parsers.mail.parameters import FieldValue

SECTION_LIMIT = 1024 * 1024
_DASHES = re.compile(rb"^--[^\r\n]*", re.MULTILINE)
_LINE = re.compile(rb"[^\n]*\n?")
_FIELD_LINE = re.compile(rb"(?!--)[!-9;-~]+[ \t]*:")
_GOES_ON = re.compile(rb"[ \t]+[^\s]|(?!--)[!-9;-~]+[ \t]*:")
_KNOWN_FIELD = re.compile(
    rb"(?:from|to|cc|date|subject|message-id|in-reply-to|references|received|mime-version|content-[a-z-]+|x-[!-9;-~]+)[ \t]*:",
    re.IGNORECASE,
)
# A byte order mark, empty lines and the "From " line of an mbox may stand before the first field.
_LEADING = re.compile(rb"(?:\xef\xbb\xbf)?\s*(?:>?From (?![ \t]*:)[^\n]*(?:\n|\Z))?")
_MEDIA_TYPE = re.compile(r"[a-z0-9!#$&^_.+-]+/[a-z0-9!#$&^_.+-]+")


@dataclass(frozen=True, slots=True)
class Container:
    """A multipart entity on the way to a leaf; `index` tells it from others of the same message."""

    index: int
    media_type: str


@dataclass(frozen=True, slots=True, eq=False)
class Leaf:
    """An entity without parts, its content decoded from the transfer encoding; `within` are its containers, outermost first.

    Two leaves are never equal, however alike: each has its own place in the tree.
    """

    media_type: str
    content_type: FieldValue
    disposition: FieldValue
    content_id: str | None
    content_location: str | None
    content: bytes
    within: tuple[Container, ...] = ()

    @property
    def filename(self) -> str | None:
        return parameters.filename(self.disposition, self.content_type)

    @property
    def charset(self) -> str | None:
        return self.content_type.parameters.get("charset") or None

    def inside(self, media_type: str) -> bool:
        return any(container.media_type == media_type for container in self.within)


@dataclass(frozen=True, slots=True)
class Tree:
    """A message taken apart: its header section, its leaves in order, and what was wrong or left out."""

    section: HeaderSection
    content_type: FieldValue
    media_type: str
    leaves: tuple[Leaf, ...]
    defects: tuple[str, ...]


def split(raw: bytes, limits: Limits) -> Tree:
    """The leaves of the entity in `raw`, with at most the depth and number of parts that `limits` allow."""
    if b"\n" not in raw:
        raw = raw.replace(b"\r", b"\n")
    walk = _Walk(raw, limits)
    leading = _LEADING.match(raw)
    walk.enter(leading.end() if leading else 0, "text/plain")
    root = walk.current
    for dashes in _DASHES.finditer(raw):
        known = walk.delimiters.get(dashes[0].rstrip()) if dashes.start() >= walk.position else None
        if known is None:
            continue
        if len(walk.leaves) + walk.containers >= limits.mime_parts:
            walk.defect(f"parts after the first {limits.mime_parts} were left out")
            break
        walk.boundary(dashes.start(), dashes.end(), *known)
    else:
        walk.leave(len(raw))
        if any(not container.closed for container in walk.stack):
            walk.defect("a multipart has no closing boundary")
    return Tree(root.section, root.content_type, root.media_type, tuple(walk.leaves), tuple(walk.defects))


@dataclass(frozen=True, slots=True)
class _Entity:
    """What the header section of an entity tells, and where its body begins."""

    section: HeaderSection
    content_type: FieldValue
    media_type: str
    body: int


@dataclass(slots=True)
class _Open:
    """A container that a boundary may still go on with."""

    container: Container
    boundary: bytes
    closed: bool = False


@dataclass(slots=True)
class _Walk:
    """One pass over a message's bytes.

    `position` is the first byte not yet understood; `leaf` tells whether a body is open; `last_lines` has the lines that
    look like delimiters, and where each stands last.
    """

    raw: bytes
    limits: Limits
    current: _Entity = field(init=False)
    leaf: bool = False
    position: int = 0
    stack: list[_Open] = field(default_factory=list)
    delimiters: dict[bytes, tuple[int, bool]] = field(default_factory=dict)
    leaves: list[Leaf] = field(default_factory=list)
    defects: dict[str, None] = field(default_factory=dict)
    containers: int = 0
    last_lines: dict[bytes, int] = field(default_factory=dict)

    def defect(self, text: str) -> None:
        if len(self.defects) < 50:
            self.defects.setdefault(text)

    def enter(self, start: int, default: str) -> None:
        """Read the header section at `start` and open its entity: as a container, or as a leaf."""
        end, self.position = self._header_end(start)
        section = headers.split(self.raw[start : min(end, start + SECTION_LIMIT)], self.limits.header_length)
        for text in section.defects:
            self.defect(text)
        content_type = parameters.parse(section.first("content-type"))
        self.current = _Entity(section, content_type, _media_type(content_type, section, default), self.position)
        boundary = self._boundary_of(self.current) if self.current.media_type.startswith("multipart/") else b""
        self.leaf = not boundary
        if boundary and len(self.stack) >= self.limits.mime_depth:
            self.defect(f"parts nested deeper than {self.limits.mime_depth} were left out")
        elif boundary:
            self.containers += 1
            self.stack.append(_Open(Container(self.containers, self.current.media_type), boundary))
            self._note_delimiters()

    def boundary(self, start: int, end: int, level: int, closing: bool) -> None:
        """Go on after a delimiter line of the container at `level`."""
        self.leave(start)
        if any(not inner.closed for inner in self.stack[level + 1 :]):
            self.defect("a multipart has no closing boundary")
        if len(self.stack) > level + 1:
            del self.stack[level + 1 :]
            self._note_delimiters()
        self.position = end
        # Some mailers go on after the closing delimiter, so a closed container stays until one around it goes on.
        self.stack[level].closed = closing
        if not closing:
            digest = self.stack[level].container.media_type == "multipart/digest"
            newline = self.raw.find(b"\n", end)
            self.enter(newline + 1 if newline >= 0 else len(self.raw), "message/rfc822" if digest else "text/plain")

    def leave(self, end: int) -> None:
        """Close the open leaf, if any; the line end before a delimiter belongs to the delimiter."""
        if not self.leaf:
            return
        self.leaf = False
        body = self.raw[self.current.body : max(end, self.current.body)]
        if end < len(self.raw):
            body = body.removesuffix(b"\n").removesuffix(b"\r")
        section = self.current.section
        encoding = parameters.parse(section.first("content-transfer-encoding")).value
        content, trouble = transfer.decode(body, encoding)
        if trouble:
            self.defect(trouble)
        self.leaves.append(
            Leaf(
                media_type=self.current.media_type,
                content_type=self.current.content_type,
                disposition=parameters.parse(section.first("content-disposition")),
                content_id=section.line("content-id", 300).strip("<> ") or None,
                content_location=section.line("content-location", 300) or None,
                content=content,
                within=tuple(opened.container for opened in self.stack),
            )
        )

    def _note_delimiters(self) -> None:
        self.delimiters = {}
        for level, opened in enumerate(self.stack):
            self.delimiters[b"--" + opened.boundary] = (level, False)
            self.delimiters[b"--" + opened.boundary + b"--"] = (level, True)

    def _header_end(self, start: int) -> tuple[int, int]:
        """Where the fields that begin at `start` end, and where the body begins."""
        position = start
        while position < len(self.raw) and position - start <= SECTION_LIMIT:
            line = _LINE.match(self.raw, position)
            text = line[0].rstrip(b"\r\n") if line else b""
            after = line.end() if line else len(self.raw)
            if not text:
                return position, after
            if text.startswith(b"--") and text.rstrip() in self.delimiters:
                return position, position
            blank = not text.strip()
            if blank and not _GOES_ON.match(self.raw, after):
                return position, after
            if not blank and not self._is_in_header(text, after):
                self.defect("a header section does not end with an empty line")
                return position, position
            position = after
        return position, position

    def _has_delimiter(self, delimiter: bytes, start: int) -> bool:
        """Whether a line from `start` on is the delimiter."""
        if not self.last_lines:
            self.last_lines = {line[0].rstrip(): line.start() for line in _DASHES.finditer(self.raw)}
        return self.last_lines.get(delimiter, -1) >= start

    def _is_in_header(self, line: bytes, after: int) -> bool:
        """Whether a line is a field's or goes on with one, perhaps unindented, as some programs fold."""
        return line[:1] in b" \t" or bool(_FIELD_LINE.match(line)) or bool(_KNOWN_FIELD.match(self.raw, after))

    def _boundary_of(self, entity: _Entity) -> bytes:
        """The boundary that an entity's parts have: the declared one, else the one that its body begins with."""
        declared = entity.content_type.parameters.get("boundary", "").rstrip().encode("utf-8", "replace")
        if declared and self._has_delimiter(b"--" + declared, entity.body):
            return declared
        self.defect("a multipart declares no boundary that it has")
        found = _DASHES.search(self.raw, entity.body)
        guessed = found[0].rstrip()[2:] if found else b""
        return guessed if b"--" + guessed not in self.delimiters else b""


def _media_type(content_type: FieldValue, section: HeaderSection, default: str) -> str:
    declared = _MEDIA_TYPE.match(content_type.value)
    if declared:
        return declared[0]
    named = parameters.filename(parameters.parse(section.first("content-disposition")), content_type)
    return "application/octet-stream" if named else default

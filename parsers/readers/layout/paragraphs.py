"""Lines to paragraphs: what was broken only because the line was full is put together again."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from itertools import pairwise
from statistics import median

from parsers.document import Mark, Paragraph, Place, Span
from parsers.readers.layout.cuts import is_cut
from parsers.readers.layout.lines import Segment, is_bullet
from parsers.readers.layout.page import Area, Word, around
from parsers.text import clean

_EMAIL = re.compile(r"[\w.+-]+@[\w-]+(\.[\w-]+)*\.[a-z]{2,}", re.IGNORECASE)
_SENTENCE_END = re.compile(r"[.!?:;…][”\"»’)]*$")
_LATVIAN = re.compile(r"[āčēģīķļņōŗšūž]", re.IGNORECASE)
_MOST_HEADING_WORDS = 16


@dataclass(frozen=True, slots=True)
class Frame:
    """What lines are judged by: the room they had, the body's type, and how areas become places."""

    room: Area
    body_size: float
    body_bold: bool
    in_table: bool
    place: Callable[[Area], Place]


def paragraphs_of(segments: Sequence[Segment], frame: Frame) -> list[Paragraph]:
    """The paragraphs that `segments`, one a line, form."""
    pitch = _pitch(segments)
    groups: list[list[Segment]] = []
    carried: list[bool] = []
    for segment in segments:
        previous = groups[-1][-1] if groups else None
        if previous is not None and _same_paragraph(groups[-1], segment, frame, pitch):
            groups[-1].append(segment)
        else:
            groups.append([segment])
            carried.append(previous is not None and _goes_on(previous, segment, pitch))
    return [_paragraph(group, frame, goes_on) for group, goes_on in zip(groups, carried, strict=True)]


def _pitch(segments: Sequence[Segment]) -> float:
    """The usual distance from line to line, as far as more than two lines tell it."""
    steps = [b.area.bottom - a.area.bottom for a, b in pairwise(segments)]
    close = [step for step, a in zip(steps, segments, strict=False) if 0 < step < 2.2 * a.size]
    return min(close) if len(close) > 1 else 0.0


def _same_paragraph(group: Sequence[Segment], following: Segment, frame: Frame, pitch: float) -> bool:
    """Whether `following` stands on a line of its own only because the line before it was full."""
    last = group[-1]
    before, after = last.words[-1], following.words[0]
    if before.filled or after.filled or _starts_item(following):
        return False
    if before.bold != after.bold or abs(last.size - following.size) > 0.15 * max(last.size, following.size):
        return False
    step = following.area.bottom - last.area.bottom
    if step <= 0 or step > max(1.35 * pitch, 1.5 * last.size) or step > 2.2 * last.size:
        return False
    text_left = _text_left(group[0]) if len(group) == 1 else last.area.left
    indent = following.area.left - text_left
    if not -4 * last.size < indent < 1.2 * last.size and not _centred(last, following, frame.room):
        return False
    if _at_right(last, following, frame.room):
        return False
    return _was_full(last, following, frame.room) or _is_hyphenated(last, following)


def _was_full(last: Segment, following: Segment, room: Area) -> bool:
    """Whether the first word of `following` had no room left on the line of `last`."""
    needed = following.words[0].area.width + 0.25 * last.size
    slack = 0.8 * last.size
    if _centred(last, following, room):
        return last.area.width + needed > room.width - slack
    return last.area.right + needed > room.right - slack


def _is_hyphenated(last: Segment, following: Segment) -> bool:
    return re.search(r"[^\W\d_]{2}[-\u2010]$", last.text) is not None and following.text[:1].islower()


def _centred(last: Segment, following: Segment, room: Area) -> bool:
    off = [abs(s.area.centre - room.centre) for s in (last, following)]
    return max(off) < 0.5 * last.size and abs(last.area.left - following.area.left) > 0.5 * last.size


def _at_right(last: Segment, following: Segment, room: Area) -> bool:
    """Whether both lines are set against the right margin, as addressees are."""
    ragged = abs(last.area.left - following.area.left) > 0.3 * last.size
    even = abs(last.area.right - following.area.right) < 0.3 * last.size
    return ragged and even and min(last.area.left, following.area.left) > room.left + 0.3 * room.width


def _goes_on(last: Segment, following: Segment, pitch: float) -> bool:
    """Whether `following` goes on with the sentence of `last`, though the line was broken by hand."""
    if _starts_item(following) or following.words[0].filled or last.words[-1].filled:
        return False
    near = following.area.bottom - last.area.bottom <= max(1.35 * pitch, 1.5 * last.size)
    same = last.words[-1].bold == following.words[0].bold and abs(last.area.left - following.area.left) < last.size
    return near and same and following.text[:1].islower() and not _SENTENCE_END.search(last.text)


def _starts_item(segment: Segment) -> bool:
    first = segment.words[0].text
    if first[0] in "☐☒":
        return True
    if len(segment.words) == 1:
        return False
    return is_bullet(first) or re.fullmatch(r"\(?(\d{1,2}|[a-z])[.)]", first) is not None


def _text_left(segment: Segment) -> float:
    """Where the text of a line begins, after its marker."""
    if _starts_item(segment) and len(segment.words) > 1:
        return segment.words[1].area.left
    return segment.area.left


def _paragraph(group: Sequence[Segment], frame: Frame, continues: bool) -> Paragraph:
    words = [word for segment in group for word in segment.words]
    list_item = len(words) > 1 and is_bullet(words[0].text)
    if list_item:
        group = [Segment(group[0].words[1:]) if len(group[0].words) > 1 else group[0], *group[1:]]
    place = frame.place(around(word.extent for word in words))
    return Paragraph(
        spans=_spans(group, frame),
        place=place,
        heading=_is_heading(words, frame) and not list_item,
        list_item=list_item,
        continues=continues,
    )


def _is_heading(words: Sequence[Word], frame: Frame) -> bool:
    if frame.in_table or len(words) > _MOST_HEADING_WORDS or any(word.filled for word in words):
        return False
    larger = median(word.size for word in words) > 1.12 * frame.body_size
    bolder = all(word.bold for word in words) and not frame.body_bold
    return (larger or bolder) and any(c.isalpha() for word in words for c in word.text)


def _spans(group: Sequence[Segment], frame: Frame) -> tuple[Span, ...]:
    pieces: list[tuple[str, frozenset[Mark]]] = []
    for n, segment in enumerate(group):
        cut = n > 0 and frame.in_table and is_cut(group[n - 1], segment, frame.room)
        for i, word in enumerate(segment.words):
            text, marks = clean(word.text), word.marks
            if pieces:
                before = pieces[-1][0]
                if i == 0 and not cut:
                    before, text = _joined(before, text, segment.text)
                elif i and marks == pieces[-1][1]:
                    before, text = "", f"{before} {text}"
                elif i:
                    before += " "
                if marks == pieces[-1][1]:
                    text = before + text
                    pieces.pop()
                else:
                    pieces[-1] = (before, pieces[-1][1])
            pieces.append((text, marks))
    return tuple(Span(text, marks) for text, marks in pieces if text)


def _joined(before: str, after: str, line: str) -> tuple[str, str]:
    """The end of one line and the first word of the next, with or without a space, a hyphen taken out where it only parts."""
    last = before.rsplit(" ", 1)[-1]
    if _is_split_address(last, after) or before.endswith("/") or after[:1] in ".,;:)":
        return before, after
    if len(last) > 1 and last[-1] in "-\u2010\u2011" and last[-2].isalpha() and after[:1].isalpha():
        hyphenated = after[0].islower() and len(last) > 3 and "@" not in last and _LATVIAN.search(before + line)
        return (before[:-1], after) if hyphenated else (before, after)
    return before + " ", after


def _is_split_address(last: str, after: str) -> bool:
    """Whether an e-mail address was broken between the lines because its cell is narrow."""
    first = after.split(" ", 1)[0].rstrip(",;")
    if "@" in last and not _EMAIL.fullmatch(last):
        return bool(_EMAIL.fullmatch(last + first)) and "@" not in first
    return first.startswith("@") and bool(_EMAIL.fullmatch(last + first))

"""Tables without rules: pieces of lines that stand under each other, and the rows they form."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from itertools import pairwise

from parsers.readers.layout.lines import TICKS, Line, Segment
from parsers.readers.layout.page import Area, around
from parsers.readers.layout.rivers import split_at_rivers

# Lines farther apart than this many type sizes are not of one table.
_FARTHEST_STEP = 4.2


@dataclass(slots=True)
class _Run:
    """Lines that share columns: for each line, which piece stands in which column."""

    columns: list[Area]
    lines: list[dict[int, Segment]] = field(default_factory=list)

    @property
    def bottom(self) -> float:
        return max(segment.extent.bottom for line in self.lines[-4:] for segment in line.values())


@dataclass(frozen=True, slots=True)
class Columns:
    """A table told by its columns; a row holds for each column the pieces of lines in it, from top to bottom."""

    rows: tuple[dict[int, list[Segment]], ...]
    columns: tuple[Area, ...]


def part(lines: Sequence[Line], separators: Sequence[Area]) -> list[Columns | Segment]:
    """Lines in order, with those that form tables taken together. `separators` are level rules between rows."""
    lines = split_at_rivers(lines)
    found: list[Columns | Segment] = []
    index = 0
    while index < len(lines):
        line = lines[index]
        if len(line.segments) < 2 and not _is_beside(line, lines[index + 1 :]):
            found.append(line.segments[0])
            index += 1
            continue
        run = _grow(lines, index)
        index += len(run.lines)
        found.append(Columns(tuple(_rows(run, separators)), tuple(run.columns)))
    return found


def _is_beside(line: Line, following: Sequence[Line]) -> bool:
    """Whether a box or field begins here and other text stands beside it farther down."""
    extent = line.segments[0].extent
    return any(
        extent.top <= other.area.middle <= extent.bottom
        and (other.area.right <= extent.left or other.area.left >= extent.right)
        for other in following[:3]
    )


def _grow(lines: Sequence[Line], start: int) -> _Run:
    first = lines[start]
    run = _Run([segment.extent for segment in first.segments], [dict(enumerate(first.segments))])
    for line in lines[start + 1 :]:
        if not _add(run, line):
            break
    while len(run.lines) > 1 and _is_loose_end(run):
        run.lines.pop()
    return run


def _add(run: _Run, line: Line) -> bool:
    """Put `line` into the run's columns, if it fits there."""
    beside = line.area.middle <= run.bottom
    if not beside and line.area.top - run.bottom > _FARTHEST_STEP * line.size:
        return False
    homes: dict[int, Segment] = {}
    news: list[Segment] = []
    for segment in line.segments:
        over = [i for i, column in enumerate(run.columns) if column.shares_width(segment.extent) > 0.08]
        if len(over) > 1 or (over and over[0] in homes):
            return False
        if over:
            homes[over[0]] = segment
        else:
            news.append(segment)
    if news and not beside and (len(line.segments) < 2 or not homes):
        return False
    if len(homes) == 1 and not news and not beside and not _is_aligned(run, homes):
        return False
    run.lines.append(homes)
    for i, segment in homes.items():
        run.columns[i] = around([run.columns[i], segment.extent])
    for segment in news:
        _insert(run, segment)
    return True


def _is_aligned(run: _Run, homes: dict[int, Segment]) -> bool:
    """Whether a line of one piece begins where its column begins, near enough to go on with it."""
    ((i, segment),) = homes.items()
    return abs(run.columns[i].left - segment.extent.left) <= 0.6 * segment.size


def _insert(run: _Run, segment: Segment) -> None:
    """A column that no earlier line had."""
    position = sum(column.left < segment.extent.left for column in run.columns)
    run.columns.insert(position, segment.extent)
    run.lines[:] = [{i + (i >= position): s for i, s in line.items()} for line in run.lines]
    run.lines[-1][position] = segment


def _is_loose_end(run: _Run) -> bool:
    """Whether the last line stands only in the first column and is no wrapped end of the label above it."""
    last, before = run.lines[-1], run.lines[-2]
    if list(last) != [0]:
        return False
    segment = last[0]
    above = max(s.extent.bottom for s in before.values())
    if segment.area.middle <= above:
        return False
    wraps = 0 in before and before[0].words[-1].bold == segment.words[0].bold and segment.words[0].text not in TICKS
    return not (wraps and segment.area.top - before[0].area.bottom < 0.6 * segment.size and _begins_inside(segment))


def _begins_inside(segment: Segment) -> bool:
    return segment.text[:1].islower() or segment.text.startswith("(")


def _rows(run: _Run, separators: Sequence[Area]) -> list[dict[int, list[Segment]]]:
    """Lines to rows: by the rules between them, else by wider gaps, else by what begins in the first column."""
    tight = min((step for step in _steps(run) if step > 0), default=0.0)
    ruled = any(_parted(a, b, separators) for a, b in pairwise(run.lines))
    rows: list[dict[int, list[Segment]]] = []
    for i, line in enumerate(run.lines):
        begins = not rows or (_parted(run.lines[i - 1], line, separators) if ruled else _begins_row(run, i, tight))
        if begins:
            rows.append({})
        for column, segment in line.items():
            rows[-1].setdefault(column, []).append(segment)
    return rows


def _steps(run: _Run) -> list[float]:
    return [_step(a, b) for a, b in pairwise(run.lines)]


def _step(above: dict[int, Segment], below: dict[int, Segment]) -> float:
    return max(s.area.bottom for s in below.values()) - max(s.area.bottom for s in above.values())


def _parted(above: dict[int, Segment], below: dict[int, Segment], separators: Sequence[Area]) -> bool:
    top = max(s.area.middle for s in above.values())
    bottom = min(s.area.middle for s in below.values())
    return any(top < rule.middle < bottom for rule in separators)


def _begins_row(run: _Run, i: int, tight: float) -> bool:
    """Whether line `i` begins a row; `tight` is the least distance from line to line."""
    above, line = run.lines[i - 1], run.lines[i]
    middle = min(s.area.middle for s in line.values())
    reach = max(s.extent.bottom for before in run.lines[max(0, i - 4) : i] for s in before.values())
    if middle <= reach:
        return False
    if _step(above, line) > 1.3 * tight:
        return 0 in line or len(line) > 1
    if 0 not in line:
        return False
    if len(line) == 1:
        return not _begins_inside(line[0])
    right = max(column.right for column in run.columns)
    if _step(above, line) > 0.77 * max(_steps(run)):
        return not _begins_inside(line[0])  # all lines are as far apart: none goes on with the one before it
    wrapped = [
        column
        for column, segment in line.items()
        if column in above and _was_full(above[column], segment, _edge(run, column, right))
    ]
    return not (wrapped and (max(line) in wrapped or _begins_inside(line[0])))


def _edge(run: _Run, column: int, right: float) -> float:
    return run.columns[column + 1].left if column + 1 < len(run.columns) else right


def _was_full(above: Segment, below: Segment, edge: float) -> bool:
    return above.area.right + below.words[0].area.width + 0.25 * above.size > edge - 0.5 * above.size

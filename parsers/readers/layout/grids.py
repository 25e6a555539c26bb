"""Ruled tables: the cells that level and upright rules enclose, merged cells included."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass

from parsers.readers.layout.page import Area, Rule, around

# A grid of more lines than this is a drawing, not a form.
_MOST_RULES = 3000
_COVERED = 0.7


@dataclass(frozen=True, slots=True)
class GridCell:
    """A rectangle with nothing drawn through it."""

    area: Area
    row: int
    column: int
    row_span: int = 1
    column_span: int = 1


@dataclass(frozen=True, slots=True)
class Grid:
    """Rules that touch each other, and the cells between them, row by row."""

    area: Area
    cells: tuple[GridCell, ...]


def find_grids(rules: Sequence[Rule], tolerance: float) -> list[Grid]:
    """The grids on a page, outer before inner. `tolerance` is how far apart ends may be that are meant to meet."""
    if len(rules) > _MOST_RULES:
        return []
    level = _merge([r for r in rules if r.level], tolerance, level=True)
    upright = _merge([r for r in rules if not r.level], tolerance, level=False)
    grids = [grid for h, v in _groups(level, upright, tolerance) if (grid := _grid(h, v, tolerance)) is not None]
    return sorted(grids, key=lambda grid: -grid.area.width * grid.area.height)


def _merge(rules: Sequence[Rule], tolerance: float, *, level: bool) -> list[Area]:
    """Rules on one line that touch, as one; drawn thickness is kept in the area's middle."""
    tracks: list[tuple[float, list[tuple[float, float]]]] = []
    for rule in sorted(rules, key=lambda r: r.area.middle if level else r.area.centre):
        area = rule.area
        across = area.middle if level else area.centre
        extent = (area.left, area.right) if level else (area.top, area.bottom)
        if tracks and across - tracks[-1][0] <= tolerance * 0.7:
            tracks[-1][1].append(extent)
        else:
            tracks.append((across, [extent]))
    merged: list[Area] = []
    for across, extents in tracks:
        start, end = min(extents)
        for a, b in sorted(extents):
            if a > end + tolerance:
                merged.append(_line(across, start, end, level=level))
                start, end = a, b
            end = max(end, b)
        merged.append(_line(across, start, end, level=level))
    return merged


def _line(across: float, start: float, end: float, *, level: bool) -> Area:
    return Area(start, across, end, across) if level else Area(across, start, across, end)


def _groups(level: Sequence[Area], upright: Sequence[Area], tolerance: float) -> list[tuple[list[Area], list[Area]]]:
    """Rules that are connected through crossings, level and upright ones apart."""
    parents = list(range(len(level) + len(upright)))

    def root(node: int) -> int:
        while parents[node] != node:
            parents[node] = parents[parents[node]]
            node = parents[node]
        return node

    for i, h in enumerate(level):
        for j, v in enumerate(upright):
            meets = (
                h.left - tolerance <= v.left <= h.right + tolerance
                and v.top - tolerance <= h.top <= v.bottom + tolerance
            )
            if meets:
                parents[root(i)] = root(len(level) + j)
    groups: dict[int, tuple[list[Area], list[Area]]] = defaultdict(lambda: ([], []))
    for i, h in enumerate(level):
        groups[root(i)][0].append(h)
    for j, v in enumerate(upright):
        groups[root(len(level) + j)][1].append(v)
    return list(groups.values())


def _grid(level: Sequence[Area], upright: Sequence[Area], tolerance: float) -> Grid | None:
    if not level or not upright or len(level) + len(upright) < 3:
        return None
    frame = around([*level, *upright])
    ys = _positions([frame.top, frame.bottom, *(h.top for h in level)], tolerance)
    xs = _positions([frame.left, frame.right, *(v.left for v in upright)], tolerance)
    if len(ys) < 2 or len(xs) < 2 or len(ys) * len(xs) > 60_000:
        return None
    return Grid(frame, tuple(_cells(xs, ys, level, upright, tolerance)))


def _positions(values: Sequence[float], tolerance: float) -> list[float]:
    """`values` in order, those that are nearer than the tolerance taken for one."""
    found: list[float] = []
    for value in sorted(values):
        if not found or value - found[-1] > tolerance:
            found.append(value)
    return found


def _cells(
    xs: Sequence[float], ys: Sequence[float], level: Sequence[Area], upright: Sequence[Area], tolerance: float
) -> list[GridCell]:
    """Fields of the finest raster, joined where no rule runs between them; what is joined is a rectangle."""
    rows, columns = len(ys) - 1, len(xs) - 1
    below = [[(h.left, h.right) for h in level if abs(h.top - y) <= tolerance] for y in ys[1:]]
    beside = [[(v.top, v.bottom) for v in upright if abs(v.left - x) <= tolerance] for x in xs[1:]]
    parted_below = [[_covered(below[r], xs[c], xs[c + 1]) for c in range(columns)] for r in range(rows)]
    parted_right = [[_covered(beside[c], ys[r], ys[r + 1]) for c in range(columns)] for r in range(rows)]
    taken = [[False] * columns for _ in range(rows)]
    cells: list[GridCell] = []
    for r in range(rows):
        for c in range(columns):
            if taken[r][c]:
                continue
            width = 1
            while c + width < columns and not parted_right[r][c + width - 1] and not taken[r][c + width]:
                width += 1
            height = 1
            while (
                r + height < rows
                and not any(parted_below[r + height - 1][c : c + width])
                and not any(parted_right[r + height][c : c + width - 1])
            ):
                height += 1
            for rr in range(r, r + height):
                for cc in range(c, c + width):
                    taken[rr][cc] = True
            area = Area(xs[c], ys[r], xs[c + width], ys[r + height])
            cells.append(GridCell(area, r, c, height, width))
    return cells


def _covered(extents: Sequence[tuple[float, float]], start: float, end: float) -> bool:
    """Whether rules cover most of the way from `start` to `end`."""
    covered = sum(max(0.0, min(b, end) - max(a, start)) for a, b in extents)
    return covered >= _COVERED * (end - start)

"""Pages to blocks: tables where they stand, and the text around them as paragraphs."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, replace

from parsers.document import Block, Cell, Mark, Table
from parsers.readers.layout.columns import Columns, part
from parsers.readers.layout.furniture import without_furniture
from parsers.readers.layout.grids import Grid, GridCell, find_grids
from parsers.readers.layout.joining import join_pages
from parsers.readers.layout.lines import Segment, lines_of
from parsers.readers.layout.page import Area, Page, Rule, Word, around
from parsers.readers.layout.paragraphs import Frame, paragraphs_of


def compose(pages: Sequence[Page]) -> tuple[Block, ...]:
    """The blocks of a document in reading order, without its running headers and footers."""
    pages = without_furniture(pages)
    size, bold = _body(pages)
    return join_pages([_Composer(page, size, bold).blocks() for page in pages])


def _body(pages: Sequence[Page]) -> tuple[float, bool]:
    """The type that most of the text is set in."""
    sizes: Counter[float] = Counter()
    bold = 0
    for page in pages:
        for word in page.words:
            sizes[round(word.size * 2) / 2] += len(word.text)
            bold += len(word.text) if word.bold else 0
    if not sizes:
        return 10.0, False
    return sizes.most_common(1)[0][0], bold > 0.6 * sizes.total()


@dataclass(frozen=True, slots=True)
class _Composer:
    """The composing of one page."""

    page: Page
    body_size: float
    body_bold: bool

    def blocks(self) -> list[Block]:
        tolerance = self.page.width / 200
        grids = [grid for grid in find_grids(self.page.rules, tolerance) if not self._is_page_border(grid)]
        drawn = [grid.area for grid in grids]
        separators = [
            rule.area
            for rule in self.page.rules
            if rule.level
            and rule.area.width > 0.3 * self.page.width
            and not any(area.holds(rule.area, tolerance) for area in drawn)
            and not self._underlines(rule)
        ]
        words = self.page.words
        room = around(word.extent for word in words) if words else Area(0, 0, self.page.width, self.page.height)
        return self._region(words, grids, room, separators, in_table=False)

    def _underlines(self, rule: Rule) -> bool:
        """Whether the rule belongs to words right above it, and parts nothing."""
        marked = (word for word in self.page.words if Mark.UNDERLINE in word.marks)
        return any(
            word.area.shares_width(rule.area) > 0.9 and abs(rule.area.middle - word.area.bottom) < 0.4 * word.size
            for word in marked
        )

    def _is_page_border(self, grid: Grid) -> bool:
        return len(grid.cells) == 1 and (
            grid.area.width > 0.8 * self.page.width and grid.area.height > 0.8 * self.page.height
        )

    def _region(
        self, words: Sequence[Word], grids: Sequence[Grid], room: Area, separators: Sequence[Area], *, in_table: bool
    ) -> list[Block]:
        """The blocks of a page, or of a cell, in which `grids` stand."""
        outer = [g for g in grids if not any(_inside(g.area, o.area) for o in grids if o is not g)]
        loose = list(words)
        pieces: list[Word] = []
        for grid in outer:
            within = [word for word in loose if grid.area.holds(word.area)]
            inner = [g for g in grids if g is not grid and _inside(g.area, grid.area)]
            if within:
                loose = [word for word in loose if not grid.area.holds(word.area)]
                pieces.extend(self._grid_as_words(grid, within, inner))
        frame = Frame(room, self.body_size, self.body_bold, in_table, self.page.place)
        blocks: list[Block] = []
        waiting: list[Segment] = []
        for piece in part(lines_of([*loose, *pieces]), separators):
            if isinstance(piece, Segment) and not piece.blocks:
                waiting.append(piece)
                continue
            blocks.extend(paragraphs_of(waiting, frame))
            waiting = []
            if isinstance(piece, Segment):
                blocks.extend(piece.blocks)
            else:
                blocks.append(self._columns_table(piece, frame))
        blocks.extend(paragraphs_of(waiting, frame))
        return blocks

    def _grid_as_words(self, grid: Grid, words: Sequence[Word], inner: Sequence[Grid]) -> list[Word]:
        """A grid as one word that holds a table, or the paragraphs of a box; a box around a field is that field."""
        size = words[0].size
        if len(grid.cells) > 1:
            return [_piece(grid.area, size, (self._grid_table(grid, words, inner),))]
        if len(words) == 1 and words[0].filled and not words[0].blocks:
            return [replace(words[0], whole=around([grid.area, words[0].extent]))]
        if all(word.filled for word in words):
            return list(words)
        blocks = self._region(words, inner, _inset(grid.area, words), (), in_table=True)
        return [_piece(grid.area, size, tuple(blocks))]

    def _grid_table(self, grid: Grid, words: Sequence[Word], inner: Sequence[Grid]) -> Table:
        rows: dict[int, list[Cell]] = {}
        left = list(words)
        for cell in grid.cells:
            within = [word for word in left if cell.area.holds(word.area)]
            left = [word for word in left if not cell.area.holds(word.area)]
            nested = [g for g in inner if _inside(g.area, cell.area)]
            rows.setdefault(cell.row, []).append(self._grid_cell(cell, within, nested))
        return Table(tuple(tuple(rows[row]) for row in sorted(rows)), self.page.place(grid.area))

    def _grid_cell(self, cell: GridCell, words: Sequence[Word], nested: Sequence[Grid]) -> Cell:
        blocks = self._region(words, nested, _inset(cell.area, words), (), in_table=True) if words else []
        return Cell(tuple(blocks), cell.row, cell.column, cell.row_span, cell.column_span, self.page.place(cell.area))

    def _columns_table(self, columns: Columns, frame: Frame) -> Table:
        right = max(frame.room.right, *(column.right for column in columns.columns))
        edges = [column.left for column in columns.columns[1:]] + [right]
        rows: list[tuple[Cell, ...]] = []
        for r, row in enumerate(columns.rows):
            cells: list[Cell] = []
            for c, segments in sorted(row.items()):
                area = around(segment.extent for segment in segments)
                room = Area(columns.columns[c].left, area.top, max(edges[c], area.right), area.bottom)
                cells.append(Cell(tuple(self._cell_blocks(segments, room, frame)), r, c, place=self.page.place(area)))
            rows.append(tuple(cells))
        return Table(tuple(rows), self.page.place(around(columns.columns)))

    def _cell_blocks(self, segments: Sequence[Segment], room: Area, frame: Frame) -> list[Block]:
        inside = replace(frame, room=room, in_table=True)
        blocks: list[Block] = []
        waiting: list[Segment] = []
        for segment in segments:
            if segment.blocks:
                blocks.extend(paragraphs_of(waiting, inside))
                waiting = []
                blocks.extend(segment.blocks)
            else:
                waiting.append(segment)
        blocks.extend(paragraphs_of(waiting, inside))
        return blocks


def _inside(inner: Area, outer: Area) -> bool:
    smaller = inner.width * inner.height < outer.width * outer.height
    return smaller and outer.holds(inner)


def _inset(area: Area, words: Sequence[Word]) -> Area:
    """The room for text in a cell: as much is kept free on the right as is on the left, but not more than is usual."""
    padding = min(max(min(word.area.left for word in words) - area.left, 0.0), 1.2 * words[0].size)
    return Area(area.left + padding, area.top, area.right - padding, area.bottom)


def _piece(area: Area, size: float, blocks: tuple[Block, ...]) -> Word:
    """A box or table as a word: a low one stands in the line of its middle, a high one in the line it begins with."""
    if area.height < 2.6 * size:
        strip = Area(area.left, area.middle - size / 2, area.right, area.middle + size / 2)
    else:
        strip = Area(area.left, area.top + size * 0.3, area.right, area.top + size * 1.3)
    return Word("", strip, size, whole=area, blocks=blocks)

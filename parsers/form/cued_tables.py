"""Labels in tables that are worded anew: a column that tells one field after another by its words is one of labels."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from parsers.document import Block, Cell, Table
from parsers.form.items import Label, cell_lines, style_of, unnumbered
from parsers.form.labels import Labels

_ENOUGH_KNOWN = 8
_ENOUGH_IN_TABLE = 5
_ENOUGH_IN_DOCUMENT = 6


def told_in_tables(blocks: Sequence[Block], labels: Labels) -> bool:
    """Whether the first columns of a document's tables tell most of the fields, in any words."""
    keys = {
        label.match.key
        for block in blocks
        if isinstance(block, Table)
        for cell in _heads(block, 0)
        if (label := _cued(cell, labels))
    }
    return len(keys) >= _ENOUGH_IN_DOCUMENT


def with_cued(table: Table, found: dict[int, Label], labels: Labels, *, is_rest: bool) -> dict[int, Label]:
    """The labels `found` (by their cells' ids) and those that their words tell, where the table's column is one of labels.

    `is_rest` where the document has more of such tables, as where a page's end broke one.
    """
    if len({label.match.key for label in found.values()}) >= _ENOUGH_KNOWN:
        return found
    best = found
    for column in (0, 1):
        cells = list(_heads(table, column))
        more = {id(cell): label for cell in cells if (label := found.get(id(cell)) or _cued(cell, labels))}
        keys = {label.match.key for label in more.values()}
        enough = (
            len(keys) * 2 >= len(cells) if is_rest else len(keys) >= _ENOUGH_IN_TABLE and len(keys) * 3 >= len(cells)
        )
        if enough and len(more) > len(best):
            best = {**found, **more}
    return best


def _heads(table: Table, column: int) -> Iterator[Cell]:
    """The cells of a column that have a cell to their right; those alone in their row where they are set as labels are."""
    for row in table.rows:
        for cell in row:
            if cell.column != column or not cell.text.strip():
                continue
            if len(row) == 1 and not _is_set_apart(cell):
                continue
            if len(row) == 1 or cell is not row[-1]:
                yield cell


def _is_set_apart(cell: Cell) -> bool:
    line = next((line for line in cell_lines(cell.blocks) if line.text.strip()), None)
    return line is not None and (line.strong or line.text.rstrip().endswith((":", "?")))


def _cued(cell: Cell, labels: Labels) -> Label | None:
    """The label that a cell of a line or two is by the words of the first."""
    cell = unnumbered(cell)
    lines = [line for line in cell_lines(cell.blocks) if line.text.strip()]
    if not lines or any(isinstance(block, Table) for block in cell.blocks) or len(lines) > 2:
        return None
    match = labels.cued(lines[0].text)
    return Label(match, style_of(lines[0], whole=True, cell=True), (lines[0],), tuple(lines[1:])) if match else None

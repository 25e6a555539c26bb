"""Tells tables in plain text: cells parted by tabs or by bars, and columns kept apart by runs of spaces."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from parsers.document import Cell, Place, Table
from parsers.readers.budget import Budget
from parsers.readers.spans import paragraph, plain

_GRID_RULE = re.compile(r"\s*[+|]?(?:\s*:?[-=]{2,}:?\s*[+|])+(?:\s*:?[-=]{2,}:?\s*)?")
_GAP = re.compile(r" {2,}")
_MINIMUM_ALIGNED = 3

Row = list[str]


@dataclass(frozen=True, slots=True)
class FoundTable:
    """A table that was told; `end` is the index of the first line after it."""

    table: Table
    end: int


def table_at(lines: Sequence[str], start: int, number: int, budget: Budget) -> FoundTable | None:
    """The table that begins at line `start` (an index), the document's `number`-th; None where none clearly does."""
    for told in (_tabbed, _barred, _aligned):
        rows, end = told(lines, start)
        if rows:
            return FoundTable(_table(rows, number, budget), end)
    return None


def _tabbed(lines: Sequence[str], start: int) -> tuple[list[Row], int]:
    rows: list[Row] = []
    index = start
    while index < len(lines) and "\t" in lines[index].strip():
        rows.append([cell.strip() for cell in lines[index].split("\t")])
        index += 1
    # One line with one tab is a line with a gap in it; three cells in one line are a row.
    clear = len(rows) > 1 or (rows and len([cell for cell in rows[0] if cell]) > 2)
    return (_without_margin(rows), index) if clear else ([], start)


def _barred(lines: Sequence[str], start: int) -> tuple[list[Row], int]:
    rows: list[Row] = []
    ruled = False
    index = start
    grid = bool(lines[start].lstrip().startswith("+") and _GRID_RULE.fullmatch(lines[start]))
    while index < len(lines):
        line = lines[index].strip()
        if _GRID_RULE.fullmatch(line):
            ruled = True
        elif line.count("|") >= (2 if line.startswith("|") else 1):
            cells = [cell.strip() for cell in line.strip("|").split("|")]
            if grid and not ruled and rows and len(cells) == len(rows[-1]):
                # In a grid that is drawn with rules, lines between two rules are one row.
                rows[-1] = [f"{above}\n{below}".strip() for above, below in zip(rows[-1], cells, strict=True)]
            else:
                rows.append(cells)
            ruled = False
        else:
            break
        index += 1
    clear = len(rows) > 1 and len({len(row) for row in rows}) <= 2
    return (rows, index) if clear else ([], start)


def _aligned(lines: Sequence[str], start: int) -> tuple[list[Row], int]:
    rows: list[Row] = []
    columns: list[int] = []
    index = start
    while index < len(lines):
        line = lines[index]
        begins = [0 if line[:1] != " " else len(line) - len(line.lstrip())]
        begins += [gap.end() for gap in _GAP.finditer(line.rstrip()) if gap.start() > begins[0]]
        if len(begins) < 2 or (columns and begins != columns):
            break
        columns = begins
        ends = [*begins[1:], len(line)]
        rows.append([line[begin:end].strip() for begin, end in zip(begins, ends, strict=True)])
        index += 1
    return (rows, index) if len(rows) >= _MINIMUM_ALIGNED else ([], start)


def _without_margin(rows: list[Row]) -> list[Row]:
    """The rows without columns at the edges that are empty in all of them, such as an indentation by tabs."""
    while rows and len(rows[0]) > 1 and all(len(row) > 1 and not row[0] for row in rows):
        rows = [row[1:] for row in rows]
    while rows and max(map(len, rows)) > 1 and all(len(row) < max(map(len, rows)) or not row[-1] for row in rows):
        longest = max(map(len, rows))
        rows = [row[:-1] if len(row) == longest else row for row in rows]
    return rows


def _table(rows: list[Row], number: int, budget: Budget) -> Table:
    read: list[tuple[Cell, ...]] = []
    for index, row in enumerate(rows):
        if not (budget.takes_row(index) and budget.takes_text(sum(map(len, row)))):
            break
        read.append(tuple(_cell(text, index, column, number) for column, text in enumerate(row)))
    return Table(tuple(read), Place(path=f"table {number}"))


def _cell(text: str, row: int, column: int, number: int) -> Cell:
    place = Place(path=f"table {number}, row {row + 1}, cell {column + 1}")
    spans = plain(text)
    return Cell((paragraph(spans, place),) if spans else (), row, column, place=place)

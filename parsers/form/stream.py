"""Reads a document as a stream of what a form is made of, whatever layout its team chose."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Sequence, Set
from dataclasses import dataclass, replace

from parsers.document import Block, Cell, Mark, Paragraph, Table
from parsers.form.cued_tables import with_cued
from parsers.form.items import End, Item, Label, Line, Rows, Team, Unknown, cell_lines, lines_of, style_of, unnumbered
from parsers.form.labels import Labels, Match, column_book, label_book
from parsers.form.team_heads import heads_team, is_team_table
from parsers.rules import Vocabulary

_LONGEST_LABEL = 140
_LAST_SENTENCE_END = re.compile(r"(?<=[.!?])\s+(?=[^.!?]+$)")
_ORDINAL = re.compile(r"\s*(?:\d{1,2}(?:\.\d{1,2})*|[IVX]{1,5}|[A-Za-z])?\s*[.)]*\s*")


@dataclass(frozen=True, slots=True)
class Words:
    """What the stream is read with: the fields' labels, the team table's headings, and the call's other words.

    `told_in_tables` where the document's tables have labels of the team's own, so that a part of one has them, too; `scanned`
    where lines were put together by their looks alone.
    """

    labels: Labels
    columns: Labels
    vocabulary: Vocabulary
    told_in_tables: bool = False
    scanned: bool = False

    @classmethod
    def of(cls, vocabulary: Vocabulary) -> Words:
        return cls(label_book(vocabulary), column_book(vocabulary), vocabulary)


def stream(blocks: Sequence[Block], words: Words, answers: Set[int] = frozenset()) -> Iterator[Item]:
    """The form's items in reading order; what only looks like a label is not yet told from what is one.

    `answers` are tables (by their ids) that are known to hold no labels.
    """
    lines: list[Line] = []
    for block in blocks:
        if isinstance(block, Paragraph):
            for line in lines_of(block):
                lines += _parted(line, words.labels) if words.scanned else [line]
        else:
            yield from _lines(lines, words)
            lines = []
            yield from [Rows(block)] if id(block) in answers else _table(block, words, answers)
    yield from _lines(lines, words)


def _parted(line: Line, labels: Labels) -> list[Line]:
    """A line, parted where it ends in a label after the end of a sentence: a paragraph's and the label below it."""
    ended = _LAST_SENTENCE_END.search(line.text)
    label = labels.whole(line.text[ended.end() :]) if ended else None
    if not ended or not label or label.likeness < 1:
        return [line]
    return [line.before(ended.start()), line.after(ended.end())]


def _lines(lines: list[Line], words: Words) -> Iterator[Item]:
    at = 0
    while at < len(lines):
        label = _label_at(lines, at, words.labels)
        if label:
            yield label
            at += len(label.lines)
        else:
            yield lines[at]
            at += 1


def _label_at(lines: list[Line], at: int, labels: Labels) -> Label | None:
    """The label that begins in this line: the line itself, the line and what it wraps into, or its beginning."""
    line = lines[at]
    if line.unfilled.strip() == "" or (
        line.text.rstrip().endswith((";", ",")) and not _wrapped(lines, at, labels, None)
    ):
        return None  # an item of an enumeration
    if line.unfilled != line.text:
        match = labels.whole(line.unfilled)
        if match:
            return Label(match, style_of(line, whole=False), (line,), (line.after(len(line.unfilled)),))
    alone = labels.whole(line.text)
    wrapped = _wrapped(lines, at, labels, alone)
    if wrapped:
        return wrapped
    if alone and alone.likeness < 1 and (leading := _leading(line, labels)) and leading.match.likeness > alone.likeness:
        return leading  # "Partneri: nav" is no slip for "Partneri"
    if alone:
        return Label(alone, style_of(line, whole=True), (line,))
    return _leading(line, labels)


def _leading(line: Line, labels: Labels) -> Label | None:
    bold = _bold_beginning(line)
    match = labels.whole(bold) if bold else None
    if match:
        return Label(match, style_of(line, whole=False), (line,), (line.after(len(bold)),))
    leading = labels.leading(line.unfilled)
    if leading is None:
        return None
    return Label(leading.match, style_of(line, whole=False), (line,), (line.after(leading.end),), leading.sentence)


def _bold_beginning(line: Line) -> str:
    """The beginning of the line that is set apart from the rest by bold or underline; empty where nothing is."""
    text = ""
    for index, span in enumerate(line.spans):
        if not span.marks & {Mark.BOLD, Mark.UNDERLINE}:
            return text if index and line.text[len(text) :].strip() else ""
        text += span.text
    return ""


def _wrapped(lines: list[Line], at: int, labels: Labels, alone: Match | None) -> Label | None:
    for count in (3, 2):
        parts = lines[at : at + count]
        if len(parts) < count or sum(len(p.text) for p in parts) > _LONGEST_LABEL:
            continue
        if not all(p.text.strip() and p.unfilled == p.text for p in parts):
            continue
        match = labels.whole(" ".join(p.text for p in parts))
        better = match and match.likeness >= 0.95 and (alone is None or (match.printed and not alone.printed))
        remark = parts[-1].text.strip().startswith("(")
        if match and better and (remark or all(p.strong == parts[0].strong for p in parts)):
            if any((other := labels.whole(p.text)) and _is_own_label(other, match) for p in parts[1:]):
                continue
            return Label(match, style_of(parts[0], whole=True), tuple(parts))
    return None


def _is_own_label(line: Match, together: Match) -> bool:
    """Whether a line is a label by itself rather than a part of a wrapped one: another field's, or more alike alone."""
    return line.key != together.key or line.likeness > together.likeness


def _table(table: Table, words: Words, answers: Set[int]) -> Iterator[Item]:
    if is_team_table(table, words.columns):
        yield Team(table)
        return
    found = {id(cell): label for row in table.rows for cell in row if (label := _cell_label(cell, words.labels))}
    found = with_cued(table, found, words.labels, is_rest=words.told_in_tables)
    columns = _label_columns(table, found)
    if not columns:
        yield from _unlabelled(table, words, answers)
        return
    found = {
        id(cell): found[id(cell)] for row in table.rows for cell in row if _stands_as_label(cell, row, found, columns)
    }
    answered = False
    for item in _Rows(table, words, found, columns).items():
        answered = not isinstance(item, Label) and (answered or not isinstance(item, Line) or bool(item.text.strip()))
        yield replace(item, table=id(table)) if isinstance(item, Label) else item
    if answered:
        yield End(of_table=True)


def _stands_as_label(cell: Cell, row: tuple[Cell, ...], found: dict[int, Label], columns: set[int]) -> bool:
    """Whether the cell's label is in a column of labels, or begins a second pair in a row that a label begins."""
    if id(cell) not in found or cell.column in columns:
        return id(cell) in found
    begun = any(id(other) in found and other.column in columns for other in row)
    return (
        begun
        and cell is not row[-1]
        and all(id(other) not in found for other in row if other.column == cell.column - 1)
    )


def _unlabelled(table: Table, words: Words, answers: Set[int]) -> Iterator[Item]:
    """A table that only lays out a form's lines is read as these; any other is part of an answer."""
    inner = [list(stream(cell.blocks, words, answers)) for row in table.rows for cell in row]
    if any(isinstance(item, Label | Team) for items in inner for item in items):
        for items in inner:
            yield from items
    else:
        yield Rows(table)


def _cell_label(cell: Cell, labels: Labels) -> Label | None:
    """The label that the cell's text is, or that its first lines are."""
    cell = unnumbered(cell)
    lines = [line for line in cell_lines(cell.blocks) if line.text.strip()]
    if not lines or any(isinstance(block, Table) for block in cell.blocks) or lines[0].unfilled != lines[0].text:
        return None
    best: tuple[Match, int] | None = None
    for count in range(1, min(4, len(lines)) + 1):
        match = labels.whole(" ".join(line.text for line in lines[:count]))
        if match and (best is None or (match.likeness, match.printed) > (best[0].likeness, best[0].printed)):
            best = match, count
    if best is None:
        return None
    match, count = best
    while count < len(lines) and (again := labels.whole(lines[count].text)) and again.key == match.key:
        count += 1  # the same label in the other language
    return Label(match, style_of(lines[0], whole=True, cell=True), tuple(lines[:count]), tuple(lines[count:]))


def _label_columns(table: Table, found: dict[int, Label]) -> set[int]:
    """The columns in which labels stand: those that have at least half as many as the one with most."""
    counts = Counter(cell.column for row in table.rows for cell in row if id(cell) in found)
    if not counts:
        return set()
    most = max(counts.values())
    return {column for column, count in counts.items() if count * 2 >= most}


@dataclass(slots=True)
class _Rows:
    """A table in which labels stand, row for row."""

    table: Table
    words: Words
    found: dict[int, Label]
    columns: set[int]

    def items(self) -> Iterator[Item]:
        rows = [row for row in self.table.rows if row]
        at = 0
        while at < len(rows):
            row = rows[at]
            if heads_team([cell.text for cell in row], self.words.columns):
                end = self._end_of_team(rows, at)
                yield Team(Table(tuple(rows[at:end]), self.table.place))
                at = end
            elif self._is_heading_row(row) and at + 1 < len(rows):
                end = next((i for i in range(at + 1, len(rows)) if self._labels_in(rows[i])), len(rows))
                yield from self._columns_below(row, rows[at + 1 : end])
                at = end
            elif self._labels_in(row):
                yield from self._labelled(row)
                at += 1
            else:
                end = at + 1
                while self._is_inner(row) and end < len(rows) and self._is_inner(rows[end]):
                    end += 1
                yield from self._unlabelled(rows[at:end])
                at = end

    def _labels_in(self, row: tuple[Cell, ...]) -> list[Cell]:
        return [cell for cell in row if id(cell) in self.found]

    def _end_of_team(self, rows: list[tuple[Cell, ...]], at: int) -> int:
        width = len(rows[at])
        for index in range(at + 1, len(rows)):
            if (
                self._labels_in(rows[index])
                or (len(rows[index]) == 1 and width > 2)
                or self._is_pair(rows[index], width)
            ):
                return index
        return len(rows)

    def _is_pair(self, row: tuple[Cell, ...], width: int) -> bool:
        """Whether a row below a wider team tells another field by the words in the column of labels."""
        if len(row) != 2 or width <= 3 or row[0].column not in self.columns:
            return False
        return self.words.labels.cued(row[0].text.split("\n")[0]) is not None

    def _is_heading_row(self, row: tuple[Cell, ...]) -> bool:
        """Whether the row is labels only, so that the answers stand below each."""
        return len(row) >= 2 and all(id(cell) in self.found for cell in row)

    def _columns_below(self, heads: tuple[Cell, ...], rows: list[tuple[Cell, ...]]) -> Iterator[Item]:
        for head in heads:
            yield self.found[id(head)]
            for row in rows:
                for cell in row:
                    if head.column <= cell.column < head.column + head.column_span:
                        yield from self._value(cell)

    def _labelled(self, row: tuple[Cell, ...]) -> Iterator[Item]:
        values = [cell for cell in row if id(cell) not in self.found and cell.text.strip()]
        for cell in row:
            label = self.found.get(id(cell))
            if label:
                yield replace(label, rest=()) if values else label
            elif not self._is_ordinal(cell, row):
                yield from self._value(cell)

    def _is_ordinal(self, cell: Cell, row: tuple[Cell, ...]) -> bool:
        """Whether the cell only numbers the row, before its label."""
        first = min(self.columns)
        return cell.column < first and len(row) > 1 and _ORDINAL.fullmatch(cell.text) is not None

    def _is_inner(self, row: tuple[Cell, ...]) -> bool:
        """Whether the row stands beside a label that spans several rows: none of its cells is in the label's column."""
        return all(cell.column not in self.columns for cell in row) and len(row) > 1

    def _unlabelled(self, rows: list[tuple[Cell, ...]]) -> Iterator[Item]:
        row = rows[0]
        first = next((cell for cell in row if cell.column in self.columns), None)
        if self._is_inner(row):
            yield Rows(Table(tuple(rows), self.table.place))
        elif len(row) == 1 or first is None:
            yield from self._alone(row)
        elif not first.text.strip():
            for cell in row:
                if cell is not first and not self._is_ordinal(cell, row):
                    yield from self._value(cell)
        elif self.words.columns.whole(first.text):
            yield Rows(Table((row,), self.table.place))
        elif any(cell.text.strip() for cell in row if cell is not first) and self._pairs():
            yield Unknown(tuple(line for line in cell_lines(first.blocks) if line.text.strip()))
            for cell in row:
                if cell is not first and not self._is_ordinal(cell, row):
                    yield from self._value(cell)
        elif self._pairs():
            yield Unknown(tuple(line for line in cell_lines(first.blocks) if line.text.strip()))
        else:
            yield Rows(Table((row,), self.table.place))

    def _alone(self, row: tuple[Cell, ...]) -> Iterator[Item]:
        for cell in row:
            lines = [line for line in cell_lines(cell.blocks) if line.text.strip()]
            if self._pairs() and self._spans_all(cell) and len(lines) == 1 and lines[0].strong:
                yield End()
            else:
                yield from stream(cell.blocks, self.words)

    def _spans_all(self, cell: Cell) -> bool:
        return cell.column_span > 1

    def _pairs(self) -> bool:
        """Whether most of the table's labels have their answer beside them."""
        labelled = [row for row in self.table.rows if self._labels_in(row)]
        return sum(len(row) > 1 for row in labelled) * 2 > len(labelled)

    def _value(self, cell: Cell) -> Iterator[Item]:
        for block in cell.blocks:
            if isinstance(block, Paragraph):
                yield from lines_of(block, in_cell=True)
            elif is_team_table(block, self.words.columns):
                yield Team(block)
            else:
                yield Rows(block)

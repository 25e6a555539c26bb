"""What is told of a person under captions: "E-pasts: ..." in a line, a caption in the cell beside, above or below."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from parsers.document import Cell, Table
from parsers.form.labels import Labels
from parsers.form.persons import Person, first_email, is_name, read_person, strip_numbering, strip_titles
from parsers.form.team_heads import column_keys


def read_lines(lines: Iterable[str], columns: Labels) -> Person:
    """The person that some lines tell of, captions naming what a line says where they stand."""
    told: dict[str, str] = {}
    loose: list[str] = []
    for line in lines:
        caption = columns.leading(strip_numbering(line))
        value = strip_numbering(line)[caption.end :].strip() if caption else ""
        if caption and not caption.sentence and value and caption.match.key != "number":
            told.setdefault(caption.match.key, value)
        elif not column_keys(line, columns):
            loose.append(line)
    found = read_person("\n".join(loose))
    name = told.get("name")
    return Person(
        name=strip_titles(name) if name and is_name(name) else read_person(name).name if name else found.name,
        position=told.get("position") or found.position,
        unit=told.get("unit") or found.unit,
        email=first_email(told["email"]) or told["email"] if "email" in told else found.email,
        phone=told.get("phone") or found.phone,
    )


def begins_person(line: str, columns: Labels) -> bool | None:
    """Whether a captioned line begins a person; None where it has no caption."""
    caption = columns.leading(strip_numbering(line))
    return caption.match.key == "name" if caption else None


def is_captioned(text: str, columns: Labels) -> bool:
    """Whether one of the text's lines begins with a caption and goes on."""
    leading = (columns.leading(strip_numbering(line)) for line in text.split("\n"))
    return any(found and not found.sentence for found in leading)


def is_caption_list(table: Table, columns: Labels) -> bool:
    """Whether the table is of two columns, captions at the left, but for rows that head a block of them."""
    rows = [row for row in table.rows if any(cell.text.strip() for cell in row)]
    pairs = [row for row in rows if len(row) == 2]
    captioned = [row for row in pairs if column_keys(row[0].text, columns) and not column_keys(row[1].text, columns)]
    return len(captioned) >= 2 and len(captioned) == len(pairs) and all(len(row) <= 2 for row in rows)


def caption_list(table: Table) -> list[str]:
    """The rows of a caption list as captioned lines."""
    rows = [[" ".join(cell.text.split()) for cell in row] for row in table.rows]
    return [f"{row[0]}: {row[1]}" for row in rows if len(row) == 2 and row[1]]


def captioned_lines(table: Table, columns: Labels) -> list[str]:
    """The table's values as lines, each behind the caption that stands in its cell, or in the row's, above or below it."""
    lines: list[str] = []
    heads = [_heads(row, columns) for row in table.rows]
    for index, row in enumerate(table.rows):
        if heads[index]:
            continue
        above = heads[index - 1] if index else {}
        below = heads[index + 1] if index + 1 < len(heads) else {}
        at_left = bool(row) and len(row) > 1 and bool(column_keys(row[0].text, columns))
        for cell in row[1:] if at_left else row:
            caption = row[0].text if at_left else above.get(cell.column) or below.get(cell.column) or ""
            lines += _captioned(cell, caption, columns)
    return lines


def _heads(row: Sequence[Cell], columns: Labels) -> dict[int, str]:
    """The captions of a row that is nothing but captions."""
    written = [cell for cell in row if cell.text.strip()]
    if len(written) < 2 or not all(column_keys(cell.text, columns) for cell in written):
        return {}
    return {cell.column: cell.text for cell in written}


def _captioned(cell: Cell, caption: str, columns: Labels) -> list[str]:
    lines = [line for line in cell.text.split("\n") if line.strip()]
    own = [line for line in lines if column_keys(line, columns)]
    values = [line for line in lines if line not in own]
    if len(own) == 1 and values:
        caption = own[0]
    return [f"{caption}: {' '.join(values)}"] if caption and values else values

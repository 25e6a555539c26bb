"""The views as one workbook for Excel and LibreOffice: a sheet for each, with typed cells, a frozen heading and filters."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import IO, Any

from openpyxl import Workbook
from openpyxl.cell import WriteOnlyCell
from openpyxl.styles import Alignment, Font
from openpyxl.utils import get_column_letter

from bot.exports.cells import Cell, cell, looks_like_formula
from bot.exports.reading import Sheet
from storage.views import Column

_FORMATS = {"date": "dd.mm.yyyy", "moment": "dd.mm.yyyy hh:mm", "money": "#,##0.00"}
_WIDTHS = {"date": 12, "moment": 17, "money": 14, "number": 11, "yes_no": 11}
NARROWEST, WIDEST = 10, 48


def write(file: IO[bytes], sheets: Iterable[Sheet], language: str) -> None:
    """Writes the workbook, sheet by sheet."""
    workbook = Workbook(write_only=True)
    for sheet in sheets:
        _write_sheet(workbook, sheet, language)
    workbook.save(file)


def _write_sheet(workbook: Workbook, sheet: Sheet, language: str) -> None:
    # openpyxl's types know less of a write-only sheet than it can do.
    worksheet: Any = workbook.create_sheet(sheet.view.title.in_language(language))
    columns = sheet.view.columns_in(language)
    places = [sheet.view.columns.index(column) for column in columns]
    rows = [
        [cell(row[place], column, language) for place, column in zip(places, columns, strict=True)]
        for row in sheet.rows
    ]
    worksheet.freeze_panes = "B2"
    worksheet.auto_filter.ref = f"A1:{get_column_letter(len(columns))}{len(rows) + 1}"
    for place, column in enumerate(columns):
        dimension = worksheet.column_dimensions[get_column_letter(place + 1)]
        dimension.width = _width(column, language, [row[place] for row in rows[:200]])
    worksheet.append([_heading(worksheet, column.label.in_language(language)) for column in columns])
    for row in rows:
        worksheet.append([_cell(worksheet, value, column) for value, column in zip(row, columns, strict=True)])


def _width(column: Column, language: str, values: Sequence[Cell]) -> int:
    heading = max(len(word) for word in column.label.in_language(language).split()) + 4  # room for the filter's arrow
    widest = _WIDTHS.get(column.kind) or max((len(str(value)) for value in values if value), default=0) + 2
    return min(max(widest, heading, NARROWEST), WIDEST)


def _heading(worksheet: Any, label: str) -> Any:
    heading = WriteOnlyCell(worksheet, label)
    heading.font = Font(bold=True)
    heading.alignment = Alignment(wrap_text=True, vertical="top")
    return heading


def _cell(worksheet: Any, value: Cell, column: Column) -> Any:
    if isinstance(value, str) and looks_like_formula(value):
        text = WriteOnlyCell(worksheet, value)
        text.data_type = "s"
        text.quotePrefix = True  # Excel keeps it a text when somebody edits the cell, and in what is copied from it
        return text
    if value is not None and column.kind in _FORMATS:
        typed: Any = WriteOnlyCell(worksheet)
        typed.value = value
        typed.number_format = _FORMATS[column.kind]
        return typed
    return value

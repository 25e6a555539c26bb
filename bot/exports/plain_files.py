"""The views as CSV files (one a view) and as one JSON file."""

from __future__ import annotations

import csv
import json
from collections.abc import Iterable
from datetime import date
from pathlib import Path
from typing import IO, Any

from bot.exports.cells import cell, looks_like_formula
from bot.exports.reading import Sheet
from storage.views import Column


def write_csv(folder: Path, sheets: Iterable[Sheet], language: str) -> None:
    """Writes each view as `folder`/NAME.csv, with a byte order mark, without which Excel takes Latvian letters for others.

    A text that a spreadsheet might compute gets an apostrophe before it: CSV has no other way to say that it is a text.
    """
    for sheet in sheets:
        columns = sheet.view.columns_in(language)
        places = [sheet.view.columns.index(column) for column in columns]
        with (folder / f"{sheet.view.name}.csv").open("w", encoding="utf-8-sig", newline="") as file:
            writer = csv.writer(file)
            writer.writerow([column.label.in_language(language) for column in columns])
            for row in sheet.rows:
                writer.writerow([_field(row[p], column, language) for p, column in zip(places, columns, strict=True)])


def _field(value: Any, column: Column, language: str) -> str:
    shown = cell(value, column, language)
    if isinstance(shown, str):
        return f"'{shown}" if looks_like_formula(shown) else shown
    return "" if shown is None else str(shown)


def write_json(file: IO[bytes], sheets: Iterable[Sheet]) -> None:
    """Writes one object with a list of rows for each view, by the names of views and columns; dates as ISO 8601.

    Each row has a line of its own.
    """
    views = ",\n".join(f"{json.dumps(sheet.view.name)}: [\n{_json_rows(sheet)}\n]" for sheet in sheets)
    file.write(f"{{\n{views}\n}}\n".encode())


def _json_rows(sheet: Sheet) -> str:
    names = [column.name for column in sheet.view.columns]
    rows = (dict(zip(names, row, strict=True)) for row in sheet.rows)
    return ",\n".join(map(json.JSONEncoder(ensure_ascii=False, default=_plain).encode, rows))


def _plain(value: Any) -> str:
    """Dates as both databases' views show them: 2023-04-20, 2023-04-20 11:20."""
    if isinstance(value, date):
        return str(value)[:16]
    raise TypeError(f"a view has a value of a type that JSON has not: {type(value).__name__}")

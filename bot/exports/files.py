"""Where an export goes: a file or a folder that is there whole, or not at all."""

from __future__ import annotations

import os
import shutil
import tempfile
from collections.abc import Callable, Iterable
from pathlib import Path
from typing import IO, Literal

from bot.errors import IntakeBotError
from bot.exports import plain_files, workbook
from bot.exports.reading import Sheet

Format = Literal["xlsx", "csv", "json"]


def write(form: Format, to: Path, sheets: Iterable[Sheet], language: str) -> None:
    """Writes an export to `to`: a file, or for CSV a folder that is new or empty. Raises `IntakeBotError`."""
    try:
        match form:
            case "xlsx":
                _whole_file(to, lambda file: workbook.write(file, sheets, language))
            case "json":
                _whole_file(to, lambda file: plain_files.write_json(file, sheets))
            case "csv":
                _whole_folder(to, lambda folder: plain_files.write_csv(folder, sheets, language))
    except OSError as error:
        raise IntakeBotError(
            f"The export cannot be written to {to} ({error.strerror}). Name another place with --to."
        ) from error


def _whole_file(to: Path, write: Callable[[IO[bytes]], None]) -> None:
    """Replaces `to` once all is written, so that nobody meets half a workbook; readable to its owner alone."""
    with tempfile.NamedTemporaryFile(dir=to.parent, prefix=f".{to.name}.", delete=False) as file:
        try:
            write(file)
            file.close()
            os.replace(file.name, to)  # noqa: PTH105 - the name is a string
        except BaseException:
            Path(file.name).unlink(missing_ok=True)
            raise


def _whole_folder(to: Path, write: Callable[[Path], None]) -> None:
    new = Path(tempfile.mkdtemp(dir=to.parent, prefix=f".{to.name}."))
    try:
        write(new)
        new.replace(to)
    except BaseException:
        shutil.rmtree(new, ignore_errors=True)
        raise

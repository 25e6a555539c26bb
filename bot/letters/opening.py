"""Which words the letters have: the settings become their writer."""

from __future__ import annotations

from bot.letters.writer import LetterWriter
from bot.programme import Programme
from bot.settings import Settings


def letter_writer(settings: Settings, programme: Programme) -> LetterWriter:
    """The writer of letters; the organisers' own templates are checked whole before anything is written with them."""
    writer = LetterWriter(programme, settings.letters.folder)
    if settings.letters.folder is not None:
        writer.check()
    return writer

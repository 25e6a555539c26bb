"""Keeps one document within the limits on text and rows, and remembers what had to be left out."""

from __future__ import annotations

from parsers.limits import Limits

# Paragraphs and cells together: a table of 5000 rows and six columns, all filled in.
_BLOCKS = 60_000


class Budget:
    """What may still be taken from a document; whoever asks and is told no leaves the rest out."""

    def __init__(self, limits: Limits) -> None:
        self._limits = limits
        self._text = limits.text_length
        self._blocks = _BLOCKS
        self._left_out: dict[str, None] = {}

    @property
    def spent(self) -> bool:
        """Whether nothing more is to be read; asked where there is more, so that it is left out."""
        if self._blocks and self._text:
            return False
        self._note()
        return True

    def takes_text(self, length: int) -> bool:
        """Whether a paragraph of this length is still to be read."""
        if self.spent:
            return False
        if length > self._text:
            self._text = 0
            self._note()
            return False
        self._text -= length
        self._blocks -= 1
        return True

    def takes_cell(self) -> bool:
        """Whether one more cell of a table is still to be read."""
        if self.spent:
            return False
        self._blocks -= 1
        return True

    def takes_row(self, index: int) -> bool:
        """Whether the row of a table, counted from 0, is still to be read."""
        if self.spent:
            return False
        if index >= self._limits.table_rows:
            self.leave_out(f"table rows after the first {self._limits.table_rows}")
            return False
        return True

    def leave_out(self, what: str) -> None:
        """Remembers what a reader left out by itself."""
        self._left_out[what] = None

    def _note(self) -> None:
        if not self._text:
            self.leave_out(f"text after the first {self._limits.text_length} characters")
        else:
            self.leave_out(f"paragraphs and cells after the first {_BLOCKS}")

    @property
    def partial(self) -> str:
        """What was left out, as a sentence without its stop; empty where nothing was."""
        return "left out: " + ", ".join(self._left_out) if self._left_out else ""

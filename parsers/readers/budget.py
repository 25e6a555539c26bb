"""Keeps one document within the limits on text and rows, and remembers what had to be left out."""

from __future__ import annotations

from parsers.limits import Limits

_PARAGRAPHS = 100_000


class Budget:
    """What may still be taken from a document; whoever asks and is told no leaves the rest out."""

    def __init__(self, limits: Limits) -> None:
        self._limits = limits
        self._text = limits.text_length
        self._paragraphs = _PARAGRAPHS
        self._left_out: dict[str, None] = {}

    def takes_text(self, length: int) -> bool:
        """Whether a paragraph of this length is still to be read."""
        if not self._paragraphs:
            self._left_out[f"paragraphs after the first {_PARAGRAPHS}"] = None
            return False
        if length > self._text:
            self._left_out[f"text after the first {self._limits.text_length} characters"] = None
            self._text = 0
            return False
        self._text -= length
        self._paragraphs -= 1
        return True

    def takes_row(self, index: int) -> bool:
        """Whether the row of a table, counted from 0, is still to be read."""
        if index >= self._limits.table_rows:
            self._left_out[f"table rows after the first {self._limits.table_rows}"] = None
            return False
        return True

    def leave_out(self, what: str) -> None:
        """Remembers what a reader left out by itself."""
        self._left_out[what] = None

    @property
    def partial(self) -> str:
        """What was left out, as a sentence without its stop; empty where nothing was."""
        return "left out: " + ", ".join(self._left_out) if self._left_out else ""

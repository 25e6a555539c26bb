"""Addresses that a person can follow in a document without pages: "table 2, row 3, cell 1", "paragraph 14"."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field


@dataclass(slots=True)
class Places:
    """Counts what stands in one part of a document; `where` is that part's own address, empty for the text itself."""

    where: str = ""
    _count: Counter[str] = field(default_factory=Counter)

    def next(self, what: str) -> str:
        """The address of the next table or text box."""
        self._count[what] += 1
        return f"{self.where}, {what} {self._count[what]}" if self.where else f"{what} {self._count[what]}"

    def paragraph(self) -> str:
        """The address of the next paragraph; within a cell it is the cell's."""
        return self.where or self.next("paragraph")

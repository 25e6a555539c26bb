"""The headings by which a team's table is known."""

from __future__ import annotations

import re
from collections.abc import Sequence

from parsers.document import Table
from parsers.form.labels import Labels

_JOINED = re.compile(r"\s*[,;/\n&+]\s*|\s+(?:un|and)\s+")


def column_keys(text: str, columns: Labels) -> frozenset[str]:
    """What a heading heads: one column's key, several where it joins them ("E-pasts, tālrunis"), none where it is unknown."""
    if not text.strip() or len(text) > 80:
        return frozenset()
    match = columns.whole(" ".join(text.split()))
    if match:
        return frozenset({match.key})
    parts = [columns.whole(part) for part in _JOINED.split(text) if part.strip()]
    known = [part.key for part in parts if part]
    return frozenset(known) if len(known) * 2 > len(parts) else frozenset()


def heads_team(texts: Sequence[str], columns: Labels) -> bool:
    """Whether a row's cells are a team table's headings: the name's and another's, and hardly anything else."""
    written = [text for text in texts if text.strip()]
    keys = [column_keys(text, columns) for text in written]
    found = frozenset[str]().union(*keys)
    return "name" in found and len(found) >= 2 and len(written) >= 2 and sum(map(bool, keys)) * 2 > len(written)


def is_transposed(table: Table, columns: Labels) -> bool:
    """Whether the headings stand at the left, so that each further column is a person."""
    firsts = [row[0] for row in table.rows if row and row[0].column == 0]
    keys = [column_keys(cell.text, columns) for cell in firsts]
    found = frozenset[str]().union(*keys)
    return "name" in found and len(found) >= 3 and sum(map(bool, keys)) * 3 >= len(firsts) * 2 and len(table.rows) <= 10


def is_team_table(table: Table, columns: Labels) -> bool:
    """Whether the table is headed as a team's, above or at the left."""
    return any(heads_team([c.text for c in row], columns) for row in table.rows[:1]) or is_transposed(table, columns)

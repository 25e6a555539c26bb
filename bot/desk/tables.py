"""Tables for a terminal, narrow or wide: what does not fit goes on in the next line, and nothing is cut off."""

from __future__ import annotations

from rich import box
from rich.table import Table


def table(*columns: str, title: str = "") -> Table:
    """An empty table with these headings."""
    made = Table(title=title or None, title_justify="left", title_style="bold", box=box.SIMPLE_HEAD, pad_edge=False)
    for column in columns:
        made.add_column(column, overflow="fold")
    return made

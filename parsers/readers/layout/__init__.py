"""From words and rules on pages to blocks in reading order: shared by PDF with text and by what was recognised in pictures."""

from __future__ import annotations

from parsers.readers.layout.compose import compose
from parsers.readers.layout.page import Area, Page, Rule, Word

__all__ = ["Area", "Page", "Rule", "Word", "compose"]

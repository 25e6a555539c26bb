"""PDF: its text where it has a usable one, its fields, and recognition of the picture of a page where it has none."""

from __future__ import annotations

from parsers.readers.pdf.reader import read

__all__ = ["read"]

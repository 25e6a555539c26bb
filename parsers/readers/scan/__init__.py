"""Pictures of documents: scans and photos, read by recognising their text."""

from __future__ import annotations

from parsers.readers.scan.reader import read
from parsers.readers.scan.recognition import Recognised, recognise

__all__ = ["Recognised", "read", "recognise"]

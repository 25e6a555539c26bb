"""The call's references ("IIP-2023-0007") as they stand in what people write."""

from __future__ import annotations

import re
from collections.abc import Iterable


def find(texts: Iterable[str], prefix: str) -> tuple[str, ...]:
    """The references in `texts`, each once, in the order in which they stand."""
    pattern = re.compile(rf"(?<![\w-]){re.escape(prefix)}-(\d{{4}})-(\d{{4,6}})(?!\w)", re.IGNORECASE)
    found = (match for text in texts for match in pattern.finditer(text))
    return tuple(dict.fromkeys(f"{prefix}-{match[1]}-{match[2]}" for match in found))

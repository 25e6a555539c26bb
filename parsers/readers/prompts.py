"""Tells the words that ask for a choice from the choice itself, where a format does not keep them apart."""

from __future__ import annotations

import re

_ASKING = re.compile(r"\W*(izvēl|lūdzu|norād|atlas|choose|select|pick|please)", re.IGNORECASE)


def is_prompt(text: str) -> bool:
    """Whether the entry that a drop-down list shows before anybody chose only asks for a choice."""
    return bool(_ASKING.match(text)) or not any(map(str.isalnum, text))

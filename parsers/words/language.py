"""Whether a text is Latvian or English, told by its letters and its commonest words."""

from __future__ import annotations

import re

from parsers.text import fold

_ENOUGH = 100_000
_LATVIAN_LETTERS = re.compile("[āčēģīķļņŗšūž]", re.IGNORECASE)
_LATVIAN = re.compile(
    r"\b(?:un|ir|kas|ar|par|lai|uz|ka|es|mes|jus|vai|bet|tas|tiek|pie|pec|jau|ari|nav|ko|kuru|musu|jusu|labdien|sveiki"
    r"|ludzu|paldies|cienu|pielikuma|pieteikums|anketa|vestule|programmas|projekta|universitate|universitates)\b"
)
_ENGLISH = re.compile(
    r"\b(?:the|and|of|to|is|in|for|with|that|this|we|you|are|our|your|be|on|as|from|it|by|have|has|will|not|please|dear"
    r"|hello|regards|sincerely|thank|thanks|attached|application|letter|which|programme|university)\b"
)


def of(text: str) -> str | None:
    """Whichever of "lv" and "en" `text` is more of; None where it is neither."""
    beginning = text[:_ENOUGH]
    folded = fold(beginning)
    latvian = len(_LATVIAN.findall(folded)) + len(_LATVIAN_LETTERS.findall(beginning)) // 4
    english = len(_ENGLISH.findall(folded))
    if latvian == english:
        return None
    return "lv" if latvian > english else "en"


def detect(text: str) -> str:
    """The language of `text`; Latvian where nothing tells."""
    return of(text) or "lv"

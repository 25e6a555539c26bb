"""Numbers with their nouns, in the English that commands and errors speak."""

from __future__ import annotations


def counted(number: int, noun: str, nouns: str | None = None) -> str:
    """1 mail, 2 mails; `nouns` is the plural where it takes more than an "s"."""
    return f"{number} {noun if number == 1 else nouns or f'{noun}s'}"

"""The phrases by which a mail's kind is told, as patterns over folded text."""

from __future__ import annotations

import re
import tomllib
from functools import cache
from importlib.resources import files

_GAP = re.compile(r" ~(\d) ")
_EITHER_ORDER = re.compile(r" <(\d)> ")


@cache
def pattern(section: str) -> re.Pattern[str]:
    """One pattern for the phrases of a section, in all its languages."""
    phrases = [_regular_expression(phrase) for language in _data()[section].values() for phrase in language]
    return re.compile(rf"\b(?:{'|'.join(phrases)})(?!\w)")


@cache
def words(section: str) -> frozenset[str]:
    """The single words of a section, in all its languages."""
    return frozenset(word for language in _data()[section].values() for line in language for word in line.split())


@cache
def _data() -> dict[str, dict[str, list[str]]]:
    return tomllib.loads(files("parsers").joinpath("data", "mail_phrases.toml").read_text("utf-8"))


def _regular_expression(phrase: str) -> str:
    first, *other = _EITHER_ORDER.split(phrase)
    if other:
        count, second = other
        return "|".join(_regular_expression(f"{a} ~{count} {b}") for a, b in ((first, second), (second, first)))
    expression = phrase.replace("(", "(?:").replace("*", r"\w*")
    return _GAP.sub(r"(?: \\w+){0,\1} ", expression)

"""Names of people as a scan gives them, mended by what is known of names and by the e-mail address beside them."""

from __future__ import annotations

import re
from collections.abc import Collection, Sequence
from functools import lru_cache

from parsers.text import fold
from parsers.words.name_lists import given_names, known_surnames
from parsers.words.names import PARTICLES, repaired
from parsers.words.slips import distance, substitution

_LOCAL = re.compile(r"[^@\s]+(?=@)")
_GAP = re.compile(r"(?<=[^\W\d_])\s([^\W\d_A-ZĀČĒĢĪĶĻŅŠŪŽ]+)(?![^\s-])")
_MOST_SLIPS = 1.5
_LOOKALIKE = 0.5


def mended_name(name: str, address: str | None = None) -> str:
    """The name that `name` is a misreading of, as far as names known and the bearer's address tell; else `name`."""
    return _by_address(repaired(_whole(name)), address or "")


def _whole(name: str) -> str:
    """The name without the gaps that a narrow cell put into its words: what goes on in small letters begins no word."""
    return _GAP.sub(lambda gap: gap[0] if gap[1] in PARTICLES else gap[1], name)


def _by_address(name: str, address: str) -> str:
    """Each part of the name that the address has otherwise, as the known name that the address spells."""
    local = _LOCAL.match(address)
    written = [fold(part) for part in re.split(r"[._-]", local[0])] if local else []
    parts = re.split(r"([\s-]+)", name)
    if len(written) != len(parts[::2]):
        return _completed(name, written)
    known = [given_names(), *[known_surnames()] * (len(written) - 1)]
    parts[::2] = [_spelled(*part) for part in zip(parts[::2], written, known, strict=True)]
    return "".join(parts)


def _completed(name: str, written: Sequence[str]) -> str:
    """A given name or a surname alone, with the other from the address where one known name alone is so written there."""
    there = [fold(part) for part in name.split("-")]
    if " " in name or len(written) != len(there) + 1:
        return name
    if there == written[1:]:
        given = _by_plain_letters(frozenset(given_names())).get(written[0], ())
        return f"{given[0]} {name}" if len(given) == 1 else name
    surnames = _by_plain_letters(known_surnames()).get(written[1], ())
    return f"{name} {surnames[0]}" if there == written[:1] and len(surnames) == 1 else name


def _spelled(part: str, written: str, known: Collection[str]) -> str:
    if not _is_misread(fold(part), written, is_name=part in known):
        return part
    meant = _by_plain_letters(frozenset(known)).get(written, ())
    return min(meant, key=lambda name: distance(part, name), default=part)


def _is_misread(part: str, written: str, *, is_name: bool) -> bool:
    """Whether a part of a name is a misreading of what the address has; of two names known only letters alike are."""
    if is_name:
        return len(part) == len(written) and part != written and all(map(_are_alike, part, written))
    return part != written and distance(part, written) <= _MOST_SLIPS


def _are_alike(letter: str, other: str) -> bool:
    return substitution(letter, other) <= _LOOKALIKE


@lru_cache(maxsize=4)
def _by_plain_letters(names: frozenset[str]) -> dict[str, list[str]]:
    """Names by how an address has them."""
    found: dict[str, list[str]] = {}
    for name in sorted(names):
        found.setdefault(fold(name), []).append(name)
    return found

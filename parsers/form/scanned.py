"""Answers as a scan gives them, mended where what is known of them shows what was misread: addresses above all."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Sequence
from functools import lru_cache

from parsers.text import fold
from parsers.words.positions import names_position
from parsers.words.slips import distance

# What is recognised in place of "@": capitals round as it is, other signs, and with it a bracket or a stroke.
_MISREAD_AT = r"(?:\(?[GĢ©®€&QOE]|@[Il|1]|[Il|(]@|@)"
_LOCAL = r"[\w.+-]{2,}?"
_LOOKALIKES = {"l": "[l1Iit|!]", "b": "[b6ho]", ".": r"[.,]?"}
_SLIPS, _ONE_SLIP = 2.0, 1.0
_WHOLE = re.compile(r"[\w.+-]+@[\w-]+(?:\.[\w-]+)+", re.ASCII)
_WAVE = re.compile(r"^=(?=\s?\d)")
_SENTENCE_WITH_L = re.compile(r"((?:^|[.!?]\s|\n))l(?=[ez]\w)")


def mended_address(text: str, domains: Sequence[str], name: str | None = None) -> str:
    """The address that `text`, all of a cell or an entry, is a misreading of; `text` itself where that is not plain.

    `domains` are the likeliest first; `name` is the bearer's, by which the part before the sign is corrected.
    """
    bare = re.sub(r"[„“”]", ".", re.sub(r"\s+", "", text))
    for pattern in (_exact, _misread, _beginning_cut, _end_cut):
        for domain in domains:
            found = pattern(domain).fullmatch(bare)
            if found:
                return f"{_by_name(found['local'], name)}@{domain}"
    return text


@lru_cache(maxsize=64)
def _exact(domain: str) -> re.Pattern[str]:
    return re.compile(rf"(?P<local>{_LOCAL})@{re.escape(domain)}")


@lru_cache(maxsize=64)
def _misread(domain: str) -> re.Pattern[str]:
    """Addresses of a domain; its last letter may be lost at a cell's edge, its stop on a crooked line, and l be 1 or I."""
    letters = "".join(_LOOKALIKES.get(letter, re.escape(letter)) for letter in domain[:-1])
    return re.compile(rf"(?P<local>{_LOCAL}){_MISREAD_AT}{letters}{domain[-1]}?[.,]?")


@lru_cache(maxsize=64)
def _beginning_cut(domain: str) -> re.Pattern[str]:
    """Addresses of a domain whose first letter is lost beside the sign."""
    return re.compile(rf"(?P<local>{_LOCAL})@{re.escape(domain[1:])}")


@lru_cache(maxsize=64)
def _end_cut(domain: str) -> re.Pattern[str]:
    """Addresses of a domain of which only its name is left, as where a cell's second line is lost."""
    return re.compile(rf"(?P<local>{_LOCAL}){_MISREAD_AT}{re.escape(domain.rpartition('.')[0])}[.,]?")


def _by_name(local: str, name: str | None) -> str:
    """The part before the sign, spelled as its bearer's name where it is that name but for a slip or two."""
    if not name:
        return local
    parts = [part for part in re.split(r"[\s-]+", fold(name)) if part]
    written = re.split(r"([._-])", local)
    if len(written) != 2 * len(parts) - 1 or "".join(parts) == "".join(written[::2]):
        return local
    if sum(distance(read, meant) for read, meant in zip(written[::2], parts, strict=True)) > _SLIPS:
        return local
    return "".join(f"{part}{sign}" for part, sign in zip(parts, [*written[1::2], ""], strict=True))


def shared_domains(addresses: Iterable[str | None], known: Sequence[str]) -> list[str]:
    """The domains that more than one address is read whole with, the commonest first; none that a known one was misread as."""
    read = Counter(address.partition("@")[2] for address in addresses if address and _WHOLE.fullmatch(address))
    shared = [domain for domain, count in read.most_common() if count > 1]
    return [domain for domain in shared if all(distance(domain, other) > _ONE_SLIP for other in known)]


def mended_sum(text: str | None) -> str | None:
    """A sum before which "about" was a wave."""
    return _WAVE.sub("~", text) if text else text


def mended_sentences(text: str | None) -> str | None:
    """`text` whose sentences begin with a capital: one that seems to begin with a small l begins with an I."""
    return _SENTENCE_WITH_L.sub(r"\1I", text) if text else text


def mended_position(text: str | None) -> str | None:
    """A position that seems to begin with I, which only a look-alike makes a word of."""
    if not text or text[0] not in "Il" or names_position(text):
        return text
    other = ("l" if text[0] == "I" else "I") + text[1:]
    return other if names_position(other) else text

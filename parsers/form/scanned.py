"""E-mail addresses as a scan gives them, mended where the university's own domain shows what was misread."""

from __future__ import annotations

import re
from collections.abc import Iterable
from functools import lru_cache

# What is recognised in place of "@": capitals round as it is, other signs, and with it a bracket or a stroke.
_MISREAD_AT = r"(?:\(?[GĢ©®€&Q]|@[Il|1]|[Il|(]@|@)"
_LOCAL = r"[\w.+-]{2,}?"


def mended_address(text: str, domains: Iterable[str]) -> str:
    """The address that `text`, all of a cell or an entry, is a misreading of; `text` itself where that is not plain."""
    bare = re.sub(r"\s+", "", text)
    for domain in sorted(domains, key=len, reverse=True):
        found = _misread(domain).fullmatch(bare)
        if found:
            return f"{found['local']}@{domain}"
    return text


@lru_cache(maxsize=64)
def _misread(domain: str) -> re.Pattern[str]:
    """Addresses of a domain; its last letter may be lost at a cell's edge, its stop on a crooked line, and l be 1 or I."""
    letters = "".join({"l": "[l1I|]", ".": r"\.?"}.get(letter, re.escape(letter)) for letter in domain[:-1])
    return re.compile(rf"(?P<local>{_LOCAL}){_MISREAD_AT}{letters}{domain[-1]}?")

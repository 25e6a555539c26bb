"""Looks for a person in the bytes of files, however a program may have written them there."""

from __future__ import annotations

import base64
import json
import quopri
import unicodedata
from collections.abc import Iterable, Iterator
from pathlib import Path

from parsers.words import names


def written(word: str) -> set[bytes]:
    """A word as bytes: in UTF-8, in pieces or whole letters, in UTF-16, escaped, encoded for mail, in its three places in base64."""
    found = set()
    for text in (word, word.upper(), word.lower(), _bare(word), _bare(word).lower()):
        for form in ("NFC", "NFD"):
            utf8 = unicodedata.normalize(form, text).encode()
            found |= {utf8, quopri.encodestring(utf8), json.dumps(text).strip('"').encode(), text.encode("utf-16-le")}
            found |= {utf8.replace(b" ", b"_"), utf8.replace(b"@", b"%40")}
            found |= {base64.b64encode(b"\0" * offset + utf8)[4 if offset else 0 : -4] for offset in range(3)}
    return {each for each in found if len(each) > 5}


def _bare(text: str) -> str:
    return "".join(c for c in unicodedata.normalize("NFD", text) if not unicodedata.combining(c))


def signs_of(name: str, *others: str) -> set[bytes]:
    """All that gives a person away: the name in every case, the surname alone in every case, and what else is named."""
    surnames = {form.split()[-1] for form in names.forms(name).values()}
    words = {*names.forms(name).values(), *surnames, *others}
    return {sign for word in words for sign in written(word)}


def found_in(files: Iterable[Path], signs: Iterable[bytes]) -> Iterator[tuple[str, bytes]]:
    """Each file that holds a sign, with it and what stands around it."""
    signs = sorted(signs)
    for file in files:
        content = file.read_bytes()
        for sign in signs:
            if (at := content.find(sign)) >= 0:
                yield file.name, content[max(0, at - 60) : at + 60]

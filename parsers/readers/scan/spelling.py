"""Letters that recognition takes for others wherever they stand, told by the word they are in."""

from __future__ import annotations

import re

from parsers.words.name_lists import given_names

_SMALL = "a-zāčēģīķļņšūž"
_CAPITAL = "A-ZĀČĒĢĪĶĻŅŠŪŽ"
_MISREAD = (
    (re.compile(rf"(?<=[{_SMALL}])[I1](?=[{_SMALL}])"), "l"),
    (re.compile(rf"(?<=[{_SMALL}])0(?=[{_SMALL}])"), "o"),
    (re.compile(rf"(?<![\w./-])0(?=[{_SMALL}]{{2}})"), "O"),
    (re.compile(rf"(?<=\b[{_CAPITAL}])0(?=[{_SMALL}])"), "o"),
    (re.compile(r"^mili(?=\.|on[aius])"), "milj"),
    (re.compile(r"^(\d{1,2}):$"), r"\1."),
    (re.compile(r"^_+(?=\w*[^\W_])|(?<=[^\W_])_+$"), ""),
    (re.compile(rf"\bl(?=[bcdfghjklmnpqrstvz][{_SMALL}]{{2,}}$)"), "I"),
)
_NAME_WITH_I = re.compile(rf"[lI1|][I{_SMALL}]{{3,}}")
_ONE_STROKE = str.maketrans("i1|", "lll")


def spelled(word: str) -> str:
    """`word` with capitals and digits put right that stand inside it or at its head ("skoIotājs", "Laborat0rija", "leva")."""
    for misread, meant in _MISREAD:
        word = misread.sub(meant, word)
    return _beginning_with_i(word) if _NAME_WITH_I.fullmatch(word) else word


def _beginning_with_i(word: str) -> str:
    """A word that is, but for strokes alike, one known given name with I; others, and names, as they are."""
    alike = [name for name in given_names() if name[0] == "I" and _strokes(name) == _strokes(word)]
    return alike[0] if len(alike) == 1 and word not in given_names() else word


def _strokes(word: str) -> str:
    """The word with I, i, l, 1 and | as one letter."""
    return word.casefold().translate(_ONE_STROKE)

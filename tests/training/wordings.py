"""What stands on lines to sign on: names, usual ones and made-up ones, and positions."""

from __future__ import annotations

import random
from collections import defaultdict

from parsers.readers.scan.network import SIGNS
from parsers.words.name_lists import given_names, known_surnames
from parsers.words.signing_positions import position_words

_SMALL = "aābcčdeēfgģhiījkķlļmnņoprsštuūvwxyzž"
_MARKED = ("aā", "cč", "eē", "gģ", "iī", "kķ", "lļ", "nņ", "sš", "uū", "zž")
_OTHER = {
    pair[n]: pair[1 - n] for each in _MARKED for pair in (each, each.upper()) for n in (0, 1)
}  # the letter with a diacritic for the one without, and the reverse
_BEGIN, _END = "^^", "$"
_SHORTEST, _LONGEST = 3, 13


class Wordings:
    """Texts by chance. Made-up names follow the letters of real ones, so that the network reads letters, not a list."""

    def __init__(self, chance: random.Random) -> None:
        self.chance = chance
        self.given = sorted(filter(_is_spelled, given_names()))
        self.surnames = sorted(filter(_is_spelled, known_surnames()))
        self.positions = sorted(word for word in position_words() if word.islower())
        self.following: dict[str, list[str]] = defaultdict(list)
        for name in (*self.given, *self.surnames):
            text = _BEGIN + name.lower() + _END
            for first in range(len(text) - 2):
                self.following[text[first : first + 2]].append(text[first + 2])

    def name(self) -> str:
        text = f"{self._given()} {self._surname()}"
        if self.chance.random() > 0.25:
            return text
        return "".join(_OTHER[c] if c in _OTHER and self.chance.random() < 0.3 else c for c in text)

    def position(self) -> str:
        words = " ".join(self.chance.choice(self.positions) for _ in range(self.chance.randint(1, 3)))
        return words[0].upper() + words[1:]

    def _given(self) -> str:
        name = self.chance.choice(self.given) if self.chance.random() < 0.75 else self._made_up()
        return f"{name[0]}." if self.chance.random() < 0.06 else name

    def _surname(self) -> str:
        name = self._one_surname()
        return f"{name}-{self._one_surname()}" if self.chance.random() < 0.06 else name

    def _one_surname(self) -> str:
        return self.chance.choice(self.surnames) if self.chance.random() < 0.45 else self._made_up()

    def _made_up(self) -> str:
        while True:
            text = _BEGIN
            while text[-2:] in self.following and len(text) <= _LONGEST + len(_BEGIN):
                letter = self.chance.choice(self.following[text[-2:]])
                if letter == _END:
                    break
                text += letter if self.chance.random() > 0.06 else self.chance.choice(_SMALL)
            name = text.removeprefix(_BEGIN)
            if _SHORTEST <= len(name) <= _LONGEST:
                return name.capitalize()


def _is_spelled(name: str) -> bool:
    """Whether the network knows all signs of a name."""
    return set(name) <= set(SIGNS)

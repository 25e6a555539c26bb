"""What stands on lines to sign on: names, usual ones and made-up ones, and positions."""

from __future__ import annotations

import random
from collections import defaultdict
from collections.abc import Mapping

from parsers.readers.scan.network import SIGNS
from parsers.words.name_lists import given_names, known_surnames
from parsers.words.signing_positions import position_words

_SMALL = "aābcčdeēfgģhiījkķlļmnņoprsštuūvwxyzž"
_MARKED = ("aā", "cč", "eē", "gģ", "iī", "kķ", "lļ", "nņ", "sš", "uū", "zž")
_OTHER = {
    pair[n]: pair[1 - n] for each in _MARKED for pair in (each, each.upper()) for n in (0, 1)
}  # the letter with a diacritic for the one without, and the reverse
_FOREIGN = {"A": "Ä", "O": "ÖÕ", "U": "Ü", "E": "É", "C": "Ç", "a": "ä", "o": "öõ", "u": "ü", "e": "é", "c": "ç"}
_TITLES = ("Dr.", "Prof.", "Mg.", "prof.", "asoc. prof.", "Dr. sc. ing.", "Dr. oec.", "Mg. paed.", "Ing.")
_AROUND = (("/", "/"), ("/ ", " /"), ("(", ")"))
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
        """A name, now and then with a title before it or between strokes or brackets, or with other diacritics than usual."""
        text = f"{self._given()} {self._surname()}"
        way = self.chance.random()
        if way < 0.28:
            text = self._with_others(text, _OTHER, 0.3)
        elif way < 0.34:
            text = self._with_others(text, _FOREIGN, 0.4)
        if self.chance.random() < 0.08:
            text = f"{self.chance.choice(_TITLES)} {text}"
        before, after = self.chance.choice(_AROUND) if self.chance.random() < 0.05 else ("", "")
        return f"{before}{text}{after}"

    def date(self) -> str:
        day, month, year = self.chance.randint(1, 31), self.chance.randint(1, 12), self.chance.randint(1990, 2049)
        return self.chance.choice(
            (f"{day:02}.{month:02}.{year}", f"{day}.{month}.{year}", f"Nr. {day}-{month}/{year % 97}")
        )

    def _with_others(self, text: str, others: Mapping[str, str], share: float) -> str:
        return "".join(
            self.chance.choice(others[c]) if c in others and self.chance.random() < share else c for c in text
        )

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

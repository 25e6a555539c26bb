"""Numbers that are written out in Latvian or English."""

from __future__ import annotations

import re

_UNITS = {
    "viens": 1, "vienu": 1, "divi": 2, "divus": 2, "trīs": 3, "četri": 4, "četrus": 4, "pieci": 5, "piecus": 5, "seši": 6,
    "sešus": 6, "septiņi": 7, "septiņus": 7, "astoņi": 8, "astoņus": 8, "deviņi": 9, "deviņus": 9, "desmit": 10,
    "vienpadsmit": 11, "divpadsmit": 12, "trīspadsmit": 13, "četrpadsmit": 14, "piecpadsmit": 15, "sešpadsmit": 16,
    "septiņpadsmit": 17, "astoņpadsmit": 18, "deviņpadsmit": 19, "divdesmit": 20, "trīsdesmit": 30, "četrdesmit": 40,
    "piecdesmit": 50, "sešdesmit": 60, "septiņdesmit": 70, "astoņdesmit": 80, "deviņdesmit": 90,
    "one": 1, "two": 2, "three": 3, "four": 4, "five": 5, "six": 6, "seven": 7, "eight": 8, "nine": 9, "ten": 10,
    "eleven": 11, "twelve": 12, "thirteen": 13, "fourteen": 14, "fifteen": 15, "sixteen": 16, "seventeen": 17,
    "eighteen": 18, "nineteen": 19, "twenty": 20, "thirty": 30, "forty": 40, "fifty": 50, "sixty": 60, "seventy": 70,
    "eighty": 80, "ninety": 90, "and a half": 0.5, "pusotrs": 1.5, "pusotra": 1.5, "pusotru": 1.5, "divarpus": 2.5,
    "trīsarpus": 3.5,
}  # fmt: skip
_HUNDRED = re.compile(r"simt(?:s|i|u|us)?|hundred")
_THOUSAND = re.compile(r"tūkstotis|tūkstoš(?:a|i|u|us|iem)?|thousand")
_MILLION = re.compile(r"miljon(?:s|a|i|u|us|iem)|million")
_HALF_A_MILLION = re.compile(r"pus\s?miljon(?:s|a|u)|half a million")
_SINGLE = re.compile(r"and a half|\w+")
_WORD = "|".join(
    [
        _HALF_A_MILLION.pattern,
        *sorted(_UNITS, key=len, reverse=True),
        *(scale.pattern for scale in (_HUNDRED, _THOUSAND, _MILLION)),
        "and",
    ]
)
# What stands before a scale and leaves open how many of them are meant.
_OPEN = re.compile(
    r"(?:\d|\b(?:half|pus\w*|vairāk\w*|daž\w*|desmitiem|simtiem|several|few|many|some|hundreds of|tens of))\s*$",
    re.IGNORECASE,
)
_PHRASE = re.compile(rf"\b(?:{_WORD})(?:[\s-]+(?:{_WORD}))*(?=\s+(?:eiro|eur|euro|euros)\b)", re.IGNORECASE)


def digits_for_words(text: str) -> str:
    """`text` with sums that are written out before the word "euro" in digits ("simt tūkstoši eiro" is "100000 eiro")."""
    return _PHRASE.sub(_digits, text)


def _digits(match: re.Match[str]) -> str:
    if _OPEN.search(match.string[: match.start()]):
        return match.group()
    group = 0.0
    words, halves = _HALF_A_MILLION.subn(" ", match.group().lower())
    total = halves * 500_000.0
    for word in _SINGLE.findall(words):
        if word in _UNITS:
            group += _UNITS[word]
        elif _HUNDRED.fullmatch(word):
            group = max(group, 1) * 100
        elif _THOUSAND.fullmatch(word):
            total, group = total + max(group, 1) * 1000, 0
        elif _MILLION.fullmatch(word):
            total, group = total + max(group, 1) * 1_000_000, 0
    total += group
    return f"{total:.0f}" if total and total.is_integer() else match.group()

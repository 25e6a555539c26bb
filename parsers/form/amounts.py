"""Sums of money in running text, lists and tables, and the one total that they tell."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from itertools import pairwise

from parsers.form.number_words import digits_for_words

_NUMBER = r"\d{1,3}(?:(?:[ ’']\d{3})+|(?:\.\d{3})+(?!\d)|(?:,\d{3})+(?!\d))(?:[.,]\d{1,2}(?!\d))?|\d+(?:[.,]\d+)?"
_EURO = r"(?:EUR(?:O|OS|I)?\b|eiro\b|euros?\b|€)"
_FOREIGN = r"(?:USD|GBP|CHF|PLN|SEK|LVL|LTL|\$|£)"
_MILLION = r"(?:milj\w*\.?|mln\.?|mio\.?|million\w*)"
_THOUSAND = r"(?:tūkst\w*\.?|tukst\w*\.?|tk\b\.?|thousand\w*|k\b)"
_AMOUNT = re.compile(
    rf"(?P<before>{_EURO}|{_FOREIGN})?\s*(?<![\w.,])(?P<number>{_NUMBER})(?:,-+|,–)?\s*"
    rf"(?:(?P<million>{_MILLION})|(?P<thousand>{_THOUSAND}))?\s*(?P<after>{_EURO}|{_FOREIGN})?(?P<percent>\s*(?:%|proc\w*|percent))?",
    re.IGNORECASE,
)
_TOTAL = re.compile(
    r"\b(?:kop[āa]|kop[ēe]j\w+|kopsumma|kopum[āa]|pavisam|summa kop[āa]|(?:grand |in )?total|altogether|overall|sum total)\b",
    re.IGNORECASE,
)
_PARTIAL = re.compile(
    r"\b(?:t\.\s?sk\.|tai skait[āa]|taj[āa] skait[āa]|tostarp|no (?:tiem|t[āa]m|kuriem|kur[āa]m|t[āa]s)|including|incl\.|"
    r"of which|of that|out of which)",
    re.IGNORECASE,
)
_RATE = re.compile(
    r"^\s*(?:/|(?:par|per|an?|each)\s)?\s*(?:stund\w*|h\b|hour\w*|dien\w*|day\w*|m[ēe]nes\w*|month\w*|person\w*|cilv[ēe]k\w*|gab\.|vien[īi]b\w*|gad[āa]\b|year\w*|ik\s|semestr\w*|semester)",
    re.IGNORECASE,
)
_RANGE = re.compile(r"^\s*(?:[-–—]|l[īi]dz|to|till|until)\s*$", re.IGNORECASE)
_BETWEEN = re.compile(r"\b(?:starp|between)\s*$", re.IGNORECASE)
_AND = re.compile(r"^\s*(?:un|and)\s*$", re.IGNORECASE)
_DATE = re.compile(
    r"\b\d{1,2}\.\s?\d{1,2}\.\s?\d{2,4}\b\.?|\b(?:19|20)\d\d\.?\s*(?:gad\w*|g\.|year)|\b(?:19|20)\d\d\s*[-–/]\s*(?:19|20)\d\d\b"
)
_ORDINAL_END = re.compile(r"\.\s+[a-zāčēģīķļņšūž]")  # "pēc 1. semināra"
_PRODUCT = re.compile(r"^\s*(?:[×x*]|reiz\w*|times)\s*$", re.IGNORECASE)
_LIST_NUMBER = re.compile(r"^\s*(?:(?:\d{1,2}[.)])+\s+|[-•–*]\s+)")
_SEGMENT = re.compile(r";|,(?=\s)|\n|\s\+\s")


@dataclass(frozen=True, slots=True)
class Amount:
    """One number in a text; `money` where a currency or a multiplier stands by it, `start` and `end` its place there."""

    value: float
    start: int
    end: int
    money: bool
    scale: int = 1


def total_in_euros(text: str) -> float | None:
    """The one total that `text` tells in euros, None where it tells a range, a rate, several sums, or nothing.

    A line of a table has its cells parted by tabs; the last sum in it is the row's.
    """
    text = _prepare(text)
    found = _amounts(text)
    if not found:
        return None
    total = _stated_total(text, found)
    if total is not None:
        return total
    if _has_range(text, found):
        return None
    sums = _row_sums(text, _results(text, _money(found)))
    if not sums or any(_RATE.match(text[amount.end :]) for amount in sums):
        return None
    return _one_of(text, sums)


def _prepare(text: str) -> str:
    text = digits_for_words(re.sub("[\u00a0\u2007\u2009\u202f]", " ", text))
    lines = [_LIST_NUMBER.sub("", line) for line in text.split("\n")]
    return _DATE.sub(lambda match: " " * len(match.group()), "\n".join(lines))


def _amounts(text: str) -> list[Amount]:
    amounts: list[Amount] = []
    for match in _AMOUNT.finditer(text):
        currencies = [c for c in (match["before"], match["after"]) if c]
        if match["percent"] or any(re.fullmatch(_FOREIGN, c, re.IGNORECASE) for c in currencies):
            continue
        if not currencies and _ORDINAL_END.match(text[match.end() :]):
            continue
        scale = 1_000_000 if match["million"] else 1000 if match["thousand"] else 1
        value = round(_number(match["number"], decimal=scale > 1) * scale, 2)
        start = match.start("before") if match["before"] else match.start("number")
        amounts.append(Amount(value, start, match.end(), bool(currencies) or scale > 1, scale))
    return _share_scale(text, amounts)


def _share_scale(text: str, amounts: list[Amount]) -> list[Amount]:
    """In "40-60 tūkst. EUR" the first number is thousands of euros too."""
    shared = list(amounts)
    for index, (first, second) in enumerate(pairwise(amounts)):
        if second.money and not first.money and _RANGE.match(text[first.end : second.start]):
            shared[index] = replace(first, value=first.value * second.scale, money=True, scale=second.scale)
    return shared


def _number(digits: str, *, decimal: bool) -> float:
    """The value of "42 000", "59.800,00", "1,200.50", "0,25"; before a multiplier a single mark is a decimal one."""
    digits = re.sub(r"[ ’']", "", digits)
    marks = re.findall(r"[.,]", digits)
    if len(set(marks)) == 2:
        digits = digits.replace(marks[0], "").replace(marks[-1], ".")
    elif len(marks) == 1:
        whole, fraction = re.split(r"[.,]", digits)
        thousands = len(fraction) == 3 and not decimal and whole.lstrip("0") != ""
        digits = whole + fraction if thousands else f"{whole}.{fraction}"
    else:
        digits = re.sub(r"[.,]", "", digits)
    return float(digits)


def _stated_total(text: str, found: list[Amount]) -> float | None:
    """The largest sum that the word "total" belongs to: behind it in its clause, else right before it."""
    totals: list[float] = []
    for match in _TOTAL.finditer(text):
        line_end = text.find("\n", match.end())
        line_end = len(text) if line_end < 0 else line_end
        behind = [a for a in found if match.end() <= a.start < line_end]
        before = [a for a in found if a.end <= match.start() and re.fullmatch(r"[\s(–-]*", text[a.end : match.start()])]
        if behind and _belongs(text[match.end() : behind[0].start]):
            chosen = _last_in_clause(text, behind)
            if _has_range(text, behind):
                return None
            totals.append(chosen.value)
        elif before:
            totals.append(before[-1].value)
    return max(totals, default=None)


def _belongs(between: str) -> bool:
    return "\t" in between or not re.search(r"[;.]\s", between)


def _last_in_clause(text: str, behind: list[Amount]) -> Amount:
    """In a table row, or behind an equals sign, the last sum; else the first."""
    chosen = behind[0]
    for amount in behind[1:]:
        between = text[chosen.end : amount.start]
        if re.fullmatch(r"[\s\d×x*+=.,EUR€]*[=\t][\s€EUR]*", between):
            chosen = amount
    return chosen


def _money(found: list[Amount]) -> list[Amount]:
    """The amounts that are marked as money; all of them where none is."""
    return [a for a in found if a.money] or found


def _has_range(text: str, found: list[Amount]) -> bool:
    relevant = {id(a) for a in _money(found)}
    for first, second in pairwise(found):
        between = text[first.end : second.start]
        joined = _RANGE.match(between) or (_AND.match(between) and _BETWEEN.search(text[: first.start]))
        if joined and (id(first) in relevant or id(second) in relevant):
            return True
    return False


def _results(text: str, amounts: list[Amount]) -> list[Amount]:
    """Without the terms of a calculation ("80 × 45 EUR = 3 600 EUR" is 3 600), and without bare factors."""
    kept = []
    for index, amount in enumerate(amounts):
        following = text[amount.end : amounts[index + 1].start] if index + 1 < len(amounts) else text[amount.end :]
        clause = re.split(r"[;\n]|,\s", text[amount.end :])[0]
        preceding = text[: amount.start].rstrip()
        factor = (
            preceding.endswith(("×", "*")) or bool(re.search(r"\d\s?x$", preceding)) or bool(_PRODUCT.match(following))
        )
        if "=" in clause or (factor and not preceding.endswith("=")):
            continue
        kept.append(amount)
    return kept


def _row_sums(text: str, amounts: list[Amount]) -> list[Amount]:
    """Of the sums in one table row, the last."""
    kept: list[Amount] = []
    for amount in amounts:
        row_start = text.rfind("\n", 0, amount.start) + 1
        row_end = text.find("\n", amount.end)
        in_row = "\t" in text[row_start : row_end if row_end >= 0 else len(text)]
        if in_row and kept and kept[-1].start >= row_start:
            kept[-1] = amount
        else:
            kept.append(amount)
    return kept


def _one_of(text: str, sums: list[Amount]) -> float | None:
    """The total among several sums: the only one, the one that the others add up to, the one outside brackets, or their sum."""
    values = [a.value for a in sums]
    if len(set(values)) == 1 and (len(values) == 1 or "\n" not in text.strip()):
        return values[0]
    for index, value in enumerate(values):
        others = values[:index] + values[index + 1 :]
        if len(others) >= 2 and abs(sum(others) - value) < 0.01:
            return value
    partial = _PARTIAL.search(text)
    if partial and [a for a in sums if a.end <= partial.start()]:
        sums = [a for a in sums if a.end <= partial.start()]
    outside = [a for a in sums if text.count("(", 0, a.start) <= text.count(")", 0, a.start)]
    sums = outside or sums
    if len(sums) == 1:
        return sums[0].value
    return _sum_of_items(text, sums)


def _sum_of_items(text: str, sums: list[Amount]) -> float | None:
    """The sum of a clear list of items: each a name and one sum of money, nothing else."""
    bounds = [0, *(match.end() for match in _SEGMENT.finditer(text)), len(text) + 1]
    for start, end in pairwise(bounds):
        inside = [a for a in sums if start <= a.start < end]
        if len(inside) > 1 or (inside and not re.search(r"[^\W\d]{3,}", _AMOUNT.sub(" ", text[start:end]))):
            return None
    in_table = "\t" in text
    if not in_table and not all(a.money for a in sums):
        return None
    return round(sum(a.value for a in sums), 2)

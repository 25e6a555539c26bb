"""Institutions are found in any case, abbreviated, in both languages, and misread; others are not taken for them."""

from __future__ import annotations

import pytest

from parsers.rules import ReadingRules
from parsers.words.institutions import find, find_all


@pytest.mark.parametrize(
    ("text", "key"),
    [
        ("Latvijas Universitātes Ķīmijas fakultāte", "LU"),
        ("LATVIJAS BIOZINĀTŅU UN TEHNOLOĢIJU UNIVERSITĀTE", "LBTU"),
        ("Latvijas Lauksaimniecības universitātei", "LBTU"),
        ("LLU Meža fakultāte", "LBTU"),
        ("Rigas Tehniskas universitates", "RTU"),
        ("RTU-ā", "RTU"),
        ("Rīgas Stradina universitātes", "RSU"),
        ("Riga Stradiņš University", "RSU"),
        ("University of Latvia", "LU"),
        ("Latvia University of Life Sciences and Technologies", "LBTU"),
        ("Latvijas Univcrsitāte", "LU"),
        ("Ventspils Augstskola", None),
        ("Daugavpils Universitāte", None),
        ("Rīgas Tehniskā koledža", None),
        ("Latvijas Kultūras akadēmija", None),
        ("kanceleja@lu.lv, www.rtu.lv", None),
        ("Lu un RTUS", None),
        ("", None),
    ],
)
def test_an_institution_is_found(rules: ReadingRules, text: str, key: str | None) -> None:
    assert find(text, rules.vocabulary) == key


def test_each_mention_is_found_once(rules: ReadingRules) -> None:
    text = "Latvijas Universitāte (LU) un Rīgas Tehniskā universitāte"
    assert [(m.key, text[m.start : m.end]) for m in find_all(text, rules.vocabulary)] == [
        ("LU", "Latvijas Universitāte"),
        ("LU", "LU"),
        ("RTU", "Rīgas Tehniskā universitāte"),
    ]

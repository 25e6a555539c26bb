"""Lists of names: women's surnames are made from men's."""

from __future__ import annotations

import pytest

from parsers.words.name_lists import usual_surnames


@pytest.mark.parametrize(
    ("his", "hers"),
    [
        ("Ozols", "Ozola"),
        ("Bērziņš", "Bērziņa"),
        ("Zvirbulis", "Zvirbule"),
        ("Baranovskis", "Baranovska"),
        ("Bērznieks", "Bērzniece"),
        ("Bērzkalns", "Bērzkalne"),
        ("Arbidāns", "Arbidāne"),
        ("Brencēns", "Brencēne"),
    ],
)
def test_a_womans_surname_is_usual_where_a_mans_is(his: str, hers: str) -> None:
    assert {his, hers} <= set(usual_surnames())

"""Dates are read in every notation that letters use."""

from __future__ import annotations

import datetime as dt

import pytest

from parsers.words.dates import find, find_all


@pytest.mark.parametrize(
    "text",
    [
        "Rīgā, 2023. gada 12. aprīlī",
        "2023.gada 12.aprīlis",
        "12.aprīlis, 2023",
        "Rīgā, 2023. gada divpadsmitajā aprīlī",
        "12 April 2023",
        "April 12th, 2023",
        "12th of April, 2023",
        "2023-04-12",
        "12/04/2023",
        "12.04.23",
        "12.04.2023. Nr. 04-12/61",
        "12. 04. 2023",
        "2023. gada „12.” aprīlī",
        "12. aprīlī 2023. gadā",
        "12-Apr-2023",
        "2023. gada 12, apri1ī",
        "2023.g. 12. aprīlī",
        "2023 . gada 12 . aprīlī",
        "Apr. 12, 2023",
        "2023. GADA 12. APRĪLĪ",
    ],
)
def test_a_notation(text: str) -> None:
    assert find(text) == dt.date(2023, 4, 12)


@pytest.mark.parametrize(
    "text",
    ["Nr. 13-2/125/2023", "tālr. 67089999", "31. februārī 2023", "2023. gada 45. aprīlī", "4-2/2023-21", "LV-1007", ""],
)
def test_what_is_no_date(text: str) -> None:
    assert find(text) is None


def test_every_date_has_its_place() -> None:
    text = "Uz 01.03.2023. Nr. 7, Rīgā, 2023. gada 5. maijā"
    assert [text[found.start : found.end] for found in find_all(text)] == ["01.03.2023", "2023. gada 5. maijā"]

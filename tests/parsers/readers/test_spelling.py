"""Letters that recognition takes for others are put right by the word they stand in, and other words stay."""

from __future__ import annotations

import pytest

from parsers.readers.scan.spelling import spelled


@pytest.mark.parametrize(
    ("read", "written"),
    [
        ("skoIotājs", "skolotājs"),
        ("Laborat0rija", "Laboratorija"),
        ("0zola", "Ozola"),
        ("llze", "Ilze"),
        ("lize", "Ilze"),
        ("IIze", "Ilze"),
        ("leva", "Ieva"),
        ("lnese", "Inese"),
        ("mili.", "milj."),
        ("12:", "12."),
        ("_mašīnzinību", "mašīnzinību"),
    ],
)
def test_a_word_is_put_right(read: str, written: str) -> None:
    assert spelled(read) == written


@pytest.mark.parametrize(
    "word",
    [
        "līga",
        "luga",
        "lekcija",
        "liela",
        "IT",
        "Inta",
        "Ilze",
        "10:30",
        "____",
        "anna_ozola@lu.lv",
        "mill",
        "lpp",
        "ltd",
    ],
)
def test_a_word_that_can_be_meant_stays(word: str) -> None:
    assert spelled(word) == word

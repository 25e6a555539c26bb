"""What recognition reads where nothing is written does not count as words."""

from __future__ import annotations

import pytest

from parsers.readers.layout import Area
from parsers.readers.scan.noise import is_print, without_noise
from parsers.readers.scan.ocr import Read

_WORD = Read("Ābele", Area(100, 100, 180, 130), 95.0, 30.0)


@pytest.mark.parametrize(
    ("place", "kept"),
    [
        (Area(100, 98, 118, 102), False),  # the bar above its first letter
        (Area(195, 113, 213, 117), True),  # after it
    ],
)
def test_the_bar_above_a_letter_read_once_more_is_no_dash(place: Area, kept: bool) -> None:
    """A macron that is recognised by itself would stand as a dash in the middle of a name."""
    dash = Read("–", place, 90.0, 30.0)
    assert without_noise([_WORD, dash], []) == [_WORD, *([dash] if kept else [])]


@pytest.mark.parametrize(
    ("text", "confidence", "kept"), [("Egle", 70.0, False), ("Egle", 85.0, True), ("mf", 20.0, False)]
)
def test_within_a_drawing_only_what_is_sure_is_a_word(text: str, confidence: float, kept: bool) -> None:
    read = Read(text, Area(200, 100, 260, 130), confidence, 30.0)
    assert (read in without_noise([_WORD, read], [Area(190, 90, 400, 140)])) is kept


def test_a_word_that_strokes_make_tall_is_no_print_alone() -> None:
    """Were its area taken for print, the signature over it would be lost."""
    assert not is_print(Read("Jevgeņijs", Area(0, 0, 80, 75), 91.0, 30.0))


@pytest.mark.parametrize(
    ("text", "confidence", "printed"),
    [
        ("Egle", 85.0, True),
        ("Egle", 60.0, False),
        ("rektore", 60.0, True),
        ("rektore", 45.0, False),
        ("Jā", 95.0, False),
    ],
)
def test_long_words_are_print_although_they_are_read_less_surely(text: str, confidence: float, printed: bool) -> None:
    assert is_print(Read(text, Area(0, 0, 80, 30), confidence, 30.0)) is printed

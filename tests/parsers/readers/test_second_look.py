"""What is read again, and what is mended without reading, because it is certain."""

from __future__ import annotations

import numpy as np
import pytest
from PIL import Image, ImageDraw, ImageFont

from parsers.readers.layout import Area
from parsers.readers.scan import ocr
from parsers.readers.scan.ocr import Read
from parsers.readers.scan.second_look import is_latvian, looked_again

PAPER = np.full((40, 400), 255, np.uint8)


def read(text: str, confidence: float = 95.0) -> Read:
    return Read(text, Area(5, 5, 200, 30), confidence, 20.0)


@pytest.mark.parametrize(
    ("taken_for", "written"),
    [
        ("rtu@rtu.Iv,", "rtu@rtu.lv,"),
        ("alona.stale@lu.|v", "alona.stale@lu.lv"),
        ("Google.lv", "Google.lv"),
        ("www.rtu.lv", "www.rtu.lv"),
        ("visit@example.lt", "visit@example.lt"),
        ("ruta.grinbergaGrtu.lv", "ruta.grinberga@rtu.lv"),
    ],
)
def test_an_address_is_mended_only_where_it_can_be_nothing_else(taken_for: str, written: str) -> None:
    """A capital round letter amid small ones before a domain is an "@"; a name of a company is left alone."""
    words = looked_again([read(taken_for)], PAPER, 12.0, latvian=True)
    assert [word.text for word in words] == [written]


def test_a_page_without_diacritics_is_not_taken_for_latvian() -> None:
    """With enough letters their absence tells; with few it does not."""
    english = [
        "Every",
        "student",
        "spends",
        "three",
        "full",
        "days",
        "beside",
        "a",
        "researcher",
        "and",
        "writes",
        "a",
        "logbook",
        "about",
        "them",
    ]
    assert not is_latvian([read(word) for word in english])
    assert is_latvian([read("RTU")])
    assert is_latvian([read(word) for word in ["Rīgas", "Tehniskā", "universitāte"] * 5])


@pytest.mark.skipif(not ocr.available(), reason="Tesseract with Latvian and English is not installed")
def test_more_areas_than_one_picture_may_hold_are_read_all_the_same() -> None:
    """Tesseract refuses a picture of more than 32767 pixels; a turned page of a dense table once had as many cells."""
    sheet = Image.new("L", (900, 3000), 255)
    draw = ImageDraw.Draw(sheet)
    draw.text((40, 40), "Anna Ozola", fill=0, font=ImageFont.load_default(48))
    level = np.asarray(sheet)
    blank, written = Area(0.0, 200.0, 900.0, 3000.0), Area(0.0, 0.0, 900.0, 140.0)
    read = ocr.words_in(level, [*[blank] * 13, written], gap=40, layout=6)
    assert [word.text for word in read] == ["Anna", "Ozola"]
    assert all(written.holds(word.area) for word in read)


@pytest.mark.parametrize(
    ("taken_for", "written"),
    [
        ("Iekcijā,", "lekcijā,"),
        ("Iecturer", "lecturer"),
        ("lzglītības", "Izglītības"),
        ("Ieva", "Ieva"),
        ("Iida", "Iida"),
        ("III", "III"),
    ],
)
def test_a_word_that_could_not_begin_so_begins_with_the_lookalike(taken_for: str, written: str) -> None:
    words = looked_again([read(taken_for)], PAPER, 12.0, latvian=True)
    assert [word.text for word in words] == [written]

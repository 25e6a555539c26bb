"""Names that strokes of a pen cross are read, or not at all."""

from __future__ import annotations

import cv2
import numpy as np
import pytest
from PIL import Image, ImageDraw, ImageFont

from parsers.readers.layout import Area
from parsers.readers.scan.crossed import read_crossed
from parsers.readers.scan.ocr import Read
from parsers.readers.scan.raster import Raster, as_raster

_SIZE = 43
_LEFT, _LINE, _FIRST = 300, 64, 200
_PROSE = (
    "LATVIJAS UNIVERSITĀTE",
    "Rīgas Biznesa skolai par komandas deleģēšanu",
    "Augstskola dalībai programmā deleģē Žaneti Šķēli, Kārli Egli",
    "un Oļegu Grišinu ar projektu Digitālā vide jaunajiem fiziķiem.",
    "Apliecinām, ka institūcija atbalsta šo projektu un dod tam laiku,",
    "telpas, iekārtas un cilvēkus, bez kuriem pētījums nav izdarāms.",
)
_PEN = 70  # grey


class Page:
    """A letter printed in one face, with its words as they were recognised and room to sign below."""

    def __init__(self) -> None:
        self.image = Image.new("L", (2200, 1200), 255)
        self.font = ImageFont.truetype("DejaVuSans.ttf", _SIZE)
        self.read: list[Read] = []
        for number, line in enumerate(_PROSE):
            self.print(line, _LEFT, _FIRST + number * _LINE)
        self.foot = _FIRST + (len(_PROSE) + 2) * _LINE

    def print(self, text: str, left: float, foot: int, *, known: bool = True) -> Area:
        """Prints a text; its words count as recognised only where they are `known`."""
        start = left
        for word in text.split():
            box = self.font.getbbox(word, anchor="ls")
            ImageDraw.Draw(self.image).text((left, foot), word, 0, self.font, anchor="ls")
            area = Area(left + box[0], float(foot + box[1]), left + box[2], float(foot + box[3]))
            if known:
                self.read.append(Read(word, area, 95.0, float(_SIZE)))
            left += self.font.getlength(word + " ")
        return Area(start, float(foot - 35), left - self.font.getlength(" "), float(foot + 10))

    def picture(self, drawing: Area, pen: int = _PEN, width: int = 7) -> Raster:
        """The page with a row of loops drawn over a place."""
        along = np.linspace(0, 1, 200)
        x = drawing.left + drawing.width * along
        y = drawing.middle + drawing.height / 2 * np.sin(along * 40)
        layer = np.zeros((self.image.height, self.image.width), np.uint8)
        points = np.stack([x, y], axis=1).astype(np.int32)
        cv2.polylines(layer, [points], False, 255, width, cv2.LINE_AA)
        shade = 1 - layer.astype(np.float32) / 255 * (1 - pen / 255)
        inked = np.asarray(self.image, np.float32) * shade
        return as_raster(cv2.GaussianBlur(inked, (0, 0), 0.8))


def names(read: list[Read], page: Page) -> list[str]:
    """The words on the line to sign on."""
    line = [word for word in read if abs(word.area.bottom - page.foot) < _LINE / 2]
    return [word.text for word in sorted(line, key=lambda word: word.area.left)]


@pytest.mark.parametrize("given", ["Silva", "Leonards", "Jānis", "Žermēna", "Ņikita"])
def test_a_crossed_given_name_is_read_before_its_surname(given: str) -> None:
    page = Page()
    page.print("Dekāns", _LEFT, page.foot)
    place = page.print(given, 1100, page.foot, known=False)
    page.print("Dreimane", place.right + 14, page.foot)
    drawing = Area(place.left - 150, place.top, place.right - 10, place.bottom)
    found = read_crossed(page.read, page.picture(drawing), [drawing])
    assert names(found, page) == ["Dekāns", given, "Dreimane"]


@pytest.mark.parametrize("name", ["Silva Upmale", "Oskars Jurēvičs", "Igors Rudzītis", "Sandra Muižniece-Roze"])
def test_a_name_that_is_crossed_whole_is_read(name: str) -> None:
    page = Page()
    page.print("Dekāns", _LEFT, page.foot)
    place = page.print(name, 1100, page.foot, known=False)
    drawing = Area(place.left + 20, place.top, place.right - 20, place.bottom)
    found = read_crossed(page.read, page.picture(drawing, width=5), [drawing])
    assert names(found, page) == ["Dekāns", *name.split()]


def test_what_was_read_of_the_name_makes_way_for_it() -> None:
    page = Page()
    page.print("Dekāns", _LEFT, page.foot)
    place = page.print("Leonards", 1100, page.foot, known=False)
    page.read.append(Read("onrds", Area(1150, place.top, place.right, place.bottom), 40.0, float(_SIZE)))
    page.print("Ozolnieks", place.right + 14, page.foot)
    drawing = Area(place.left - 100, place.top, place.right - 10, place.bottom)
    found = read_crossed(page.read, page.picture(drawing), [drawing])
    assert names(found, page) == ["Dekāns", "Leonards", "Ozolnieks"]


def test_the_end_of_a_name_that_was_read_surely_makes_way_for_the_whole() -> None:
    page = Page()
    place = page.print("Gunārs", 1100, page.foot, known=False)
    page.read.append(Read("ārs", Area(place.right - 60, place.top, place.right, place.bottom), 93.0, float(_SIZE)))
    page.print("Stiprais", place.right + 14, page.foot)
    drawing = Area(place.left - 200, place.top, place.right - 60, place.bottom)
    found = read_crossed(page.read, page.picture(drawing, width=5), [drawing])
    assert names(found, page) == ["Gunārs", "Stiprais"]


def test_a_position_that_was_misread_apart_from_the_strokes_is_put_right_where_only_one_reading_is_a_word() -> None:
    page = Page()
    place = page.print("prorektors", _LEFT, page.foot, known=False)
    page.read.append(Read("prorektgrs", place, 92.0, float(_SIZE)))
    signed = page.print("Silva Dreimane", 900, page.foot)
    drawing = Area(signed.left - 40, signed.top, signed.left + 60, signed.bottom)
    found = read_crossed(page.read, page.picture(drawing, width=5), [drawing])
    assert names(found, page) == ["prorektors", "Silva", "Dreimane"]


def test_a_given_name_that_no_list_knows_is_read_as_it_is_written() -> None:
    page = Page()
    place = page.print("Džeralds", 1100, page.foot, known=False)
    page.print("Dreimane", place.right + 14, page.foot)
    drawing = Area(place.left - 150, place.top, place.right - 10, place.bottom)
    found = read_crossed(page.read, page.picture(drawing), [drawing])
    assert names(found, page) == ["Džeralds", "Dreimane"]


def test_a_word_of_a_position_that_is_crossed_is_read_beside_the_name() -> None:
    page = Page()
    before = page.print("Studiju", _LEFT, page.foot)
    place = page.print("prorektore", before.right + 14, page.foot, known=False)
    page.read.append(Read("prērekļo", place, 40.0, float(_SIZE)))
    page.print("Silva Dreimane", 1300, page.foot)
    drawing = Area(place.left + 40, place.top, place.right + 200, place.bottom)
    found = read_crossed(page.read, page.picture(drawing, width=5), [drawing])
    assert names(found, page) == ["Studiju", "prorektore", "Silva", "Dreimane"]


def test_a_word_of_a_position_that_was_misread_by_a_letter_is_that_word() -> None:
    page = Page()
    before = page.print("Zinātņu", _LEFT, page.foot)
    place = page.print("prorektors", before.right + 14, page.foot, known=False)
    page.read.append(Read("prorektūrs", place, 79.0, float(_SIZE)))
    drawing = Area(place.right - 40, place.top, place.right + 300, place.bottom)
    found = read_crossed(page.read, page.picture(drawing), [drawing])
    assert names(found, page) == ["Zinātņu", "prorektors"]


@pytest.mark.parametrize(("before", "cut", "word"), [("", "udiju", "Studiju"), ("Rektora", "tnieks", "vietnieks")])
def test_a_word_of_a_position_whose_beginning_strokes_cover_is_that_word(before: str, cut: str, word: str) -> None:
    page = Page()
    left = page.print(before, _LEFT, page.foot).right + 14 if before else _LEFT
    place = page.print(word, left, page.foot, known=False)
    page.read.append(Read(cut, place, 86.0, float(_SIZE)))
    drawing = Area(place.left - 20, place.top - 40, place.left + 60, place.bottom)
    found = read_crossed(page.read, page.picture(drawing), [drawing])
    assert names(found, page) == [*before.split(), word]


@pytest.mark.parametrize(
    ("taken_for", "written"),
    [
        ("Ausīrā", "Austra"),
        ("Leonārds", "Leonards"),
        ("Keonards", "Leonards"),
        ("Austrim", "Austrim"),
        ("Mārtiņa", "Mārtiņa"),
    ],
)
def test_a_given_name_that_strokes_touch_is_the_one_known_name_it_is_nearly(taken_for: str, written: str) -> None:
    page = Page()
    place = page.print(written, 1100, page.foot, known=False)
    page.read.append(Read(taken_for, place, 91.0, float(_SIZE)))
    page.print("Dreimane", place.right + 14, page.foot)
    drawing = Area(place.left - 300, place.top, place.left + 30, place.bottom)
    found = read_crossed(page.read, page.picture(drawing), [drawing])
    assert written in names(found, page)


def test_a_given_name_that_was_misread_beyond_repair_is_read_beneath_the_strokes() -> None:
    """Strokes that a word was read with make it tall; the surname after it shows that it is a name."""
    page = Page()
    place = page.print("Leonards", 1100, page.foot, known=False)
    page.read.append(Read("Vards", Area(place.left, place.top - 60, place.right, place.bottom), 91.0, float(_SIZE)))
    page.print("Dreimane", place.right + 14, page.foot)
    drawing = Area(place.left - 200, place.top, place.left + 60, place.bottom)
    found = read_crossed(page.read, page.picture(drawing), [drawing])
    assert names(found, page) == ["Leonards", "Dreimane"]


def test_a_name_is_read_from_where_its_doubtful_words_begin() -> None:
    page = Page()
    page.print("Rektore", _LEFT, page.foot)
    place = page.print("Silva Dreimane", 1100, page.foot, known=False)
    page.read.append(Read("Silva.Dretmane", place, 25.0, float(_SIZE)))
    drawing = Area(place.left + 250, place.top, place.right - 40, place.bottom)
    found = read_crossed(page.read, page.picture(drawing), [drawing])
    assert names(found, page) == ["Rektore", "Silva", "Dreimane"]


def test_a_sentence_that_is_crossed_stays_as_it_was_read() -> None:
    page = Page()
    page.print("Apliecinām, ka", _LEFT, page.foot)
    place = page.print("institūcija", _LEFT + 380, page.foot, known=False)
    page.print("atbalsta", place.right + 14, page.foot)
    drawing = Area(place.left + 10, place.top, place.right - 10, place.bottom)
    found = read_crossed(page.read, page.picture(drawing, width=5), [drawing])
    assert names(found, page) == ["Apliecinām,", "ka", "atbalsta"]


def test_where_all_is_black_no_name_is_read() -> None:
    page = Page()
    page.print("Dekāns", _LEFT, page.foot)
    place = page.print("Silva", 1100, page.foot, known=False)
    page.print("Dreimane", place.right + 14, page.foot)
    ImageDraw.Draw(page.image).rectangle((place.left - 60, page.foot - 50, place.right, page.foot + 12), fill=0)
    found = read_crossed(page.read, page.picture(place), [place])
    assert names(found, page) == ["Dekāns", "Dreimane"]


def test_a_signature_before_a_name_adds_none() -> None:
    page = Page()
    page.print("Dekāns", _LEFT, page.foot)
    page.print("Silva Dreimane", 1500, page.foot)
    drawing = Area(900, page.foot - 50.0, 1300, page.foot + 10.0)
    found = read_crossed(page.read, page.picture(drawing), [drawing])
    assert names(found, page) == ["Dekāns", "Silva", "Dreimane"]


def test_strokes_over_a_sentence_leave_it_as_it_was_read() -> None:
    page = Page()
    words = list(page.read)
    crossed = words[-4]
    drawing = Area(crossed.area.left - 30, crossed.area.top - 10, crossed.area.right + 30, crossed.area.bottom + 10)
    assert read_crossed(page.read, page.picture(drawing, width=3), [drawing]) == words


def test_what_is_as_high_as_half_a_page_is_no_signature_over_a_name() -> None:
    page = Page()
    place = page.print("Silva Dreimane", 1100, page.foot, known=False)
    drawing = Area(place.left, place.top - 400, place.right, place.bottom + 300)
    assert read_crossed(page.read, page.picture(drawing, width=3), [drawing]) == page.read

"""The network reads what it was trained to read, and nothing where nothing is printed."""

from __future__ import annotations

import random

from parsers.readers.layout import Area
from parsers.readers.scan.network import FALL, HEIGHT, RISE, words_on
from tests.training.strips import Strip, Strips

_SIZE = HEIGHT / (RISE + FALL)
_COUNT = 60


def read(strip: Strip) -> str:
    height, width = strip.picture.shape
    place = Area(0.0, 0.0, float(width), float(height))
    return " ".join(seen.text for seen in words_on(strip.picture, RISE * _SIZE, _SIZE, place, lambda text: 0.0))


def test_most_lines_beneath_strokes_are_read_without_a_slip() -> None:
    strips = Strips(random.Random(1))
    printed = [strip for strip in (strips.draw() for _ in range(_COUNT)) if strip.text]
    right = sum(read(strip) == strip.text for strip in printed)
    assert right > 0.6 * len(printed)


def test_strokes_alone_are_seldom_read_as_words() -> None:
    strips = Strips(random.Random(2))
    empty = [strip for strip in (strips.draw() for _ in range(4 * _COUNT)) if not strip.text]
    misread = [text for strip in empty if len(text := read(strip)) > 2]
    assert len(empty) > 10
    assert len(misread) < 0.2 * len(empty)

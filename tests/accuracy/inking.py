"""What people put on paper by hand: a signature, a stamp, a tick, each drawn over what is printed."""

from __future__ import annotations

import math
import random

import cv2
import numpy as np
from numpy.typing import NDArray
from PIL import Image, ImageDraw, ImageFont

Picture = NDArray[np.uint8]  # blue, green, red
Box = tuple[float, float, float, float]  # left, top, right, bottom in pixels
Colour = tuple[int, int, int]

_PENS: tuple[Colour, ...] = ((40, 40, 40), (25, 25, 25), (150, 60, 35), (120, 50, 20))
_STAMPS: tuple[Colour, ...] = ((125, 125, 125), (140, 140, 140), (170, 95, 60), (150, 80, 110))
_FACE = "DejaVuSans-Bold.ttf"


def _inked(picture: Picture, layer: NDArray[np.uint8], colour: Colour) -> Picture:
    """`picture` with ink of a colour where `layer` is not 0; ink darkens what lies beneath, and hides nothing dark."""
    cover = (layer.astype(np.float32) / 255)[..., None]
    shade = 1 - cover * (1 - np.array(colour, np.float32) / 255)
    return (picture * shade).astype(np.uint8)


def signature(picture: Picture, dpi: int, name: Box, chance: random.Random) -> Picture:
    """A signature before the printed name, over its beginning, or across it."""
    left, top, right, bottom = name
    length = chance.uniform(0.9, 1.5) * dpi
    middle = (top + bottom) / 2
    where = chance.choice(("before", "before", "touching", "touching", "across", "above"))
    start = {
        "before": max(0.3 * dpi, left - length - 0.1 * dpi),
        "touching": max(0.3 * dpi, left - chance.uniform(0.55, 0.9) * length),
        "across": left + 0.1 * (right - left),
        "above": left + chance.uniform(-0.2, 0.3) * dpi,
    }[where]
    base = middle - (0.22 * dpi if where == "above" else chance.uniform(-0.02, 0.08) * dpi)
    layer = np.zeros(picture.shape[:2], np.uint8)
    for points in _strokes(start, base, length, chance.uniform(0.16, 0.3) * dpi, chance):
        cv2.polylines(layer, [points], False, 235, max(2, round(dpi / chance.uniform(45, 90))), cv2.LINE_AA)
    return _inked(picture, layer, chance.choice(_PENS))


def _strokes(left: float, base: float, length: float, height: float, chance: random.Random) -> list[NDArray[np.int32]]:
    """A capital's sweep, a row of loops that flattens, and now and then a line below."""
    along = np.linspace(0, 1, 220)
    turns = chance.uniform(5, 9)
    fall = np.clip(1.15 - along, 0.15, 1) * (0.75 + 0.25 * np.sin(along * chance.uniform(9, 15)))
    x = left + length * (along + 0.035 * np.sin(2 * math.pi * turns * along + 1.2))
    y = base - height * fall * np.sin(2 * math.pi * turns * along) * 0.55 - 0.1 * height * np.sin(along * 5)
    y[:25] -= height * np.linspace(0.9, 0, 25)
    strokes = [np.stack([x, y], axis=1)]
    if chance.random() < 0.5:
        under = np.linspace(0.1, 1.0, 40)
        strokes.append(
            np.stack([left + length * under, base + height * (0.55 - 0.2 * under + 0.05 * np.sin(under * 7))], axis=1)
        )
    return [stroke.astype(np.int32) for stroke in strokes]


def stamp(picture: Picture, dpi: int, name: Box, text: str, chance: random.Random) -> Picture:
    """A round stamp with the institution's name on its ring, over or beside what stands near the signatory's name."""
    radius = chance.uniform(0.5, 0.62) * dpi
    x = name[0] - chance.uniform(0.3, 2.2) * dpi
    y = (name[1] + name[3]) / 2 + chance.uniform(-0.45, 0.5) * dpi
    x = min(max(x, 1.1 * radius), picture.shape[1] - 1.1 * radius)
    y = min(y, picture.shape[0] - 1.1 * radius)
    layer = np.zeros(picture.shape[:2], np.uint8)
    centre = (round(x), round(y))
    for share, width in ((1.0, 80), (0.66, 130)):
        cv2.circle(layer, centre, round(radius * share), 230, max(1, round(dpi / width)), cv2.LINE_AA)
    layer = np.maximum(layer, _ring_of_letters(layer.shape, x, y, radius * 0.82, text.upper() + " * ", dpi))
    return _inked(picture, layer, chance.choice(_STAMPS))


def _ring_of_letters(
    shape: tuple[int, ...], x: float, y: float, radius: float, text: str, dpi: int
) -> NDArray[np.uint8]:
    font = ImageFont.truetype(_FACE, round(dpi * 0.105))
    ring = Image.new("L", (shape[1], shape[0]), 0)
    for n, letter in enumerate(text):
        angle = 2 * math.pi * n / len(text) - math.pi / 2
        tile = Image.new("L", (round(dpi * 0.2),) * 2, 0)
        ImageDraw.Draw(tile).text((tile.width / 2, tile.height / 2), letter, 210, font, anchor="mm")
        turned = tile.rotate(-math.degrees(angle) - 90, resample=Image.Resampling.BICUBIC)
        place = (
            round(x + radius * math.cos(angle) - tile.width / 2),
            round(y + radius * math.sin(angle) - tile.height / 2),
        )
        ring.paste(turned, place, turned)
    return np.asarray(ring, dtype=np.uint8)


def ticks(picture: Picture, dpi: int, boxes: list[Box], chance: random.Random) -> Picture:
    """A cross or a tick of a pen in each of the boxes, a little over their edges."""
    layer = np.zeros(picture.shape[:2], np.uint8)
    cross = chance.random() < 0.6
    width = max(2, round(dpi / chance.uniform(55, 80)))
    for left, top, right, bottom in boxes:
        size = max(right - left, bottom - top) * chance.uniform(0.8, 1.2)
        x = (left + right) / 2 + chance.uniform(-0.1, 0.1) * size
        y = (top + bottom) / 2 + chance.uniform(-0.1, 0.1) * size
        shapes = (
            [[(-0.5, -0.45), (0.5, 0.5)], [(0.5, -0.5), (-0.45, 0.5)]]
            if cross
            else [[(-0.4, 0), (-0.1, 0.4), (0.6, -0.7)]]
        )
        for shape in shapes:
            points = np.array([(x + a * size, y + b * size) for a, b in shape], np.int32)
            cv2.polylines(layer, [points], False, 235, width, cv2.LINE_AA)
    return _inked(picture, layer, chance.choice(_PENS))

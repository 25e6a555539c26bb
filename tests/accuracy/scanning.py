"""Printed pages as scanners and phones give them: skew, shade, specks, edges of the sheet, perspective, shadows, and JPEG."""

from __future__ import annotations

import io
import random
from dataclasses import dataclass

import cv2
import numpy as np
import pypdfium2
from PIL import Image

from tests.accuracy import inking
from tests.accuracy.inking import Box, Picture


@dataclass(frozen=True, slots=True)
class Way:
    """How a page becomes a picture: dots per inch, quarter turns that it lies askew, and what makes the picture."""

    dpi: int
    turns: int = 0
    colour: bool = False
    photo: bool = False
    black_and_white: bool = False


WAYS = {
    "office": Way(200),
    "coarse": Way(150),
    "photo": Way(220, colour=True, photo=True),
    "turned": Way(200, turns=1),
    "fine": Way(300),
    "upside": Way(200, turns=2, colour=True),
    "colour": Way(200, colour=True),
    "fax": Way(200, black_and_white=True),
}


@dataclass(frozen=True, slots=True)
class Hand:
    """What is written by hand: who signs, what the stamp says, which boxes are ticked."""

    signatory: str = ""
    stamp: str = ""
    ticked: tuple[int, ...] = ()


def scan(pdf: bytes, how: str, chance: random.Random, hand: Hand) -> bytes:
    """The pages of a PDF, with what a hand adds, as a PDF of pictures; one photo is a JPEG."""
    way = WAYS[how]
    pages = [_worn(picture, way, chance) for picture in _printed(pdf, way.dpi, chance, hand)]
    images = [Image.fromarray(np.ascontiguousarray(np.rot90(page, way.turns)[..., ::-1])) for page in pages]
    images = [image if way.colour else image.convert("1" if way.black_and_white else "L") for image in images]
    buffer = io.BytesIO()
    quality = {} if way.black_and_white else {"quality": chance.choice((45, 60, 75))}
    if way.photo and len(images) == 1:
        images[0].save(buffer, "JPEG", **quality)
    else:
        images[0].save(buffer, "PDF", resolution=way.dpi, save_all=True, append_images=images[1:], **quality)
    return buffer.getvalue()


def _printed(pdf: bytes, dpi: int, chance: random.Random, hand: Hand) -> list[Picture]:
    """The pages as they leave the desk."""
    document = pypdfium2.PdfDocument(pdf)
    pictures: list[Picture] = []
    for page in document:
        picture: Picture = np.asarray(page.render(scale=dpi / 72).to_pil().convert("RGB"))[..., ::-1].copy()
        boxes = _found(page, "☐", dpi)
        if boxes and hand.ticked:
            picture = inking.ticks(picture, dpi, [box for n, box in enumerate(boxes) if n in hand.ticked], chance)
        names = _found(page, hand.signatory, dpi) if hand.signatory else []
        if names:
            picture = inking.stamp(picture, dpi, names[-1], hand.stamp, chance)
            picture = inking.signature(picture, dpi, names[-1], chance)
        pictures.append(picture)
    document.close()
    return pictures


def _found(page: pypdfium2.PdfPage, text: str, dpi: int) -> list[Box]:
    """Where a text stands on a page."""
    reader = page.get_textpage()
    search = reader.search(text)
    boxes: list[Box] = []
    height, scale = page.get_height(), dpi / 72
    while (found := search.get_next()) is not None:
        corners = [reader.get_charbox(i) for i in range(found[0], found[0] + found[1])]
        left, bottom = min(c[0] for c in corners), min(c[1] for c in corners)
        right, top = max(c[2] for c in corners), max(c[3] for c in corners)
        boxes.append((left * scale, (height - top) * scale, right * scale, (height - bottom) * scale))
    return boxes


def _worn(picture: Picture, way: Way, chance: random.Random) -> Picture:
    random_numbers = np.random.default_rng(chance.randrange(1 << 30))
    worn = _specked(picture, way.dpi, chance)
    worn = _photographed(worn, chance) if way.photo else _on_glass(worn, way.dpi, chance)
    blurred = cv2.GaussianBlur(worn, (0, 0), chance.uniform(0.4, 0.8) * way.dpi / 200)
    noise = random_numbers.normal(0, chance.uniform(3, 9), blurred.shape[:2])[..., None]
    grainy: Picture = np.clip(blurred * 0.93 + 8 + noise, 0, 255).astype(np.uint8)
    if not way.black_and_white:
        return grainy
    level = cv2.cvtColor(grainy, cv2.COLOR_BGR2GRAY)
    black = (level > chance.uniform(135, 165)).astype(np.uint8) * np.uint8(255)
    return np.repeat(black[..., None], 3, axis=2)


def _specked(picture: Picture, dpi: int, chance: random.Random) -> Picture:
    """Dust."""
    worn = picture.copy()
    for _ in range(chance.randint(10, 60)):
        centre = (chance.randrange(worn.shape[1]), chance.randrange(worn.shape[0]))
        shade = chance.randint(20, 150)
        cv2.circle(worn, centre, chance.choice((0, 1, 1, max(1, dpi // 120))), (shade,) * 3, -1)
    return worn


def _on_glass(picture: Picture, dpi: int, chance: random.Random) -> Picture:
    """The sheet a little crooked on a scanner's glass: its edges a thin dark line, its side in shade."""
    height, width = picture.shape[:2]
    sheet = cv2.rectangle(picture.copy(), (0, 0), (width - 1, height - 1), (60, 60, 60), max(1, dpi // 150))
    scale = chance.uniform(0.985, 1.0)
    turn = cv2.getRotationMatrix2D((width / 2, height / 2), chance.uniform(-1.8, 1.8), scale)
    glass = chance.randint(235, 252)
    laid = cv2.warpAffine(sheet, turn, (width, height), flags=cv2.INTER_CUBIC, borderValue=(glass,) * 3)
    along = np.linspace(0, 1, width)
    shade = 1 - chance.uniform(0.05, 0.3) * np.exp(-along * chance.uniform(12, 40))
    shade *= 1 - 0.04 * np.sin(along * chance.uniform(2, 6))
    return np.asarray(np.clip(laid * shade[None, :, None], 0, 255), np.uint8)


def _photographed(picture: Picture, chance: random.Random) -> Picture:
    """The sheet on a dark desk, seen a little from the side, in warm uneven light, with somebody's shadow on it."""
    height, width = picture.shape[:2]
    margin = int(width * 0.09)
    size = (width + 2 * margin, height + 2 * margin)
    corners = np.array([(0, 0), (width, 0), (width, height), (0, height)], np.float32)
    moved = np.array([[chance.uniform(-0.55, 0.55) * margin for _ in range(2)] for _ in range(4)], np.float32)
    way = cv2.getPerspectiveTransform(corners, corners + margin + moved)
    rows = np.sin(np.linspace(0, chance.uniform(20, 60), size[1]))[:, None, None] * 8
    desk = np.full((size[1], size[0], 3), (45, 65, 95), np.float32) + rows
    sheet = cv2.warpPerspective(picture, way, size, flags=cv2.INTER_CUBIC).astype(np.float32)
    where = cv2.warpPerspective(np.full((height, width), 255, np.uint8), way, size)[..., None] / np.float32(255)
    photo = sheet * where + desk * (1 - where)
    light = np.linspace(1.0, chance.uniform(0.65, 0.9), size[0])[None, :, None]
    light = light * np.linspace(chance.uniform(0.85, 1.0), 1.0, size[1])[:, None, None]
    tint = np.array([chance.uniform(0.82, 0.95), 0.95, 1.0])
    return np.asarray(np.clip(photo * light * _shadow(size, chance) * tint, 0, 255), np.uint8)


def _shadow(size: tuple[int, int], chance: random.Random) -> np.ndarray:
    """The soft shadow of a hand and a phone."""
    width, height = size
    dark = np.zeros((height // 8, width // 8), np.float32)
    centre = (round(dark.shape[1] * chance.uniform(0.2, 0.8)), round(dark.shape[0] * chance.uniform(0.7, 1.0)))
    axes = (round(dark.shape[1] * chance.uniform(0.2, 0.5)), round(dark.shape[0] * chance.uniform(0.2, 0.4)))
    cv2.ellipse(dark, centre, axes, chance.uniform(0, 90), 0, 360, 1.0, -1)
    soft = cv2.resize(cv2.GaussianBlur(dark, (0, 0), dark.shape[1] * 0.05), (width, height))
    return 1 - chance.uniform(0.1, 0.35) * soft[..., None]

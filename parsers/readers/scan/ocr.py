"""Tesseract: from a clean picture of text to words with places. The one place that starts it."""

from __future__ import annotations

import os
import re
from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from statistics import median

import numpy as np
import pytesseract
from PIL import Image

from parsers.errors import UnreadableDocument
from parsers.readers.layout import Area
from parsers.readers.scan.raster import WHITE, Raster

LANGUAGES = "lav"
_SECONDS = 300  # however busy the machine is; how much work it may do is limited by whoever started this process
_TALLEST = 16_000
_ASCENDING = re.compile(r"[A-ZĀČĒĢĪĶĻŅŠŪŽ0-9bdfhkltßāčēģīšūžij\"„”(){}\[\]/!?%&@€|']")
_DESCENDING = re.compile(r"[gjpqyģķļņ,;Qçş(){}\[\]/„@|]")


@dataclass(frozen=True, slots=True)
class Read:
    """A word as it was recognised; `confidence` runs from 0 to 100, `size` is its line's type size in pixels."""

    text: str
    area: Area
    confidence: float
    size: float
    line: tuple[int, int, int] = (0, 0, 0)


def available() -> bool:
    """Whether Tesseract with both languages is installed."""
    try:
        return {"lav", "eng"} <= set(pytesseract.get_languages())
    except (pytesseract.TesseractNotFoundError, OSError):
        return False


def words(picture: Raster, *, layout: int, languages: str = LANGUAGES) -> list[Read]:
    """The words in `picture`; `layout` is Tesseract's page segmentation mode."""
    os.environ.setdefault("OMP_THREAD_LIMIT", "1")  # threads slow it down here, and the worker has one core
    try:
        image = Image.fromarray(picture)
        image.format = "BMP"  # what is handed over as a file is not worth compressing
        data = pytesseract.image_to_data(
            image,
            lang=languages,
            config=f"--psm {layout} --oem 1 --dpi 300",
            timeout=_SECONDS,
            output_type=pytesseract.Output.DICT,
        )
    except pytesseract.TesseractNotFoundError as error:
        raise UnreadableDocument(
            "The file is a picture, which cannot be read here. Please send a Word or PDF file with text."
        ) from error
    except RuntimeError as error:  # what pytesseract raises when its time is up, and TesseractError derives from it
        raise UnreadableDocument(
            "The text in the picture could not be recognised. Please scan it again, or send a Word or PDF file with text."
        ) from error
    return _sized(
        [
            Read(
                text=text.strip(),
                area=Area(float(left), float(top), float(left + width), float(top + height)),
                confidence=float(confidence),
                size=float(height),
                line=(block, paragraph, line),
            )
            for text, left, top, width, height, confidence, block, paragraph, line in zip(
                data["text"],
                data["left"],
                data["top"],
                data["width"],
                data["height"],
                data["conf"],
                data["block_num"],
                data["par_num"],
                data["line_num"],
                strict=True,
            )
            if text.strip() and width > 0 and height > 0
        ]
    )


def _sized(read: Sequence[Read]) -> list[Read]:
    """Words with the type size of their line, which their heights tell by which letters reach up and down."""
    by_line: dict[tuple[int, int, int], list[float]] = defaultdict(list)
    for word in read:
        by_line[word.line].append(word.area.height / _share(word.text))
    sizes = {line: median(heights) for line, heights in by_line.items()}
    return [Read(w.text, w.area, w.confidence, sizes[w.line], w.line) for w in read]


def _share(text: str) -> float:
    """How much of its type size a word is high."""
    up, down = bool(_ASCENDING.search(text)), bool(_DESCENDING.search(text))
    return 0.95 if up and down else 0.74 if up or down else 0.53


def words_in(
    picture: Raster, areas: Sequence[Area], *, gap: int, layout: int, languages: str = LANGUAGES
) -> list[Read]:
    """The words in `areas` of `picture`, which are put one under the other, `gap` pixels apart, and read together."""
    found: list[Read] = []
    for batch in _batches(areas, gap):
        strip = _strip_of(picture, batch, gap)
        read = words(strip.picture, layout=layout, languages=languages)
        found += [back for word in read if (back := strip.back(word)) is not None]
    return found


def _batches(areas: Sequence[Area], gap: int) -> Iterator[list[Area]]:
    """Areas by as many as fit into a picture that Tesseract takes: it refuses more than 32767 pixels either way."""
    batch: list[Area] = []
    height = 0
    for area in areas:
        needed = int(area.height) + gap
        if batch and height + needed > _TALLEST:
            yield batch
            batch, height = [], 0
        batch.append(area)
        height += needed
    if batch:
        yield batch


@dataclass(frozen=True, slots=True)
class Strip:
    """Pieces of a picture under each other, as one column of text that is read at once."""

    picture: Raster
    pieces: tuple[tuple[int, int, Area], ...]

    def back(self, word: Read) -> Read | None:
        """`word` where it stands in the picture from which the strip was cut; None for what lies between pieces."""
        for top, margin, area in self.pieces:
            if top <= word.area.middle < top + area.height:
                right, down = area.left - margin, area.top - top
                place = Area(
                    word.area.left + right, word.area.top + down, word.area.right + right, word.area.bottom + down
                )
                return Read(word.text, place, word.confidence, word.size, word.line)
        return None


def _strip_of(picture: Raster, areas: Sequence[Area], gap: int) -> Strip:
    """`areas` of `picture`, one under the other."""
    margin = gap
    width = max(int(area.width) for area in areas) + 2 * margin
    height = sum(int(area.height) + gap for area in areas) + gap
    column = np.full((height, width), WHITE, np.uint8)
    pieces: list[tuple[int, int, Area]] = []
    top = gap
    for area in areas:
        piece = picture[
            int(area.top) : int(area.top) + int(area.height), int(area.left) : int(area.left) + int(area.width)
        ]
        column[top : top + piece.shape[0], margin : margin + piece.shape[1]] = piece
        pieces.append((top, margin, area))
        top += piece.shape[0] + gap
    return Strip(column, tuple(pieces))

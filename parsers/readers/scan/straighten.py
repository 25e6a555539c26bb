"""Pictures of pages made upright and level: the page cut out of a photo, turned, and brought to the size that is read best."""

from __future__ import annotations

from dataclasses import dataclass

import cv2
import numpy as np

from parsers.document import Box
from parsers.readers.layout import Area
from parsers.readers.scan.raster import Matrix, Raster, as_raster, colour, grey, inked, letter_height, resized

# The height, in pixels, to which letters are brought before they are read, and the bounds of doing so.
_BEST_LETTER = 25.0
_LEAST_SCALE, _MOST_SCALE = 0.4, 3.0
_MOST_PIXELS = 12_000_000
_USUAL_LONG_SIDE = 3508  # of A4 at 300 dpi, where letters do not tell the scale

# A page in a photo: at least this part of the picture, and lighter than what is around it by so much.
_LEAST_PAGE, _MOST_PAGE, _LIGHTER = 0.25, 0.985, 18
_STEEPEST_SKEW = 6.0


@dataclass(frozen=True, slots=True)
class Straight:
    """An upright picture, and the way from its pixels back to those of the picture that came in."""

    picture: Raster
    back: Matrix
    source_width: int
    source_height: int

    def locate(self, area: Area) -> Box:
        """Where `area` is in the picture that came in, in fractions of it."""
        corners = np.array(
            [
                [area.left, area.top],
                [area.right, area.top],
                [area.right, area.bottom],
                [area.left, area.bottom],
            ],
            dtype=np.float64,
        )
        places = cv2.perspectiveTransform(corners[None], self.back)[0]
        xs = np.clip(places[:, 0] / self.source_width, 0, 1)
        ys = np.clip(places[:, 1] / self.source_height, 0, 1)
        left, top, right, bottom = (round(float(v), 4) for v in (xs.min(), ys.min(), xs.max(), ys.max()))
        return Box(left, top, right, bottom)

    def turned(self, quarters: int) -> Straight:
        """This picture turned clockwise by quarters."""
        height, width = self.picture.shape[:2]
        turns = {
            1: np.array([[0.0, 1, 0], [-1, 0, height], [0, 0, 1]]),
            2: np.array([[-1.0, 0, width], [0, -1, height], [0, 0, 1]]),
            3: np.array([[0.0, -1, width], [1, 0, 0], [0, 0, 1]]),
        }
        codes = {1: cv2.ROTATE_90_CLOCKWISE, 2: cv2.ROTATE_180, 3: cv2.ROTATE_90_COUNTERCLOCKWISE}
        if quarters % 4 == 0:
            return self
        turned = as_raster(cv2.rotate(self.picture, codes[quarters % 4]))
        return Straight(turned, self.back @ turns[quarters % 4], self.source_width, self.source_height)


def straighten(picture: Raster) -> Straight:
    """`picture` cut to its page, with level lines, at the size that is read best; which way is up is not told here."""
    height, width = picture.shape[:2]
    straight = Straight(picture, np.eye(3), width, height)
    straight = _cut_to_page(straight)
    straight = _scaled(straight)
    if _lines_are_upright(straight.picture):
        straight = straight.turned(3)
    return levelled(straight)


def _cut_to_page(straight: Straight) -> Straight:
    corners = _page_corners(straight.picture)
    if corners is None:
        return straight
    top, right = np.linalg.norm(corners[1] - corners[0]), np.linalg.norm(corners[2] - corners[1])
    bottom, left = np.linalg.norm(corners[2] - corners[3]), np.linalg.norm(corners[3] - corners[0])
    width, height = int(max(top, bottom)), int(max(left, right))
    target = np.array([[0, 0], [width, 0], [width, height], [0, height]], dtype=np.float32)
    there = cv2.getPerspectiveTransform(corners.astype(np.float32), target)
    cut = cv2.warpPerspective(
        straight.picture, there, (width, height), flags=cv2.INTER_CUBIC, borderMode=cv2.BORDER_REPLICATE
    )
    back = straight.back @ np.linalg.inv(np.asarray(there, dtype=np.float64))
    return Straight(as_raster(cut), back, straight.source_width, straight.source_height)


def _page_corners(picture: Raster) -> Matrix | None:
    """The corners of the one light sheet on a darker ground, clockwise from top left; None where there is none."""
    factor = min(1.0, 800 / max(picture.shape[:2]))
    small = resized(picture, factor)
    level = as_raster(cv2.GaussianBlur(grey(small), (0, 0), 2))
    sheets = [corners for mask in _sheet_masks(small, level) for corners in _four_cornered(mask)]
    sheets = [corners for corners in sheets if _stands_out(level, corners)]
    if not sheets:
        return None
    largest: Matrix = max(sheets, key=lambda corners: cv2.contourArea(corners.astype(np.float32)))
    return np.asarray(largest / factor, dtype=np.float64)


def _sheet_masks(small: Raster, level: Raster) -> list[Raster]:
    """Pictures in which a sheet may be one white area: by lightness, by lack of colour, and by its edges."""
    _, light = cv2.threshold(level, 0, 255, cv2.THRESH_BINARY + cv2.THRESH_OTSU)
    masks = [light]
    if small.ndim == 3:
        strength = as_raster(cv2.GaussianBlur(colour(small), (0, 0), 2))
        _, plain = cv2.threshold(strength, 0, 255, cv2.THRESH_BINARY_INV + cv2.THRESH_OTSU)
        masks.append(plain)
    closed = [cv2.morphologyEx(mask, cv2.MORPH_CLOSE, np.ones((15, 15), np.uint8)) for mask in masks]
    edges = cv2.dilate(cv2.Canny(level, 30, 90), np.ones((5, 5), np.uint8))
    return [as_raster(mask) for mask in (*closed, edges)]


def _four_cornered(mask: Raster) -> list[Matrix]:
    """The large areas of `mask` that have four corners."""
    contours, _ = cv2.findContours(mask, cv2.RETR_EXTERNAL, cv2.CHAIN_APPROX_SIMPLE)
    found: list[Matrix] = []
    for contour in contours:
        hull = cv2.convexHull(contour)
        share = cv2.contourArea(hull) / mask.size
        if not _LEAST_PAGE <= share <= _MOST_PAGE:
            continue
        for precision in (0.01, 0.02, 0.03, 0.05):
            shape = cv2.approxPolyDP(hull, precision * cv2.arcLength(hull, True), True)
            if len(shape) == 4 and cv2.contourArea(shape) > 0.9 * cv2.contourArea(hull):
                found.append(_clockwise(np.asarray(shape, dtype=np.float64).reshape(4, 2)))
                break
    return found


def _stands_out(level: Raster, corners: Matrix) -> bool:
    """Whether it is lighter just inside of the sides than just outside, where they do not run along the picture's edge."""
    centre = corners.mean(axis=0)
    clear = 0
    for start, end in zip(corners, np.roll(corners, -1, axis=0), strict=True):
        along = start + np.linspace(0.1, 0.9, 25)[:, None] * (end - start)
        inward = (centre - along) / np.linalg.norm(centre - along, axis=1, keepdims=True)
        inside, outside = along + 8 * inward, along - 8 * inward
        height, width = level.shape
        seen = (outside >= 0).all(axis=1) & (outside[:, 0] < width) & (outside[:, 1] < height)
        if seen.mean() < 0.5:
            continue
        steps = _at(level, inside[seen]) - _at(level, outside[seen])
        if np.mean(steps > _LIGHTER) < 0.7:
            return False
        clear += 1
    return clear >= 2


def _at(level: Raster, points: Matrix) -> Matrix:
    columns, rows = points[:, 0].astype(int), points[:, 1].astype(int)
    height, width = level.shape
    return np.asarray(level[np.clip(rows, 0, height - 1), np.clip(columns, 0, width - 1)], dtype=np.float64)


def _clockwise(points: Matrix) -> Matrix:
    total, difference = points.sum(axis=1), points[:, 0] - points[:, 1]
    order = [total.argmin(), difference.argmax(), total.argmax(), difference.argmin()]
    return np.asarray(points[order], dtype=np.float64)


def _scaled(straight: Straight) -> Straight:
    picture = straight.picture
    letters = letter_height(inked(picture))
    scale = _BEST_LETTER / letters if letters else _USUAL_LONG_SIDE / max(picture.shape[:2])
    scale = min(max(scale, _LEAST_SCALE), _MOST_SCALE)
    pixels = picture.shape[0] * picture.shape[1]
    scale = min(scale, (_MOST_PIXELS / pixels) ** 0.5)
    back = straight.back @ np.diag([1 / scale, 1 / scale, 1.0])
    return Straight(resized(picture, scale), back, straight.source_width, straight.source_height)


def _lines_are_upright(picture: Raster) -> bool:
    """Whether lines of text run up and down: then columns, not rows, alternate between full and empty."""
    text = _text_only(picture)
    rows, columns = text.sum(axis=1, dtype=np.float64), text.sum(axis=0, dtype=np.float64)
    return _unrest(columns) > 1.3 * _unrest(rows)


def _unrest(profile: Matrix) -> float:
    """How abruptly a profile changes, whatever its scale."""
    total = float(profile.sum())
    return float(np.square(np.diff(profile)).sum()) / (total * total) * profile.size if total else 0.0


def _text_only(picture: Raster) -> Raster:
    """Ink of the size of letters, on a picture small enough to be searched."""
    ink = inked(resized(picture, min(1.0, 1400 / max(picture.shape[:2]))))
    count, labels, stats, _ = cv2.connectedComponentsWithStats(ink, connectivity=8)
    size = letter_height(ink) or 12.0
    largest = np.maximum(stats[:, cv2.CC_STAT_WIDTH], stats[:, cv2.CC_STAT_HEIGHT])
    letters = (largest < 4 * size) & (stats[:, cv2.CC_STAT_AREA] >= 4)
    letters[0] = False
    return as_raster(letters[labels] * np.uint8(1)) if count > 1 else ink


def levelled(straight: Straight) -> Straight:
    """The picture turned by the few degrees that its lines are askew."""
    angle = _skew(straight.picture)
    if abs(angle) < 0.05:
        return straight
    height, width = straight.picture.shape[:2]
    turn = np.vstack([cv2.getRotationMatrix2D((width / 2, height / 2), angle, 1.0), [0, 0, 1]])
    level = cv2.warpAffine(
        straight.picture, turn[:2], (width, height), flags=cv2.INTER_CUBIC, borderMode=cv2.BORDER_REPLICATE
    )
    back = straight.back @ np.linalg.inv(turn)
    return Straight(as_raster(level), back, straight.source_width, straight.source_height)


def _skew(picture: Raster) -> float:
    """By how many degrees lines have to be turned to be level."""
    text = _text_only(picture).astype(np.float32)
    best = 0.0
    for reach, step in ((_STEEPEST_SKEW, 1.0), (0.8, 0.2), (0.15, 0.05)):
        angles = np.arange(best - reach, best + reach + step / 2, step)
        best = float(max(angles, key=lambda angle: _evenness(text, float(angle))))
    return best


def _evenness(text: Matrix | np.ndarray, angle: float) -> float:
    height, width = text.shape
    turn = cv2.getRotationMatrix2D((width / 2, height / 2), angle, 1.0)
    turned = cv2.warpAffine(text, turn, (width, height), flags=cv2.INTER_LINEAR)
    return float(np.square(np.diff(turned.sum(axis=1))).sum())

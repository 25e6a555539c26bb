"""Word files made into what else is sent: OpenDocument, RTF, old Word and PDF by LibreOffice; scans and photos of the PDF."""

from __future__ import annotations

import io
import random
import shutil
import subprocess
import tempfile
from collections.abc import Mapping
from pathlib import Path

import cv2
import numpy as np
import pypdfium2
from numpy.typing import NDArray
from PIL import Image

Picture = NDArray[np.uint8]


def convert(files: Mapping[str, bytes], to: str) -> dict[str, bytes]:
    """Each Word file in another format of LibreOffice's, by the same names, in one go."""
    with tempfile.TemporaryDirectory(prefix="accuracy-") as folder:
        root = Path(folder)
        (root / "out").mkdir()
        for name, content in files.items():
            (root / f"{name}.docx").write_bytes(content)
        command = [
            shutil.which("soffice") or "soffice", f"-env:UserInstallation=file://{root}/profile", "--headless",
            "--convert-to", to, "--outdir", str(root / "out"), *(str(root / f"{name}.docx") for name in files),
        ]  # fmt: skip
        subprocess.run(command, check=True, capture_output=True, timeout=600)
        suffix = to.partition(":")[0]
        return {name: (root / "out" / f"{name}.{suffix}").read_bytes() for name in files}


# How a page is scanned: dots per inch, and how many quarter turns it lies askew.
SCANS = {
    "straight": (200, 0),
    "coarse": (150, 0),
    "photo": (200, 0),
    "turned": (200, 1),
    "fine": (300, 0),
    "upside": (200, 2),
}


def scan(pdf: bytes, how: str, chance: random.Random, *, signed: bool = False) -> bytes:
    """The pages of a PDF as a scanner or a phone gives them, a PDF of pictures; `signed` with a signature and a stamp."""
    dpi, turns = SCANS[how]
    pictures = _pictures(pdf, dpi)
    if signed:
        pictures[-1] = _signed(pictures[-1], dpi, chance)
    pages = [np.rot90(_degraded(picture, how, chance), turns) for picture in pictures]
    images = [Image.fromarray(np.ascontiguousarray(page)) for page in pages]
    buffer = io.BytesIO()
    images[0].save(buffer, "PDF", resolution=dpi, save_all=True, append_images=images[1:])
    return buffer.getvalue()


def _signed(picture: Picture, dpi: int, chance: random.Random) -> Picture:
    """A pen's strokes in the space before the signatory's name, and below it a round stamp."""
    signed = picture.copy()
    bottom = int(np.flatnonzero((picture < 128).any(axis=1)).max())
    along = np.linspace(0, 1, 160)
    last_line = np.flatnonzero((picture[bottom - dpi // 8 : bottom] < 128).any(axis=0))
    gaps = np.diff(last_line)
    left, span = (
        last_line[gaps.argmax()] + 0.08 * dpi,
        min(gaps.max() - 0.16 * dpi, 1.1 * dpi),
    )  # where a line is left free
    if gaps.max() < 0.6 * dpi:  # no room on the line: below it
        left, span, bottom = picture.shape[1] * 0.4, 1.1 * dpi, bottom + dpi // 3
    wave = np.sin(along * chance.uniform(18, 26)) * (1 - along) + 0.4 * np.sin(along * 47)
    points = np.stack([left + along * span, bottom - 0.12 * dpi - wave * dpi * 0.16], axis=1).astype(np.int32)
    cv2.polylines(signed, [points], False, 60, max(2, dpi // 75), cv2.LINE_AA)
    centre = (int(picture.shape[1] * 0.3), min(bottom + int(0.75 * dpi), picture.shape[0] - dpi))
    for radius in (0.5, 0.42):
        cv2.circle(signed, centre, int(radius * dpi), 120, max(1, dpi // 100), cv2.LINE_AA)
    return signed


def _pictures(pdf: bytes, dpi: int) -> list[Picture]:
    document = pypdfium2.PdfDocument(pdf)
    pictures = [np.asarray(page.render(scale=dpi / 72).to_pil().convert("L")).copy() for page in document]
    document.close()
    return pictures


def _degraded(picture: Picture, how: str, chance: random.Random) -> Picture:
    height, width = picture.shape
    noise = np.random.default_rng(chance.randrange(1 << 30)).normal(0, 7, picture.shape)
    if how == "photo":
        picture = _photographed(picture, chance)
        noise = np.random.default_rng(1).normal(0, 4, picture.shape)
    else:
        turn = cv2.getRotationMatrix2D((width / 2, height / 2), chance.uniform(-2, 2), 1)
        picture = cv2.warpAffine(picture, turn, (width, height), borderValue=255).astype(np.uint8)
    blurred = cv2.GaussianBlur(picture, (3, 3), 0.6)
    return np.clip(blurred * 0.93 + 10 + noise, 0, 255).astype(np.uint8)


def _photographed(picture: Picture, chance: random.Random) -> Picture:
    """The sheet on a dark desk, seen a little from the side, in uneven light."""
    height, width = picture.shape
    margin = int(width * 0.08)
    corners = np.array([(0, 0), (width, 0), (width, height), (0, height)], np.float32)
    seen = (
        corners
        + margin
        + np.array([[chance.uniform(-0.5, 0.5) * margin for _ in range(2)] for _ in range(4)], np.float32)
    )
    size = (width + 2 * margin, height + 2 * margin)
    photo = cv2.warpPerspective(picture, cv2.getPerspectiveTransform(corners, seen), size, borderValue=70)
    light = np.linspace(1.0, 0.75, size[0])[None, :]
    return np.clip(photo * light, 0, 255).astype(np.uint8)

"""Files of pictures opened: the header is looked at first, and nothing larger than the limit is unpacked."""

from __future__ import annotations

import io
import warnings
from collections.abc import Iterator

import numpy as np
import pillow_heif
from PIL import Image, ImageOps, ImageSequence, UnidentifiedImageError

from parsers.errors import UnreadableDocument
from parsers.limits import Limits
from parsers.readers.scan.raster import Raster, as_raster

pillow_heif.register_heif_opener()
# The limit on pixels is the caller's, and is checked here before a picture is unpacked.
Image.MAX_IMAGE_PIXELS = None


def frames(content: bytes, limits: Limits) -> Iterator[Image.Image]:
    """The pages of a picture file, one by one, as they are meant to be looked at."""
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")  # Pillow warns about metadata that does not matter here
            with Image.open(io.BytesIO(content)) as image:
                for frame in ImageSequence.Iterator(image):
                    width, height = frame.size
                    if width * height > limits.image_pixels:
                        raise UnreadableDocument(
                            f"The picture is larger than {limits.image_pixels:,} pixels. Please send a smaller one, or a PDF."
                        )
                    yield _upright(frame)
    except UnidentifiedImageError as error:
        raise UnreadableDocument(
            "The picture is damaged and cannot be opened. Please send it again, or as a PDF."
        ) from error
    except (OSError, ValueError, SyntaxError, EOFError, TypeError, IndexError, KeyError, ArithmeticError) as error:
        raise UnreadableDocument(
            "The picture is damaged and cannot be opened. Please send it again, or as a PDF."
        ) from error


def _upright(frame: Image.Image) -> Image.Image:
    """A frame turned as its camera says, on white where it is transparent."""
    turned = ImageOps.exif_transpose(frame)
    if turned.mode in ("RGBA", "LA", "PA") or "transparency" in turned.info:
        turned = turned.convert("RGBA")
        ground = Image.new("RGBA", turned.size, "white")
        ground.alpha_composite(turned)
        turned = ground
    return turned.convert("RGB")


def raster_of(image: Image.Image) -> Raster:
    """An RGB picture as blue, green and red."""
    return as_raster(np.asarray(image)[:, :, ::-1].copy())

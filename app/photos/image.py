"""Reading a phone's picture, and writing it smaller, upright and without metadata. Pure."""

from __future__ import annotations

from dataclasses import dataclass
from io import BytesIO

from PIL import Image
from PIL.ExifTags import Base as Tag
from PIL.Image import Resampling, Transpose
from PIL.JpegImagePlugin import JpegImageFile

from app.one_at_a_time import OneAtATime

MOST_BYTES = 4 * 1024 * 1024
MOST_PIXELS = 40_000_000
LONGEST_SIDE = 1600
PREVIEW_SIDE = 320
QUALITY = 80

_SCAN = b"\xff\xda"
_MOST_SCANS = 100
"""A progressive picture has about ten scans. Each is a pass over all pixels, so a small file could ask for hours."""

_UPRIGHT = {
    2: Transpose.FLIP_LEFT_RIGHT,
    3: Transpose.ROTATE_180,
    4: Transpose.FLIP_TOP_BOTTOM,
    5: Transpose.TRANSPOSE,
    6: Transpose.ROTATE_270,
    7: Transpose.TRANSVERSE,
    8: Transpose.ROTATE_90,
}
"""How a picture is turned that was taken with the camera held in one of the eight ways of the Exif standard."""

# The largest pictures take more than 200 MB while they are read; a crowd of them must not take that all at once.
READING = OneAtATime()


class UnreadableImageError(ValueError):
    """The bytes are no JPEG that can be read whole, or one that is too large."""


@dataclass(frozen=True, slots=True)
class Picture:
    """A picture as it is stored: two JPEGs without metadata, and the size of the larger in pixels."""

    content: bytes
    preview: bytes
    width: int
    height: int


def prepare(content: bytes, *, waits: bool = False) -> Picture:
    """Read a JPEG and return it written again; raise :class:`UnreadableImageError` when that cannot be done.

    Raises :class:`app.one_at_a_time.BusyError` when others are being read, unless it ``waits`` for them.
    """
    if len(content) > MOST_BYTES or content.count(_SCAN) > _MOST_SCANS:
        raise UnreadableImageError
    with READING.alone(waits=waits):
        try:
            return _prepare(content)
        except MemoryError:
            raise
        except Exception as error:
            # A hostile file can make the decoder raise any exception.
            raise UnreadableImageError from error


def _prepare(content: bytes) -> Picture:
    # The class is called by its name, so that no other format is tried. It reads the header and no pixel.
    with JpegImageFile(BytesIO(content)) as file:
        if file.width * file.height > MOST_PIXELS:
            raise UnreadableImageError
        turn = _UPRIGHT.get(_orientation(file))
        # With this gap the decoder itself drops most of what is too large, in about half the time.
        file.thumbnail((LONGEST_SIDE, LONGEST_SIDE), Resampling.LANCZOS, reducing_gap=1.0)
        image = file.convert("RGB")
    if turn is not None:
        image = image.transpose(turn)
    preview = image.copy()
    preview.thumbnail((PREVIEW_SIDE, PREVIEW_SIDE), Resampling.LANCZOS)
    return Picture(_as_jpeg(image), _as_jpeg(preview), image.width, image.height)


def _orientation(file: JpegImageFile) -> int:
    """Return how the camera was held; a picture whose metadata is broken is taken as it is."""
    try:
        value = file.getexif().get(Tag.Orientation)
    except Exception:
        return 1
    return value if isinstance(value, int) else 1


def _as_jpeg(image: Image.Image) -> bytes:
    # Some metadata, such as the comment, is written from here without being asked for.
    image.info = {}
    buffer = BytesIO()
    image.save(buffer, "JPEG", quality=QUALITY)
    return buffer.getvalue()

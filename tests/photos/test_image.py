"""What is kept of a picture: upright, not larger than needed, and nothing but what one sees."""

from __future__ import annotations

import random
import struct
from io import BytesIO
from typing import Any

import pytest
from PIL import Image
from PIL.ExifTags import IFD, Base

from app.photos.image import LONGEST_SIDE, MOST_BYTES, PREVIEW_SIDE, UnreadableImageError, prepare
from tests.photos.steps import make_picture

SECRETS = (b"ward secret", b"Exif", b"http://ns.adobe.com", b"ICC_PROFILE", b"Photoshop", b"MPF")


def opened(content: bytes) -> Any:
    image = Image.open(BytesIO(content))
    image.load()
    return image


def taken(orientation: int = 1) -> Image.Exif:
    """Return what a telephone notes with a picture: how it was held, by whom it was made, and where."""
    exif = Image.Exif()
    exif[Base.Orientation] = orientation
    exif[Base.Artist] = "ward secret"
    exif.get_ifd(IFD.GPSInfo).update({1: "N", 2: (19.0, 48.0, 27.0), 3: "E", 4: (105.0, 46.0, 34.0)})
    return exif


def red_corner(image: Any) -> str:
    """Return in which corner the picture is red."""
    right, bottom = image.width - 1, image.height - 1
    corners = {
        "upper left": (0, 0),
        "upper right": (right, 0),
        "lower left": (0, bottom),
        "lower right": (right, bottom),
    }
    [name] = [name for name, at in corners.items() if image.getpixel(at)[0] > 128]
    return name


def test_photo_metadata_is_not_kept() -> None:
    sent = make_picture(
        exif=taken(), comment="ward secret", xmp=b"ward secret", icc_profile=b"ward secret", dpi=(300, 300)
    )
    assert all(secret in sent for secret in SECRETS[:2])
    assert opened(sent).getexif().get_ifd(IFD.GPSInfo)
    picture = prepare(sent)
    for content in (picture.content, picture.preview):
        assert not [secret for secret in SECRETS if secret in content]
        assert dict(opened(content).getexif()) == {}
        assert opened(content).info.keys() <= {"jfif", "jfif_version", "jfif_unit", "jfif_density"}


@pytest.mark.parametrize(
    ("orientation", "corner", "size"),
    [
        (1, "upper left", (80, 60)),
        (2, "upper right", (80, 60)),
        (3, "lower right", (80, 60)),
        (4, "lower left", (80, 60)),
        (5, "upper left", (60, 80)),
        (6, "upper right", (60, 80)),
        (7, "lower right", (60, 80)),
        (8, "lower left", (60, 80)),
        (9, "upper left", (80, 60)),
    ],
)
def test_a_picture_stands_upright(orientation: int, corner: str, size: tuple[int, int]) -> None:
    picture = prepare(make_picture(exif=taken(orientation)))
    assert (picture.width, picture.height) == size
    for content in (picture.content, picture.preview):
        assert opened(content).size == size
        assert red_corner(opened(content)) == corner


@pytest.mark.filterwarnings("ignore:Corrupt EXIF data")
@pytest.mark.parametrize("exif", [b"Exif\0\0", b"Exif\0\0MM\0*\0\0\0\x08\xff\xff", b"Exif\0\0II*\0\xff\xff\xff\xff"])
def test_broken_metadata_does_no_harm(exif: bytes) -> None:
    assert prepare(make_picture(exif=exif)).width == 80


@pytest.mark.parametrize(
    ("sent", "stored", "preview"),
    [
        ((4000, 3000), (1600, 1200), (320, 240)),
        ((1000, 3000), (533, 1600), (107, 320)),
        ((1601, 20), (1600, 20), (320, 4)),
        ((5000, 1), (1600, 1), (320, 1)),
        ((300, 200), (300, 200), (300, 200)),
    ],
)
def test_a_picture_is_made_smaller_never_larger(
    sent: tuple[int, int], stored: tuple[int, int], preview: tuple[int, int]
) -> None:
    picture = prepare(make_picture(*sent))
    assert (picture.width, picture.height) == opened(picture.content).size == stored
    assert opened(picture.preview).size == preview
    assert max(stored) <= LONGEST_SIDE
    assert max(preview) <= PREVIEW_SIDE


@pytest.mark.parametrize("mode", ["L", "CMYK"])
def test_other_colours_are_read_too(mode: str) -> None:
    buffer = BytesIO()
    Image.new("RGB", (40, 30), "white").convert(mode).save(buffer, "JPEG")
    picture = opened(prepare(buffer.getvalue()).content)
    assert picture.mode == "RGB"
    assert min(picture.getpixel((20, 15))) > 240


def claiming(width: int, height: int, **options: Any) -> bytes:
    """Return a picture whose header claims another size than it has."""
    content = make_picture(**options)
    header = content.index(b"\xff\xc2" if options.get("progressive") else b"\xff\xc0") + 5
    return content[:header] + struct.pack(">HH", height, width) + content[header + 4 :]


WHOLE = make_picture(400, 300)
UNREADABLE = {
    "nothing": b"",
    "a renamed page": b"<!doctype html><title>x</title><script>alert(1)</script>",
    "a page after the first bytes": b"\xff\xd8\xff\xe0<!doctype html><script>alert(1)</script>",
    "a PNG": make_picture(format="PNG"),
    "a GIF": make_picture(format="GIF"),
    "a WebP": make_picture(format="WEBP"),
    "a TIFF with a JPEG in it": make_picture(format="TIFF", compression="jpeg"),
    "a beginning": WHOLE[:20],
    "a header": WHOLE[: WHOLE.index(b"\xff\xda")],
    "a half": WHOLE[: len(WHOLE) // 2],
    "a bomb": claiming(60000, 60000),
    "a bomb in many passes": claiming(60000, 60000, progressive=True),
    "just too many pixels": claiming(8001, 5000),
    "no pixels": claiming(0, 0),
    "too many passes": WHOLE[:2] + b"\xff\xfe\x01\x00" + b"\xff\xda" * 127 + WHOLE[2:],
    "too many bytes": WHOLE.ljust(MOST_BYTES + 1, b"\0"),
}


@pytest.mark.parametrize("name", UNREADABLE)
def test_incomplete_picture_is_refused(name: str) -> None:
    with pytest.raises(UnreadableImageError):
        prepare(UNREADABLE[name])


def test_a_bomb_is_refused_before_it_is_read(monkeypatch: pytest.MonkeyPatch) -> None:
    loaded: list[object] = []
    monkeypatch.setattr("PIL.ImageFile.ImageFile.load", loaded.append)
    for content in (claiming(60000, 60000), claiming(8001, 5000)):
        with pytest.raises(UnreadableImageError):
            prepare(content)
    assert loaded == []


def test_bytes_after_the_picture_are_dropped() -> None:
    sent = WHOLE + b"<script>ward secret</script>"
    assert b"secret" not in prepare(sent).content


@pytest.mark.filterwarnings("ignore::UserWarning:PIL")
def test_broken_pictures_are_read_or_refused_and_nothing_else() -> None:
    chance = random.Random(7)
    sent = make_picture(64, 48, exif=taken(6), progressive=True, comment="ward secret")
    outcomes = {True: 0, False: 0}
    for _ in range(400):
        broken = bytearray(sent)
        for _ in range(chance.randint(1, 8)):
            broken[chance.randrange(len(broken))] = chance.randrange(256)
        try:
            picture = prepare(bytes(broken))
        except UnreadableImageError:
            outcomes[False] += 1
        else:
            outcomes[True] += 1
            assert max(opened(picture.content).size) <= LONGEST_SIDE
            assert b"secret" not in picture.content
    assert min(outcomes.values()) > 10

"""Pictures taken in: what a file really is, within bounds, drawn anew so that nothing else of the file is left."""

from dataclasses import dataclass
from io import BytesIO
from typing import BinaryIO, cast

from PIL import Image, ImageCms, ImageOps, UnidentifiedImageError

from graph.errors import GraphError
from graph.stories import WIDTHS
from service.stories.content import widths_of

FORMATS = ("JPEG", "PNG", "WEBP")
MOST_PIXELS = 50_000_000
"""Of a picture that is taken in: those of a telephone have 12 to 50 million. Each takes some bytes of memory."""
LEAST_WIDTH = 200
"""Pixels; below that nothing is to be seen on a page."""
MOST_RATIO = 4
"""How much longer than high, or higher than long, a picture may be."""
QUALITY = 80


class RefusedPicture(GraphError):
    """A file is no picture that can be shown; `code` says why: no_picture, too_many_pixels, too_small or too_long."""

    def __init__(self, code: str) -> None:
        self.code = code
        super().__init__(f"this picture cannot be taken in: {code.replace('_', ' ')}")


@dataclass(frozen=True)
class DrawnPicture:
    """A picture in the widths in which it is kept."""

    width: int
    """Pixels of the largest."""
    height: int
    files: tuple[bytes, ...]
    """WebP, the smallest first: one to three."""


def draw_anew(file: BinaryIO) -> DrawnPicture:
    """Return a picture drawn anew from its pixels: without place, time, camera and whatever else the file told.

    It stands upright, and its colours are those of sRGB. Raise `RefusedPicture`.
    """
    picture = _open(file)
    try:
        picture.draft("RGB", (WIDTHS[-1], WIDTHS[-1]))  # a large JPEG is read in part, as far as it is needed
        upright = _plain(_lighter(ImageOps.exif_transpose(picture)))
    except (OSError, SyntaxError, ValueError, MemoryError):  # what Pillow raises for files that are cut off or broken
        raise RefusedPicture("no_picture") from None
    widths = widths_of(upright.width)
    drawn = [upright.resize((width, _height(upright, width)), Image.Resampling.LANCZOS) for width in widths]
    return DrawnPicture(drawn[-1].width, drawn[-1].height, tuple(map(_write, drawn)))


def _open(file: BinaryIO) -> Image.Image:
    """Open a file by what it is, whatever its name says; its pixels are not read before their number is known."""
    try:
        picture = Image.open(file, formats=FORMATS)
    except (Image.DecompressionBombError, Image.DecompressionBombWarning):
        raise RefusedPicture("too_many_pixels") from None
    except (UnidentifiedImageError, OSError, SyntaxError, ValueError):
        raise RefusedPicture("no_picture") from None
    width, height = picture.size
    if width * height > MOST_PIXELS:
        raise RefusedPicture("too_many_pixels")
    if min(width, height) < LEAST_WIDTH:
        raise RefusedPicture("too_small")
    if max(width, height) > MOST_RATIO * min(width, height):
        raise RefusedPicture("too_long")
    return picture


def _lighter(picture: Image.Image) -> Image.Image:
    """Return a picture with as many pixels as are needed, before anything else is done with it."""
    factor = min(picture.size) // WIDTHS[-1]
    if factor <= 1:
        return picture
    return (picture.convert("RGBA") if picture.mode in {"P", "1"} else picture).reduce(factor)


def _plain(picture: Image.Image) -> Image.Image:
    """Return the pixels alone: in sRGB, on white where it was transparent, and with nothing beside them."""
    profile = picture.info.get("icc_profile")
    if picture.mode not in {"RGB", "L"} or "transparency" in picture.info:
        with_alpha = picture.convert("RGBA")
        flat = Image.new("RGB", picture.size, "white")
        flat.paste(with_alpha, mask=with_alpha.getchannel("A"))
        profile = None if picture.mode == "CMYK" else profile
    else:
        flat = picture.convert("RGB")
    if profile:
        flat = _in_srgb(flat, profile)
    bare = Image.new("RGB", flat.size)
    bare.paste(flat)
    return bare


def _in_srgb(picture: Image.Image, profile: bytes) -> Image.Image:
    """Return a picture in the colours that every screen knows: telephones take them in wider ones."""
    try:
        wide = ImageCms.ImageCmsProfile(BytesIO(profile))
        return cast("Image.Image", ImageCms.profileToProfile(picture, wide, ImageCms.createProfile("sRGB")))
    except (ImageCms.PyCMSError, OSError):  # a profile that is none: the colours are then what they are
        return picture


def _height(picture: Image.Image, width: int) -> int:
    return max(round(picture.height * width / picture.width), 1)


def _write(picture: Image.Image) -> bytes:
    written = BytesIO()
    picture.save(written, "WEBP", quality=QUALITY, method=4)
    return written.getvalue()

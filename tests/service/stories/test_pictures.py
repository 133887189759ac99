"""Pictures: what is no picture is refused, what is large made small, and nothing is left but what is seen."""

from io import BytesIO

import pytest
from PIL import Image, ImageCms
from PIL.ExifTags import GPS, IFD, Base

from service.stories import pictures
from service.stories.pictures import RefusedPicture, draw_anew
from tests.service.stories.telling import photo

PLACE, CAMERA, WORDS = b"GEHEIME-PLAATS", b"GEHEIME-CAMERA", b"GEHEIM-XMP"


def from_a_telephone(kind="JPEG", orientation=6):
    """A picture that tells where, by what and about what it was taken, lying on its side."""
    exif = Image.Exif()
    exif[Base.Make] = CAMERA.decode()
    exif[Base.Orientation] = orientation
    exif.get_ifd(IFD.GPSInfo)[GPS.GPSAreaInformation] = PLACE
    exif.get_ifd(IFD.GPSInfo)[GPS.GPSLatitude] = (51.0, 45.0, 54.0)
    return photo(600, 400, kind, exif=exif.tobytes(), xmp=b"<x:xmpmeta>" + WORDS + b"</x:xmpmeta>")


def opened(content):
    return Image.open(BytesIO(content))


@pytest.mark.parametrize("kind", ["JPEG", "WEBP", "PNG"])
def test_place_camera_and_words_are_gone(kind):
    file = from_a_telephone(kind)
    assert PLACE in file.getvalue()
    assert CAMERA in file.getvalue()

    drawn = draw_anew(file)

    for content in drawn.files:
        assert not any(secret in content for secret in (PLACE, CAMERA, WORDS))
        assert not set(opened(content).info) & {"exif", "xmp", "icc_profile", "comment"}
        assert len(opened(content).getexif()) == 0


def test_a_picture_that_lay_on_its_side_stands_upright():
    drawn = draw_anew(from_a_telephone())

    assert (drawn.width, drawn.height) == (400, 600)
    assert opened(drawn.files[0]).size == (400, 600)


@pytest.mark.parametrize(
    ("size", "widths"),
    [((2400, 1600), [480, 960, 1600]), ((960, 640), [480, 960]), ((700, 500), [480, 700]), ((300, 200), [300])],
)
def test_it_is_kept_in_three_widths_and_never_drawn_out(size, widths):
    drawn = draw_anew(photo(*size))

    assert [opened(content).width for content in drawn.files] == widths
    assert {opened(content).format for content in drawn.files} == {"WEBP"}
    assert drawn.width == widths[-1]


def test_what_was_transparent_is_white():
    file = BytesIO()
    Image.new("RGBA", (300, 200), (0, 0, 0, 0)).save(file, "PNG")

    assert opened(draw_anew(file).files[0]).convert("RGB").getpixel((9, 9)) == (255, 255, 255)


@pytest.mark.parametrize("mode", ["L", "P", "CMYK", "LA", "1"])
def test_pictures_of_every_kind_of_pixel_are_taken_in(mode):
    file = BytesIO()
    Image.new(mode, (3300, 3300)).save(file, "JPEG" if mode == "CMYK" else "PNG")

    assert opened(draw_anew(file).files[-1]).mode == "RGB"


def test_colours_are_those_of_srgb_and_a_bad_profile_hurts_nobody():
    profile = ImageCms.ImageCmsProfile(ImageCms.createProfile("sRGB")).tobytes()

    good, bad = draw_anew(photo(icc_profile=profile)), draw_anew(photo(icc_profile=b"no profile at all"))

    assert good.width == bad.width == 600


@pytest.mark.parametrize(
    ("file", "code"),
    [
        pytest.param(BytesIO(b"<svg xmlns='http://www.w3.org/2000/svg'/>"), "no_picture", id="svg"),
        pytest.param(BytesIO(b""), "no_picture", id="empty"),
        pytest.param(BytesIO(photo().getvalue()[:1000]), "no_picture", id="cut-off"),
        pytest.param(photo(kind="GIF"), "no_picture", id="another-format-whatever-its-name"),
        pytest.param(photo(199, 400), "too_small", id="small"),
        pytest.param(photo(1700, 400), "too_long", id="long"),
    ],
)
def test_what_cannot_be_shown_is_refused(file, code):
    with pytest.raises(RefusedPicture) as refused:
        draw_anew(file)
    assert refused.value.code == code


@pytest.mark.parametrize("kind", ["WEBP", "PNG"])
def test_one_that_moves_stands_still_as_it_began(kind):
    file = BytesIO()
    first, *others = [Image.new("RGB", (300, 200), colour) for colour in ("red", "blue", "green")]
    first.save(file, kind, save_all=True, append_images=others, duration=100)
    assert Image.open(file).n_frames == 3

    drawn = opened(draw_anew(file).files[0])

    assert getattr(drawn, "n_frames", 1) == 1
    assert drawn.getpixel((9, 9)) == pytest.approx((255, 0, 0), abs=3)


@pytest.mark.parametrize("side", [7_100, 10_000, 14_000])
def test_a_bomb_is_refused_before_its_pixels_are_read(side, monkeypatch):
    file = BytesIO()
    Image.new("1", (side, side)).save(file, "PNG")
    assert len(file.getvalue()) < 100_000
    monkeypatch.setattr(pictures, "_plain", lambda _: pytest.fail("its pixels were read"))

    with pytest.raises(RefusedPicture) as refused:
        draw_anew(file)
    assert refused.value.code == "too_many_pixels"

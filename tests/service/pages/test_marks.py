"""Each sector has its own mark, told apart without colour too."""

from math import pi

import pytest

from service.pages.marks import N_COLOURS, SHAPES, Shape, mark_colours, mark_of


def test_the_first_eighteen_sectors_differ_without_their_colour():
    marks = [mark_of(position) for position in range(18)]

    assert len({(mark.shape, mark.is_hollow) for mark in marks}) == 18


def test_ninety_sectors_differ_in_shape_or_colour():
    marks = {mark_of(position) for position in range(90)}

    assert len(marks) == 90
    assert {mark.colour for mark in marks} == set(range(N_COLOURS))


@pytest.mark.parametrize("shape", SHAPES, ids=lambda shape: f"{shape.corners}-{shape.depth:.2f}")
def test_every_shape_covers_the_area_of_the_same_circle(shape):
    points = [tuple(map(float, point.split(","))) for point in shape.outline(1000).split()]
    pairs = zip(points, [*points[1:], points[0]], strict=True)
    area = abs(sum(x1 * y2 - x2 * y1 for (x1, y1), (x2, y2) in pairs)) / 2

    assert area == pytest.approx(pi * 1000**2, rel=1e-3)


def test_a_square_has_four_corners_one_radius_away():
    # A square of area pi has half a diagonal of sqrt(pi / 2) = 1.2533.
    assert Shape.polygon(4).reach == pytest.approx(1.2533, abs=1e-4)


def test_colours_are_those_of_the_pages_on_a_light_ground():
    assert (len(mark_colours()), mark_colours()[0]) == (10, "#0f7f8f")

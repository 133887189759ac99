"""The neighbourhood as streams: wider for more together, dashed for a suggestion, level with each name."""

from service.pages.details import Neighbour, PartnerBrief
from service.pages.marks import mark_of
from service.pages.streams import ROW_HEIGHT, draw_streams


def brief(name):
    return PartnerBrief(name, name, mark_of(0), "sector", "")


def neighbours(count):
    return [Neighbour(brief(f"n{number}"), 1 + number, 2018, 2020) for number in range(count)]


def test_each_stream_ends_level_with_its_name():
    streams = draw_streams("wij", neighbours(2), [brief("s")])

    assert streams.height == 3 * ROW_HEIGHT == 108
    assert [stream.path.rsplit(" ", 1)[1] for stream in streams.lines] == ["18", "54", "90"]


def test_more_together_is_wider_and_a_suggestion_is_dashed():
    streams = draw_streams("wij", neighbours(2), [brief("s")])

    assert [stream.width for stream in streams.lines] == [2.5, 3.5, 2.0]
    assert [stream.is_suggested for stream in streams.lines] == [False, False, True]


def test_a_crowd_is_cut_and_counted():
    streams = draw_streams("wij", neighbours(15), [])

    assert len(streams.lines) == 12
    assert streams.n_left_out == 3


def test_the_picture_says_in_words_what_it_shows():
    assert draw_streams("Wij", neighbours(2), []).label == "Wij werkt samen met n0, n1."

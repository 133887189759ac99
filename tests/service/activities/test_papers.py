"""The programme and the list at the door: tagged PDFs, the same for the same, whatever stands in them."""

import pytest

from service.access import OPERATOR
from service.activities.lists import guests_of, list_rows
from service.activities.papers import door_list, programme, set_paper
from service.activities.reading import tell_activity
from service.activities.signing_up import sign_up
from tests.service.activities.holding import NOW, hold


@pytest.fixture
def row(session):
    row = hold(
        session, capacity=4, title='#set page("a5") $ * _ [studiedag]', held_by=["e"], description="Eén.\n\nTwee."
    )
    for name, n_people in (("c", 2), ("b", 1), ("a", 3), ("d", 1)):
        sign_up(session, OPERATOR, row, name, n_people, NOW)
    return row


def is_tagged(content):
    return content.startswith(b"%PDF-1.7") and b"/MarkInfo" in content and b"/StructTreeRoot" in content


def test_the_programme_is_a_tagged_pdf_and_the_same_each_time(session, row):
    told = [tell_activity(session, row, NOW)]

    content = programme(told, "Agenda", "https://osmose.example/agenda", NOW)

    assert is_tagged(content)
    set_paper.cache_clear()
    assert programme(told, "Agenda", "https://osmose.example/agenda", NOW) == content
    assert is_tagged(programme([], "Agenda", "https://osmose.example/agenda", NOW))


def test_the_list_at_the_door_is_a_tagged_pdf_also_where_nobody_comes(session, row):
    told, empty = (tell_activity(session, each, NOW) for each in (row, hold(session)))

    assert is_tagged(door_list(told, guests_of(session, row.id), NOW))
    assert is_tagged(door_list(empty, [], NOW))


def test_the_list_has_who_comes_by_name_and_then_who_waits_by_arrival(session, row):
    assert list_rows(guests_of(session, row.id)) == [
        ("b", "b", 1, "komt"),
        ("c", "c", 2, "komt"),
        ("a", "a", 3, "wacht op plaats"),
        ("d", "d", 1, "wacht op plaats"),
    ]

"""What one finds in the agenda, and what it says of each."""

from dataclasses import replace
from datetime import date

import pytest

from graph.model import Theme
from service.access import PUBLIC, Asker, Role
from service.activities.reading import Asked, agenda, has_coming, tell_activity
from service.activities.signing_up import sign_up
from service.activities.words import say_audience, say_hours, say_places, say_when
from tests.builders import partner, store
from tests.service.activities.holding import NOW, hold, moment

PARTNER = Asker(Role.PARTNER)
AFTER = moment("2027-03-18T16:30")


def titles(session, asker=PUBLIC, **asked):
    return [each.row.title for each in agenda(session, asker, replace(Asked(), **asked), NOW)]


@pytest.fixture
def filled(session):
    """Four days in March: one late in the evening, one over midnight, one for partners alone, and a draft."""
    store(session, [partner("school", name="De Lindeschool", sector="primair-onderwijs")])
    session.add(Theme(id="techniek", label="Techniek"))
    session.flush()
    late, night = ("2027-03-15T22:30", "2027-03-15T23:30"), ("2027-03-16T20:00", "2027-03-17T01:00")
    for title, (begins, ends), columns in (
        ("laat", late, {"sector_ids": ["primair-onderwijs"], "place": "Oss", "kind": "workshop"}),
        ("nacht", night, {"theme_ids": ["techniek", "weg"], "place": "Berghem", "audience": "leerkrachten"}),
        ("binnen", ("2027-03-18T09:00", "2027-03-18T10:00"), {"is_public": False, "held_by": ["school"]}),
        ("concept", ("2027-03-18T09:00", "2027-03-18T10:00"), {"state": "draft"}),
    ):
        hold(session, title=title, begins_at=moment(begins), ends_at=moment(ends), **columns)


@pytest.mark.usefixtures("filled")
@pytest.mark.parametrize(
    ("asked", "found"),
    [
        pytest.param({}, ["laat", "nacht"], id="all"),
        pytest.param({"first": date(2027, 3, 16)}, ["nacht"], id="from-a-day"),
        pytest.param({"first": date(2027, 3, 17)}, ["nacht"], id="still-running-on-that-day"),
        pytest.param({"first": date(2027, 3, 18)}, [], id="over-by-that-day"),
        pytest.param({"last": date(2027, 3, 15)}, ["laat"], id="late-in-the-evening-is-that-day"),
        pytest.param({"kind": "workshop"}, ["laat"], id="kind"),
        pytest.param({"sector_id": "primair-onderwijs"}, ["laat", "nacht"], id="for-a-sector-and-for-all"),
        pytest.param({"sector_id": "bedrijf"}, ["nacht"], id="for-all-alone"),
        pytest.param({"theme_id": "techniek"}, ["nacht"], id="theme"),
        pytest.param({"place": "Oss"}, ["laat"], id="place"),
        pytest.param({"words": "NACHT leerkr"}, ["nacht"], id="all-words"),
        pytest.param({"words": "nacht bestuur"}, [], id="not-all-words"),
    ],
)
def test_one_finds_what_one_asks_for(session, asked, found):
    assert titles(session, **asked) == found


@pytest.mark.usefixtures("filled")
def test_partners_find_what_is_for_them_and_by_who_holds_it(session):
    assert titles(session, PARTNER) == ["laat", "nacht", "binnen"]
    assert titles(session, PARTNER, words="lindeschool") == ["binnen"]


def test_the_menu_knows_the_agenda_while_the_public_can_come_to_something(session):
    hold(session, is_public=False)
    assert not has_coming(session, NOW)
    hold(session)
    assert has_coming(session, NOW)
    assert not has_coming(session, AFTER)


@pytest.mark.parametrize(
    ("columns", "n_people", "now", "said"),
    [
        pytest.param({"capacity": 5}, 1, NOW, "nog 4 plaatsen", id="left"),
        pytest.param({"capacity": 2}, 1, NOW, "nog 1 plaats", id="one-left"),
        pytest.param({"capacity": 2}, 2, NOW, "vol: wachtlijst", id="full"),
        pytest.param({}, 900, NOW, "plaats genoeg", id="any-number"),
        pytest.param(
            {"sign_up_until": date(2027, 1, 10)}, 1, moment("2027-01-11T00:00"), "aanmelden is gesloten", id="closed"
        ),
        pytest.param({}, 1, AFTER, "is geweest", id="over"),
    ],
)
def test_it_says_whether_there_is_room(session, columns, n_people, now, said):
    row = hold(session, **columns)
    sign_up(session, PARTNER, row, "a", n_people, NOW)

    assert say_places(tell_activity(session, row, now)) == said


def test_free_places_that_others_wait_for_are_not_offered(session):
    row = hold(session, capacity=3)
    sign_up(session, PARTNER, row, "a", 2, NOW)
    sign_up(session, PARTNER, row, "b", 2, NOW)

    assert say_places(tell_activity(session, row, NOW)) == "vol: wachtlijst"


@pytest.mark.parametrize("state", ["proposed", "draft"])
def test_what_is_not_published_is_not_called_closed(session, state):
    assert say_places(tell_activity(session, hold(session, state=state), NOW)) == "nog niet gepubliceerd"


def test_without_signing_up_and_called_off_it_says_so(session):
    assert say_places(tell_activity(session, hold(session, takes_sign_ups=False), NOW)) == "aanmelden hoeft niet"
    assert say_places(tell_activity(session, hold(session, state="called_off"), NOW)) == "gaat niet door"


@pytest.mark.usefixtures("filled")
def test_moments_and_audience_are_said_as_people_do(session):
    late, night = agenda(session, PUBLIC, Asked(), NOW)

    assert say_when(late) == "maandag 15 maart 2027, 22:30 – 23:30"
    assert say_hours(night) == "20:00 tot woensdag 17 maart 2027 01:00"
    assert (say_audience(late), say_audience(night)) == ("primair-onderwijs", "leerkrachten")
    assert night.themes == (("techniek", "Techniek"),)  # one that is gone is passed over


@pytest.mark.parametrize(
    ("columns", "where"),
    [
        ({}, ""),
        ({"place": "Oss"}, "Oss"),
        ({"address": "Stadhuis, Raadhuislaan 2"}, "Stadhuis, Raadhuislaan 2"),
        ({"address": "Raadhuislaan 2", "place": "Oss"}, "Raadhuislaan 2, Oss"),
        ({"address": "Raadhuislaan 2, Oss", "place": "Oss"}, "Raadhuislaan 2, Oss"),
    ],
)
def test_the_place_is_said_once(session, columns, where):
    assert tell_activity(session, hold(session, **columns), NOW).where == where

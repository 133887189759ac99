"""What changed is taken into the state that is served, without all being worked out anew."""

from datetime import date

import pytest

from graph.model import Partner
from graph.repository import Repository
from service import snapshot
from tests.builders import collaboration, partner
from tests.service.serving import add_rows, ids_in, writing


def school(**columns):
    return {"id": "school", "name": "school", "sector": "bedrijf", **columns}


def test_a_profile_that_changed_is_taken_in_alone(snapshots, tell, clock, monkeypatch):
    before = snapshots.current()
    monkeypatch.setattr(snapshot, "_read", None)  # nobody reads all again

    tell(school(offers="boeken over techniek", aliases="De School", place="Oss"))
    clock.seconds += 2
    after = snapshots.current()

    assert after.network.phrases["text"].tolist() == ["boeken over techniek"]
    assert after.network.phrases["partner"].tolist() == [after.network.position("school")]
    assert after.history.partners["place"].tolist() == ["", "", "Oss"]
    assert after.aliases == {"school": ["De School"]}
    assert after.matcher.network is after.network
    assert [found.partner_id for found in after.matcher.find("techniek")] == ["school"]
    assert before.matcher.find("techniek") == []
    assert before.network.phrases.empty
    assert after.version != before.version


def test_an_alias_taken_back_is_gone(snapshots, tell, clock):
    tell(school(aliases="De School"))
    assert snapshots.current().aliases == {"school": ["De School"]}

    tell(school(aliases=""))
    clock.seconds += 2

    assert snapshots.current().aliases == {}
    assert snapshots.current().n_taken_in == 1


def test_who_is_not_there_today_is_taken_in_for_other_days(snapshots, tell, clock):
    snapshots.current()

    tell({"id": "club", "name": "club", "sector": "bedrijf", "since": "2020-06-02", "offers": "voetbal"})
    clock.seconds += 2
    after = snapshots.current()

    assert after.n_taken_in == 1
    assert after.network.phrases.empty
    assert after.history.phrases["text"].tolist() == ["voetbal"]


def test_where_everybody_is_there_today_the_network_of_all_days_tells_it_too(snapshots, tell, clock):
    clock.day = date(2020, 6, 2)
    snapshots.current()

    tell(school(offers="boeken"))
    clock.seconds += 2
    after = snapshots.current()

    assert after.n_taken_in == 1
    assert after.network.phrases["text"].tolist() == after.history.phrases["text"].tolist() == ["boeken"]
    assert ids_in(after) == after.history.partners["id"].tolist() == ["bieb", "club", "school"]
    assert (after.network.day, after.history.day) == (date(2020, 6, 2), None)
    assert after.network.partners is after.history.partners  # worked out once


def test_where_more_changed_than_profiles_all_is_read_again(snapshots, settings, tell, clock):
    snapshots.current()

    tell(school(offers="boeken"))
    add_rows(settings, [partner("firma")])
    clock.seconds += 2
    after = snapshots.current()

    assert after.n_taken_in == 0
    assert ids_in(after) == ["bieb", "firma", "school"]
    assert after.network.phrases["text"].tolist() == ["boeken"]


def test_the_next_day_all_is_read_again(snapshots, tell, clock):
    snapshots.current()

    tell(school(offers="boeken"))
    clock.seconds, clock.day = clock.seconds + 86400, date(2020, 6, 2)

    assert snapshots.current().n_taken_in == 0
    assert ids_in(snapshots.current()) == ["bieb", "club", "school"]


def test_after_very_many_profiles_all_is_read_again(snapshots, tell, clock, monkeypatch):
    monkeypatch.setattr(snapshot, "MAX_TAKEN_IN", 1)
    snapshots.current()

    taken_in = []
    for offers in ("boeken", "films"):
        tell(school(offers=offers))
        clock.seconds += 2
        taken_in.append(snapshots.current().n_taken_in)

    assert taken_in == [1, 0]
    assert snapshots.current().network.phrases["text"].tolist() == ["films"]


@pytest.fixture
def is_large(monkeypatch):
    """So large that it is not worked out anew for each change, as three partners would be."""
    monkeypatch.setattr(snapshot, "N_QUICK", 0)


@pytest.mark.usefixtures("is_large")
def test_of_a_large_network_new_work_is_taken_in_without_comparing_what_is_told(
    snapshots, settings, clock, monkeypatch
):
    before = snapshots.current()
    assert before.matcher.suggest(["school"], balanced=False)
    monkeypatch.setattr(snapshot, "Matcher", None)  # nobody prepares one again

    add_rows(settings, [], [collaboration("c", "2019", ["school", "bieb"])])
    clock.seconds += 2
    after = snapshots.current()

    assert after.network.collaborations["id"].tolist() == ["c"]
    assert after.matcher.network is after.network
    assert after.matcher.suggest(["school"], balanced=False) == []
    assert after.n_taken_in == 2
    assert after.version != before.version


@pytest.mark.usefixtures("is_large")
def test_what_an_introduction_keeps_away_stays_away_when_work_is_taken_in(snapshots, settings, propose, clock):
    propose("school", "bieb")
    assert snapshots.current().matcher.suggest(["school"], balanced=False) == []

    add_rows(settings, [], [collaboration("c", "2019", ["school", "club"])])
    clock.seconds += 2
    after = snapshots.current()

    assert after.n_taken_in == 1
    assert after.matcher.suggest(["school"], balanced=False) == []


@pytest.mark.usefixtures("is_large")
def test_of_a_large_network_a_pause_is_taken_in(snapshots, settings, clock):
    assert snapshots.current().matcher.suggest(["school"], balanced=False)

    with writing(settings) as session:
        session.get(Partner, "bieb").paused_until = date(2020, 7, 1)
        Repository(session).record_change("a pause")
    clock.seconds += 2

    assert snapshots.current().matcher.suggest(["school"], balanced=False) == []
    assert snapshots.current().n_taken_in == 1


@pytest.mark.usefixtures("is_large")
def test_where_very_much_work_changed_all_is_worked_out_anew(snapshots, settings, clock, monkeypatch):
    monkeypatch.setattr(snapshot, "MAX_TAKEN_IN", 1)
    snapshots.current()

    add_rows(settings, [], [collaboration("c", "2019", ["school", "bieb"])])
    clock.seconds += 2

    assert snapshots.current().n_taken_in == 0
    assert snapshots.current().matcher.suggest(["school"], balanced=False) == []


def test_a_network_of_so_many_is_worked_out_anew_each_time(snapshots, settings, clock, monkeypatch):
    monkeypatch.setattr(snapshot, "N_QUICK", 2)  # as many as are there
    snapshots.current()

    add_rows(settings, [], [collaboration("c", "2019", ["school", "bieb"])])
    clock.seconds += 2

    assert snapshots.current().n_taken_in == 0


@pytest.mark.usefixtures("is_large")
def test_of_a_large_network_a_partner_more_has_all_worked_out_anew(snapshots, settings, clock):
    snapshots.current()

    add_rows(settings, [partner("firma")])
    clock.seconds += 2

    assert snapshots.current().n_taken_in == 0
    assert ids_in(snapshots.current()) == ["bieb", "firma", "school"]


@pytest.mark.usefixtures("is_large")
def test_one_state_has_one_name_whether_changes_came_one_by_one_or_together(settings, snapshots, other, clock):
    for each in (snapshots, other):
        each.current()

    for title in ("Lezen", "Schrijven"):
        add_rows(settings, [], [collaboration(title, "2019", ["school", "bieb"])])
        clock.seconds += 2
        snapshots.current()

    assert snapshots.current().version == other.current().version


def test_a_step_of_an_introduction_takes_its_pair_off_the_lists_without_a_read(snapshots, propose, clock):
    before = snapshots.current()
    propose("school", "bieb")
    clock.seconds += 2

    after = snapshots.current()

    assert after.history is before.history
    assert after.version != before.version
    assert before.matcher.suggest(["school"], balanced=False)
    assert after.matcher.suggest(["school"], balanced=False) == []


def test_one_state_has_one_name_by_whatever_steps_a_process_came_to_it(snapshots, other, propose, tell, clock):
    for each in (snapshots, other):
        each.current()
    propose("school", "bieb")
    clock.seconds += 2
    snapshots.current()  # and the other was asked for nothing meanwhile
    tell(school(offers="boeken"))
    clock.seconds += 2

    assert snapshots.current().version == other.current().version
    assert snapshots.current().matcher.suggest(["school"], balanced=False) == []

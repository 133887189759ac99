"""What of the network reaches whom: decided before anything leaves."""

import pytest

from graph.choosing import choose_levels
from graph.database import open_engine, transaction
from graph.model import CHOSEN_FIELDS, FieldVisibility
from service import snapshot, visibility
from service.access import COLUMNS, OPERATOR, Asker, Role
from service.snapshot import Snapshots
from service.visibility import as_seen_by, visible_network
from tests.builders import answer, collaboration, network, partner
from tests.graph.exchange_files import csv_of, import_files, write_files
from tests.service.serving import add_rows, make_database

PUBLIC = Asker(Role.PUBLIC)


def test_needs_and_room_for_contacts_are_not_for_the_public():
    whole = network([partner("a", seeks="tolken", offers="zaal", postcode="5341 AB", capacity=2, latitude=51.7)])

    seen = visible_network(whole, PUBLIC)

    assert seen.phrases["text"].tolist() == ["zaal"]
    assert seen.partners["postcode"].tolist() == [""]
    assert seen.partners[["capacity", "latitude"]].isna().to_numpy().all()
    assert seen.partners["name"].tolist() == ["a"]


@pytest.mark.parametrize("role", [role for role in Role if role != Role.STAFF])
def test_what_partners_answered_is_for_staff_alone(role):
    whole = network([partner("a"), partner("b")], answers=[answer("a", "b", "declined")])

    seen = visible_network(whole, Asker(role))

    assert seen.answers.empty
    assert seen.answers.dtypes.equals(whole.answers.dtypes)
    assert visible_network(whole, Asker(Role.STAFF)).answers["answer"].tolist() == ["declined"]


@pytest.mark.parametrize(
    ("level", "roles"),
    [
        pytest.param("public", {*Role}, id="public"),
        pytest.param("network", {*Role} - {Role.PUBLIC}, id="network"),
        pytest.param("staff", {Role.STAFF}, id="staff"),
    ],
)
@pytest.mark.parametrize("field", CHOSEN_FIELDS)
def test_a_field_is_seen_by_those_whom_its_partner_chose(field, level, roles):
    whole = network(
        [
            [
                *partner("a", seeks="tolken", offers="zaal", themes="taal", part_of="b", **OF_A),
                FieldVisibility(partner_id="a", field=field, level=level),
            ],
            partner("b", seeks="tolken", offers="zaal", themes="taal", part_of="a", **OF_A),
        ]
    )

    seen = {role for role in Role if shows(visible_network(whole, Asker(role)), field)}

    assert seen == roles or field == "aliases"  # these are no column of a network


OF_A = {"description": "een school", "place": "Oss", "postcode": "5341 AB", "latitude": 51.7, "website": "a.nl"}


def shows(seen, field):
    """Whether anything of a field of the first partner is there."""
    if field in {"seeks", "offers"}:
        return ((seen.phrases["partner"] == 0) & (seen.phrases["side"] == field)).any()
    if field == "themes":
        return (seen.partner_themes["partner"] == 0).any()
    if field == "memberships":
        return (seen.memberships["member"] == 0).any()
    return any(
        seen.partners[column][0] not in ("", None) and seen.partners[column].notna()[0]
        for column in COLUMNS[field]
        if column in seen.partners
    )


def test_who_may_see_everything_gets_the_network_itself():
    whole = network([partner("a", seeks="tolken")])

    assert visible_network(whole, OPERATOR) is whole


def test_a_hidden_phrase_is_in_nothing_that_the_public_can_reach(tmp_path):
    rows = [partner("a", seeks="tolken voor nieuwkomers"), partner("b", offers="tolken voor nieuwkomers")]
    engine = open_engine(make_database(tmp_path, rows).database_url)
    whole = Snapshots(engine, tmp_path / "model.json").current()

    seen = as_seen_by(whole, PUBLIC)

    assert as_seen_by(whole, OPERATOR) is whole
    assert not seen.shows_suggestions
    assert seen.version != whole.version
    assert any(reason.own for one in whole.matcher.suggest(["a"]) for reason in one.reasons)
    assert not any(reason.own for one in seen.matcher.suggest(["a"]) for reason in one.reasons)
    assert "tolken voor nieuwkomers" not in seen.history.phrases.query("partner == 0")["text"].tolist()
    engine.dispose()


def test_what_the_public_finds_follows_a_changed_profile_without_being_made_anew(tmp_path, tell_profile):
    settings = make_database(tmp_path, [partner("school", offers="zaal"), partner("bieb", offers="boeken")])
    seconds = [0.0]
    engine = open_engine(settings.database_url)
    snapshots = Snapshots(engine, settings.model_path, clock=lambda: seconds[0])
    first = as_seen_by(snapshots.current(), PUBLIC).matcher

    for offers in ("fietsen", "tolken"):  # nobody asks between the two
        tell_profile(engine, id="school", name="school", sector="bedrijf", seeks="geheim", offers=offers)
        seconds[0] += 2
        after = as_seen_by(snapshots.current(), PUBLIC)

    assert [found.partner_id for found in after.matcher.find("tolken")] == ["school"]
    assert after.matcher.find("zaal") == after.matcher.find("fietsen") == after.matcher.find("geheim") == []
    assert after.matcher.space is first.space
    assert first.find("zaal")
    engine.dispose()


def test_what_is_hidden_from_now_on_is_found_no_more_without_being_made_anew(tmp_path, monkeypatch):
    monkeypatch.setattr(snapshot, "N_QUICK", 0)
    settings = make_database(tmp_path, [partner("school", offers="zaal"), partner("bieb", offers="boeken")])
    seconds = [0.0]
    engine = open_engine(settings.database_url)
    snapshots = Snapshots(engine, settings.model_path, clock=lambda: seconds[0])
    first = as_seen_by(snapshots.current(), PUBLIC).matcher

    with transaction(engine) as session:
        choose_levels(session, "school", {"offers": "staff"})
    seconds[0] += 2
    after = as_seen_by(snapshots.current(), PUBLIC)

    assert after.matcher.find("zaal") == []
    assert [found.partner_id for found in after.matcher.find("boeken")] == ["bieb"]
    assert after.matcher.space is first.space
    assert first.find("zaal")
    engine.dispose()


@pytest.mark.parametrize("is_told_first", [True, False])
def test_what_a_role_is_given_follows_profiles_and_work(tmp_path, tell_profile, monkeypatch, is_told_first):
    monkeypatch.setattr(snapshot, "N_QUICK", 0)
    asker = Asker(Role.WORKING_GROUP)
    settings = make_database(tmp_path, [partner(one, offers="zaal") for one in ("bieb", "club", "school")])
    seconds = [0.0]
    engine = open_engine(settings.database_url)
    snapshots = Snapshots(engine, settings.model_path, clock=lambda: seconds[0])
    first = as_seen_by(snapshots.current(), asker).matcher

    def tell():
        tell_profile(engine, id="school", name="school", sector="bedrijf", offers="tolken")

    def work():
        add_rows(settings, [], [collaboration("c", "2019", ["school", "bieb"])])

    for change in (tell, work) if is_told_first else (work, tell):
        change()
        seconds[0] += 2
        snapshots.current()  # which nobody of this role asks for
    after = as_seen_by(snapshots.current(), asker).matcher

    assert after.space is first.space
    assert [found.partner_id for found in after.find("tolken")] == ["school"]
    assert {one.suggested_id for one in after.suggest(["school"], balanced=False)} == {"club"}
    assert {one.suggested_id for one in first.suggest(["school"], balanced=False)} == {"bieb", "club"}
    engine.dispose()


def test_where_very_much_is_hidden_from_now_on_what_a_role_is_given_is_made_anew(tmp_path, monkeypatch):
    monkeypatch.setattr(snapshot, "N_QUICK", 0)
    monkeypatch.setattr(visibility, "MAX_TAKEN_IN", 0)
    settings = make_database(tmp_path, [partner("school", offers="zaal"), partner("bieb", offers="boeken")])
    seconds = [0.0]
    engine = open_engine(settings.database_url)
    snapshots = Snapshots(engine, settings.model_path, clock=lambda: seconds[0])
    first = as_seen_by(snapshots.current(), PUBLIC).matcher

    with transaction(engine) as session:
        choose_levels(session, "school", {"offers": "staff"})
    seconds[0] += 2
    after = as_seen_by(snapshots.current(), PUBLIC)

    assert after.matcher.find("zaal") == []
    assert after.matcher.space is not first.space
    engine.dispose()


@pytest.fixture
def tell_profile(tmp_path):
    """Bring in a row of a file of partners, as `osmose import` does."""
    return lambda engine, **row: import_files(engine, write_files(tmp_path / "files", partners=csv_of(row)))

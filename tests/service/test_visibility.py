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


class Served:
    """The snapshots of a database of three partners, some of which change while time passes."""

    def __init__(self, folder):
        offers = {"bieb": "boeken", "club": "fluit", "school": "zaal"}
        self.settings = make_database(folder, [partner(one, offers=offered) for one, offered in offers.items()])
        self.engine = open_engine(self.settings.database_url)
        self._folder, self._seconds = folder, 0.0
        self._snapshots = Snapshots(self.engine, self.settings.model_path, clock=lambda: self._seconds)

    def matcher(self, asker):
        """What an asker is given when so much time has passed that changes are looked for."""
        self._seconds += 2
        return as_seen_by(self._snapshots.current(), asker).matcher

    def tell(self, **columns):
        """Bring in other rows of the school, as `osmose import` does."""
        row = {"id": "school", "name": "school", "sector": "bedrijf", **columns}
        import_files(self.engine, write_files(self._folder / "files", partners=csv_of(row)))

    def work(self):
        add_rows(self.settings, [], [collaboration("c", "2019", ["school", "bieb"])])

    def hide_offers(self):
        with transaction(self.engine) as session:
            choose_levels(session, "school", {"offers": "staff"})


@pytest.fixture
def served(tmp_path):
    made = Served(tmp_path)
    yield made
    made.engine.dispose()


@pytest.fixture
def is_large(monkeypatch):
    """So large that it is not worked out anew for each change, as three partners would be."""
    monkeypatch.setattr(snapshot, "N_QUICK", 0)


def test_what_the_public_finds_follows_a_changed_profile_without_being_made_anew(served):
    first = served.matcher(PUBLIC)

    served.tell(seeks="geheim", offers="fietsen")
    served.matcher(OPERATOR)  # nobody of the public asks between the two
    served.tell(seeks="geheim", offers="tolken")
    after = served.matcher(PUBLIC)

    assert [found.partner_id for found in after.find("tolken")] == ["school"]
    assert after.find("zaal") == after.find("fietsen") == after.find("geheim") == []
    assert after.space is first.space
    assert first.find("zaal")


@pytest.mark.usefixtures("is_large")
@pytest.mark.parametrize("most", [1000, 0], ids=["a-little", "very-much"])
def test_what_is_hidden_from_now_on_is_found_no_more(served, monkeypatch, most):
    monkeypatch.setattr(visibility, "MAX_TAKEN_IN", most)
    first = served.matcher(PUBLIC)

    served.hide_offers()
    after = served.matcher(PUBLIC)

    assert after.find("zaal") == []
    assert [found.partner_id for found in after.find("boeken")] == ["bieb"]
    assert (after.space is first.space) == (most > 0)  # and where very much is hidden, it is made anew
    assert first.find("zaal")


@pytest.mark.usefixtures("is_large")
@pytest.mark.parametrize("is_told_first", [True, False])
def test_what_a_role_is_given_follows_profiles_and_work(served, is_told_first):
    asker = Asker(Role.WORKING_GROUP)
    first = served.matcher(asker)

    changes = [lambda: served.tell(offers="tolken"), served.work]
    for change in changes if is_told_first else reversed(changes):
        change()
        served.matcher(OPERATOR)  # nobody of this role asks in between
    after = served.matcher(asker)

    assert after.space is first.space
    assert [found.partner_id for found in after.find("tolken")] == ["school"]
    assert {one.suggested_id for one in after.suggest(["school"], balanced=False)} == {"club"}
    assert {one.suggested_id for one in first.suggest(["school"], balanced=False)} == {"bieb", "club"}

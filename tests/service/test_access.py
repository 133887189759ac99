"""Who sees what: decided before anything leaves."""

import pytest
from starlette.requests import Request

from graph.database import open_engine
from service.access import FIELDS, OPERATOR, Asker, Role, as_seen_by, recognise, visible_network
from service.snapshot import Snapshots
from tests.builders import answer, network, partner
from tests.service.serving import make_database

PUBLIC = Asker(Role.PUBLIC)


def asked_from(host):
    return Request({"type": "http", "client": (host, 50000) if host else None})


@pytest.mark.parametrize(
    ("host", "role"),
    [
        pytest.param("127.0.0.1", Role.STAFF, id="this-machine"),
        pytest.param("::1", Role.STAFF, id="this-machine-ipv6"),
        pytest.param("192.0.2.7", Role.PUBLIC, id="another-machine"),
        pytest.param("10.0.0.1", Role.PUBLIC, id="the-same-building"),
        pytest.param("unix", Role.PUBLIC, id="no-address"),
        pytest.param(None, Role.PUBLIC, id="nobody-knows"),
    ],
)
def test_this_machine_is_staff_and_everybody_else_the_public(host, role):
    assert recognise(asked_from(host)).role == role


def test_every_role_sees_what_the_public_sees_and_staff_sees_everything():
    columns = {*network([partner("a")]).partners.columns, "seeks", "offers", "themes", "suggestions", "answers"}

    assert all(FIELDS[Role.PUBLIC] <= FIELDS[role] <= FIELDS[Role.STAFF] for role in Role)
    assert columns <= FIELDS[Role.STAFF]


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


def test_whatever_the_table_of_fields_leaves_out_is_gone(monkeypatch):
    monkeypatch.setitem(FIELDS, Role.PUBLIC, frozenset({"id", "name", "sector"}))
    whole = network(
        [
            partner("a", seeks="tolken", offers="zaal", themes="taal", part_of="b", since="2017", place="Oss"),
            partner("b"),
        ]
    )

    seen = visible_network(whole, PUBLIC)

    assert (seen.partners["id"].tolist(), seen.partners["place"].tolist()) == (["a", "b"], ["", ""])
    assert seen.partners["since"].isna().all()
    assert seen.partners.dtypes.equals(whole.partners.dtypes)
    assert seen.phrases.empty
    assert seen.partner_themes.empty
    assert seen.memberships.empty


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

"""A partner's own profile, changed under the checks that a file goes through."""

import pytest
from sqlalchemy import select

from graph.database import transaction
from graph.errors import UnknownPartner
from graph.model import Change, Partner
from graph.people import AuditEntry
from graph.repository import Repository
from service.access import OPERATOR, Asker, Role
from service.profiles_stored import ProfileChanges, RefusedProfile, read_profile, store_profile
from tests.builders import partner, store

OWNER = Asker(Role.PARTNER, frozenset({"bakker"}))


@pytest.fixture
def session(engine):
    with transaction(engine) as session:
        store(session, [partner("bakker", seeks="winkel", offers=["brood", "koek"], place="Oss"), partner("school")])
        yield session


def test_what_is_named_changes_and_is_known_as_a_change_of_one_profile(session):
    assert store_profile(
        session, OWNER, "bakker", ProfileChanges({"seeks": ["stagiairs", "ruimte"], "place": "Ravenstein"})
    )

    profile = read_profile(session, "bakker")
    assert (profile.lists["seeks"], profile.lists["offers"]) == (["stagiairs", "ruimte"], ["brood", "koek"])
    assert profile.partner.place == "Ravenstein"
    assert Repository(session).changed_profiles(0) == ["bakker"]


def test_who_sees_a_field_is_read_with_the_whole_network(session):
    store_profile(session, OWNER, "bakker", ProfileChanges(levels={"offers": "staff"}))

    assert read_profile(session, "bakker").levels["offers"] == "staff"
    assert Repository(session).changed_profiles(0) is None


def test_what_is_so_already_changes_nothing_and_confirms_the_profile(session):
    same = ProfileChanges({"place": "Oss"}, levels={"seeks": "network"}, sets_pause=True)

    assert not store_profile(session, OWNER, "bakker", same)

    assert session.scalars(select(Change)).all() == session.scalars(select(AuditEntry)).all() == []
    assert read_profile(session, "bakker").partner.confirmed_on is not None


def test_staff_do_not_confirm_for_a_partner(session):
    store_profile(session, OPERATOR, "bakker", ProfileChanges({"capacity": 3}))

    assert read_profile(session, "bakker").partner.confirmed_on is None


def test_the_log_names_the_fields_and_not_what_they_hold(session):
    store_profile(session, OWNER, "bakker", ProfileChanges({"place": "Geheim"}, levels={"offers": "staff"}))

    entry = session.scalars(select(AuditEntry)).one()
    assert (entry.action, entry.subject, entry.detail) == ("change profile", "partner bakker", "place, who sees offers")


@pytest.mark.parametrize(
    "columns",
    [{"capacity": -1}, {"seeks": ["a;b"]}, {"name": "Bakkerij"}, {"offers": ["#REF!"]}, {"themes": [201 * "a"]}],
)
def test_what_is_wrong_is_told_by_its_column(session, columns):
    with pytest.raises(RefusedProfile) as refused:
        store_profile(session, OWNER, "bakker", ProfileChanges(columns))

    assert refused.value.reasons.keys() == columns.keys()


def test_a_partner_that_is_not_there_has_no_profile(session):
    with pytest.raises(UnknownPartner):
        store_profile(session, OPERATOR, "nobody", ProfileChanges({"place": "Oss"}))


@pytest.mark.parametrize(
    ("place", "latitude"),
    [pytest.param("Uden", None, id="moved"), pytest.param("OSS", 51.7, id="spelled-otherwise")],
)
def test_who_moves_is_no_longer_where_it_was(session, place, latitude):
    partner = session.get_one(Partner, "bakker")
    partner.place, partner.latitude, partner.longitude = "Oss", 51.7, 5.5
    session.flush()

    store_profile(session, OPERATOR, "bakker", ProfileChanges(columns={"place": place}))

    assert session.get_one(Partner, "bakker").latitude == latitude

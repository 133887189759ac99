"""Who may do what."""

import pytest
from sqlalchemy import select

from graph.errors import UnknownPartner
from graph.people import AuditEntry, Contact, Person
from service.access import OPERATOR
from service.erasing import erase_person
from service.keys import read_safe
from service.people import BadAddress, People
from service.recognising import asker_of
from service.roles import (
    LastStaff,
    UnknownContact,
    admit_person,
    change_role,
    leave_partner,
    named_partner,
)
from tests.builders import partner
from tests.service.serving import copy_database
from tests.service.signed_in import database

ADDRESS = "directie@voorbeeld.example"


@pytest.fixture(scope="module")
def settings(sqlite_template, tmp_path_factory):
    partners = [partner("muzelinck", name="Muzelinck"), partner("x1", name="Twee"), partner("x2", name="twee")]
    return copy_database(sqlite_template, tmp_path_factory.mktemp("roles"), partners)


@pytest.fixture
def session(settings):
    with database(settings) as lent:  # nothing of it is kept
        yield lent


@pytest.fixture
def admit(session, settings):
    def run(address=ADDRESS, role="", partner_ids=()):
        return admit_person(session, read_safe(settings), OPERATOR, address, role=role, partner_ids=partner_ids)

    return run


def test_a_person_is_added_with_role_and_partner(session, admit):
    person = admit(role="working_group", partner_ids=["muzelinck"])

    asker = asker_of(session, person.id)
    assert (asker.role, asker.partner_ids) == ("working_group", {"muzelinck"})


def test_who_is_known_keeps_the_role_and_gets_a_partner(session, admit):
    first = admit(role="staff")
    second = admit(address=ADDRESS.upper(), partner_ids=["muzelinck"])

    assert second.id == first.id
    assert (asker_of(session, first.id).role, asker_of(session, first.id).partner_ids) == ("staff", {"muzelinck"})


def test_adding_somebody_again_confirms_what_waited(session, admit, settings):
    person = admit(role="working_group")
    People(session, read_safe(settings)).join(person.id, "muzelinck", state="claimed")
    admit(partner_ids=["muzelinck"])

    assert session.get_one(Contact, (person.id, "muzelinck")).state == "confirmed"


@pytest.mark.parametrize(("address", "partners", "error"), [("x", [], BadAddress), (ADDRESS, ["x"], UnknownPartner)])
def test_what_cannot_be_is_refused(admit, address, partners, error):
    with pytest.raises(error):
        admit(address, "staff", partners)


@pytest.mark.parametrize("role", ["", "working_group"])
def test_the_last_staff_member_stays_staff(session, admit, role):
    person = admit(role="staff")

    with pytest.raises(LastStaff, match="whoever sits at this machine would be staff again"):
        change_role(session, OPERATOR, person, role)


def test_the_last_staff_member_is_not_removed_and_the_last_but_one_is(session, admit, settings):
    first, second = admit(role="staff"), admit("b@voorbeeld.example", role="staff")
    erase_person(session, read_safe(settings), settings, OPERATOR, first.id)

    assert session.scalars(select(Person.id)).all() == [second.id]
    with pytest.raises(LastStaff):
        erase_person(session, read_safe(settings), settings, OPERATOR, second.id)


def test_who_is_not_staff_is_removed_beside_the_last_who_is(session, admit, settings):
    admit(role="staff")
    other = admit("b@voorbeeld.example", role="working_group")

    erase_person(session, read_safe(settings), settings, OPERATOR, other.id)
    assert session.get(Person, other.id) is None


def test_who_leaves_a_partner_no_longer_speaks_for_it(session, admit):
    person = admit(partner_ids=["muzelinck"])
    leave_partner(session, OPERATOR, person.id, "muzelinck")

    assert asker_of(session, person.id).partner_ids == set()
    with pytest.raises(UnknownContact):
        leave_partner(session, OPERATOR, person.id, "muzelinck")


def test_the_log_names_what_was_done_and_nobody(session, admit):
    person = admit(role="working_group", partner_ids=["muzelinck"])

    entries = session.execute(select(AuditEntry.action, AuditEntry.subject, AuditEntry.detail)).all()
    assert entries == [
        ("add person", f"person {person.id}", "working_group"),
        ("join partner", "partner muzelinck", f"person {person.id}"),
    ]


@pytest.mark.parametrize(("text", "found"), [("muzelinck", "muzelinck"), (" MUZELINCK ", "muzelinck"), ("x1", "x1")])
def test_a_partner_is_found_by_id_and_by_name(session, text, found):
    assert named_partner(session, text).id == found


@pytest.mark.parametrize("text", ["twee", "niemand", ""])
def test_a_name_of_several_or_of_none_names_nobody(session, text):
    with pytest.raises(UnknownPartner):
        named_partner(session, text)

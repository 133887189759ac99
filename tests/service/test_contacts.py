"""Contact persons as staff keep them."""

import pytest
from sqlalchemy import select

from graph.errors import UnknownPartner
from graph.people import AuditEntry, Person
from service.access import OPERATOR
from service.contacts import ContactDetails, add_contact, change_contact, read_contact, remove_contact
from service.people import AlreadyKnown, BadAddress, People, UnknownPerson
from tests.service.desk_rows import two_partners, writing


@pytest.fixture
def desk(tmp_path):
    with writing(two_partners(tmp_path)) as at:
        yield at


def add(desk, partner_id="school", address="directie@voorbeeld.example", **others):
    return add_contact(*desk, OPERATOR, partner_id, ContactDetails(address, **others)).id


def contacts(desk, partner_id):
    return [
        (one.person.name, one.person.address, one.person.phone, one.function, one.state)
        for one in People(*desk).contacts(partner_id)
    ]


def test_a_new_contact_is_confirmed_and_nothing_of_it_is_readable_in_the_database(desk):
    person_id = add(desk, name="Directie", phone="0412 000000", function="directeur")

    row = desk[0].get_one(Person, person_id)
    assert contacts(desk, "school") == [
        ("Directie", "directie@voorbeeld.example", "0412 000000", "directeur", "confirmed")
    ]
    assert "directie" not in f"{row.sealed_name}{row.sealed_address}{row.address_hash}".lower()


def test_who_is_known_already_keeps_its_name_and_gets_what_is_missing(desk):
    first = add(desk, "school", name="Directie")

    second = add(desk, "bieb", "Directie@voorbeeld.example", name="Iemand anders", phone="0412 000000")

    assert first == second
    assert contacts(desk, "bieb") == [("Directie", "directie@voorbeeld.example", "0412 000000", "", "confirmed")]


def test_a_change_is_seen_and_the_old_address_leads_to_nobody(desk):
    person_id = add(desk, name="Directie", function="directeur")
    details = ContactDetails("bestuur@voorbeeld.example", "Bestuur")

    change_contact(*desk, OPERATOR, "school", person_id, details)

    people = People(*desk)
    assert contacts(desk, "school") == [("Bestuur", "bestuur@voorbeeld.example", "", "", "confirmed")]
    assert people.find("directie@voorbeeld.example") is None
    assert people.find("BESTUUR@voorbeeld.example").id == person_id


def test_a_change_keeps_how_the_person_came(desk):
    person_id = add(desk)
    People(*desk).join(person_id, "school", state="claimed")

    change_contact(*desk, OPERATOR, "school", person_id, ContactDetails("directie@voorbeeld.example", "Directie"))

    assert read_contact(*desk, "school", person_id).state == "claimed"


def test_two_persons_cannot_have_one_address(desk):
    add(desk)
    other = add(desk, address="bestuur@voorbeeld.example")

    with pytest.raises(AlreadyKnown):
        change_contact(*desk, OPERATOR, "school", other, ContactDetails("directie@voorbeeld.example"))


def test_who_is_removed_speaks_for_that_partner_no_longer_and_stays_known(desk):
    person_id = add(desk, "school")
    add(desk, "bieb")

    remove_contact(*desk, OPERATOR, "school", person_id)

    assert contacts(desk, "school") == []
    assert len(contacts(desk, "bieb")) == 1
    remove_contact(*desk, OPERATOR, "bieb", person_id)
    assert desk[0].get(Person, person_id) is not None


@pytest.mark.parametrize("do", [read_contact, remove_contact])
def test_a_person_of_another_partner_is_unknown(desk, do):
    person_id = add(desk, "school")
    asker = [OPERATOR] if do is remove_contact else []

    with pytest.raises(UnknownPerson):
        do(*desk, *asker, "bieb", person_id)


@pytest.mark.parametrize(
    ("partner_id", "address", "error"),
    [
        pytest.param("niemand", "directie@voorbeeld.example", UnknownPartner, id="unknown-partner"),
        pytest.param("school", "geen adres", BadAddress, id="bad-address"),
        pytest.param("school", "", BadAddress, id="no-address"),
    ],
)
def test_what_cannot_be_added_says_why(desk, partner_id, address, error):
    with pytest.raises(error):
        add(desk, partner_id, address)


def test_the_log_tells_of_it_and_names_nobody(desk):
    person_id = add(desk, name="Directie")
    change_contact(*desk, OPERATOR, "school", person_id, ContactDetails("bestuur@voorbeeld.example"))
    remove_contact(*desk, OPERATOR, "school", person_id)

    entries = desk[0].execute(select(AuditEntry.action, AuditEntry.subject, AuditEntry.detail)).all()
    assert [tuple(entry) for entry in entries] == [
        (f"{verb} contact", "partner school", f"person {person_id}") for verb in ("add", "change", "remove")
    ]

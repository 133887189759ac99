"""Notes of a partner: sealed, newest first, and gone when removed."""

import pytest
from sqlalchemy import select

from graph.errors import UnknownPartner
from graph.people import AuditEntry, PartnerNote
from service.access import OPERATOR, Asker, Role
from service.casework import LONGEST_NOTE, UnknownNote, add_note, add_note_once, notes_of, remove_note
from service.people import People
from tests.service.desk_rows import two_partners, writing


@pytest.fixture
def desk(tmp_path):
    with writing(two_partners(tmp_path)) as at:
        yield at


def test_notes_are_sealed_and_come_the_latest_first_with_who_wrote_them(desk):
    session, safe = desk
    writer = People(session, safe).add("bureau@voorbeeld.example", "Bureau", role="staff").id
    add_note(session, safe, OPERATOR, "school", "call", "Gebeld over techniek")
    add_note(session, safe, Asker(Role.STAFF, person_id=writer), "school", "visit", " Langs geweest\nKoffie ")
    add_note(session, safe, OPERATOR, "bieb", "note", "Iets anders")

    notes = notes_of(session, safe, "school")

    assert [(note.kind, note.text, note.by) for note in notes] == [
        ("visit", "Langs geweest\nKoffie", "Bureau"),
        ("call", "Gebeld over techniek", ""),
    ]
    assert not any("techniek" in text for text in session.scalars(select(PartnerNote.sealed_text)))


def test_a_note_outlives_who_wrote_it(desk):
    session, safe = desk
    writer = People(session, safe).add("bureau@voorbeeld.example").id
    add_note(session, safe, Asker(Role.STAFF, person_id=writer), "school", "note", "Iets")
    People(session, safe).erase(writer)
    session.expire_all()

    assert [(note.text, note.by) for note in notes_of(session, safe, "school")] == [("Iets", "")]


@pytest.mark.parametrize(
    ("kind", "text"),
    [("note", ""), ("note", "  \n"), ("note", "x" * (LONGEST_NOTE + 1)), ("letter", "Iets")],
    ids=["empty", "blank", "too-long", "unknown-kind"],
)
def test_what_is_no_note_is_refused(desk, kind, text):
    with pytest.raises(ValueError, match="a note is one of"):
        add_note(*desk, OPERATOR, "school", kind, text)


def test_nothing_is_noted_about_nobody(desk):
    with pytest.raises(UnknownPartner):
        add_note(*desk, OPERATOR, "niemand", "note", "Iets")


def test_the_same_note_is_written_once_for_each_partner(desk):
    session, safe = desk
    for partner_id, text in [("school", "Zoekt"), ("school", "Zoekt"), ("bieb", "Zoekt"), ("school", "Zoekt iets")]:
        add_note_once(session, safe, OPERATOR, partner_id, text)

    assert [note.text for note in notes_of(session, safe, "school")] == ["Zoekt iets", "Zoekt"]
    assert [note.text for note in notes_of(session, safe, "bieb")] == ["Zoekt"]


def test_a_removed_note_is_gone_and_one_of_another_partner_is_unknown(desk):
    session, safe = desk
    note_id = add_note(session, safe, OPERATOR, "school", "note", "Iets").id

    with pytest.raises(UnknownNote):
        remove_note(session, OPERATOR, "bieb", note_id)
    remove_note(session, OPERATOR, "school", note_id)
    session.flush()

    assert notes_of(session, safe, "school") == []
    entries = session.execute(select(AuditEntry.action, AuditEntry.detail)).all()
    assert [tuple(entry) for entry in entries] == [("add note", f"note {note_id}"), ("remove note", f"note {note_id}")]

"""An erased person is nowhere: not in the files of the database, the letters, the log, nor in what others read."""

import shutil
from datetime import date

import pytest
from sqlalchemy import select

from graph.activities import Activity
from graph.database import open_engine, reading, transaction
from graph.introductions import IntroductionStep
from graph.model import Answer, Partner
from graph.outbox import Mail
from graph.people import AuditEntry, BrowserSession, Contact, PartnerNote, Person
from graph.sweeping import sweep
from graph.writing import FORMATS, export
from service.access import OPERATOR
from service.erasing import erase_person
from service.inspecting import all_about
from service.introductions.asking import ask
from service.introductions.deciding import decide, propose_by_hand
from service.keys import read_safe
from service.people import People, UnknownPerson
from service.roles import LastStaff
from service.sessions import start_session
from service.settings import Settings
from service.tokens import make_token
from tests.builders import answer, partner, store
from tests.service.activities.holding import hold
from tests.service.serving import writing

TODAY = date(2026, 11, 26)
ADDRESS, NAME, PHONE = "merkteken@voorbeeld.example", "Merkteken Van Test", "06-00000099"
MARKERS = ("merkteken@", "Merkteken Van", "06-00000099")


@pytest.fixture
def settings(sqlite_template, tmp_path):
    shutil.copy(sqlite_template, tmp_path / "osmose.db")
    return Settings(database_url=f"sqlite:///{tmp_path / 'osmose.db'}", home=tmp_path)


@pytest.fixture
def person_id(settings):
    """Somebody who was given a name wherever one can be written down, and did all that one can do."""
    safe = read_safe(settings)
    with writing(settings) as session:
        imported = partner("bakker")
        imported[0].notes = {"contactpersoon": f"{NAME}, {ADDRESS}"}
        store(session, [imported, partner("school")], answers=[answer("bakker", "school", reason=f"bel {PHONE}")])
        people = People(session, safe)
        person_id = people.add(ADDRESS, NAME, phone=PHONE).id
        people.join(person_id, "bakker", function=f"functie van {NAME}")
        people.join(people.add("ander@voorbeeld.example").id, "school")
        session.add(PartnerNote(partner_id="bakker", sealed_text=safe.seal(f"Gebeld met {NAME.lower()} ({ADDRESS}).")))
        session.add(PartnerNote(partner_id="school", person_id=person_id, sealed_text=safe.seal("De zaal is vrij.")))
        start_session(session, person_id)
        make_token(session, person_id, f"van {NAME}", ["read"], today=TODAY)
        introduction = propose_by_hand(session, OPERATOR, "bakker", "school")
        decide(session, OPERATOR, introduction, "approve")
        ask(session, OPERATOR, introduction, TODAY)
        hold(session, held_by=["bakker"], audience=f"vragen aan {NAME}, {ADDRESS}")
    return person_id


def erase(settings, person_id):
    safe = read_safe(settings)
    engine = open_engine(settings.database_url)
    with transaction(engine) as session:
        erased = erase_person(session, safe, settings, OPERATOR, person_id)
    assert sweep(engine)
    engine.dispose()
    return erased


def bytes_of(settings):
    """All that lies in the home of the service: the database with the files beside it, letters, and the rest."""
    return {path.name: path.read_bytes() for path in settings.home.rglob("*") if path.is_file()}


def ciphertexts(settings, person_id):
    with writing(settings) as session:
        person = session.get_one(Person, person_id)
        contact = session.scalars(select(Contact).where(Contact.person_id == person_id)).one()
        note = session.scalars(select(PartnerNote).where(PartnerNote.partner_id == "bakker")).one()
        token = session.scalars(select(BrowserSession)).one()
        of_person = [person.sealed_address, person.sealed_name, person.sealed_phone, person.address_hash]
        return [*of_person, contact.sealed_function, note.sealed_text, token.token_hash]


def test_no_byte_of_an_erased_person_is_left(settings, person_id):
    traces = [*MARKERS, *ciphertexts(settings, person_id)]
    letters = settings.mail_path
    letters.mkdir()
    letters.joinpath("1.eml").write_text(f"To: {NAME} <{ADDRESS}>\n\nHallo")
    assert any(traces[0].encode() in content for content in bytes_of(settings).values())
    assert any(traces[3].encode() in content for content in bytes_of(settings).values())

    erase(settings, person_id)

    assert set(bytes_of(settings)) >= {"osmose.db", "key"}
    left = {
        (name, trace) for name, content in bytes_of(settings).items() for trace in traces if trace.encode() in content
    }
    assert left == set()


def test_what_others_wrote_stays_without_the_name(settings, person_id):
    erased = erase(settings, person_id)

    with writing(settings) as session:
        notes = {
            note.partner_id: read_safe(settings).open(note.sealed_text) for note in session.scalars(select(PartnerNote))
        }
        assert notes == {"bakker": "Gebeld met … (…).", "school": "De zaal is vrij."}
        assert session.scalars(select(Answer.reason)).all() == ["bel …"]
        assert session.get_one(Partner, "bakker").notes == {"contactpersoon": "…, …"}
        assert session.scalars(select(Activity.audience)).all() == ["vragen aan …, …"]
        assert {mail.partner_id for mail in session.scalars(select(Mail))} == {"school"}
        assert session.scalars(select(IntroductionStep)).all() != []
    assert (erased.n_texts, erased.n_letters) == (4, 0)


@pytest.mark.parametrize("format_name", FORMATS)
def test_no_export_names_the_person(settings, person_id, format_name):
    erase(settings, person_id)

    with writing(settings) as session:
        export(session, format_name, settings.home / "file")
    content = b"".join(bytes_of(settings).values())
    assert [marker for marker in MARKERS if marker.encode() in content] == []


def test_letters_of_and_about_the_person_go_and_others_stay(settings, person_id):
    folder = settings.mail_path
    folder.mkdir()
    folder.joinpath("to.eml").write_text(f"To: {ADDRESS}\n\nHallo")
    folder.joinpath("about.eml").write_text(
        "To: ander@voorbeeld.example\nContent-Transfer-Encoding: quoted-printable\n\nU belt 06=2D00000099 nu"
    )
    folder.joinpath(".draft.1").write_text(f"To: =?utf-8?q?Merkteken_Van_Test?= <{ADDRESS}>\n\n")
    folder.joinpath("other.eml").write_text("To: ander@voorbeeld.example\n\nMerkteken is een woord")

    assert erase(settings, person_id).n_letters == 3
    assert [path.name for path in folder.iterdir()] == ["other.eml"]


def test_the_log_tells_that_somebody_was_erased_and_not_who(settings, person_id):
    erase(settings, person_id)

    with writing(settings) as session:
        entry = session.scalars(select(AuditEntry).order_by(AuditEntry.id.desc())).first()
        assert (entry.role, entry.action, entry.subject, entry.detail) == (
            "staff",
            "erase person",
            f"person {person_id}",
            "",
        )


def test_the_last_staff_member_is_not_erased(settings):
    safe = read_safe(settings)
    with writing(settings) as session:
        people = People(session, safe)
        first, second = (people.add(f"{name}@example.org", role="staff").id for name in "ab")
        erase_person(session, safe, settings, OPERATOR, first)
        with pytest.raises(LastStaff, match="Add another staff member first"):
            erase_person(session, safe, settings, OPERATOR, second)


def test_who_is_not_there_cannot_be_erased(settings):
    with writing(settings) as session, pytest.raises(UnknownPerson):
        erase_person(session, read_safe(settings), settings, OPERATOR, 99)


def test_on_every_database_the_rows_are_gone(engine, tmp_path):
    settings = Settings(home=tmp_path)
    safe = read_safe(settings)
    with transaction(engine) as session:
        store(session, [partner("bakker")])
        person = People(session, safe).add(ADDRESS, NAME)
        People(session, safe).join(person.id, "bakker")
        start_session(session, person.id)
        erase_person(session, safe, settings, OPERATOR, person.id)

    with reading(engine) as session:
        assert [session.scalars(select(kind)).all() for kind in (Person, Contact, BrowserSession)] == [[], [], []]


def test_who_asks_gets_all_that_is_kept(settings, person_id):
    with writing(settings) as session:
        kept = all_about(session, read_safe(settings), person_id)

    assert kept["person"]["address"] == ADDRESS
    assert (kept["person"]["name"], kept["person"]["phone"]) == (NAME, PHONE)
    assert [each["function"] for each in kept["speaks_for"]] == [f"functie van {NAME}"]
    assert [each["label"] for each in kept["tokens"]] == [f"van {NAME}"]
    assert [each["kind"] for each in kept["mails"]] == ["asked", "activity_published"]
    assert [each["text"] for each in kept["notes_written"]] == ["De zaal is vrij."]
    assert [each["text"] for each in kept["notes_that_name_you"]] == [f"Gebeld met {NAME.lower()} ({ADDRESS})."]
    assert len(kept["signed_in"]) == 1


@pytest.mark.parametrize("name", ["de", "directie", "De Zaal"])
def test_a_name_that_is_a_common_word_spoils_no_texts_of_others(settings, person_id, name):
    """Whoever wants to can choose a name and have itself erased."""
    safe = read_safe(settings)
    settings.mail_path.mkdir()
    settings.mail_path.joinpath("other.eml").write_text("To: ander@voorbeeld.example\n\nAan de directie")
    text = "De directie zegt: de zaal is vrij."
    with writing(settings) as session:
        session.get_one(Person, person_id).sealed_name = safe.seal(name)
        session.get_one(Partner, "school").notes = {"opmerking": text.lower()}
        session.add(PartnerNote(partner_id="school", sealed_text=safe.seal(text)))

    erase(settings, person_id)

    with writing(settings) as session:
        texts = [safe.open(note.sealed_text) for note in session.scalars(select(PartnerNote))]
        assert text in texts
        assert session.get_one(Partner, "school").notes == {"opmerking": text.lower()}
    assert (settings.mail_path / "other.eml").exists()

"""All data of a partner as a page and as a file, and what is left when it leaves."""

from sqlalchemy import select

from graph.every_table import Base
from graph.introductions import Introduction
from graph.model import Partner
from graph.people import PartnerNote, Person
from graph.repository import Repository
from matching.reasons import Reason
from matching.suggestion import Suggestion
from service.access import OPERATOR
from service.activities.signing_up import sign_up
from service.introductions.deciding import take_up
from service.keys import read_safe
from service.people import People
from tests.service.activities.holding import NOW, hold
from tests.service.pages.own.test_profile import LEVELS, TYPED
from tests.service.pages.own.towns import ask_both, looking, peeking, state_of, writing
from tests.service.signed_in import add_person


def all_rows(settings) -> str:
    with peeking(settings) as session:
        return "\n".join(str(row) for table in Base.metadata.sorted_tables for row in session.execute(select(table)))


def figures(settings):
    with peeking(settings) as session:
        network = Repository(session).network()
        ties = network.ties
        return sorted(ties["weight"]), len(network.collaborations), sorted(network.partners["sector"])


def test_the_file_holds_all_and_nothing_of_the_other_side(town):
    settings, baker, teacher = town
    number = ask_both(settings)
    with writing(settings) as session:
        sign_up(session, OPERATOR, hold(session, held_by=["school"]), "bakker", 3, NOW)
    with looking(settings, teacher) as client:
        client.post(f"/mijn/school/kennismakingen/{number}/antwoord", data={"antwoord": "yes"})
    with looking(settings, baker) as client:
        answer = client.get("/mijn/bakker/gegevens/bestand.json")
        page = client.get("/mijn/bakker/gegevens").text

    held = answer.json()
    assert "attachment" in answer.headers["content-disposition"]
    assert held["partner"]["seeks"] == ["hulp bij taal"]
    assert held["partner"]["visibility"]["seeks"] == "network"
    assert [one["address"] for one in held["contacts"]] == ["bakker@voorbeeld.example"]
    assert held["introductions"][0]["standing"] == "to_answer"
    assert [step["state"] for step in held["introductions"][0]["steps"]] == ["asked"]
    assert held["collaborations"][0]["with"] == ["Hockeyclub"]
    activity = held["activities"][0]
    assert (activity["title"], activity["holds_it"], activity["n_people"]) == ("Studiedag techniek", False, 3)
    assert [mail["kind"] for mail in held["you"]["mails"]] == ["asked", "activity_office"]
    assert "directie@" not in answer.text + page
    assert "Broodjes" in answer.text


def test_inviting_somebody_tells_nothing_of_that_person_but_the_address_typed(town):
    settings, baker, teacher = town
    with writing(settings) as session:
        People(session, read_safe(settings)).change(
            teacher, address="directie@voorbeeld.example", name="Naam Van Buiten", phone="0412 111 111"
        )
    add_person(settings, "vreemde@voorbeeld.example", partners="bakker", state="claimed")
    with looking(settings, baker) as client:
        client.post("/mijn/bakker/collegas", data={"adres": "Directie@voorbeeld.example"})
        file = client.get("/mijn/bakker/gegevens/bestand.json")
        pages = [client.get(f"/mijn/bakker/{page}").text for page in ("gegevens", "collegas")]

    contacts = {one["state"]: (one["name"], one["phone"]) for one in file.json()["contacts"]}
    assert contacts == {"confirmed": ("bakker", ""), "invited": ("", "")}
    everything = file.text + "".join(pages)
    assert "directie@voorbeeld.example" in everything
    for hidden in ("Naam Van Buiten", "0412 111 111", "vreemde@"):
        assert hidden not in everything


def test_leaving_asks_for_the_name_first(town):
    settings, baker, _teacher = town
    with looking(settings, baker) as client:
        assert "Dit wissen wij" in client.get("/mijn/bakker/vertrekken").text
        assert client.post("/mijn/bakker/vertrekken", data={"naam": "ja"}).status_code == 400

    with peeking(settings) as session:
        assert session.get_one(Partner, "bakker").name == "Bakkerij Kruim"


def test_who_left_is_in_no_table_any_more_and_the_figures_stay(town):
    settings, baker, teacher = town
    person = add_person(settings, "beide@voorbeeld.example", partners=["bakker", "club"])
    with writing(settings) as session:
        reason = Reason("they_offer", 1.0, own="hulp bij taal", theirs="gastlessen")
        take_up(session, OPERATOR, Suggestion("bakker", "club", 1, 1.0, (reason,), chance=0.1), "close")
        about = Reason("shared_partners", 1.0, partner_ids=("bakker",))
        take_up(session, OPERATOR, Suggestion("club", "school", 1, 1.0, (about,), chance=0.1), "close")
        hold(session, held_by=["bakker", "club"], title="Open dag bij Bakkerij Kruim")
        sign_up(session, OPERATOR, hold(session), "bakker", 3, NOW)
    number = ask_both(settings)
    with looking(settings, baker) as client:
        client.post("/mijn/bakker/profiel", data=TYPED | LEVELS)
        said = {"antwoord": "no", "reden": "other", "woorden": "Kruim wil dit niet"}
        client.post(f"/mijn/bakker/kennismakingen/{number}/antwoord", data=said)
        before = figures(settings)
        page = client.post("/mijn/bakker/vertrekken", data={"naam": "bakkerij kruim"}).text
        assert "De organisatie is uit het netwerk." in page
        assert client.get("/partners/bakker").status_code == 404
        assert "Kruim" not in client.get("/partners").text

    rows = all_rows(settings)
    # In the log, which nobody can change, stands the id; nothing else does.
    left = [row for row in rows.splitlines() if "bakker" in row and "partner bakker'" not in row]
    assert left == []
    # Long enough that no digest holds them by chance.
    for trace in ("kruim", "wij bakken", "hulp bij taal", "rondleidingen", "5341 aa", "5341aa", "wil dit niet"):
        assert trace not in rows.lower()
    assert "Broodjes van Voormalige partner" in rows
    assert figures(settings) == before
    with peeking(settings) as session:
        assert {one.state for one in session.scalars(select(Introduction))} == {"declined", "expired", "proposed"}
        assert set(session.scalars(select(Person.id))) == {teacher, person}


def test_who_spoke_for_one_that_left_is_in_no_note_no_letter_and_no_byte(town):
    settings, baker, _teacher = town
    safe = read_safe(settings)
    with writing(settings) as session:
        note = PartnerNote(partner_id="school", sealed_text=safe.seal("Bel bakker@voorbeeld.example over de zaal."))
        session.add(note)
        session.flush()
        sealed = [note.sealed_text, session.get_one(Person, baker).sealed_address]
    settings.mail_path.mkdir()
    (settings.mail_path / "1.eml").write_text("To: bakker@voorbeeld.example\n\nHallo")
    with looking(settings, baker) as client:
        client.post("/mijn/bakker/vertrekken", data={"naam": "Bakkerij Kruim"})
        held = b"".join(path.read_bytes() for path in settings.home.rglob("*") if path.is_file())

    assert [each for each in ("bakker@voorbeeld", *sealed) if each.encode() in held] == []
    with peeking(settings) as session:
        assert [safe.open(each.sealed_text) for each in session.scalars(select(PartnerNote))] == ["Bel … over de zaal."]


def test_who_waits_for_one_that_leaves_is_told(town):
    settings, baker, teacher = town
    number = ask_both(settings)
    with looking(settings, teacher) as client:
        client.post(f"/mijn/school/kennismakingen/{number}/antwoord", data={"antwoord": "yes"})
    with looking(settings, baker) as client:
        client.post("/mijn/bakker/vertrekken", data={"naam": "Bakkerij Kruim"})
    with looking(settings, teacher) as client:
        page = client.get(f"/mijn/school/kennismakingen/{number}").text

    assert state_of(settings, number) == "expired"
    assert "Voormalige partner" in page
    assert "Deze vraag is verlopen." in page
    assert "'not_now'" in all_rows(settings)

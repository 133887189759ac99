"""Pages behind links in mails: what they show, what their buttons do, and every way in which a link is not good."""

import re
from datetime import date, timedelta

import pytest
from sqlalchemy import delete, select, text

from graph.database import reading, transaction
from graph.introducing import Introductions
from graph.model import Answer, Base, FieldVisibility, Partner
from graph.outbox import Mail
from graph.people import AuditEntry, Contact, Person
from graph.repository import Repository
from service.limits import LIMITS, Limit
from service.links import LIVES, Links
from service.mail.letters import KINDS, write_letter
from service.mail.outbox import post
from tests.builders import partner
from tests.service.posting import TODAY, ask_both, facts_of_any, house_of, say
from tests.service.serving import ELSEWHERE, make_database, serving
from tests.service.signed_in import add_person, sign_in

FOREIGN = {"Sec-Fetch-Site": "cross-site", "Origin": "https://elders.example"}


@pytest.fixture
def settings(town):
    return town()


@pytest.fixture
def house(settings):
    with house_of(settings) as house:
        yield house


@pytest.fixture
def introduction_id(house):
    return ask_both(house, date.today())  # noqa: DTZ011 -- the pages live today


@pytest.fixture
def client(settings, introduction_id):
    del introduction_id
    with serving(settings, ELSEWHERE) as client:
        yield client


def link(house, path, purpose, **carried):
    return f"{path}/{Links(house.safe).make(purpose, {'person': 1, **carried})}"


def question(house, side="first", person=1):
    return link(house, "/antwoord", "answer", introduction=1, side=side, person=person)


def came_of_it(house, side="first", person=1):
    return link(house, "/opgeleverd", "outcome", introduction=1, side=side, person=person)


def profile(house):
    return link(house, "/klopt", "profile", partner="bakker")


def unsubscribing(house, kind="digest"):
    return link(house, "/post-afmelden", "unsubscribe", kind=kind)


def state(house):
    with reading(house.engine) as session:
        return Introductions(session).get(1).state


def test_the_page_shows_who_and_why_from_both_sides_and_chooses_nothing_by_itself(client, house):
    page = client.get(question(house) + "?zegt=ja").text

    assert "Wilt u kennismaken met De Lindeschool?" in page
    assert "Zij zoeken “stageplekken” – u biedt “stageplekken”" in page
    assert "U zoekt “stageplekken” – zij bieden “stageplekken”" in page
    assert re.search(r'value="ja" required\s+checked', page)
    assert state(house) == "asked"


def test_what_the_other_side_hides_stands_in_no_reason_not_even_in_what_it_reads_itself(client, house):
    with transaction(house.engine) as session:
        session.add(FieldVisibility(partner_id="bakker", field="offers", level="staff"))
        Repository(session).record_change("a test")

    page = client.get(question(house, "second", 2)).text

    assert "Wilt u kennismaken met Bakkerij De Korst?" in page
    assert "“stageplekken”" not in page


def test_a_yes_says_what_comes_next_and_the_second_one_gives_contact_details_at_once(client, house):
    first = client.post(question(house), data={"zegt": "ja"}).text
    assert "u zei ja tegen De Lindeschool" in first
    assert "school@example.org" not in first

    second = client.post(question(house, "second", 2), data={"zegt": "ja"}).text
    assert "bakker@example.org" in second
    assert "0412 000000" in second
    assert "mailto:bakker@example.org?subject=" in second
    assert "school@example.org" in client.get(question(house)).text
    assert state(house) == "introduced"


def test_a_no_wants_a_reason_and_keeps_what_was_filled_in(client, house):
    answer = client.post(question(house), data={"zegt": "nee", "woorden": "te druk"})

    assert answer.status_code == 400
    assert "Kies waarom niet" in answer.text
    assert "te druk</textarea>" in answer.text
    assert state(house) == "asked"


def test_a_no_with_its_reason_is_stored_with_the_words(client, house):
    client.post(question(house), data={"zegt": "nee", "reden": "too_far", "woorden": "te ver weg"})

    assert state(house) == "declined"
    with reading(house.engine) as session:
        assert session.scalars(select(Answer.reason)).all() == ["te ver weg"]
        assert session.get_one(Person, 1).seen_at is not None


def test_no_answer_at_all_is_told_at_the_field(client, house):
    answer = client.post(question(house))

    assert answer.status_code == 400
    assert "Kies een van de drie antwoorden." in answer.text


def test_a_link_used_twice_tells_what_was_said_and_changes_nothing(client, house):
    client.post(question(house), data={"zegt": "later"})
    again = client.post(question(house), data={"zegt": "ja"})

    assert again.status_code == 200
    assert "we komen er later op terug" in again.text
    assert state(house) == "held"


@pytest.mark.parametrize("make", [question, came_of_it, profile, unsubscribing])
def test_a_link_that_was_altered_by_one_character_is_not_ours(client, house, make):
    path, _, token = make(house).rpartition("/")
    for at in (0, len(token) // 2, len(token) - 1):
        other = token[:at] + ("A" if token[at] != "A" else "B") + token[at + 1 :]
        answer = client.get(f"{path}/{other}")

        assert answer.status_code == 404
        assert "Deze link klopt niet" in answer.text


def test_every_other_last_character_is_refused(client, house):
    url = question(house)
    letters = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_"

    links = Links(house.safe)
    token = url.rpartition("/")[2]
    good = [letter for letter in letters if _is_good(links, token[:-1] + letter)]
    assert good == [token[-1]]
    assert client.get(url).status_code == 200


def _is_good(links, token):
    try:
        links.read("answer", token)
    except Exception:  # noqa: BLE001 -- whatever refuses it
        return False
    return True


@pytest.mark.parametrize("make", [question, came_of_it, profile, unsubscribing])
def test_a_link_that_ended_says_so(client, house, make, monkeypatch):
    url = make(house)
    for purpose in ("answer", "outcome", "profile", "unsubscribe"):
        monkeypatch.setitem(LIVES, purpose, timedelta(seconds=-1))
    for answer in (client.get(url), client.post(url)):
        assert answer.status_code == 410
        assert "Deze link werkt niet meer" in answer.text


@pytest.mark.parametrize("make", [question, came_of_it, profile])
def test_who_no_longer_speaks_for_the_partner_is_told_so(client, house, make):
    with transaction(house.engine) as session:
        session.execute(delete(Contact).where(Contact.person_id == 1))
    answer = client.get(make(house))

    assert answer.status_code == 410
    assert "U spreekt niet meer namens deze partner" in answer.text


@pytest.mark.parametrize("make", [question, came_of_it, profile, unsubscribing])
def test_the_link_of_an_erased_person_has_ended(client, house, make):
    with transaction(house.engine) as session:
        session.execute(delete(Person).where(Person.id == 1))

    assert client.get(make(house)).status_code == 410


def test_a_link_is_good_for_one_purpose_only(client, house):
    token = question(house).rpartition("/")[2]

    assert client.get(f"/opgeleverd/{token}").status_code == 404


def test_a_question_that_was_taken_back_is_no_longer_open(client, house):
    say(house, 1, "second", "later")
    answer = client.get(question(house))

    assert answer.status_code == 410
    assert "Deze vraag staat niet meer open" in answer.text


def test_who_is_signed_in_as_somebody_else_is_told_and_asked(client, settings, house):
    other = add_person(settings, "ander@example.org", partners="school")
    sign_in(client, settings, other)

    assert "U bent aangemeld als iemand anders" in client.get(question(house)).text
    refused = client.post(question(house), data={"zegt": "ja"})
    assert refused.status_code == 400
    assert "Vink dit aan" in refused.text
    assert state(house) == "asked"
    client.post(question(house), data={"zegt": "ja", "namens": "ja"})
    assert state(house) == "accepted_by_one"


def test_pages_behind_links_are_kept_nowhere_and_tell_no_other_site_their_address(client, house):
    for answer in (client.get(question(house)), client.get("/antwoord/onzin")):
        assert answer.headers["Cache-Control"] == "no-store"
        assert answer.headers["Referrer-Policy"] == "same-origin"


def test_a_page_of_another_site_cannot_answer(client, house):
    assert client.post(question(house), data={"zegt": "ja"}, headers=FOREIGN).status_code == 403
    assert state(house) == "asked"


@pytest.fixture
def introduced(house, introduction_id):
    for side in ("first", "second"):
        say(house, introduction_id, side, "yes")


@pytest.mark.usefixtures("introduced")
@pytest.mark.parametrize(
    ("word", "becomes", "told"),
    [
        ("gestart", "started", "U werkt samen met De Lindeschool"),
        ("gesproken", "met", "u sprak met De Lindeschool"),
        ("niets", "ended", "Er kwam niets van het contact met De Lindeschool"),
    ],
)
def test_what_came_of_it_is_taken_in(client, house, word, becomes, told):
    assert re.search(rf'value="{word}" required\s+checked', client.get(f"{came_of_it(house)}?wat={word}").text)
    assert state(house) == "introduced"

    assert told in client.post(came_of_it(house), data={"wat": word}).text
    assert state(house) == becomes
    again = client.post(came_of_it(house, "second", 2), data={"wat": word})
    assert again.status_code == 200
    assert state(house) == becomes


@pytest.mark.usefixtures("introduced")
def test_what_ended_cannot_become_a_collaboration_by_an_old_link(client, house):
    client.post(came_of_it(house), data={"wat": "niets"})
    answer = client.post(came_of_it(house, "second", 2), data={"wat": "gestart"})

    assert "Er kwam niets van het contact met Bakkerij De Korst" in answer.text
    with reading(house.engine) as session:
        assert session.execute(text("SELECT count(*) FROM collaboration")).scalar() == 0


@pytest.mark.usefixtures("introduced")
def test_an_outcome_that_is_none_is_told_at_the_field(client, house):
    assert client.post(came_of_it(house), data={"wat": "iets"}).status_code == 400
    assert state(house) == "introduced"


def test_a_profile_that_is_right_is_noted_with_the_day(client, house):
    page = client.get(profile(house)).text
    assert "stageplekken" in page

    answer = client.post(profile(house), data={"kies": "klopt"})

    assert "het profiel van Bakkerij De Korst klopt" in answer.text
    with reading(house.engine) as session:
        assert session.get_one(Partner, "bakker").confirmed_on == date.today()  # noqa: DTZ011 -- the same
        assert Repository(session).changed_profiles(since=Repository(session).version() - 1) == ["bakker"]
        [entry] = session.scalars(select(AuditEntry).where(AuditEntry.action == "confirm profile"))
        assert (entry.role, entry.person_id, entry.subject) == ("partner", 1, "partner bakker")


def test_changing_a_profile_leads_to_its_page(client, house):
    answer = client.post(profile(house), data={"kies": "bijwerken"}, follow_redirects=False)

    assert (answer.status_code, answer.headers["Location"]) == (303, "/mijn/bakker")


def until(house):
    with reading(house.engine) as session:
        return session.get_one(Partner, "bakker").until


def test_a_partner_is_archived_only_after_it_was_asked_again(client, house):
    asked_again = client.post(profile(house), data={"kies": "archiveren"})
    assert "echt niet meer mee?" in asked_again.text
    assert until(house) == ""

    told = client.post(profile(house), data={"kies": "archiveren", "zeker": "ja"})
    assert "Bakkerij De Korst doet niet meer mee" in told.text
    assert until(house) == date.today().isoformat()  # noqa: DTZ011 -- the same
    assert "doet niet meer mee" in client.post(profile(house), data={"kies": "klopt"}).text


def refused(house):
    with reading(house.engine) as session:
        return session.get_one(Person, 1).refused_mail


def test_one_click_of_a_mail_program_ends_mails_of_a_kind_without_a_cookie(client, house):
    client.cookies.clear()
    answer = client.post(unsubscribing(house), data={"List-Unsubscribe": "One-Click"}, follow_redirects=False)

    assert answer.status_code == 200
    assert refused(house) == ["digest"]
    with transaction(house.engine) as session:
        assert not post(session, "digest", 1, "digest-2026-1")


def test_the_button_ends_mails_of_a_kind_and_lets_them_come_again(client, house):
    for kind in ("digest", "reminder", "digest"):
        page = client.post(unsubscribing(house, kind)).text
        assert "U krijgt deze mails niet meer" in page
    assert refused(house) == ["reminder", "digest"]

    client.post(unsubscribing(house), data={"weer": "ja"})
    assert refused(house) == ["reminder"]


def dump(house):
    """All rows of all tables."""
    with reading(house.engine) as session:
        return {
            table.name: sorted(map(repr, session.execute(select(table)).all())) for table in Base.metadata.sorted_tables
        }


def every_link(house):
    """The links of a mail of each kind, as they are followed."""
    found, facts = set(), facts_of_any(house)
    with reading(house.engine) as session:
        for kind in KINDS:
            mail = Mail(
                event="x",
                kind=kind,
                person_id=1,
                partner_id="bakker",
                introduction_id=1,
                facts=facts,
            )
            letter = write_letter(session, house, mail, TODAY)
            found |= set(re.findall(r"https://osmose\.example(/[^\s\"<]+)", letter.text + letter.html))
    return sorted(found)


@pytest.mark.parametrize("n_yes", [0, 2])
def test_a_scanner_that_opens_every_link_ten_times_changes_nothing(client, house, n_yes):
    for side in ("first", "second")[:n_yes]:
        say(house, 1, side, "yes")
    links = every_link(house)
    assert {url.split("/")[1] for url in links} >= {"antwoord", "opgeleverd", "klopt", "post-afmelden", "aanmelden"}
    before = dump(house)

    for url in links:
        for method in ["GET"] * 10 + ["HEAD"] * 10:
            client.cookies.clear()
            assert client.request(method, url).status_code < 500

    assert dump(house) | {"attempt": []} == before  # that it was tried is all that stays


def test_whoever_answers_by_links_without_end_is_told_to_wait(monkeypatch, tmp_path):
    monkeypatch.setitem(LIMITS, "answers by link", Limit(2, timedelta(minutes=10)))

    with serving(make_database(tmp_path, [partner("a")])) as client:
        statuses = [client.post("/opgeleverd/niets", data={"uitkomst": "met"}).status_code for _ in range(3)]

    assert statuses == [404, 404, 429]

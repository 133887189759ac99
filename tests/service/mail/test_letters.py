"""Mails in words: what each kind says, to whom, and what none of them may say."""

import re
from datetime import timedelta
from html.parser import HTMLParser

import pytest
from sqlalchemy import select

from graph.database import reading, transaction
from graph.introducing import Introductions
from graph.model import FieldVisibility, Partner
from graph.outbox import Mail
from graph.people import Person
from graph.repository import Repository
from service.mail.letters import KINDS, UnknownKind, preview, write_letter
from service.mail.message import make_message, message_id
from service.people import People
from tests.service.posting import NOW, TODAY, ask_both, facts_of_any, house_of, say, text_of


@pytest.fixture
def house(town):
    with house_of(town(office_address="kantoor@voorbeeld.example")) as house:
        yield house


def row(kind, introduction_id=None, **columns):
    columns = {"person_id": 1, "partner_id": "bakker", "facts": {}, **columns}
    return Mail(event=f"{kind}-1", kind=kind, introduction_id=introduction_id, **columns)


def write(house, kind, introduction_id=None, **columns):
    with reading(house.engine) as session:
        return write_letter(session, house, row(kind, introduction_id, **columns), TODAY)


def message(house, letter, event="asked-1"):
    return make_message(letter, event, house.settings, house.safe, NOW)


class Links(HTMLParser):
    def __init__(self, html):
        super().__init__()
        self.found = set()
        self.feed(html)

    def handle_starttag(self, tag, attrs):
        if tag == "a":
            self.found.add(dict(attrs)["href"])


def write_any(house, kind):
    introduction_id = ask_both(house)
    if kind in {"introduced", "outcome", "digest"}:
        say(house, introduction_id, "first", "yes")
        say(house, introduction_id, "second", "yes")
    return write(house, kind, introduction_id, facts=facts_of_any(house))


@pytest.mark.parametrize("kind", KINDS)
def test_every_kind_is_a_whole_message_whose_forms_carry_the_same_links(house, kind):
    letter = write_any(house, kind)
    made = message(house, letter)

    in_html = {url for url in Links(letter.html).found if not url.startswith("mailto:")}
    assert set(re.findall(r"https://\S+", letter.text)) == in_html
    assert all(url.startswith("https://osmose.example/") for url in in_html)
    assert "Met vriendelijke groet,\nTalentencampus Oss" in text_of(made)
    assert '<html lang="nl">' in letter.html
    assert made["Auto-Submitted"] == "auto-generated"
    assert made["From"] == "Talentencampus Oss <kantoor@voorbeeld.example>"
    named = "Directie bakker <bakker@example.org>"
    assert made["To"] == (named if KINDS[kind].names_reader else "bakker@example.org")
    assert bool(made["List-Unsubscribe"]) is KINDS[kind].can_be_refused


def test_an_unknown_kind_is_refused(house):
    with pytest.raises(UnknownKind):
        write(house, "nonsense")


def test_a_question_says_who_why_and_by_when(house):
    letter = write(house, "asked", ask_both(house))

    assert letter.subject == "Wilt u kennismaken met De Lindeschool?"
    assert "Zij zoeken “stageplekken” – u biedt “stageplekken”" in letter.text
    assert "uiterlijk 10 december 2026" in letter.text
    assert re.findall(r"\?zegt=(\w+)", letter.text) == ["ja", "later", "nee"]


@pytest.mark.parametrize("hidden", ["description", "seeks"])
def test_what_the_other_side_hides_from_partners_is_in_no_mail(house, hidden):
    with transaction(house.engine) as session:
        session.add(FieldVisibility(partner_id="school", field=hidden, level="staff"))
        Repository(session).record_change("a test")
    letter = write(house, "asked", ask_both(house))

    words = {"description": "School in Oss", "seeks": "stageplekken"}
    assert words[hidden] not in letter.text + letter.html


@pytest.mark.parametrize("n_yes", [0, 1, 2])
def test_contact_details_are_told_once_both_said_yes(house, n_yes):
    introduction_id = ask_both(house)
    for side in ("first", "second")[:n_yes]:
        say(house, introduction_id, side, "yes")
    letter = write(house, "introduced", introduction_id)

    for told in ("school@example.org", "Directie school", "0412 000000", "directie, De Lindeschool"):
        assert (told in letter.text) is (n_yes == 2)
        assert (told in letter.html) is (n_yes == 2)


def test_the_first_message_is_ready_to_send(house):
    introduction_id = ask_both(house)
    for side in ("first", "second"):
        say(house, introduction_id, side, "yes")
    [url] = [url for url in Links(write(house, "introduced", introduction_id).html).found if "mailto" in url]

    assert url.startswith("mailto:school@example.org?subject=Kennismaking%3A%20Bakkerij%20De%20Korst")
    assert "Beste%20Directie%20school%2C%0D%0A%0D%0ATalentencampus%20Oss" in url


def test_line_breaks_in_names_begin_no_head(house):
    with transaction(house.engine) as session:
        session.get_one(Person, 1).sealed_name = house.safe.seal("Jansen\r\nBcc: dief@example.org")
        session.get_one(Partner, "school").name = "School\nX-Made: ja\u2028<b>"
    letter = write(house, "asked", ask_both(house))
    made = message(house, letter)

    heads = made.as_bytes().partition(b"\r\n\r\n")[0]
    assert b"\r\nBcc:" not in heads
    assert b"\r\nX-Made:" not in heads
    assert made["To"].addresses[0].addr_spec == "bakker@example.org"
    assert "<b>" not in letter.html


def test_the_link_to_refuse_travels_unfolded(house):
    letter = write_any(house, "digest")
    travelled = message(house, letter).as_bytes().decode()

    assert f"List-Unsubscribe: <{letter.refuse_url}>\r\n" in travelled
    assert "List-Unsubscribe-Post: List-Unsubscribe=One-Click\r\n" in travelled


def test_no_line_is_longer_than_a_mail_server_takes(house):
    with transaction(house.engine) as session:
        session.get_one(Partner, "school").description = "é" * 5000
    travelled = message(house, write(house, "asked", ask_both(house))).as_bytes()

    assert max(map(len, travelled.split(b"\r\n"))) < 998


def test_one_event_has_one_message_id_under_the_name_of_the_service(house):
    first, again = (message_id("asked-12-3-to-7", house.settings, house.safe) for _ in range(2))

    assert first == again
    assert first.endswith("@osmose.example>")
    assert message_id("asked-12-4-to-7", house.settings, house.safe) != first


def test_a_preview_holds_nothing_by_which_one_could_act_for_the_reader(house):
    with reading(house.engine) as session:
        sign_in = row("sign_in", facts={"sealed_token": house.safe.seal("geheim")})
        letter = write_letter(session, house, sign_in, TODAY, is_preview=True)

    assert "https://osmose.example/aanmelden/…" in letter.text
    assert "geheim" not in letter.text + letter.html


def test_what_asking_would_send_can_be_read_before_and_posts_nothing(house):
    introduction_id = ask_both(house)
    with transaction(house.engine) as session:
        People(session, house.safe).add("nieuw@example.org", "Nieuw")
        People(session, house.safe).join(3, "school")
    with transaction(house.engine) as session:
        introduction = Introductions(session).get(introduction_id)
        introduction.due_on = None
        letters = preview(session, house, introduction, TODAY + timedelta(days=1))
        n_posted = len(session.scalars(select(Mail)).all())

    assert [letter.to_address for letter in letters] == [
        *("bakker@example.org", "school@example.org", "nieuw@example.org")
    ]
    assert "uiterlijk 11 december 2026" in letters[0].text
    assert n_posted == 2


def test_a_link_that_anybody_can_have_sent_carries_no_name_that_they_chose(house):
    """Whoever claims a partner types an address and a name: with these one could mail words to anybody."""
    with transaction(house.engine) as session:
        person = People(session, house.safe).add("vreemde@voorbeeld.example", "U WON https://elders.example")
        facts = {"sealed_token": house.safe.seal("geheim")}
        letter = write_letter(session, house, row("sign_in", person_id=person.id, facts=facts), TODAY)
        sent = make_message(letter, "sign_in-1", house.settings, house.safe, NOW)

    assert "elders" not in sent.as_string()
    assert letter.text.startswith("Goedendag,")

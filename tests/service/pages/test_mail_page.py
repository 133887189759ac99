"""The outbox as staff see it."""

from datetime import UTC, datetime

import pytest
from sqlalchemy import select, update

from graph.database import reading, transaction
from graph.outbox import Mail
from graph.people import AuditEntry
from service.mail.outbox import post
from tests.service.posting import ask_both, house_of, mails_of, send
from tests.service.serving import ELSEWHERE, HERE, serving
from tests.service.signed_in import add_person, sign_in


@pytest.fixture
def settings(town):
    return town()


@pytest.fixture
def house(settings):
    with house_of(settings) as house:
        ask_both(house)
        yield house


@pytest.fixture
def client(settings, house):
    del house
    with serving(settings, HERE, "https://osmose.example") as client:
        sign_in(client, settings, add_person(settings, role="staff"))
        yield client


def set_all(house, **columns):
    with transaction(house.engine) as session:
        session.execute(update(Mail).values(**columns))


def test_what_waits_stands_with_whom_it_goes_to(client):
    page = client.get("/werkbank/post").text

    assert page.count("/intrekken") == 2
    assert "bakker@example.org" in page
    assert "De Lindeschool" in page


def test_what_was_sent_and_what_was_not_stand_apart(client, house):
    send(house)
    assert "Er wacht geen mail" in client.get("/werkbank/post").text
    assert "school@example.org" in client.get("/werkbank/post?toon=verstuurd").text

    set_all(house, sent_at=None, given_up_at=datetime.now(UTC), fault="SMTPRecipientsRefused 550")
    given_up = client.get("/werkbank/post?toon=opgegeven").text
    assert "de mailserver kent dit adres niet (SMTPRecipientsRefused 550)" in given_up
    assert given_up.count("/opnieuw") == 2


def test_a_mail_is_read_as_it_will_be_sent_but_for_the_secret_of_its_links(client):
    page = client.get("/werkbank/post/1").text
    laid_out = client.get("/werkbank/post/1/opmaak")

    assert "Wilt u kennismaken met De Lindeschool?" in page
    assert "http" in page
    assert "https://osmose.example/antwoord/…?zegt=ja" in page
    assert 'sandbox src="/werkbank/post/1/opmaak"' in page
    assert "Wilt u kennismaken met De Lindeschool?" in laid_out.text
    assert "sandbox" in laid_out.headers["Content-Security-Policy"]
    assert "default-src 'none'" in laid_out.headers["Content-Security-Policy"]
    assert laid_out.headers["X-Frame-Options"] == "SAMEORIGIN"


def test_nobody_signs_in_by_what_staff_read(client, house):
    with transaction(house.engine) as session:
        post(session, "sign_in", 1, "sign_in-1", facts={"sealed_token": house.safe.seal("een-token")})

    for path in ("/werkbank/post/3", "/werkbank/post/3/opmaak"):
        answer = client.get(path)
        assert answer.status_code == 200
        assert "een-token" not in answer.text


def test_a_mail_that_waits_is_withdrawn_and_the_undo_sends_it_after_all(client, house):
    told = client.post("/werkbank/post/1/intrekken").text
    assert "ingetrokken" in told
    assert 'action="/werkbank/post/1/opnieuw"' in told
    assert send(house) == {"sent": 1}

    client.post("/werkbank/post/1/opnieuw")
    assert send(house) == {"sent": 1}
    with reading(house.engine) as session:
        actions = session.scalars(select(AuditEntry.action).where(AuditEntry.subject == "mail 1")).all()
    assert actions == ["withdraw mail", "retry mail"]


def test_what_has_left_is_not_withdrawn(client, house):
    send(house)

    assert "al weg" in client.post("/werkbank/post/1/intrekken").text
    assert not mails_of(house)[0].given_up_at


def test_what_is_no_longer_true_is_not_tried_again(client, house):
    set_all(house, given_up_at=datetime.now(UTC), fault="overtaken")

    assert "kan niet opnieuw" in client.post("/werkbank/post/1/opnieuw").text
    assert send(house) == {}


def test_a_mail_whose_text_cannot_be_written_says_so(client, house):
    set_all(house, kind="nonsense")

    assert "kan niet meer worden geschreven" in client.get("/werkbank/post/1").text


@pytest.mark.parametrize("path", ["/werkbank/post/99", "/werkbank/post/99/opmaak"])
def test_a_mail_that_is_not_there_is_not_found(client, path):
    assert client.get(path).status_code == 404


def test_only_staff_read_the_outbox(settings, house):
    del house
    with serving(settings, ELSEWHERE) as client:
        for path in ("/werkbank/post", "/werkbank/post/1", "/werkbank/post/1/opmaak"):
            assert client.get(path, follow_redirects=False).status_code == 303
        assert client.post("/werkbank/post/1/intrekken", follow_redirects=False).status_code in {401, 403}

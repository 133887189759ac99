"""Stories on the workbench, from the first word to the public page, and off again."""

import pytest

from graph.stories import Story
from tests.service.serving import HERE, serving, writing
from tests.service.signed_in import add_person, sign_in
from tests.service.stories.telling import TEXTS, photo

HOME = "/werkbank/verhalen"


@pytest.fixture
def client(settings):
    with serving(settings, HERE, "https://osmose.example") as client:
        sign_in(client, settings, add_person(settings, role="staff"))
        yield client


def begin(client, **texts):
    client.post(f"{HOME}/nieuw?samenwerking=brood", data={**TEXTS, **texts})
    return f"{HOME}/1"


def send(client, at, file, name="foto.jpg", alt="Twee cirkels"):
    return client.post(f"{at}/fotos", data={"alt": alt}, files={"foto": (name, file)})


def test_staff_find_a_collaboration_and_begin(client):
    empty = client.get(HOME).text
    found = client.get(f"{HOME}?zoek=week brood").text
    page = client.post(f"{HOME}/nieuw?samenwerking=brood", data=TEXTS)

    assert "Er zijn er nog geen" in empty
    assert "samenwerking=brood" in found
    assert "Zo heet geen samenwerking" in client.get(f"{HOME}?zoek=xyzzy").text
    assert (page.url.path, "Opgeslagen. U kunt nu foto’s toevoegen." in page.text) == (f"{HOME}/1", True)


def test_a_form_that_misses_something_is_shown_again_filled_in(client):
    page = client.post(f"{HOME}/nieuw?samenwerking=brood", data={**TEXTS, "title": "", "quote_by": ""})

    assert page.status_code == 400
    assert "Geef het verhaal een titel." in page.text
    assert "Zeg wie dit zegt, zonder naam" in page.text
    assert "Elke week een uur." in page.text


def test_the_whole_way_to_the_public_page_and_off_again(client):
    at = begin(client)
    send(client, at, photo())
    asked = client.post(f"{at}/vragen").text
    for partner_id in ("bakker", "school"):
        client.post(f"{at}/antwoord", data={"partner": partner_id, "zegt": "yes"})
    agreed = client.get(at).text
    released = client.post(f"{at}/vrijgeven").text
    public = client.get("/verhalen/voorleesdagen")
    client.post(f"{at}/weghalen")

    assert "Het is de partners gevraagd: 2 mails." in asked
    assert "Iedereen akkoord: kan openbaar worden" in agreed
    assert "Het verhaal is openbaar." in released
    assert public.status_code == 200
    assert "Bakkerij De Korst" in public.text
    assert client.get("/verhalen/voorleesdagen").status_code == 404


def test_it_is_not_released_while_a_partner_said_no(client):
    at = begin(client)
    client.post(f"{at}/vragen")
    client.post(f"{at}/antwoord", data={"partner": "bakker", "zegt": "no"})

    assert "Nog niet: elke partner" in client.post(f"{at}/vrijgeven").text
    assert "Een partner zei nee" in client.get(at).text


@pytest.mark.parametrize(
    ("name", "content", "fault"),
    [
        ("foto.jpg", b"#!/bin/sh", "Dit bestand is geen foto die wij kunnen lezen."),
        ("foto.png", photo(100, 100).getvalue(), "Deze foto is te klein"),
        ("foto.jpg", b"x" * 20_200_000, "Deze foto is groter dan 20 MB."),
        ("", b"", "Kies eerst een foto."),
    ],
)
def test_what_is_no_good_picture_is_told_at_the_field(client, name, content, fault):
    at = begin(client)

    page = send(client, at, content, name)

    assert page.status_code == 400
    assert fault in page.text
    assert ('value="Twee cirkels"' in page.text) is (len(content) < 20_000_000)  # what is too large is not read


def test_a_picture_needs_words_and_can_be_described_anew_and_taken_out(client):
    at = begin(client)
    without = send(client, at, photo(), alt="")
    send(client, at, photo())
    empty = client.post(f"{at}/fotos/1", data={"alt": ""})
    client.post(f"{at}/fotos/1", data={"alt": "Brood"})
    described = client.get(at).text
    shown = client.get(f"{at}/fotos/1-480.webp")
    client.post(f"{at}/fotos/1/weg")

    assert "wie de foto niet kan zien, hoort dit" in without.text
    assert empty.status_code == 400
    assert 'alt="Brood"' in described
    assert shown.headers["Content-Type"] == "image/webp"
    assert client.get(f"{at}/fotos/1-480.webp").status_code == 404


def test_a_story_thrown_away_is_gone(client, settings):
    at = begin(client)

    page = client.post(f"{at}/weg").text

    assert "zijn weggegooid" in page
    with writing(settings) as session:
        assert session.query(Story).all() == []
    assert client.get(at).status_code == 404

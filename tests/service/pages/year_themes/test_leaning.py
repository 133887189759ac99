"""Lists that lean to the theme of the year: they say so, keep it in the address, and can be put off."""

import re
from dataclasses import replace

import pytest
from sqlalchemy import select

from graph.introductions import Introduction
from tests.service.pages.year_themes.conftest import TECHNIEK
from tests.service.serving import writing

FITS = "Past bij het jaarthema “Techniek dichtbij”: Techniek en Robotica"
LEANS, LEANS_NOT = "De volgorde houdt rekening met het jaarthema", "De volgorde houdt geen rekening met het jaarthema"
LISTS = ["/werkbank", "/partners/school", "/netwerk?partner=school"]


@pytest.mark.parametrize("path", LISTS)
def test_without_a_theme_of_the_year_no_list_speaks_of_one(client, given, path):
    given(2030)

    assert "jaarthema" not in client.get(path).text.replace("/werkbank/jaarthema", "")


@pytest.mark.parametrize("path", LISTS)
def test_a_list_leans_says_so_and_can_be_put_off(client, given, path):
    given()
    page = client.get(path).text
    (switch,) = re.findall(r'class="lean-note">.*?href="([^"]*)"', page)
    off = client.get(switch.replace("&amp;", "&")).text
    (back,) = re.findall(r'class="lean-note">.*?href="([^"]*)"', off)

    assert LEANS in page
    assert FITS in page
    assert "jaarthema=uit" in switch
    assert LEANS_NOT in off
    assert FITS not in off
    assert back.replace("&amp;", "&") == path


@pytest.mark.parametrize("path", LISTS)
def test_where_staff_set_it_off_it_is_and_can_be_asked_for(client, given, path):
    given(what=replace(TECHNIEK, leans=False))
    page = client.get(path).text
    (switch,) = re.findall(r'class="lean-note">.*?href="([^"]*)"', page)

    assert LEANS_NOT in page
    assert FITS not in page
    assert "jaarthema=aan" in switch
    assert FITS in client.get(switch.replace("&amp;", "&")).text


def test_the_queue_keeps_it_from_lane_to_lane_and_into_a_decision(client, given):
    given()

    page = client.get("/werkbank?jaarthema=uit").text

    assert 'href="/werkbank?jaarthema=uit&amp;baan=brug"' in page
    assert 'action="/werkbank/besluit?jaarthema=uit"' in page
    assert 'action="/werkbank/besluit"' in client.get("/werkbank").text


def test_how_strong_a_match_is_does_not_depend_on_it(client, given):
    given()
    strength = r'class="strength strength--(\w+)"'

    on, off = (re.findall(strength, client.get(f"/partners/school?jaarthema={how}").text) for how in ("aan", "uit"))

    assert on == off != []


def test_the_public_sees_no_suggestions_and_nothing_of_how_they_lean(stranger, given):
    given()

    assert "lean-note" not in stranger.get("/partners/school").text


def test_the_api_leans_where_it_is_asked_to(client, given):
    given()
    path = "/v1/partners/school/suggestions"

    plain, leaning = client.get(path).json(), client.get(f"{path}?lean=true").json()

    assert (plain["leansTo"], leaning["leansTo"]) == (None, "Techniek dichtbij")
    told = next(each for one in leaning["items"] for each in one["reasons"] if each["kind"] == "year_theme")
    assert (told["text"], told["terms"], told["themeIds"]) == (FITS, ["Techniek dichtbij"], ["techniek", "robotica"])
    assert told["contribution"] == pytest.approx(0.693, abs=0.001)


def test_an_order_that_leans_otherwise_has_another_etag(client, given):
    path = "/v1/partners/school/suggestions"
    given()
    named = [client.get(path).headers["ETag"], client.get(f"{path}?lean=true").headers["ETag"]]
    again = client.get(f"{path}?lean=true", headers={"If-None-Match": named[1]})

    assert named[0] != named[1]
    assert again.status_code == 304
    assert client.get(f"{path}?lean=true", headers={"If-None-Match": named[0]}).status_code == 200


def test_an_introduction_keeps_the_reasons_that_were_seen(client, given, settings):
    given()
    paths = {"firma": "/werkbank/besluit?jaarthema=uit", "bakker": "/werkbank/besluit", "smid": "/netwerk/besluit"}
    for one, path in paths.items():
        client.post(path, data={"een": one, "ander": "school", "besluit": "approve"})

    with writing(settings) as session:
        kept = {
            each.first_id: "year_theme" in {reason["kind"] for reason in each.reasons}
            for each in session.scalars(select(Introduction))
        }
    assert kept == {"firma": False, "bakker": True, "school": True}

"""What a partner hides is in no byte that reaches whom it hides it from, whatever is asked and by whom before."""

import json
from itertools import product

import pytest

from graph.database import open_engine, transaction
from graph.introducing import By, Introductions
from graph.writing import FORMATS
from service.introductions.asking import answer
from service.pages import growth
from service.rules import RULES
from tests.service.routes import Route
from tests.service.town import LATITUDE, LONGITUDE, MARKERS, TODAY, serving_town, unpacked

PLACES = (str(LATITUDE), str(LONGITUDE))
ASKED_OF_PAGES = ("", "?zoek=geheimwoord&vraag=geheimwoord&partner=stil&jaar=2019", "?zoek=verstopt&vraag=verstopt")
ASKED_OF_API = {
    "/v1/partners": ("?pageSize=100", "?q=geheimwoord"),
    "/v1/themes": ("?pageSize=100",),
    "/v1/find": ("?text=geheimwoord&top=100",),
    "/v1/network": ("?at=2021-01-01",),
}


@pytest.fixture(scope="module")
def town(tmp_path_factory):
    with serving_town(tmp_path_factory.mktemp("town"), forgets=True) as town:
        yield town


def addresses(town):
    """Every address that GET knows, with every partner, format and question."""
    for path in sorted(name.removeprefix("GET ") for name in RULES if name.startswith("GET ")):
        names = Route("GET", path).parameters
        choices = {
            name: ["eigen", "koepel", "stil", "half"] if name in {"partner_id", "partnerId"} else [*FORMATS]
            for name in names
            if name in {"partner_id", "partnerId", "format"}
        }
        for chosen in product(*choices.values()):
            address = Route("GET", path).address({**town.named, **dict(zip(choices, chosen, strict=True))})
            asked = ASKED_OF_API.get(path, ("",)) if names or path.startswith("/v1") else ASKED_OF_PAGES
            yield from (address + query for query in asked)


def crawl(town, name):
    """All that somebody receives, by address, as bytes that nothing is packed in."""
    asker = town.in_browser(name)
    with pytest.MonkeyPatch.context() as patience:
        patience.setattr(growth, "PAGE_SECONDS", 60)  # figures are made beside the requests; all are to be read here
        return {address: unpacked(town.ask("GET", address, asker.headers).content) for address in addresses(town)}


def leaks(received, mark):
    """Addresses whose answer holds a marker of the partner whose markers end in `mark`."""
    wanted = [f"{text}-{mark}".encode() for text in MARKERS.values()] + [f"{MARKERS['website']}/{mark}".encode()]
    return {(address, text) for address, body in received.items() for text in wanted if text in body}


def take_a_step(town):
    engine = open_engine(town.settings.database_url)
    with transaction(engine) as session:
        introduction = Introductions(session).get(town.named["introduction_id"])
        answer(session, introduction, "first", "later", By("first"), TODAY)
    engine.dispose()


@pytest.fixture(scope="module")
def received(town):
    """What everybody receives, staff first, so that what is kept of their reading could reach who asks next."""
    return {name: crawl(town, name) for name in ("staff", "group", "other", "public")}


def test_staff_receive_every_marker(received):
    """Or else there would be nothing to find for the tests below."""
    found = {text for _, text in leaks(received["staff"], "staff")}

    assert found >= {f"{text}-staff".encode() for text in MARKERS.values() if "website" not in text}
    assert any(place.encode() in body for place in PLACES for body in received["staff"].values())


@pytest.mark.parametrize("name", ["other", "group", "public"])
def test_what_is_for_staff_reaches_nobody_else(received, name):
    assert leaks(received[name], "staff") == set()


def test_what_is_for_the_network_does_not_reach_the_public(received):
    assert leaks(received["other"], "network") != set()
    assert leaks(received["public"], "network") == set()
    assert [address for address, body in received["public"].items() if any(p.encode() in body for p in PLACES)] == []


@pytest.mark.parametrize("name", ["staff", "other", "public"])
def test_a_hidden_membership_is_told_on_neither_side(received, name):
    own, parent = head(received[name]["/partners/stil"]), head(received[name]["/partners/koepel"])
    seen = json.loads(received[name]["/v1/partners/stil"])["partOf"]

    assert (b'href="/partners/koepel"' in own, seen) == ((True, ["koepel"]) if name == "staff" else (False, []))
    assert (b'href="/partners/stil"' in parent) == (name == "staff")
    assert (b'href="/partners/half"' in parent) == (name != "public")


def head(page):
    """The part of a partner's page that tells to whom it belongs, and who belongs to it."""
    return page.partition(b'<header class="partner-head">')[2].partition(b"</header>")[0]


@pytest.mark.parametrize("name", ["staff", "other", "public"])
def test_nobody_is_found_by_what_it_hides(received, name):
    by_words = {one["id"] for one in items(received, name, "/v1/partners?q=geheimwoord")}
    by_meaning = {one["partnerId"] for one in items(received, name, "/v1/find?text=geheimwoord&top=100")}
    on_page = b'href="/partners/stil"' in received[name]["/partners?zoek=verstopt&vraag=verstopt"]

    assert ("stil" in by_words, "stil" in by_meaning, on_page) == ((name == "staff",) * 3)


def items(received, name, address):
    return json.loads(received[name][address])["items"]


def test_after_a_step_of_an_introduction_everybody_still_receives_their_own(town, received):
    before = received["staff"]
    take_a_step(town)

    assert leaks(crawl(town, "staff"), "staff") == leaks(before, "staff")
    assert leaks(crawl(town, "public"), "network") == set()
    assert leaks(crawl(town, "other"), "staff") == set()

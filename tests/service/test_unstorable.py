"""Texts and numbers that a database refuses to keep, or even to look for."""

import pytest

from graph.database import open_engine, reading, transaction
from graph.errors import UnstorableValue
from graph.model import CHOSEN_FIELDS, Partner
from service.settings import Settings
from tests.builders import partner, store
from tests.service.serving import serving

NUL = "\x00"
PROFILE = dict.fromkeys(("place", "seeks", "themes"), f"a{NUL}") | {f"wie_{field}": "public" for field in CHOSEN_FIELDS}


@pytest.fixture
def client(database_url, tmp_path):
    engine = open_engine(database_url)
    with transaction(engine) as session:
        store(session, [partner("muzelinck")])
    engine.dispose()
    with serving(Settings(database_url=database_url, home=tmp_path)) as asking:
        yield asking


def test_a_text_with_nul_is_no_error_of_ours(client):
    answers = [
        client.get("/partners/%00"),
        client.get("/partners/%00/claimen"),
        client.get("/mijn/%00"),
        client.get("/werkbank/partners/%00"),
        client.get("/werkbank/zoeken", params={"zoek": NUL}),
        client.get("/werkbank/logboek", params={"handeling": NUL, "over": NUL}),
        client.get("/werkbank/kennismakingen", params={"partner": NUL}),
        client.post("/werkbank/personen", data={"adres": "a@example.org", "naam": NUL, "partner": NUL}),
        client.post("/werkbank/besluit", data={"een": NUL, "ander": "muzelinck", "besluit": "approve"}),
        client.post("/werkbank/partners/profiel-vragen", data={"partner_id": NUL}),
        client.post("/mijn/muzelinck/profiel", data=PROFILE),
        client.post("/mijn/muzelinck/samenwerkingen", data=dict.fromkeys(("titel", "title", "partner", "met"), NUL)),
        client.post("/werkbank/dubbel/verschillend", data={"een": NUL, "ander": "muzelinck"}),
    ]

    assert [answer.request.url.path for answer in answers if answer.status_code >= 500] == []


@pytest.mark.postgresql
def test_what_postgresql_refuses_is_told_as_what_it_is(database_url):
    if database_url.startswith("sqlite"):
        pytest.skip("SQLite keeps it")
    engine = open_engine(database_url)
    with pytest.raises(UnstorableValue, match="no database keeps"), reading(engine) as session:
        session.get(Partner, NUL)
    engine.dispose()

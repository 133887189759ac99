"""Two services on one database: what one of them is told, the other one shows within seconds."""

import time

import pytest

from service.settings import Settings
from tests.builders import partner
from tests.service.serving import HERE, add_rows, serving

AGREE_SECONDS = 5


@pytest.fixture
def settings(database_url, tmp_path):
    settings = Settings(database_url=database_url, home=tmp_path)
    add_rows(settings, [partner("bakker", seeks="stagiairs"), partner("school", offers="stagiairs")])
    return settings


def shows(client, path, happened):
    """Ask until what is shown is as it should be; return how many seconds that took."""
    began = time.monotonic()
    while not happened(client.get(path).json()):
        assert time.monotonic() - began < AGREE_SECONDS, f"{path} is still the old one"
        time.sleep(0.05)
    return time.monotonic() - began


def test_what_one_service_is_told_the_lists_of_the_other_show_within_seconds(settings):
    with serving(settings, HERE) as one, serving(settings, HERE) as other:
        others = "/v1/partners/bakker/suggestions"
        assert [item["partnerId"] for item in other.get(others).json()["items"]] == ["school"]

        assert one.patch("/v1/partners/school", json={"place": "Berghem"}).status_code == 200
        shows(other, "/v1/partners?place=Berghem", lambda told: [item["id"] for item in told["items"]] == ["school"])

        assert one.post("/v1/introductions", json={"partnerIds": ["bakker", "school"]}).status_code == 201
        shows(other, others, lambda told: told["items"] == [])

        add_rows(settings, [partner("bieb")])  # as osmose import does, in a third process
        for client in (one, other):
            shows(client, "/v1/partners", lambda told: told["total"] == 3)


def test_of_two_who_change_one_profile_from_the_same_state_the_second_is_told(settings):
    with serving(settings, HERE) as one, serving(settings, HERE) as other:
        etags = [client.get("/v1/partners/school").headers["ETag"] for client in (one, other)]
        said = [
            client.patch("/v1/partners/school", json={"place": place}, headers={"If-Match": etag})
            for client, place, etag in zip((one, other), ("Oss", "Ravenstein"), etags, strict=True)
        ]

        assert [answer.status_code for answer in said] == [200, 412]
        assert other.get("/v1/partners/school").json()["place"] == "Oss"

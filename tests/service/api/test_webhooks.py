"""/v1/webhooks: registered, listed and deleted by staff."""

import pytest

HOOK = {"url": "http://127.0.0.1:9/hook"}


def test_staff_add_a_webhook_and_see_its_secret_once(desks):
    made = desks["staff"].post("/webhooks", HOOK)

    assert made.status_code == 201
    assert made.headers["Location"] == "/v1/webhooks/1"
    assert made.headers["Cache-Control"] == "no-store"
    assert made.json()["secret"].startswith("whsec_")
    listed = desks["staff"].get("/webhooks")
    assert [(each["url"], each["nWaiting"]) for each in listed.json()["items"]] == [("http://127.0.0.1:9/hook", 0)]
    assert made.json()["secret"] not in listed.text


def test_each_step_waits_to_be_told_until_the_webhook_is_deleted(desks):
    desks["staff"].post("/webhooks", HOOK)
    desks["staff"].post("/introductions", {"partnerIds": ["bieb", "school"]})
    assert desks["staff"].get("/webhooks").json()["items"][0]["nWaiting"] == 1

    assert desks["staff"].delete("/webhooks/1").status_code == 204
    assert desks["staff"].delete("/webhooks/1").status_code == 404
    assert desks["staff"].get("/webhooks").json()["items"] == []


@pytest.mark.parametrize(
    "url",
    [
        "http://example.org/hook",
        "https://10.0.0.1/hook",
        "https://[::1]/hook",
        "https://user:secret@127.0.0.1/hook",
        "file:///etc/passwd",
        "hook",
    ],
)
def test_an_address_where_webhooks_may_not_lead_is_refused(desks, url):
    refused = desks["staff"].post("/webhooks", {"url": url})

    assert refused.status_code == 400
    assert "secret" not in refused.text


def test_nobody_else_has_webhooks(desks):
    for who, status in (("bieb", 403), ("working_group", 403), ("public", 401)):
        assert desks[who].get("/webhooks").status_code == status
        assert desks[who].post("/webhooks", HOOK).status_code == status
        assert desks[who].delete("/webhooks/1").status_code == status

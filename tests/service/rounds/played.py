"""Rounds as staff play them through the pages: made, filled, planned and shared."""

from service.keys import read_safe
from service.links import Links
from tests.service.rounds.gathered import DAY, wait_for_plan
from tests.service.signed_in import add_person

FORM = {
    "kind": "market",
    "title": "Beursvloer Oss",
    "days": DAY,
    "begins_at": "15:00",
    "slot_minutes": "10",
    "n_slots": "4",
    "usual_room": "2",
    "seconds": "5",
    "sign_up_until": "2027-03-10",
}


def make(client, **changes):
    answer = client.post("/werkbank/rondes", data=FORM | changes)
    assert answer.status_code == 200, answer.text
    return int(answer.url.path.rpartition("/")[2])


def fill(client, round_id):
    for side, stem in (("one", "School"), ("other", "Bakker")):
        names = "\n".join(f"{stem} {n}" for n in range(3))
        form = {"side": side, "lijst": names, "komt": "ja"}
        client.post(f"/werkbank/rondes/{round_id}/deelnemers", data=form).raise_for_status()


def planned(client, round_id):
    client.post(f"/werkbank/rondes/{round_id}/plannen", follow_redirects=False)
    return wait_for_plan(client, round_id)


def link_to(settings, round_id, partner_id):
    person = add_person(settings, f"{partner_id}@voorbeeld.example", partners=partner_id)
    carried = {"person": person, "partner": partner_id, "round": round_id}
    return f"/ronde/{Links(read_safe(settings)).make('round', carried)}"


def shared(client):
    round_id = make(client)
    fill(client, round_id)
    client.post(f"{planned(client, round_id)}/delen")
    return round_id

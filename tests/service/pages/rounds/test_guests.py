"""Guests of a round, asked by mail."""

from sqlalchemy import select

from graph.outbox import Mail
from tests.service.rounds.played import link_to, make
from tests.service.signed_in import database


def test_the_invited_get_a_mail_and_who_has_nobody_to_mail_to_is_told(client, settings):
    round_id = make(client)
    names = "School 0\nSchool 1"
    client.post(f"/werkbank/rondes/{round_id}/deelnemers", data={"side": "one", "lijst": names})
    link_to(settings, round_id, "school0")  # and with it a person

    page = client.post(f"/werkbank/rondes/{round_id}/uitnodigen").text

    assert "1 partner" in page
    assert "1 heeft geen contactpersoon" in page
    with database(settings) as session:
        assert session.scalars(select(Mail.kind)).all() == ["round"]

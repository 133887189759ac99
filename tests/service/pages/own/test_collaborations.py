"""The collaborations of a partner, added and ended on its pages."""

import pytest
from sqlalchemy import select

from graph.model import Collaboration, Participation
from tests.service.pages.own.towns import looking, peeking

NEW = {"title": "Voorleesweek", "met": ["De Lindeschool", "", "Hockeyclub"], "start_date": "2024-09"}


def test_one_is_added_by_hand_and_ended(town):
    settings, baker, _teacher = town
    with looking(settings, baker) as client:
        page = client.post("/mijn/bakker/samenwerkingen", data=NEW).text
        assert "Bewaard. Deze samenwerking telt nu mee in het netwerk." in page
        with peeking(settings) as session:
            made = session.scalars(select(Collaboration).where(Collaboration.title == "Voorleesweek")).one()
            parts = select(Participation.partner_id).where(Participation.collaboration_id == made.id)
            assert set(session.scalars(parts)) == {"bakker", "school", "club"}
        where = f"/mijn/bakker/samenwerkingen/{made.id}/einde"
        early = client.post(where, data={"einde": "2023"})
        assert early.status_code == 400
        assert "Het kan niet stoppen voordat het begon." in early.text
        assert client.post(where, data={"einde": "ooit"}).status_code == 400
        client.post(where, data={"einde": "2025"})

    with peeking(settings) as session:
        ended = session.get_one(Collaboration, made.id)
        assert (ended.end_date, ended.ends_on.isoformat()) == ("2025", "2025-12-31")


@pytest.mark.parametrize(
    ("field", "value", "fault"),
    [
        ("title", " ", "fault-title"),
        ("start_date", "vorig jaar", "fault-start_date"),
        ("met", ["Niemand"], "fault-participants"),
        ("met", [""], "fault-participants"),
    ],
)
def test_a_fault_stands_at_its_field_and_nothing_typed_is_lost(town, field, value, fault):
    settings, baker, _teacher = town
    with looking(settings, baker) as client:
        answer = client.post("/mijn/bakker/samenwerkingen", data=NEW | {field: value, "description": "over lezen"})

    assert answer.status_code == 400
    assert f'id="{fault}"' in answer.text
    assert "over lezen</textarea>" in answer.text
    with peeking(settings) as session:
        assert len(session.scalars(select(Collaboration)).all()) == 1


def test_only_its_own_are_ended(town):
    settings, _baker, teacher = town
    with looking(settings, teacher) as client:
        assert client.post("/mijn/school/samenwerkingen/c1/einde", data={"einde": "2025"}).status_code == 404

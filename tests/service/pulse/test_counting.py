"""After a quarter its answers are counted and gone; what is shown anywhere is of five or more, for whatever filters."""

from datetime import timedelta

import pytest
from sqlalchemy import select, update

from graph.database import reading, transaction
from graph.model import FieldVisibility, Partner
from graph.pulse.tables import PulseAnswer, PulseFigure
from graph.repository import Repository
from service.introductions.tending import LEAVES_TRACES, tend
from tests.builders import collaboration, partner
from tests.service.posting import house_of
from tests.service.pulse.pulsing import QUARTER, noon
from tests.service.serving import ELSEWHERE, copy_database, serving

AFTER = QUARTER.last + timedelta(days=1)
DONE = "answers about collaborations removed"
FEW, MANY = [f"zorg{at}" for at in range(4)], [f"school{at}" for at in range(8)]


@pytest.fixture
def house(sqlite_template, tmp_path):
    partners = [partner(each, sector="zorg", place="Ravenstein") for each in FEW]
    partners += [partner(each, sector="school", place="Oss") for each in MANY]
    rows = [collaboration("samen", "2020", [*FEW, *MANY])]
    with house_of(copy_database(sqlite_template, tmp_path, partners, rows)) as house:
        with transaction(house.engine) as session:
            session.add_all(
                PulseAnswer(
                    quarter=str(QUARTER), partner_id=each, collaboration_id="samen", aspect="open", level=at % 4 + 1
                )
                for at, each in enumerate([*FEW, *MANY])
            )
        yield house


def tended(house, day=AFTER):
    with transaction(house.engine) as session:
        return tend(session, house.settings, noon(day)).get(DONE, 0)


def shown(house):
    with reading(house.engine) as session:
        kept = select(PulseFigure.kind, PulseFigure.group_id, PulseFigure.n_partners)
        return sorted(session.execute(kept).all())


def test_answers_stay_until_the_quarter_is_over_then_only_figures_do(house):
    assert (tended(house, QUARTER.last), shown(house)) == (0, [])
    assert (tended(house), tended(house)) == (12, 0)

    with reading(house.engine) as session:
        assert session.scalars(select(PulseAnswer)).all() == []
    # The schools are eight, but beside all twelve they would tell of the four others.
    assert shown(house) == [("all", "", 12)]
    assert DONE in LEAVES_TRACES


def test_whoever_hides_its_place_stands_in_no_figure_of_the_place(house):
    with transaction(house.engine) as session:
        session.execute(update(Partner).values(place="Oss"))
        session.add_all(FieldVisibility(partner_id=each, field="place", level="staff") for each in MANY[:5])
    tended(house)

    assert shown(house) == [("all", "", 12), ("place", "Oss", 7)]


def test_figures_do_not_change_when_a_partner_changes_sector_or_leaves(house):
    tended(house)
    before = shown(house)
    with transaction(house.engine) as session:
        session.execute(update(Partner).where(Partner.id == FEW[0]).values(sector_id="school", until="2020"))
        Repository(session).record_change("a test")

    assert (tended(house), shown(house)) == (0, before)


def test_the_api_tells_what_may_be_shown_and_null_otherwise(house):
    tended(house)
    with transaction(house.engine) as session:  # as if it had been a quarter that is over today
        session.execute(update(PulseFigure).values(quarter="2020-Q4"))
    parts = ("", "sector=school", "sector=zorg", "place=Oss", "sector=school&place=Oss", "board=school0")
    with serving(house.settings, ELSEWHERE) as client:
        answers = [client.get(f"/v1/measures?at=2021-01-01&{part}").json()["measures"] for part in parts]

    told = [{each["name"]: each["value"] for each in answer} for answer in answers]
    # Each of the four steps was said three times: (1 + 2 + 3 + 4) / 16.
    assert [(each["trust"], each["trust_partners"]) for each in told] == [(0.625, 12)] + [(None, None)] * 5
    assert {each["value"] for each in told} == {None}


def test_the_growth_page_tells_the_same(house):
    tended(house)
    with serving(house.settings, ELSEWHERE) as client:
        everybody, schools = (client.get(f"/groei/polsslag/bestand.csv?{each}").text for each in ("", "sector=school"))
        page = client.get("/groei").text

    assert "12" in everybody
    assert len(schools.splitlines()) == 1
    assert (
        "In het 4e kwartaal van 2026 gaven partners het vertrouwen in de anderen 62 % van het hoogste antwoord" in page
    )

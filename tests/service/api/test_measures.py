"""Measures of the network on a day, and of each of its partners."""

import csv
import io
from threading import Event

import pytest

from graph.database import open_engine, transaction
from graph.pulse.tables import PulseFigure


def rows_of(answer):
    return list(csv.DictReader(io.StringIO(answer.text)))


def figures_of(answer):
    return {each["name"]: each["value"] for each in answer.json()["measures"]}


@pytest.mark.parametrize("path", ["/v1/measures", "/v1/measures/partners"])
@pytest.mark.parametrize("name", ["at", "cohort"])
@pytest.mark.parametrize("day", ["0001-01-01", "9999-12-31"])
def test_every_day_of_the_calendar_is_answered(town, path, name, day):
    assert town.get(path, params={name: day}).status_code == 200


def test_a_day_to_come_is_measured_as_today(town):
    to_come, today = town.get("/v1/measures?at=9999-12-31"), town.get("/v1/measures")

    assert (to_come.json()["at"], figures_of(to_come)) == (today.json()["at"], figures_of(today))


def test_a_quarter_that_is_counted_makes_another_answer(desks, town_settings):
    before = desks["public"].get("/measures")
    engine = open_engine(town_settings.database_url)
    with transaction(engine) as session:
        session.add(
            PulseFigure(
                quarter="2020-Q1",
                dimension="trust",
                kind="all",
                group_id="",
                mean=0.5,
                low=0.4,
                high=0.6,
                n_partners=5,
                n_answers=5,
            )
        )
    engine.dispose()

    after = desks["public"].get("/measures?at=2020-03-31", If_None_Match=before.headers["etag"])

    assert (after.status_code, figures_of(after)["trust"]) == (200, 0.5)
    assert desks["public"].get("/measures", If_None_Match=after.headers["etag"]).status_code == 304


def test_measures_of_each_partner_are_for_whoever_is_known(desks):
    statuses = {
        name: desk.get("/measures/partners").status_code
        for name, desk in desks.items()
        if name in {"public", "bieb", "working_group", "staff"}
    }

    assert statuses == {"public": 401, "bieb": 200, "working_group": 200, "staff": 200}
    assert desks["public"].get("/measures/partners/definitions").status_code == 200


def test_measures_in_the_making_are_asked_for_again(town, monkeypatch):
    go = Event()
    monkeypatch.setattr("service.api.measures.WAIT_SECONDS", 0)
    monkeypatch.setattr("service.api.measures.graph_of", lambda *_args: go.wait(20) and None)

    answer = town.get("/v1/measures/partners?at=2018-06-06")
    go.set()

    assert (answer.status_code, answer.headers["retry-after"]) == (503, "10")
    assert answer.headers["content-type"] == "application/problem+json"


def test_every_partner_has_its_measures(town):
    page = town.get("/v1/measures/partners?pageSize=2").json()
    rows = rows_of(town.get("/v1/measures/partners?format=csv"))

    assert (page["total"], [each["partnerId"] for each in page["items"]]) == (4, ["bieb", "bond"])
    assert page["items"][1]["isCut"]
    assert page["items"][1]["betweenness"] == pytest.approx(2 / 3)  # two of the three pairs of others
    assert page["items"][0]["clustering"] is None
    assert {each["partner_id"]: each["degree"] for each in rows} == {
        "bieb": "1",
        "bond": "2",
        "club": "1",
        "school": "2",
    }
    assert rows[0]["clustering"] == ""


def test_a_cohort_had_done_something_together_by_then(town):
    # school, club and their funder bond in 2018; bieb joined in 2019.
    assert town.get("/v1/measures?cohort=2018-12-31").json()["nPartners"] == 3
    assert town.get("/v1/measures?cohort=2019-12-31").json()["nPartners"] == 4


def test_the_density_is_told_with_what_it_could_be_at_most(town):
    measures = {each["name"]: each for each in town.get("/v1/measures?at=2018-12-31").json()["measures"]}

    # Of bieb nothing is known yet: 2 ties, and its 3 pairs besides, of 6.
    assert (measures["density"]["value"], measures["density"]["atMost"]) == (2 / 6, 5 / 6)
    assert measures["n_ties"]["atMost"] is None

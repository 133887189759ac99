"""A quarter is counted once: its figures stay, its answers go, and what is kept tells of no few."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as some
from scipy.stats import ttest_1samp
from sqlalchemy import create_engine, select
from sqlalchemy.orm import Session

from graph.every_table import Base
from graph.parts import Part
from graph.pulse.counting import count_figures, count_quarter, interval, quarters_to_count, read_figures
from graph.pulse.tables import PulseAnswer, PulseFigure, Quarter
from tests.builders import collaboration, network, partner, store

QUARTER = Quarter(2024, 2)
SECTORS, PLACES = ("school", "bedrijf", "zorg"), ("Oss", "Ravenstein")


def partners():
    return [
        partner(f"p{at:02}", sector=SECTORS[at % 3], place=PLACES[at % 2], themes="taal" if at % 5 else ())
        for at in range(24)
    ]


TOWN = network(partners())
LEVELS_SAID = (4, 3, 4, 2, 3, None)


@pytest.fixture
def session(empty_session):
    everybody = [f"p{at:02}" for at in range(24)]
    store(empty_session, partners(), [collaboration(each, "2020", everybody) for each in ("c0", "c1")])
    return empty_session


def said(partner_id, level, *, about="c0", aspect="open", quarter=QUARTER):
    return PulseAnswer(quarter=str(quarter), partner_id=partner_id, collaboration_id=about, aspect=aspect, level=level)


def test_a_partner_counts_once_by_the_mean_of_what_it_said(session):
    session.add_all(said(f"p{at:02}", level) for at, level in enumerate(LEVELS_SAID))
    session.add_all([said("p00", 1, about="c1"), said("p01", 4, about="c1", aspect="power")])

    assert count_quarter(session, QUARTER, TOWN) == 8

    (told,) = read_figures(session, Part()).to_dict("records")
    # Trust alone: (4 + 1) / 2, 3, 4, 2, 3 of 4; who cannot say, and one answer about value, do not count.
    assert (told["quarter"], told["dimension"], told["mean"]) == ("2024-Q2", "trust", 0.725)
    assert (told["n_partners"], told["n_answers"]) == (5, 6)
    assert session.scalars(select(PulseAnswer)).all() == []


def test_the_interval_is_students_t_over_partners_and_stays_within_what_can_be_said():
    values = np.array([0.25, 0.5, 0.5, 0.75, 0.75, 0.75])
    low, high = ttest_1samp(values, 0.0).confidence_interval(0.95)

    assert interval(values) == pytest.approx((values.mean(), low, high), abs=1e-4)
    assert interval(np.array([0.25, 1.0, 0.25, 1.0, 1.0]))[1:] == (0.25, 1.0)


def test_four_are_not_kept_and_their_answers_go_too(session):
    session.add_all(said(f"p{at:02}", level) for at, level in enumerate(LEVELS_SAID[:4]))
    count_quarter(session, QUARTER, TOWN)

    assert (count_figures(session), session.scalars(select(PulseAnswer)).all()) == (0, [])


def test_what_comes_after_the_count_changes_nothing_and_goes(session):
    session.add_all(said(f"p{at:02}", at % 4 + 1) for at in range(10))
    count_quarter(session, QUARTER, TOWN)
    before = read_figures(session, Part())
    session.add_all(said(f"p{at:02}", 1) for at in range(10, 20))
    session.flush()

    assert quarters_to_count(session, Quarter(2024, 3)) == [QUARTER]
    assert count_quarter(session, QUARTER, TOWN) == 10
    assert read_figures(session, Part()).equals(before)
    assert quarters_to_count(session, Quarter(2024, 3)) == []


def test_the_quarter_that_runs_is_not_to_be_counted(session):
    session.add(said("p00", 4))
    session.flush()

    assert quarters_to_count(session, QUARTER) == []
    assert quarters_to_count(session, Quarter(2025, 1)) == [QUARTER]


def test_a_part_by_one_condition_has_its_own_figure_and_by_two_none(session):
    session.add_all(said(f"p{at:02}", at // 3 % 4 + 1) for at in range(24))
    count_quarter(session, QUARTER, TOWN)

    assert read_figures(session, Part(sector="zorg"))["n_partners"].tolist() == [8]
    for part in (Part(sector="zorg", place="Oss"), Part(board="p00"), Part(sector="niets")):
        assert read_figures(session, part).empty


@settings(max_examples=25)
@given(some.dictionaries(some.integers(0, 23), some.sampled_from([1, 2, 3, 4, None]), max_size=24))
def test_no_sums_of_what_is_kept_tell_of_fewer_than_five(levels):
    engine = create_engine("sqlite://")
    Base.metadata.create_all(engine)
    with Session(engine) as session:
        session.add_all(said(f"p{at:02}", level) for at, level in levels.items())
        session.flush()
        count_quarter(session, QUARTER, TOWN)
        kept = session.execute(select(PulseFigure.kind, PulseFigure.group_id, PulseFigure.n_partners)).all()

    answered = np.array([levels.get(at) is not None for at in range(24)])
    masks = [Part(**({} if kind == "all" else {kind: group_id})).of(TOWN) & answered for kind, group_id, _ in kept]
    assert [int(mask.sum()) for mask in masks] == [n for _, _, n in kept]
    blocks = list(zip(*masks, strict=True)) if masks else []
    assert all(blocks.count(block) >= 5 for block in blocks if any(block))
    assert bool(kept) == (answered.sum() >= 5 and len({level for level in levels.values() if level}) > 1)

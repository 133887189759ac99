"""Ties over time: how long they last, what follows from what, and beside chance."""

from datetime import date

import numpy as np
import pandas as pd
import pytest
from statsmodels.discrete.conditional_models import ConditionalLogit

from graph.attachment import attachment_kernel, choices, densification, fit_choices
from graph.chain import chain
from graph.chance import Rewiring, beside_chance
from graph.lasting import AfterGrant, after_grants, tie_survival, tie_turnover
from graph.mixing import measure_mixing
from graph.snowball import snowball
from graph.tie_graph import tie_graph
from tests.builders import collaboration, network, partner

DAY = date(2021, 12, 31)


def town(*collaborations, sectors=()):
    names = sorted({name for rows in collaborations for row in rows[1:] for name in [row.partner_id]})
    of = dict(sectors)
    return network([partner(name, sector=of.get(name, "s")) for name in names], collaborations)


def test_a_tie_survives_until_its_last_collaboration_ends():
    """Of four ties one ends after one year, one after two; two run on: 1 - 1/4, then times 1 - 1/3."""
    built = town(
        collaboration("c1", "2018-01-01", ["a", "b"], end="2019-01-01"),
        collaboration("c2", "2018-01-01", ["c", "d"], end="2020-01-01"),
        collaboration("c3", "2018-01-01", ["e", "f"]),
        collaboration("c4", "2018-01-01", ["g", "h"]),
    )

    found = tie_survival(built, DAY)

    assert found["survival"].tolist() == pytest.approx([0.75, 0.5])
    assert found["n_at_risk"].tolist() == [4, 3]
    assert found["years"].tolist() == pytest.approx([1.0, 2.0], abs=0.01)
    assert (found["low"] < found["survival"]).all()
    assert (found["survival"] < found["high"]).all()
    assert found[["low", "high"]].to_numpy().min() >= 0
    assert found[["low", "high"]].to_numpy().max() <= 1


def test_nothing_that_ended_gives_no_curve():
    assert tie_survival(town(collaboration("c", "2018", ["a", "b"])), DAY).empty


def test_what_stays_after_a_grant_is_what_runs_or_began_within_the_year():
    built = town(
        collaboration("g1", "2018", ["a", "b"], end="2018", grant_euro=100),
        collaboration("g2", "2018", ["c", "d"], end="2018", grant_euro=100),
        collaboration("after", "2019-06", ["a", "b"]),
        collaboration("n1", "2018", ["e", "f"], end="2018"),
        collaboration("too-late", "2020-06", ["e", "f"]),
    )

    found = after_grants(built, DAY)

    assert found == {True: AfterGrant(n_ties=2, n_kept=1), False: AfterGrant(n_ties=1, n_kept=0)}
    assert found[True].share == 0.5


def test_a_year_without_anything_is_there_with_zeros():
    built = town(
        collaboration("c1", "2018", ["a", "b"], end="2019-06"),
        collaboration("c2", "2021", ["a", "c"]),
    )

    assert tie_turnover(built, DAY).to_dict("list") == {
        "year": [2018, 2019, 2020, 2021],
        "new": [1, 0, 0, 1],
        "kept": [0, 0, 0, 0],
        "ended": [0, 1, 0, 0],
    }


def test_densification_finds_the_exponent_of_a_planted_law():
    partners = np.array([10, 20, 40, 80, 160])

    found = densification(pd.DataFrame({"partners": partners, "ties": partners**1.5}))

    assert found is not None
    assert (found.value, found.low, found.high) == pytest.approx((1.5, 1.5, 1.5), abs=1e-6)
    assert densification(pd.DataFrame({"partners": [10, 10, 10], "ties": [1, 2, 3]})) is None


def test_the_rate_of_new_ties_is_counted_per_partner_and_year():
    """In 2019 a, b (one tie each) and in 2020 a (2), b, c (1) were exposed; 2019 a met c, 2020 a met d."""
    built = town(
        collaboration("c1", "2018", ["a", "b"]),
        collaboration("c2", "2019", ["a", "c"]),
        collaboration("c3", "2020", ["a", "d"]),
    )

    found = attachment_kernel(built, DAY)

    assert found["degree"].tolist() == [1, 2]
    assert found["n_exposed"].tolist() == [4, 1]
    assert found["n_new"].tolist() == [1, 1]
    assert found["rate"].tolist() == pytest.approx([1 / 4 / (2 / 5), 1 / (2 / 5)])


def test_choices_are_fitted_as_statsmodels_fits_them():
    random = np.random.default_rng(3)
    features = random.normal(size=(120, 6, 2))
    utility = features @ np.array([1.0, -0.5]) + random.gumbel(size=(120, 6))
    best = utility.argmax(axis=1)
    for at, of in enumerate(best):  # the one chosen stands in front
        features[at, [0, of]] = features[at, [of, 0]]
    chosen = np.tile([1, 0, 0, 0, 0, 0], 120)
    groups = np.repeat(np.arange(120), 6)

    expected = ConditionalLogit(chosen, features.reshape(-1, 2), groups=groups).fit(disp=False).params

    assert fit_choices(features).tolist() == pytest.approx(expected.tolist(), rel=0.01)


def test_a_town_that_closes_triangles_shows_closure():
    """In each of ten villages a hub meets eight others one by one; then, year by year, two of them meet."""
    first = [collaboration(f"m{v}-{i}", "2010", [f"hub{v}", f"p{v}-{i}"]) for v in range(10) for i in range(8)]
    later = [
        collaboration(f"n{v}-{i}", str(2011 + i), [f"p{v}-{2 * i}", f"p{v}-{2 * i + 1}"])
        for v in range(10)
        for i in range(4)
    ]

    found = choices(town(*first, *later), DAY)

    assert found["closure"].low > 0
    assert found["closure"].n == 40


def test_what_follows_needs_two_who_met_there_and_a_year():
    """a and b met in 'first' and go on in 'next' half a year later; 'late' comes after two years; c and d never met."""
    built = town(
        collaboration("first", "2018-01-01", ["a", "b", "c"]),
        collaboration("next", "2018-07-01", ["a", "b", "x"]),
        collaboration("late", "2020-02-01", ["b", "c"]),
        collaboration("other", "2018-08-01", ["d", "e"]),
    )

    found = snowball(built, DAY)

    assert (found.n_collaborations, found.n_followed, found.mean_followers) == (4, 1, 0.25)


def test_a_planted_snowball_stands_out_beside_chance():
    """Each of thirty projects of three is carried on by two of its partners a month later."""
    rows = []
    for at in range(30):
        year, month = 1990 + at, at % 6 + 1
        rows.append(collaboration(f"p{at}", f"{year}-{month:02}-01", [f"a{at}", f"b{at}", f"c{at}"]))
        rows.append(collaboration(f"q{at}", f"{year}-{month + 1:02}-01", [f"a{at}", f"b{at}", f"d{at}"]))

    found = snowball(town(*rows), DAY, n_draws=99)

    assert found.n_followed == 30
    assert found.p == 0.01


def test_the_chain_counts_who_is_linked_and_who_is_not_by_place():
    built = network(
        [
            partner("opvang", sector="kinderopvang", place="Oss"),
            partner("opvang2", sector="kinderopvang", place="Oss"),
            partner("school", sector="primair-onderwijs", place="Oss"),
            partner("vmbo", sector="voortgezet-onderwijs", place="Heesch"),
        ],
        [collaboration("c", "2018", ["opvang", "school"])],
    )

    found = chain(built).set_index(["place", "step"])

    assert found.loc[("Oss", "kinderopvang"), ["n_step", "n_next", "n_linked", "n_reached"]].tolist() == [2, 1, 1, 1]
    assert found.loc[("Oss", "primair-onderwijs"), ["n_step", "n_next", "n_linked"]].tolist() == [1, 0, 0]
    assert ("Heesch", "voortgezet-onderwijs") in found.index


def random_town(seed, n_partners=24, n_collaborations=30, prefer=0.0):
    """Collaborations of two to four partners, drawn by chance; `prefer` of them across two sectors by design."""
    random = np.random.default_rng(seed)
    sectors = {f"p{at:02}": "ab"[at % 2] for at in range(n_partners)}
    rows = []
    for at in range(n_collaborations):
        members = random.choice(n_partners, int(random.integers(2, 5)), replace=False)
        if random.random() < prefer:
            members = np.array([random.choice(12) * 2, random.choice(12) * 2 + 1])
        rows.append(collaboration(f"c{at}", str(2000 + at % 20), [f"p{one:02}" for one in members]))
    return network([partner(name, sector=sector) for name, sector in sectors.items()], rows)


def p_of_mixing(built, n_draws=59):
    figures = {"ei": lambda graph: measure_mixing(graph).ei_index}
    return beside_chance(built, tie_graph(built), figures, n_draws)["ei"].p


def test_rewired_networks_keep_how_often_each_takes_part_and_the_sizes():
    built = random_town(1)
    rewiring = Rewiring(built)

    traded = rewiring.trade(np.random.default_rng(0))

    before = built.participations
    assert [len(each) for each in traded] == np.bincount(before["collaboration"]).tolist()
    assert (
        np.bincount(np.concatenate(traded), minlength=24).tolist()
        == np.bincount(before["partner"], minlength=24).tolist()
    )
    assert any(
        set(each) != set(of["partner"]) for each, (_, of) in zip(traded, before.groupby("collaboration"), strict=True)
    )


def test_of_a_hundred_random_networks_about_five_look_special():
    n_special = sum(p_of_mixing(random_town(seed)) < 0.05 for seed in range(100))

    assert 1 <= n_special <= 11  # 5 expected; beyond it the chance is below 1 %


def test_a_planted_preference_across_sectors_is_found():
    assert p_of_mixing(random_town(7, prefer=0.9)) < 0.05

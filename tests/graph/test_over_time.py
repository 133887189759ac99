"""Ties over time: how long they last, what draws new ones, and what follows from what."""

from datetime import date, timedelta

import numpy as np
import pandas as pd
import pytest
from statsmodels.discrete.conditional_models import ConditionalLogit

from graph.attachment import attachment_kernel, choices, densification, fit_choices
from graph.chain import chain, work_along
from graph.lasting import AfterGrant, after_grants, tie_fates, tie_survival, tie_turnover
from graph.snowball import snowball
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


def test_a_tie_is_new_where_nothing_came_before_and_is_judged_once_the_year_is_over():
    built = town(
        collaboration("before", "2016", ["a", "b"], end="2016"),
        collaboration("grant", "2018", ["a", "b", "c"], end="2018"),
        collaboration("after", "2019-06", ["b", "c"]),
        collaboration("recent", "2020", ["a", "d"], end=str(DAY.year)),
    )
    fates = tie_fates(built, DAY)
    names = built.collaborations["id"].to_numpy()[fates["collaboration"]]
    ids = built.partners["id"].to_numpy()
    told = {
        (name, ids[first] + ids[second]): (is_new, is_over, is_kept)
        for name, first, second, is_new, is_over, is_kept in zip(
            names, *(fates[each] for each in ("first", "second", "is_new", "is_over", "is_kept")), strict=True
        )
    }

    assert told == {
        ("before", "ab"): (True, True, False),
        ("grant", "ab"): (False, True, False),
        ("grant", "ac"): (True, True, False),
        ("grant", "bc"): (True, True, True),
        ("after", "bc"): (False, False, False),
        ("recent", "ad"): (True, False, False),
    }


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


def test_a_tie_that_rests_ends_and_is_kept_when_it_is_taken_up_again():
    built = town(
        collaboration("c1", "2018", ["a", "b"], end="2019-06"),
        collaboration("c2", "2021", ["a", "b"]),
    )

    assert tie_turnover(built, DAY).to_dict("list") == {
        "year": [2018, 2019, 2020, 2021],
        "new": [1, 0, 0, 0],
        "kept": [0, 0, 0, 1],
        "ended": [0, 1, 0, 0],
    }


def test_what_begins_later_changes_no_figure_of_a_day_before():
    before = [
        collaboration("c1", "2018", ["a", "b"], end="2019-06"),
        collaboration("c2", "2018", ["c", "d"]),
        collaboration("c3", "2019", ["a", "c"]),
    ]
    later = collaboration("c4", "2020-09", ["a", "b", "d"])
    day = date(2020, 5, 1)

    for figure in (tie_survival, tie_turnover, attachment_kernel):
        pd.testing.assert_frame_equal(figure(town(*before, later), day), figure(town(*before), day))


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


def test_a_partner_of_two_places_stands_on_the_path_of_both():
    built = network(
        [
            partner("school", sector="primair-onderwijs", place="Oss"),
            partner("vmbo", sector="voortgezet-onderwijs", place="Oss / Heesch"),
            partner("roc", sector="mbo", place=""),
            partner("taalhuis", sector="volwasseneneducatie", place="Heesch"),
        ],
        [collaboration("c", "2018", ["school", "vmbo"]), collaboration("d", "2018", ["taalhuis", "roc"])],
    )

    found = chain(built)[["place", "step", "n_step", "n_next", "n_linked", "n_reached"]]

    assert found.to_numpy().tolist() == [
        ["Heesch", "primair-onderwijs", 0, 1, 0, 1],
        ["Heesch", "voortgezet-onderwijs", 1, 0, 0, 0],
        ["Heesch", "mbo", 0, 1, 0, 1],
        ["Oss", "kinderopvang", 0, 1, 0, 0],
        ["Oss", "primair-onderwijs", 1, 1, 1, 1],
        ["Oss", "voortgezet-onderwijs", 1, 0, 0, 0],
    ]


def test_work_along_the_path_skips_no_step_and_counts_each_collaboration():
    built = network(
        [
            partner("a", sector="kinderopvang"),
            partner("b", sector="primair-onderwijs"),
            partner("c", sector="voortgezet-onderwijs"),
            partner("d", sector="primair-onderwijs"),
        ],
        [
            collaboration("all", "2018", ["a", "b", "c", "d"]),  # a-c skips a step, b-d stays within one
            collaboration("two", "2019", ["c", "b"]),
        ],
    )

    assert work_along(built).to_numpy().tolist() == [
        [0, 1, 0, 0],
        [0, 3, 0, 0],
        [1, 2, 0, 1],
        [1, 2, 1, 1],
        [3, 2, 0, 1],
    ]


def test_survival_is_that_of_the_leukaemia_trial():
    """Kaplan-Meier of the treated group (Freireich 1963), weeks in place of ties: as Stata's `sts list` prints it."""
    ended, running = [6, 6, 6, 7, 10, 13, 16, 22, 23], [6, 9, 10, 11, 17, 19, 20, 25, 32, 32, 34, 35]
    begin = DAY - timedelta(weeks=52)
    rows = [
        collaboration(f"e{at}", str(begin), [f"a{at}", f"b{at}"], end=str(begin + timedelta(weeks=weeks)))
        for at, weeks in enumerate(ended)
    ]
    rows += [
        collaboration(f"r{at}", str(DAY - timedelta(weeks=weeks)), [f"c{at}", f"d{at}"])
        for at, weeks in enumerate(running)
    ]

    found = tie_survival(town(*rows), DAY)

    assert found["n_at_risk"].tolist() == [21, 17, 15, 12, 11, 7, 6]
    assert (found["years"] * 365.25 / 7).tolist() == pytest.approx([6, 7, 10, 13, 16, 22, 23])
    expected = [0.8571, 0.8067, 0.7529, 0.6902, 0.6275, 0.5378, 0.4482]
    assert found["survival"].tolist() == pytest.approx(expected, abs=5e-5)
    assert found["low"].tolist() == pytest.approx([0.6197, 0.5631, 0.5032, 0.4316, 0.3675, 0.2678, 0.1881], abs=1e-4)
    assert found["high"].tolist() == pytest.approx([0.9516, 0.9228, 0.8894, 0.8491, 0.8049, 0.7468, 0.6801], abs=1e-4)


def test_what_stays_has_an_interval():
    """Wilson for 1 of 2: (1/2 + z²/4) / (1 + z²/2) ± …, here .0945 to .9055; none without ties."""
    assert AfterGrant(2, 1).interval == pytest.approx((0.0945, 0.9055), abs=1e-4)
    assert (AfterGrant(0, 0).share, AfterGrant(0, 0).interval) == (None, None)


def test_densification_is_the_slope_that_numpy_fits():
    random = np.random.default_rng(5)
    partners = np.arange(10, 40)
    ties = np.rint(partners ** random.normal(1.4, 0.05, 30)).astype(int)

    found = densification(pd.DataFrame({"partners": partners, "ties": ties}))

    (slope, _), covariance = np.polyfit(np.log(partners), np.log(ties), 1, cov=True)
    assert found is not None
    assert found.value == pytest.approx(slope)
    wide = 2.0484 * np.sqrt(covariance[0, 0])  # Student with 28 degrees of freedom
    assert (found.low, found.high) == pytest.approx((slope - wide, slope + wide), rel=1e-4)


def test_a_history_without_anything_to_estimate_gives_nothing():
    for built in (network(), town(collaboration("c", "2018", ["a", "b"]))):
        assert choices(built, DAY) == {}
        assert attachment_kernel(built, DAY).empty
        assert snowball(built, DAY, n_draws=9).mean_by_chance in {None, 0.0}
        assert chain(built).empty
        assert after_grants(built, DAY)[True].share is None


def test_newcomers_who_choose_by_chance_show_no_closure_and_no_preference():
    """Each year two of sixty, drawn by chance, meet: intervals of 95 % hold 0, each 19 times in 20."""
    missed = 0
    for seed in range(12):
        random = np.random.default_rng(seed)
        pairs = [random.choice(60, 2, replace=False) for _ in range(100)]
        rows = [collaboration(f"c{at:03}", str(2000 + at // 5), [f"p{a}", f"p{b}"]) for at, (a, b) in enumerate(pairs)]
        found = choices(town(*rows, sectors=[(f"p{one}", "xy"[one % 2]) for one in range(60)]), DAY, seed)
        missed += sum(not each.low <= 0 <= each.high for each in found.values())

    assert missed <= 6  # of 36; 1.8 expected, more than 6 in less than 1 of 100


def test_by_chance_alone_nothing_snowballs():
    """Of twenty towns without order about one has p < .05."""
    n_special = 0
    for seed in range(20):
        random = np.random.default_rng(seed)
        days = pd.Timestamp("2015-01-01") + pd.to_timedelta(random.choice(1500, 40, replace=False), unit="D")
        rows = [
            collaboration(f"c{at:02}", str(day.date()), [f"p{one}" for one in random.choice(20, 3, replace=False)])
            for at, day in enumerate(days)
        ]
        n_special += snowball(town(*rows), DAY, n_draws=39).p <= 0.05

    assert n_special <= 4  # more than 4 in less than 1 of 100

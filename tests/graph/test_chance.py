"""Figures beside chance: what rewiring keeps, what it forgets, and that p is what it says."""

from dataclasses import replace
from functools import cache

import numpy as np
import pandas as pd
import pytest

from graph.chance import Rewiring, beside_chance, compare
from graph.cohesion import transitivity
from graph.mixing import measure_mixing
from graph.tie_graph import tie_graph
from tests.builders import collaboration, network, partner


def random_town(seed, n_partners=24, n_collaborations=20, prefer=0.0, led=0.0):
    """Collaborations of two to four partners, drawn by chance; `prefer` of them across two sectors by design.

    `led` of them are led by one of their partners, drawn by chance too.
    """
    random = np.random.default_rng(seed)
    built, rows = empty_town(n_partners, n_collaborations), []
    has_lead = random.random(n_collaborations) < led
    for at in range(n_collaborations):
        members = random.choice(n_partners, int(random.integers(2, 5)), replace=False)
        if random.random() < prefer:
            members = np.array([random.choice(12) * 2, random.choice(12) * 2 + 1])
        rows += [(at, one, "lead" if has_lead[at] and one == members[0] else "participant") for one in members]
    parts = pd.DataFrame(rows, columns=["collaboration", "partner", "role"])
    sizes = parts.groupby("collaboration").size().to_numpy()
    collaborations = built.collaborations.assign(has_lead=has_lead, n_partners=sizes)
    return replace(built, participations=parts, collaborations=collaborations)


@cache
def empty_town(n_partners, n_collaborations):
    """Build what all random towns share, once: to build a network takes longer than to look at it."""
    return network(
        [partner(f"p{at:02}", sector="ab"[at % 2]) for at in range(n_partners)],
        [collaboration(f"c{at:02}", str(2000 + at % 20), []) for at in range(n_collaborations)],
    )


def ps_of(built, n_draws=19):
    """With 19 draws p is a multiple of 1/20, and .05 is one of them."""
    figures = {"mixing": lambda graph: measure_mixing(graph).ei_index, "triangles": transitivity}
    return {name: of.p for name, of in beside_chance(built, tie_graph(built), figures, n_draws).items()}


def test_rewired_networks_keep_how_often_each_leads_and_takes_part_and_the_sizes():
    built = random_town(1, led=0.6)
    rewiring = Rewiring(built, np.random.default_rng(0))

    rewiring.draw()

    parts = built.participations
    is_lead = parts["role"] == "lead"
    for sets, before in ((rewiring.leads, parts[is_lead]), (rewiring.others, parts[~is_lead])):
        assert [len(each) for each in sets] == np.bincount(before["collaboration"], minlength=20).tolist()
        drawn = np.bincount([one for each in sets for one in each], minlength=24)
        assert drawn.tolist() == np.bincount(before["partner"], minlength=24).tolist()
        assert sets != [set(before["partner"][before["collaboration"] == at]) for at in range(20)]
    assert not any(leads & others for leads, others in zip(rewiring.leads, rewiring.others, strict=True))


def test_every_network_of_the_same_numbers_is_drawn_as_often():
    """Of three partners two are in a pair and one is by itself: it can be any of the three."""
    built = network(
        [partner(one) for one in "abc"],
        [collaboration("pair", "2018", ["a", "b"]), collaboration("single", "2018", ["c"])],
    )
    rewiring = Rewiring(built, np.random.default_rng(0))

    tied = [(int(graph.first[0]), int(graph.second[0])) for graph in (rewiring.draw() for _ in range(600))]

    counts = [tied.count(pair) for pair in ((0, 1), (0, 2), (1, 2))]
    assert sum(counts) == 600
    assert all(abs(count - 200) < 50 for count in counts)  # their standard deviation is 11.5


def test_where_the_lead_is_out_of_sight_a_rewired_network_has_no_ties_either():
    seen = network([partner(one) for one in "abc"], [collaboration("c", "2018", ["b", "c"], lead="a")])
    seen = seen.of(np.array([1, 2]))

    assert tie_graph(seen).m == Rewiring(seen, np.random.default_rng(0)).draw().m == 0


def test_p_counts_the_network_itself_and_z_is_in_standard_deviations():
    drawn = np.arange(1.0, 10.0)

    found, alike = compare(9.0, drawn), compare(3.0, np.full(9, 3.0))

    # The middle of all ten is 5.4, and 9 lies 3.6 off; of the draws 1 (4.4 off) and 9 lie as far.
    assert (found.mean, found.p) == (5.0, pytest.approx((2 + 1) / (9 + 1)))
    assert found.z == pytest.approx(4 / drawn.std())
    assert (alike.z, alike.p) == (None, 1.0)


def test_of_a_hundred_random_networks_about_five_look_special():
    """Of a thousand of thirty collaborations 4.8 to 5.8 % did, with leads and without, by either figure."""
    ps = [ps_of(random_town(seed, led=seed % 2 / 2)) for seed in range(100)]  # every other one has leads

    for name in ("mixing", "triangles"):
        of_one = np.array([each[name] for each in ps])
        assert 1 <= (of_one <= 0.05).sum() <= 11  # 5 expected; beyond it the chance is below 2 %
        assert 0.4 < of_one.mean() < 0.62  # .51 expected, with a standard error of .03


def test_a_planted_preference_across_sectors_is_found():
    assert ps_of(random_town(7, prefer=0.9))["mixing"] == 0.05

"""The contract that every scorer passes, the matcher as well as the baselines it is set beside."""

from functools import cache

import numpy as np
import pytest

from matching.baselines import baselines
from matching.candidates import known_pairs, new_for
from matching.model import Ranker
from matching.suggest import Matcher, fit
from tests.builders import collaboration, network, partner, theme
from tests.matching.networks import COMPLETE, tied

BASELINES = ("random", "popularity", "adamic-adar", "resource-allocation", "rooted-pagerank", "tf-idf", "bm25")
MATCHERS = ("prior", "fitted", "balanced")
scorers = pytest.mark.parametrize("name", [*MATCHERS, *BASELINES])


def rankings(built, name):
    """Who is ranked for each partner, best first, with scores: {partner id: [(candidate id, score), …]}."""
    if name in MATCHERS:
        return _of_matcher(built, Ranker.prior() if name == "prior" else fit(built), balanced=name == "balanced")
    return _of_baseline(built, name)


def _of_matcher(built, ranker, *, balanced):
    found = {partner_id: [] for partner_id in built.partners["id"]}
    for suggestion in Matcher(built, ranker).suggest(top=max(built.n_partners, 1), balanced=balanced):
        found[suggestion.partner_id].append((suggestion.suggested_id, suggestion.score))
    return found


def _of_baseline(built, name):
    ids, rows = built.partners["id"].tolist(), np.arange(built.n_partners)
    scores, is_new = baselines(built)[name](rows), new_for(rows, known_pairs(built))
    assert scores.shape == is_new.shape
    order = np.argsort(-scores, axis=1, kind="stable")
    return {
        ids[row]: [(ids[column], float(scores[row, column])) for column in order[row] if is_new[row, column]]
        for row in rows
    }


def rich():
    """Twelve partners with texts, themes, places, boards and ties of four years: nothing is missing."""
    words = ["muziek", "taal", "techniek", "sport", "natuur", "koken"]
    ids = [f"p{number:02}" for number in range(12)]
    return network(
        [
            partner(
                partner_id,
                sector=["mbo", "zorg", "sport"][at % 3],
                place=["Oss", "Heesch"][at % 2],
                seeks=f"{words[at % 6]}les voor jongeren",
                offers=[f"vrijwilligers voor {words[(at + 1) % 6]}", f"een zaal voor {words[at % 6]}"],
                themes=words[at % 6],
                part_of=ids[0] if at == 5 else (),
            )
            for at, partner_id in enumerate(ids)
        ],
        [
            collaboration(f"c{at}", str(2015 + at % 4), [ids[at], ids[(at * 5 + 1) % 12], ids[(at * 7 + 3) % 12]])
            for at in range(12)
        ],
        [theme(word) for word in words],
    )


NETWORKS = {
    "empty": network,
    "thesaurus-alone": lambda: network(themes=[theme("muziek")]),
    "one": lambda: network([partner("a", seeks="taalles", offers="taalles")]),
    "without-texts-and-ties": lambda: tied(5, []),
    "without-texts": lambda: tied(5, [(0, 1), (1, 2)]),
    "stop-words-alone": lambda: network([partner(partner_id, name="De Het") for partner_id in "ab"]),
    "complete": lambda: tied(4, COMPLETE),
    "complete-and-large": lambda: tied(12, [(one, other) for one in range(12) for other in range(one + 1, 12)]),
    "star": lambda: tied(12, [(0, other) for other in range(1, 12)]),
    "twins": lambda: network([partner(partner_id, name="De school", offers="taalles") for partner_id in "abc"]),
    "rich": rich,
}
every_network = pytest.mark.parametrize("network_name", NETWORKS)


@cache
def built_once(network_name):
    return NETWORKS[network_name]()


@cache
def ranked_once(name, network_name):
    return rankings(built_once(network_name), name)


def test_all_baselines_are_held_to_the_contract():
    assert tuple(baselines(network())) == BASELINES


@scorers
@every_network
def test_the_same_input_gives_the_same_output(name, network_name):
    assert rankings(built_once(network_name), name) == ranked_once(name, network_name)


@scorers
@every_network
def test_everybody_new_is_ranked_once_and_nobody_else(name, network_name):
    built = built_once(network_name)
    known = known_pairs(built).toarray() > 0
    ids = built.partners["id"].tolist()

    for partner_id, ranked in ranked_once(name, network_name).items():
        row = ids.index(partner_id)
        expected = [other for at, other in enumerate(ids) if at != row and not known[row, at]]
        found = sorted(candidate for candidate, _ in ranked)
        # As people see it, those who fit less than the average candidate are left out.
        assert (
            set(found) <= set(expected) and len(found) == len(set(found)) if name == "balanced" else found == expected
        )


@scorers
@every_network
def test_scores_are_numbers_that_do_not_increase(name, network_name):
    for ranked in ranked_once(name, network_name).values():
        scores = [score for _, score in ranked]
        assert np.isfinite(scores).all()
        assert scores == sorted(scores, reverse=True)


@scorers
@every_network
def test_equal_scores_are_ordered_by_id(name, network_name):
    for ranked in ranked_once(name, network_name).values():
        assert ranked == sorted(ranked, key=lambda pair: (-pair[1], pair[0]))


@pytest.mark.parametrize("name", [*MATCHERS, *(one for one in BASELINES if one != "random")])
def test_where_nobody_stands_out_the_order_is_that_of_ids(name):
    ranked = rankings(tied(4, []), name)["p01"]

    assert [candidate for candidate, _ in ranked] == ["p00", "p02", "p03"]

"""Tests of matching.wide.signals: gathered with room for everybody, all is as where everybody is looked at."""

from datetime import date

import numpy as np
import pytest

from matching import candidates
from matching.features import FEATURES, Signals
from matching.texts import TextSpace
from matching.wide import bounds, lists, nearest, phrases, signals
from matching.wide.signals import WideSignals
from tests.builders import collaboration, network, partner, theme
from tests.matching.networks import PATH, tied

WORDS = ["muziek", "taalles", "techniek", "sportclub", "tuinieren", "koken"]
RANKS_OF_PHRASES = ("seeks_offered_rank", "offers_sought_rank", "offers_alike_rank", "seeks_alike_rank")
PLACES = ["Oss", "Heesch", ""]


def rich(n=40, seed=0):
    """A network with texts, some of them the same, themes, places and ties of five years."""
    chance = np.random.default_rng(seed)

    def said(n_most):
        return [f"{WORDS[a]} {WORDS[b]}" for a, b in chance.integers(6, size=(chance.integers(n_most), 2))]

    ids = [f"p{at:03}" for at in range(n)]
    partners = [
        partner(
            one,
            sector=["mbo", "zorg", "sport"][chance.integers(3)],
            place=PLACES[chance.integers(3)],
            description=f"{WORDS[chance.integers(6)]} voor {one}",
            seeks=said(3),
            offers=said(4),
            themes=WORDS[chance.integers(6)],
        )
        for one in ids
    ]
    work = [
        collaboration(f"c{at}", str(2014 + at % 5), [ids[one] for one in chance.choice(n, 3, replace=False)])
        for at in range(n)
    ]
    return network(partners, work, [theme(one) for one in WORDS])


NETWORKS = {
    "rich": rich,
    "empty": network,
    "one": lambda: tied(1, []),
    "without-texts-and-ties": lambda: tied(5, []),
    "path": lambda: tied(5, PATH),
    "star": lambda: tied(12, [(0, other) for other in range(1, 12)]),
    "texts-without-ties": lambda: network([partner(one, seeks="taalles", offers="taalles") for one in "abc"]),
}


@pytest.fixture(params=[pytest.param(make, id=name) for name, make in NETWORKS.items()])
def built(request):
    return request.param()


@pytest.fixture
def everybody(monkeypatch):
    """As many are gathered as there are."""
    for module, name in (
        (signals, "N_PER_SIGNAL"),
        (signals, "N_CHAMPIONS"),
        (phrases, "N_BEST"),
        (nearest, "N_CHAMPIONS"),
        (nearest, "N_GATHERED"),
        (nearest, "N_ASSOCIATED"),
    ):
        monkeypatch.setattr(module, name, candidates.N_ALL)
    monkeypatch.setattr(lists, "N_MARGIN", 1)


@pytest.mark.usefixtures("everybody")
def test_with_room_for_everybody_pairs_and_features_are_those_of_everybody_looked_at(built):
    rows, space = np.arange(built.n_partners), TextSpace(built)

    wide, exact = WideSignals(built, space).pairs(rows), Signals(built, space).pairs(rows)

    assert wide.partner.tolist() == exact.partner.tolist()
    assert wide.candidate.tolist() == exact.candidate.tolist()
    # Where everybody is looked at, equal phrases differ in the last digit, which is enough for another rank.
    is_compared = np.array([form not in RANKS_OF_PHRASES for form in FEATURES])
    np.testing.assert_allclose(wide.features[:, is_compared], exact.features[:, is_compared], atol=2e-3)
    assert wide.is_newcomer.tolist() == exact.is_newcomer.tolist()
    assert wide.features.shape[1] == len(FEATURES)


def test_beyond_the_bound_fewer_are_looked_at(monkeypatch):
    monkeypatch.setattr(signals, "N_PER_SIGNAL", 6)
    whole = WideSignals(rich()).pairs(np.arange(40))
    monkeypatch.setattr(bounds, "N_IN_FULL", 10)

    fewer = WideSignals(rich()).pairs(np.arange(40))

    assert 0 < len(fewer.partner) < len(whole.partner)
    assert set(zip(fewer.partner, fewer.candidate, strict=True)) < set(zip(whole.partner, whole.candidate, strict=True))


def test_blocks_of_any_size_give_the_same():
    prepared = WideSignals(rich())

    together = prepared.pairs(np.arange(40))
    apart = [prepared.pairs(rows) for rows in np.array_split(np.arange(40), 7)]

    assert together.candidate.tolist() == np.concatenate([part.candidate for part in apart]).tolist()
    np.testing.assert_array_equal(together.features, np.concatenate([part.features for part in apart]))


def test_whoever_is_asked_first_the_pairs_are_the_same():
    network = rich()
    of = WideSignals(network, TextSpace(network))
    rows = np.array([7, 30, 2])

    together, alone = of.pairs(rows), [of.pairs(np.array([row])) for row in rows]

    np.testing.assert_array_equal(together.candidate, np.concatenate([pairs.candidate for pairs in alone]))
    np.testing.assert_allclose(together.features, np.concatenate([pairs.features for pairs in alone]), atol=1e-6)


@pytest.mark.parametrize("kind", [Signals, WideSignals])
def test_who_pauses_is_nobodys_candidate_and_has_none(kind):
    town = [partner("a", seeks="taalles", paused_until=date(2020, 3, 1)), partner("b", offers="taalles"), partner("c")]

    paused, back = (kind(network(town).at(date(2020, 3, day))).pairs(np.arange(3)) for day in (1, 2))

    assert list(zip(paused.partner.tolist(), paused.candidate.tolist(), strict=True)) == [(1, 2), (2, 1)]
    assert len(back.partner) == 6

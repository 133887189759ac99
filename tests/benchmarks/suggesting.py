"""From a network to suggestions: learn from its history, and suggest for everybody."""

import numpy as np

from matching.closeness import Closeness
from matching.history import blocks
from matching.model import Ranker
from matching.suggest import Matcher, fit
from tests.benchmarks.stages import Place, Stage

TOP = 10


def learn(place: Place):
    network = place.network("cordis")
    return lambda: fit(network).save(place.scratch / "ranker.json")


def prepare_matcher(place: Place):
    network = place.network("cordis")
    return lambda: Matcher(network, Ranker.load(place.scratch / "ranker.json"))


def suggest_for_all(place: Place):
    matcher = Matcher(place.network("cordis"), Ranker.load(place.scratch / "ranker.json"))

    def work():
        for _ in matcher.iterate(top=TOP):
            pass

    return work


def adamic_adar_for_all(place: Place):
    """The best single signal of the graph, without reasons: what a list of new contacts costs at least."""
    network = place.network("cordis")

    def work():
        closeness = Closeness.of(network)
        for rows in blocks(np.arange(network.n_partners)):
            scores = closeness.adamic_adar(rows)
            scores[closeness.has_tie[rows].toarray() > 0] = 0
            np.argpartition(-scores, TOP, axis=1)

    return work


STAGES = [
    Stage("learn from the history", learn),
    Stage("prepare for suggesting", prepare_matcher),
    Stage("ten for all, by Adamic-Adar", adamic_adar_for_all),
    Stage("ten for all, with reasons", suggest_for_all, beside="ten for all, by Adamic-Adar"),
]

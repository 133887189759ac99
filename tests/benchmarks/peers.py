"""The peers that our ranker is measured beside: how each is prepared, and the settings it may choose from."""

from collections.abc import Callable
from dataclasses import dataclass
from itertools import product

from graph.network import Network
from matching.baselines import Method
from tests.benchmarks.boosting import lambdamart
from tests.benchmarks.easing import ease
from tests.benchmarks.factorising import als, bpr
from tests.benchmarks.reading import bm25
from tests.benchmarks.walking import pagerank

Setting = dict[str, str | float]


@dataclass(frozen=True)
class Peer:
    """One way to rank: `prepare` sees a network once, what it returns makes a `Method` of each setting."""

    prepare: Callable[[Network], Callable[..., Method]]
    grid: list[Setting]
    """Of equally good settings the first is taken, also where there is nothing to choose by."""


def grid(**values: tuple) -> list[Setting]:
    """Return every combination of values.

    >>> grid(source=("ties",), factors=(16, 64))
    [{'source': 'ties', 'factors': 16}, {'source': 'ties', 'factors': 64}]
    """
    return [dict(zip(values, one, strict=True)) for one in product(*values.values())]


PEERS = {
    "bm25": Peer(bm25, grid(question=("document", "profile"), k1=(0.3, 0.8, 1.5), b=(0.3, 0.75))),
    "als, ties": Peer(
        als,
        grid(source=("companions", "ties"), weighing=("ones", "recent"), factors=(16, 64), alpha=(1.0, 20.0)),
    ),
    "als, work": Peer(
        als, grid(source=("work", "work-cosine"), weighing=("ones", "recent"), factors=(16, 64), alpha=(1.0, 10.0))
    ),
    "bpr, ties": Peer(
        bpr, grid(source=("companions", "ties"), factors=(32,), regularization=(0.01, 0.1), iterations=(20, 60))
    ),
    "bpr, work": Peer(
        bpr,
        grid(source=("work", "work-cosine"), factors=(16, 64), regularization=(0.01, 0.1), iterations=(20, 100)),
    ),
    "ease, ties": Peer(ease, grid(source=("companions",), weighing=("ones", "recent"), strength=(3.0, 30.0, 300.0))),
    "ease, work": Peer(ease, grid(source=("work",), weighing=("ones", "recent"), strength=(3.0, 30.0, 300.0))),
    "pagerank": Peer(pagerank, grid(damping=(0.15, 0.3, 0.5, 0.7), weighing=("ones", "weights", "recent"))),
    "lambdamart": Peer(lambdamart, grid(leaves=(4, 16), rounds=(50, 200), learning_rate=(0.03, 0.1))),
}

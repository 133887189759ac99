"""How well our ranker foresees new ties, beside strong peers that were tuned on the year before."""

from dataclasses import dataclass
from datetime import date

import numpy as np
from rich.console import Console
from rich.table import Table

from graph.network import Network
from matching.baselines import baselines
from matching.judging import own_ranking
from matching.measuring import Values
from matching.resampling import INTERVAL, resampled_means
from matching.suggest import fit
from tests.benchmarks.peers import PEERS, Peer, Setting
from tests.benchmarks.stages import Place
from tests.benchmarks.trials import Figures, Trial, tune, year_before

OURS = "osmose"
N_ASKING = 1500
N_TUNING = 300
"""Partners asked per setting at most."""


@dataclass(frozen=True)
class Case:
    """A data set, the days at which it is split, and how many collaborations somebody asked must have had before."""

    data: str
    cutoffs: tuple[date, ...]
    least_work: int = 0


CASES = (
    Case("oss", tuple(date(year, 1, 1) for year in (2018, 2019, 2020, 2021))),
    Case("cordis", (date(2013, 1, 1), date(2014, 1, 1)), least_work=2),
)


@dataclass(frozen=True)
class Result:
    """How one method did at one cut-off, or at several taken together."""

    name: str
    setting: Setting
    figures: Figures


def report(place: Place, console: Console, cases: tuple[Case, ...] = CASES) -> None:
    """Measure everybody at each cut-off of each case, and print a table of each and of all queries of a case."""
    for case in cases:
        network = place.network(case.data)
        by_cutoff = []
        for cutoff in case.cutoffs:
            title = f"quality: {case.data} at {cutoff}"
            with console.status(title):
                results = measure(network, cutoff, case.least_work)
            console.print(table_of(title, results))
            by_cutoff.append(results)
        if len(by_cutoff) > 1:
            console.print(table_of(f"quality: {case.data}, all cut-offs together", pooled(by_cutoff)))


def measure(
    network: Network,
    cutoff: date,
    least_work: int = 0,
    peers: dict[str, Peer] = PEERS,
) -> list[Result]:
    """Measure our ranker, the baselines and each peer at one cut-off.

    A peer chooses its setting by the year before the cut-off, knowing what came before that year; then it learns from
    all that came before the cut-off. Our ranker and the baselines have no setting to choose. Hubs left out, nothing is
    chosen anew.
    """
    trial = Trial.of(network, cutoff, n_asking=N_ASKING, least_work=least_work)
    tuning = Trial.of(trial.before, year_before(cutoff), n_asking=N_TUNING, least_work=least_work)
    untuned = {OURS: own_ranking(trial.before, fit(trial.before)), **baselines(trial.before)}
    results = [Result(name, {}, trial.judge(method)) for name, method in untuned.items()]
    for name, peer in peers.items():
        setting = tune(peer, tuning)
        results.append(Result(name, setting, trial.judge(peer.prepare(trial.before)(**setting))))
    return results


def pooled(by_cutoff: list[list[Result]]) -> list[Result]:
    """Take the queries of several cut-offs together: every query counts once. Settings differ, and are left out."""
    return [
        Result(
            of_one[0].name,
            {},
            Figures(
                np.concatenate([result.figures.ndcg for result in of_one]),
                np.concatenate([result.figures.tail for result in of_one]),
            ),
        )
        for of_one in zip(*by_cutoff, strict=True)
    ]


def table_of(title: str, results: list[Result]) -> Table:
    n_asked, n_tail = len(results[0].figures.ndcg), len(results[0].figures.tail)
    table = Table("peer", "setting", title=title, caption=caption(results))
    table.add_column(f"NDCG@10 (n={n_asked})", justify="right")
    table.add_column(f"without hubs (n={n_tail})", justify="right")
    for result in results:
        setting = ", ".join(f"{name} {value}" for name, value in result.setting.items())
        table.add_row(result.name, setting, with_interval(result.figures.ndcg), with_interval(result.figures.tail))
    return table


def caption(results: list[Result]) -> str:
    """Say how our ranker compares with the best peer, by each measure; the best is known only afterwards."""
    ours, *others = results
    sentences = []
    for what, values_of in (("NDCG@10", lambda one: one.figures.ndcg), ("without hubs", lambda one: one.figures.tail)):
        if others and len(values_of(ours)):
            best = max(others, key=lambda one: values_of(one).mean())
            sentences.append(f"{what}: {OURS} / {best.name} = {ratio(values_of(ours), values_of(best))}")
    return "; ".join(sentences)


def with_interval(values: Values) -> str:
    """Return mean and interval as text.

    >>> with_interval(np.array([0.5, 0.5]))
    '.500 (.500-.500)'
    """
    if not len(values):
        return "-"
    low, high = np.percentile(resampled_means(values), INTERVAL)
    return f"{_short(values.mean(), 3)} ({_short(low, 3)}-{_short(high, 3)})"


def ratio(ours: Values, theirs: Values) -> str:
    """Return the ratio of the means, and its interval: both are drawn for the same partners.

    >>> ratio(np.array([0.6, 0.6]), np.array([0.5, 0.5]))
    '1.20 (1.20-1.20)'
    """
    if not theirs.mean():
        return "not defined, the best of the others is 0"
    draws = resampled_means(theirs)
    low, high = np.percentile(resampled_means(ours)[draws > 0] / draws[draws > 0], INTERVAL)
    return f"{_short(ours.mean() / theirs.mean(), 2)} ({_short(low, 2)}-{_short(high, 2)})"


def _short(number: float, n_decimals: int) -> str:
    return f"{number:.{n_decimals}f}".removeprefix("0")

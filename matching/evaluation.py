"""How good the suggestions are: hide what came later, rank everybody, compare with baselines on the same data."""

from collections.abc import Sequence
from datetime import date

import numpy as np
import pandas as pd

from graph.network import Network
from matching.encoder import Encoder
from matching.history import Window
from matching.judging import BALANCED, OWN, Judged, Ranking
from matching.outcomes import NothingToMeasure, Outcomes
from matching.resampling import Sample, draw, interval
from matching.suggest import Progress

POOLED = "all"
"""Stands for the cut-off of figures over all cut-offs together."""
COLUMNS = ["cutoff", "method", "measure", "value", "low", "high", "n"]

Row = tuple[str, str, str, float, float, float, int]


def evaluate(
    network: Network,
    cutoffs: Sequence[date],
    seed: int = 0,
    progress: Progress | None = None,
    encoder: Encoder | None = None,
) -> pd.DataFrame:
    """Measure the matcher beside its baselines on what came after each cut-off, and over all of them together.

    At each cut-off a method sees only what began before it, and ranks every partner that the asking one does not work
    with yet. Measures of foresight are means over the partners that made a new tie after the cut-off, judged by all
    whom they first worked with from then on: ndcg, recall and hit of ten, mrr of all; tail_ndcg leaves out `hubs` as
    suggested and as met, newcomer_ndcg asks only who had no tie before. Coverage, gini and cross_sector are those of
    the lists of ten of everybody (see `matching.measuring`), their mean over the cut-offs.

    Intervals are of 95 %. Who meets in one collaboration does not meet by chances of their own, so collaborations are
    drawn with replacement, all those that brought a new tie, the same for each method and cut-off: whom a partner met
    counts where something that brought them together is drawn. Rows of the method "osmose minus …" compare with the
    best baseline by that measure, draw by draw.

    Return one row per cut-off (a day, or `POOLED` where there are several), method and measure: cutoff, method,
    measure, value, low, high, n (queries, or lists); NaN where nobody is asked, and bounds only of foresight.
    Raise `NothingToMeasure` if no new tie came after one of `cutoffs`, or nothing before it.
    """
    windows = [_window_with_something(network, cutoff) for cutoff in cutoffs]
    outcomes = [Outcomes.of(network, window) for window in windows]
    drawn = draw(np.logical_or.reduce([one.is_telling for one in outcomes]), seed)
    n_done, n_partners = 0, sum(window.before.n_partners for window in windows)
    judged: list[Judged] = []
    for window, outcome in zip(windows, outcomes, strict=True):
        ranking = Ranking(window.before, outcome, seed, encoder)
        for n_block in ranking.take_in():
            n_done += n_block
            if progress:
                progress(n_done, n_partners)
        judged.append(ranking.judge(drawn))
    rows = [row for cutoff, one in zip(cutoffs, judged, strict=True) for row in _rows(cutoff.isoformat(), one)]
    if len(cutoffs) > 1:
        rows += _rows(POOLED, _together(judged))
    return pd.DataFrame(rows, columns=COLUMNS)


def _window_with_something(network: Network, cutoff: date) -> Window:
    window = Window.of(network, cutoff)
    if window.before.collaborations.empty or not len(window.asking):
        raise NothingToMeasure(
            f"nothing to measure at {cutoff}: {len(window.before.collaborations)} collaborations began before it, "
            f"and {len(window.asking)} partners made a new tie after it"
        )
    return window


def _together(judged: list[Judged]) -> Judged:
    """Pool the queries of several cut-offs, and take the mean over the cut-offs of who stands in the lists."""
    first, *others = judged
    samples = {
        method: {
            measure: sum((one.samples[method][measure] for one in others), sample) for measure, sample in of.items()
        }
        for method, of in first.samples.items()
    }
    in_sight = {
        method: {measure: float(np.mean([one.in_sight[method][measure] for one in judged])) for measure in of}
        for method, of in first.in_sight.items()
    }
    return Judged(samples, in_sight, sum(one.n_lists for one in judged))


def _rows(cutoff: str, judged: Judged) -> list[Row]:
    rows: list[Row] = []
    for method, samples in judged.samples.items():
        rows += [(cutoff, method, measure, *interval(sample.means), sample.n) for measure, sample in samples.items()]
        seen = judged.in_sight[method]
        rows += [(cutoff, method, measure, value, np.nan, np.nan, judged.n_lists) for measure, value in seen.items()]
    for measure, sample in judged.samples[OWN].items():
        if sample.n:
            best = _best_baseline(judged.samples, measure)
            difference = sample.means - judged.samples[best][measure].means
            rows.append((cutoff, f"{OWN} minus {best}", measure, *interval(difference, least=-1), sample.n))
    return rows


def _best_baseline(samples: dict[str, dict[str, Sample]], measure: str) -> str:
    others = [method for method in samples if method not in (OWN, BALANCED)]
    return max(others, key=lambda method: samples[method][measure].means[0])

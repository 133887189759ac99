"""How well the hidden member of a team is found again, beside popularity, co-occurrence and text similarity."""

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from itertools import groupby

import numpy as np
import pandas as pd
from rich.console import Console
from rich.table import Table
from scipy import sparse
from scipy.stats import rankdata
from sklearn.feature_extraction.text import TfidfVectorizer

from graph.network import Network
from matching.baselines import told_and_done
from matching.dutch import lemmas
from matching.measuring import Values
from matching.profiles import Wording, profile_texts
from matching.recency import fade
from matching.resampling import INTERVAL, N_RESAMPLES
from matching.teams.missing import LEAST_TEAM, Case, MissingMember, cases_of
from matching.teams.signals import TeamSignals
from matching.texts import TextSpace
from tests.benchmarks.stages import Place

METHODS = ("popularity", "co-occurrence", "text similarity")
OURS, FUSED = "osmose", "the three fused"
TOP = 10
N_TUNING_YEARS = 3
"""A baseline takes the setting that was best in so many years before."""
FUSION = 60
"""Constant of reciprocal rank fusion (Cormack, Clarke and Buettcher 2009, SIGIR)."""

Scorer = Callable[[Case], Values]
"""Scores of everybody for a case: shape (n_partners,)."""


@dataclass(frozen=True)
class Trial:
    """Teams that began in a year, with members hidden, and the network as it was before."""

    year: int
    before: Network
    cases: list[Case]


@dataclass(frozen=True)
class Found:
    """At which place each hidden member was found by each method, one row per case."""

    places: pd.DataFrame
    """collaboration, year, is_newcomer, and a column per method with the place, 1 is best."""

    def recall(self, method: str) -> Values:
        return (self.places[method] <= TOP).to_numpy(np.float64)


def report(place: Place, console: Console) -> None:
    """Print Recall@10 on Oss since 2018 and on a sample of CORDIS in 2014."""
    for title, found in (
        ("Oss since 2018, every member hidden in turn", oss(place.network("oss"))),
        ("CORDIS 2014, 300 teams drawn, one member hidden of each", cordis(place.network("cordis"))),
    ):
        console.print(table_of(title, found))


def oss(network: Network, years: Iterable[int] = range(2018, 2022)) -> Found:
    """Measure on every team of some years, each beside the network of the day before it began."""
    years = list(years)
    trials = list(daily_trials(network, range(years[0] - N_TUNING_YEARS, years[-1] + 1)))
    return measure(network, trials, years)


def cordis(network: Network, n_teams: int = 300) -> Found:
    """Measure on a sample of 2014, tuned on one of 2013; days are estimated there, so the year before is all known."""
    trials = [yearly_trial(network, year, n_teams) for year in (2013, 2014)]
    return measure(network, trials, [2014])


def daily_trials(network: Network, years: Iterable[int]) -> Iterator[Trial]:
    """Yield a trial for each team that began in some years."""
    for year, collaboration in teams_of(network, years):
        begins = network.collaborations["start"][collaboration].date()
        before = network.at(begins - timedelta(days=1))
        yield Trial(year, before, cases_of(network, before, collaboration, hides_name=True))


def yearly_trial(network: Network, year: int, n_teams: int, seed: int = 0) -> Trial:
    """Return a trial of some teams of a year, one member hidden of each, beside the network at the end of the last."""
    chance = np.random.default_rng(seed)
    before = network.at(date(year, 1, 1) - timedelta(days=1))
    teams = [collaboration for _year, collaboration in teams_of(network, [year])]
    drawn = np.sort(chance.choice(teams, min(n_teams, len(teams)), replace=False))
    of_each = [cases_of(network, before, int(each), hides_name=True) for each in drawn]
    return Trial(year, before, [cases[chance.integers(len(cases))] for cases in of_each if cases])


def teams_of(network: Network, years: Iterable[int]) -> list[tuple[int, int]]:
    """Return year and position of each collaboration of three and more that began in some years."""
    parts = network.participations.drop_duplicates(["collaboration", "partner"])
    sizes = parts["collaboration"].value_counts()
    begun = network.collaborations["start"].dt.year
    wanted = set(years)
    return [(int(begun[at]), at) for at in range(len(begun)) if begun[at] in wanted and sizes.get(at, 0) >= LEAST_TEAM]


def measure(network: Network, trials: Iterable[Trial], years: list[int]) -> Found:
    """Find the hidden members of some years; a baseline takes the setting that was best in the years before each."""
    tuning: list[dict[str, float]] = []
    rows: list[dict[str, float]] = []
    for year, of_year in groupby(trials, key=lambda trial: trial.year):
        own = Own.before(network, year) if year in years else None
        recent = [row for row in tuning if row["year"] >= year - N_TUNING_YEARS]
        chosen = _best_settings(recent) if own else {}
        for trial in of_year:
            places, tried = _places(trial, chosen, own)
            tuning += tried
            rows += places
    return Found(pd.DataFrame(rows))


@dataclass(frozen=True)
class Own:
    """Our ranker, having learned from what came before a year."""

    ranker: MissingMember
    space: TextSpace

    @classmethod
    def before(cls, network: Network, year: int) -> "Own":
        known = network.at(date(year, 1, 1) - timedelta(days=1))
        space = TextSpace(known)
        return cls(MissingMember.fit(known, space), space)

    def scorer(self, before: Network) -> Scorer:
        signals = TeamSignals(before, self.space)

        def score(case: Case) -> Values:
            ranked = self.ranker.rank(signals, case.team, case.draft)
            scores = np.full(before.n_partners, -np.inf)
            scores[ranked.candidates] = ranked.scores
            return scores

        return score


def _places(
    trial: Trial, chosen: Mapping[str, str], own: Own | None
) -> tuple[list[dict[str, float]], list[dict[str, float]]]:
    """Return where every method found each hidden member, and where every setting of a baseline did."""
    scorers = baselines(trial.before)
    ours = own.scorer(trial.before) if own else None
    n_work = np.bincount(trial.before.participations["partner"], minlength=trial.before.n_partners)
    found, tried = [], []
    for case in trial.cases:
        scores = {name: scorer(case) for name, scorer in scorers.items()}
        tried.append({"year": trial.year, **{name: place_of(each, case) for name, each in scores.items()}})
        if ours is None:
            continue
        row = {"collaboration": case.collaboration_id, "year": trial.year, "is_newcomer": n_work[case.hidden] == 0}
        row |= {OURS: place_of(ours(case), case)}
        row |= {method: tried[-1][setting] for method, setting in chosen.items()}
        found.append(row | {FUSED: place_of(sum(_fusing(scores[each], case) for each in chosen.values()), case)})
    return found, tried


def place_of(scores: Values, case: Case) -> float:
    """Return the place of the hidden member among all who are not in the team; equal ones share the mean place."""
    others = np.delete(scores, np.append(case.team, case.hidden))
    hidden = scores[case.hidden]
    return 1 + float((others > hidden).sum() + (others == hidden).sum() / 2)


def _fusing(scores: Values, case: Case) -> Values:
    there = np.setdiff1d(np.arange(len(scores)), case.team)
    fused = np.zeros(len(scores))
    fused[there] = 1 / (FUSION + rankdata(-scores[there]))
    return fused


def _best_settings(tried: list[dict[str, float]]) -> dict[str, str]:
    """Return the setting of each baseline that found most within the first ten; of equal ones that which did sooner."""
    table = pd.DataFrame(tried).drop(columns="year")
    hits, sooner = (table <= TOP).mean(), (1 / table).mean()
    chosen: dict[str, str] = {}
    for name in sorted(table, key=lambda each: (-hits[each], -sooner[each], each)):
        chosen.setdefault(name.partition(":")[0], name)
    return chosen


def baselines(network: Network) -> dict[str, Scorer]:
    """Return every setting of every baseline, named "method: setting"; each knows `network` alone."""
    parts = network.participations.drop_duplicates(["collaboration", "partner"])
    shape = (network.n_partners, len(network.collaborations))
    took_part = sparse.csr_array((np.ones(len(parts)), (parts["partner"], parts["collaboration"])), shape=shape)
    ages = (pd.Timestamp(network.day) - network.collaborations["start"]).dt.days.to_numpy() / 365.25
    busy = took_part.sum(axis=1) * 1e-9
    by_popularity: dict[str, Scorer] = {}
    for name, weights in (
        ("all", np.ones(len(ages))),
        ("half-life 1", fade(ages, 1.0)),
        ("half-life 3", fade(ages, 3.0)),
    ):
        by_popularity[f"popularity: {name}"] = _always(took_part @ weights)
    return by_popularity | _co_occurrence(took_part, ages, busy) | _text_similarity(network, busy)


def _always(scores: Values) -> Scorer:
    return lambda _case: scores


def _co_occurrence(took_part: sparse.csr_array, ages: Values, busy: Values) -> dict[str, Scorer]:
    n_each = np.maximum(np.asarray(took_part.sum(axis=1)).ravel(), 1)
    sizes = np.maximum(np.asarray(took_part.sum(axis=0)).ravel(), 2)

    def counted(weights: Values) -> Scorer:
        return lambda case: ((took_part[case.team] * weights) @ took_part.T).toarray().sum(axis=0) + busy

    def cosine(case: Case) -> Values:
        together = (took_part[case.team] @ took_part.T).toarray() / np.sqrt(n_each[case.team])[:, np.newaxis]
        return together.sum(axis=0) / np.sqrt(n_each) + busy

    return {
        "co-occurrence: count": counted(np.ones(len(ages))),
        "co-occurrence: small gatherings": counted(1 / (sizes - 1)),
        "co-occurrence: small and recent": counted(fade(ages, 3.0) / (sizes - 1)),
        "co-occurrence: cosine": cosine,
    }


def _text_similarity(network: Network, busy: Values) -> dict[str, Scorer]:
    """Compare the draft, or it and what its members tell, with what partners tell, or that and what they did."""
    told, labels = profile_texts(network), network.themes["label"].to_numpy()
    scorers: dict[str, Scorer] = {}
    for what, texts in (("told", told), ("told and done", told_and_done(network))):
        words = [lemmas(text) for text in texts]
        vectorizer = TfidfVectorizer(analyzer=lambda words: words, dtype=np.float32)
        vectors = sparse.csr_array(vectorizer.fit_transform(words))
        wording = Wording.of(words)
        assert wording.weighing is not None  # every data set here has words
        for asked_by in ("draft", "draft and team"):

            def question(case: Case, *, with_team: bool = asked_by != "draft") -> list[str]:
                texts = [case.draft.text, *labels[case.draft.themes]]
                texts += [told[each] for each in case.team] if with_team else []
                return [word for text in texts for word in lemmas(text)]

            def tf_idf(case: Case, vectors=vectors, vectorizer=vectorizer, question=question) -> Values:
                return (vectors @ vectorizer.transform([question(case)]).T).toarray().ravel() + busy

            def bm25(case: Case, wording=wording, question=question) -> Values:
                asked = wording.weighing.asked([question(case)])
                return (asked @ wording.weights.T).toarray()[0] + busy

            scorers[f"text similarity: tf-idf, {asked_by}, {what}"] = tf_idf
            scorers[f"text similarity: bm25, {asked_by}, {what}"] = bm25
    return scorers


def table_of(title: str, found: Found) -> Table:
    places = found.places
    is_newcomer = places["is_newcomer"].to_numpy(bool)
    n_teams = places["collaboration"].nunique()
    table = Table("method", title=f"{title}: Recall@{TOP}", caption=caption(found))
    table.add_column(f"all (n={len(places)} of {n_teams} teams)", justify="right")
    table.add_column(f"worked before (n={(~is_newcomer).sum()})", justify="right")
    table.add_column(f"never did (n={is_newcomer.sum()})", justify="right")
    table.add_column("mean 1/place", justify="right")
    for method in (OURS, *METHODS, FUSED):
        hits = found.recall(method)
        low, high = np.percentile(drawn_by_team(hits, places["collaboration"]), INTERVAL)
        means = [f"{hits[of].mean():.3f}" if of.any() else "-" for of in (~is_newcomer, is_newcomer)]
        table.add_row(
            method, f"{hits.mean():.3f} ({low:.3f} - {high:.3f})", *means, f"{(1 / places[method]).mean():.3f}"
        )
    return table


def caption(found: Found) -> str:
    """Say how much more our ranker finds than the best of the others; the best is known only afterwards."""
    teams = found.places["collaboration"]
    best = max((*METHODS, FUSED), key=lambda method: found.recall(method).mean())
    difference = found.recall(OURS) - found.recall(best)
    low, high = np.percentile(drawn_by_team(difference, teams), INTERVAL)
    return f"{OURS} less {best}: {difference.mean():+.3f} ({low:+.3f} - {high:+.3f}); drawn by team"


def drawn_by_team(values: Values, teams: "pd.Series[str]", seed: int = 0) -> Values:
    """Return the means of draws of whole teams with replacement: members of one team are not found independently.

    >>> set(drawn_by_team(np.array([0.5, 0.5]), pd.Series(["a", "b"])).tolist())
    {0.5}
    """
    code, names = pd.factorize(teams)
    sums, counts = np.bincount(code, values, len(names)), np.bincount(code, minlength=len(names))
    draws = np.random.default_rng(seed).integers(0, len(names), (N_RESAMPLES, len(names)))
    means: Values = sums[draws].sum(axis=1) / counts[draws].sum(axis=1)
    return means

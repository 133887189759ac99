"""Who is the missing member of a team: a ranker that learns from the teams of the past."""

import json
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta
from pathlib import Path

import numpy as np
import numpy.typing as npt
from scipy.optimize import minimize
from scipy.special import logsumexp

from graph.network import Network, Positions
from graph.writing.replacing import replacing
from matching.errors import UnreadableModel
from matching.teams.signals import FEATURES, IS_SIGNED, KINDS_OF_FEATURES, Draft, TeamSignals, Values
from matching.texts import TextSpace

LEAST_TEAM = 3
"""A team is so many partners at least."""
PRIOR_WEIGHT = 0.1
"""Weight of every feature before any team of the past is seen."""
STRENGTH = 30.0
"""How hard the past must pull: the precision of the prior around each weight."""
N_TEAMS = 200
"""Teams learned from: the latest."""
N_COMPARED = 1000
"""Candidates beside whom the hidden one must stand out; of a larger network so many are drawn."""
FEW_CASES = 20
"""With fewer hidden members the prior stands."""


@dataclass(frozen=True)
class Case:
    """A team of the past with one of its members hidden; positions are those of a network before the team began."""

    collaboration_id: str
    team: Positions
    hidden: int
    draft: Draft


@dataclass(frozen=True)
class Ranked:
    """Candidates of a team in the order of their positions, with what speaks for each."""

    candidates: Positions
    scores: Values
    """Log-odds above the average candidate."""
    contributions: dict[str, Values]
    """What each kind of evidence adds; they add up to the scores."""

    def best(self, top: int) -> Positions:
        """Return up to `top` candidates, best first, equal ones by position."""
        return self.candidates[np.lexsort((self.candidates, -self.scores))[:top]]


@dataclass(frozen=True)
class MissingMember:
    """Weights of the features of candidates; none but those of `IS_SIGNED` is below 0."""

    weights: Values = field(default_factory=lambda: np.where(IS_SIGNED, 0.0, PRIOR_WEIGHT))
    n_cases: int = 0
    """Hidden members behind the weights; 0: the prior."""

    @classmethod
    def fit(cls, network: Network, space: TextSpace, seed: int = 0) -> "MissingMember":
        """Learn who was the missing member in the latest teams of a network, each time knowing what came before.

        A conditional logit (McFadden 1974): the weights make each hidden member likely among the candidates of its
        team. The prior stands where there are too few.
        """
        chance = np.random.default_rng(seed)
        examples = [
            _compared(signals.features(case.team, case.draft), signals, case, chance)
            for signals, case in _past_cases(network, space)
        ]
        if len(examples) < FEW_CASES:
            return cls()
        return cls(_fit_weights(examples), len(examples))

    def rank(self, signals: TeamSignals, team: Positions, draft: Draft) -> Ranked:
        """Return everybody who is not in the team, with score and contributions."""
        added = signals.features(team, draft) * self.weights
        kinds = np.array(KINDS_OF_FEATURES)
        by_kind = {kind: added[:, kinds == kind].sum(axis=1) for kind in dict.fromkeys(KINDS_OF_FEATURES)}
        return Ranked(signals.candidates(team), added.sum(axis=1), by_kind)

    def save(self, path: Path) -> None:
        """Write the weights as JSON that people can read."""
        path.parent.mkdir(parents=True, exist_ok=True)
        content = {"n_cases": self.n_cases, "weights": dict(zip(FEATURES, self.weights.tolist(), strict=True))}
        with replacing(path) as beside:
            beside.write_text(json.dumps(content, indent=2) + "\n", encoding="utf-8")

    @classmethod
    def load(cls, path: Path) -> "MissingMember":
        """Read what `save` wrote, the prior where nothing was; raise `UnreadableModel` if it is something else."""
        if not path.exists():
            return cls()
        try:
            content = json.loads(path.read_text(encoding="utf-8"))
            weights = np.array([content["weights"][name] for name in FEATURES], np.float64)
            n_cases = int(content["n_cases"])
        except (OSError, ValueError, KeyError, TypeError, RecursionError) as error:
            raise UnreadableModel(f"{path} does not hold weights of this version; run: osmose fit") from error
        if not (np.isfinite(weights) & ((weights >= 0) | IS_SIGNED)).all():
            raise UnreadableModel(f"{path} holds weights that cannot be; run: osmose fit")
        return cls(weights, n_cases)


def cases_of(network: Network, before: Network, collaboration: int, *, hides_name: bool = False) -> list[Case]:
    """Return a case for each member of a collaboration of `network`, as `before` knows them; none for fewer than three.

    With `hides_name` the words of the hidden member's name are taken out of the draft: a text written afterwards may
    tell who took part.
    """
    parts = network.participations
    members = parts.loc[parts["collaboration"] == collaboration, "partner"].unique()
    ids = network.partners["id"].to_numpy()[members]
    there = np.array([before.positions[each] for each in ids if each in before.positions], dtype=np.int64)
    if len(there) < LEAST_TEAM:
        return []
    row = network.collaborations.iloc[collaboration]
    of_it = network.collaboration_themes
    themes = of_it.loc[of_it["collaboration"] == collaboration, "theme"].to_numpy(np.int64)
    text = f"{row['title']}. {row['description']}"
    names = before.partners["name"]
    return [
        Case(
            row["id"],
            there[there != each],
            int(each),
            Draft(_without(text, names[each]) if hides_name else text, themes),
        )
        for each in there
    ]


def _without(text: str, name: str) -> str:
    taken_out = {word.strip(".,;:()").casefold() for word in name.split()}
    return " ".join(word for word in text.split() if word.strip(".,;:()").casefold() not in taken_out)


def _past_cases(network: Network, space: TextSpace) -> Iterator[tuple[TeamSignals, Case]]:
    """Yield the cases of the latest teams, those of one year beside the network of the day before that year."""
    work = network.collaborations
    sizes = network.participations.drop_duplicates(["collaboration", "partner"])["collaboration"].value_counts()
    teams = [each for each in range(len(work)) if sizes.get(each, 0) >= LEAST_TEAM][-N_TEAMS:]  # ordered by their start
    years = work["start"].dt.year
    for year in sorted({int(years[each]) for each in teams}):
        before = network.at(date(year, 1, 1) - timedelta(days=1))
        signals = TeamSignals(before, space)
        for each in teams:
            if years[each] == year:
                yield from ((signals, case) for case in cases_of(network, before, each, hides_name=True))


Example = tuple[npt.NDArray[np.float32], int]
"""Features of the candidates that are compared, and which row of them is the hidden member."""


def _compared(
    features: npt.NDArray[np.float32], signals: TeamSignals, case: Case, chance: np.random.Generator
) -> Example:
    at = int(np.searchsorted(signals.candidates(case.team), case.hidden))
    if len(features) <= N_COMPARED:
        return features, at
    drawn = np.union1d(chance.choice(len(features), N_COMPARED, replace=False), [at])
    return features[drawn], int(np.searchsorted(drawn, at))


def _fit_weights(examples: Sequence[Example]) -> Values:
    prior = MissingMember().weights

    def loss(weights: Values) -> tuple[float, Values]:
        drift = weights - prior
        cost, slope = 0.5 * STRENGTH * float(drift @ drift), STRENGTH * drift
        for features, hidden in examples:
            scores = features @ weights
            total = logsumexp(scores)
            cost += float(total - scores[hidden])
            slope = slope + np.exp(scores - total) @ features - features[hidden]
        return cost, slope

    bounds = [(None, None) if signed else (0, None) for signed in IS_SIGNED]
    found = minimize(loss, prior, jac=True, method="L-BFGS-B", bounds=bounds, options={"maxiter": 300})
    weights: Values = found.x
    return weights

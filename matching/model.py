"""The ranker: a sum of named contributions that grows with the evidence."""

import json
from dataclasses import dataclass, field
from pathlib import Path

import numpy as np
import numpy.typing as npt
from scipy.optimize import minimize

from matching.errors import UnreadableModel
from matching.features import FEATURES, KIND_BY_SIGNAL, Matrix

PRIOR_BY_KIND = {
    "they_offer": 0.6,
    "they_seek": 0.6,
    "shared_themes": 0.4,
    "shared_partners": 0.4,
    "similar_work": 0.2,
    "activity": 0.2,
    "sectors": 0.1,
    "place": 0.2,
}
"""Weight of each kind of evidence before any history is seen: what people say counts most. Learned from nothing."""
STRENGTH = 30.0
"""How hard the history must pull: the precision of the prior around each weight (Bayesian logistic regression, MAP)."""

Weights = npt.NDArray[np.float64]
Card = dict[str, str | int | float | list[str]]


@dataclass(frozen=True)
class Ranker:
    """Weights of the features, and what they were learned from.

    The score of a pair is the sum of weight × feature. No weight is below 0: evidence never speaks against a pair,
    and a reason shown is a reason used. On small networks that is more accurate too (Oss, four years: NDCG@10 .474,
    without this bound .432).
    """

    weights: Weights
    """Shape (len(FEATURES),), ≥ 0: change in log-odds per unit of the feature."""
    base: float = 0.0
    """Log-odds of an average candidate."""
    card: Card = field(default_factory=dict)
    """What was learned from: data, days, windows, sizes."""

    @classmethod
    def prior(cls) -> "Ranker":
        """Return the ranker of a network without history."""
        return cls(_prior_weights(), card={"learned_from": "nothing yet: equal weights per kind of evidence"})

    @classmethod
    def fit(cls, features: Matrix, came_true: npt.NDArray[np.bool_], card: Card) -> "Ranker":
        """Learn weights from pairs of the past, of which some came true.

        `features` has the shape (n_pairs, len(FEATURES)), `came_true` (n_pairs,).

        Penalised maximum likelihood, the prior's weights being the centre; features are scaled by their spread first.
        """
        spread = features.std(axis=0, dtype=np.float64)
        spread[spread < 1e-6] = 1  # noqa: PLR2004 -- a column that never differs
        scaled = features.astype(np.float64) / spread
        target = came_true.astype(np.float64)
        centre = _prior_weights() * spread
        frequency = (target.sum() + 0.5) / (len(target) + 1)
        start = np.concatenate([[np.log(frequency / (1 - frequency))], centre])

        def loss(parameters: Weights) -> tuple[float, Weights]:
            log_odds = parameters[0] + scaled @ parameters[1:]
            drift = parameters[1:] - centre
            cost = np.sum(np.logaddexp(0, log_odds) - target * log_odds) + 0.5 * STRENGTH * drift @ drift
            residual = 1 / (1 + np.exp(-log_odds)) - target
            slope = np.concatenate([[residual.sum()], scaled.T @ residual + STRENGTH * drift])
            return cost / len(target), slope / len(target)

        bounds = [(None, None), *[(0, None)] * len(centre)]
        found = minimize(loss, start, jac=True, method="L-BFGS-B", bounds=bounds, options={"maxiter": 500}).x
        return cls(found[1:] / spread, float(found[0]), card)

    def score(self, features: Matrix) -> Weights:
        """Return the score of each pair: log-odds above an average candidate of the same partner."""
        return features @ self.weights

    def contributions(self, features: Matrix) -> dict[str, Weights]:
        """Return what each kind of evidence adds to the score of each pair; they add up to it."""
        kinds = np.array([kind for kind in KIND_BY_SIGNAL.values() for _form in ("rank", "z")])
        return {
            kind: features[:, kinds == kind] @ self.weights[kinds == kind] for kind in dict.fromkeys(kinds.tolist())
        }

    def save(self, path: Path) -> None:
        """Write the weights with their card as JSON that people can read."""
        path.parent.mkdir(parents=True, exist_ok=True)
        content = {
            "card": self.card,
            "base": self.base,
            "weights": dict(zip(FEATURES, self.weights.tolist(), strict=True)),
        }
        path.write_text(json.dumps(content, indent=2, ensure_ascii=False) + "\n", encoding="utf-8")

    @classmethod
    def load(cls, path: Path) -> "Ranker":
        """Read what `save` wrote; raise `UnreadableModel` if it is something else, or of other features."""
        try:
            content = json.loads(path.read_text(encoding="utf-8"))
            weights = np.array([content["weights"][name] for name in FEATURES], dtype=float)
            return cls(weights, float(content["base"]), dict(content["card"]))
        except (OSError, ValueError, KeyError, TypeError) as error:
            raise UnreadableModel(f"{path} does not hold a model of this version; run: osmose fit") from error


def _prior_weights() -> Weights:
    n_signals = {kind: list(KIND_BY_SIGNAL.values()).count(kind) for kind in PRIOR_BY_KIND}
    return np.array([PRIOR_BY_KIND[k] / n_signals[k] / 2 for k in KIND_BY_SIGNAL.values() for _form in ("rank", "z")])

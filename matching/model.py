"""The ranker: a sum of named contributions that grows with the evidence."""

import json
from dataclasses import dataclass, field, replace
from pathlib import Path

import numpy as np
import numpy.typing as npt
from scipy.optimize import minimize
from scipy.special import expit
from sklearn.metrics import roc_auc_score

from graph.network import Network
from graph.writing.replacing import replacing
from matching.answers import NOTHING_ANSWERED, Answered
from matching.candidates import Mask
from matching.errors import UnreadableModel
from matching.features import FEATURES, KINDS_OF_FEATURES, SIGN_OF_ITS_OWN, Matrix, Pairs
from matching.history import Examples

PRIOR_BY_KIND = {
    "they_offer": 0.6,
    "they_seek": 0.6,
    "same_side": 0.0,
    "shared_themes": 0.4,
    "shared_partners": 0.4,
    "similar_work": 0.2,
    "activity": 0.2,
    "sectors": 0.1,
    "place": 0.2,
}
"""Weight of each kind of evidence before any history is seen: what people say counts most. Learned from nothing."""
OF_ONE_ALONE = ("activity", "sectors")
"""Kinds of evidence that are the same for many pairs."""
IS_SIGNED = np.isin(KINDS_OF_FEATURES, list(SIGN_OF_ITS_OWN))
"""Which features may have a weight below 0: shape (n_features,)."""
STRENGTH = 30.0
"""How hard the history must pull: the precision of the prior around each weight (Bayesian logistic regression, MAP)."""

Weights = npt.NDArray[np.float64]
Card = dict[str, str | int | float | list[str]]


MIN_EXAMPLES = 20
"""Pairs that came true before weights are learned from them."""
ANSWERS_STRENGTH = 10.0
"""How hard answers must pull at what the history said, in the same sense: they tell of suggestions and not of the past,
so a few dozen are to be felt."""
MIN_ANSWERS = 10
"""Answers of each kind, yes and no, before they move anything."""
USUAL_LINK = (-4.0, 1.0)
"""Log-odds of an average candidate, and what a score adds to them, before any history tells: about one in fifty."""
LINK = ("intercept", "slope")
SITUATIONS = ("tied", "newcomer")
"""A partner with ties and one without have weights of their own: nobody knows a newcomer's partners."""


@dataclass(frozen=True)
class Ranker:
    """Weights of the features, and what they were learned from.

    The score of a pair is the sum of weight × feature. No weight is below 0, but those of seeking or offering the same:
    evidence never speaks against a pair, and a reason shown is a reason used. On small networks that is more accurate
    too (Oss, four years, first version: NDCG@10 .474, without this bound .432).
    """

    weights: Weights
    """Shape (len(SITUATIONS), len(FEATURES)): change in log-odds per unit of the feature; ≥ 0 unless `IS_SIGNED`."""
    link: tuple[float, float] = USUAL_LINK
    """Intercept and slope that turn a score into the log-odds that both sides say yes (Platt 1999, Advances in Large
    Margin Classifiers)."""
    prices: dict[str, float] = field(default_factory=dict)
    """What is taken off the score of a partner as a suggestion, by partner id (see matching.exposure)."""
    card: Card = field(default_factory=dict)
    """What was learned from: data, days, windows, sizes."""

    @classmethod
    def prior(cls) -> "Ranker":
        """Return the ranker of a network without history."""
        weights = np.tile(_prior_weights(), (len(SITUATIONS), 1))
        return cls(weights, card={"learned_from": "nothing yet: the prior's weight for each kind of evidence"})

    @classmethod
    def fit(cls, past: Examples, card: Card, answered: Answered = NOTHING_ANSWERED) -> "Ranker":
        """Learn weights from pairs of the past, then from answers; the prior stands where both tell too little.

        What the history says is the prior of what the answers say. A situation with too few that came true keeps the
        weights of all together.
        """
        ranker = cls._from_history(past, card)
        n_no = len(answered) - answered.n_yes
        if min(answered.n_yes, n_no) < MIN_ANSWERS:
            return ranker
        weights = ranker.weights.copy()
        for situation, mask in enumerate((~answered.is_newcomer, answered.is_newcomer)):
            if min(answered.said_yes[mask].sum(), (~answered.said_yes[mask]).sum()) >= MIN_ANSWERS:
                weights[situation] = _fit_weights(
                    answered.features[mask],
                    answered.said_yes[mask],
                    weights[situation],
                    answered.weights[mask],
                    ANSWERS_STRENGTH,
                )
        scores = _score(answered.features, answered.is_newcomer, weights)
        learned: Card = {"n_answers": len(answered), "n_said_yes": answered.n_yes}
        return replace(
            ranker,
            weights=weights,
            link=_fit_link(scores, answered.said_yes, answered.weights),
            card=ranker.card | learned,
        )

    @classmethod
    def _from_history(cls, past: Examples, card: Card) -> "Ranker":
        n_true = int(past.came_true.sum())
        if n_true < MIN_EXAMPLES:
            return cls.prior()
        scores, came_true = _hold_out(past)
        learned: Card = {
            "learned_from": "the network's own history",
            "windows_begin": past.begins,
            "n_pairs": len(past.came_true),
            "n_came_true": n_true,
            "auc_of_newest_window": _area_under_curve(scores, came_true),
        }
        return cls(_fit_by_situation(past), _fit_link(scores, came_true, np.ones(len(scores))), card=card | learned)

    def score(self, pairs: Pairs) -> Weights:
        """Return the score of each pair: log-odds above an average candidate of the same partner, shape (n_pairs,)."""
        return _score(pairs.features, pairs.is_newcomer, self.weights)

    def fit_of_both(self, pairs: Pairs) -> Weights:
        """Return what of each score is of the two themselves, without what one alone or its sector brings."""
        is_of_both = np.isin(KINDS_OF_FEATURES, OF_ONE_ALONE, invert=True)
        return _score(pairs.features, pairs.is_newcomer, self.weights * is_of_both)

    def chance(self, scores: Weights) -> Weights:
        """Return the chance that both sides say yes at each score, 0 … 1.

        By the history: that they began something together within a year, for a partner that began something at all.
        With `MIN_ANSWERS` of each kind by the answers: that the asked one says yes to what it is shown.

        >>> Ranker.prior().chance(np.array([0.0, 4.0])).round(3)
        array([0.018, 0.5  ])
        """
        intercept, slope = self.link
        chances: Weights = expit(intercept + slope * scores)
        return chances

    def contributions(self, pairs: Pairs) -> dict[str, Weights]:
        """Return what each kind of evidence adds to the score of each pair; they add up to it."""
        added = pairs.features * self.weights[pairs.is_newcomer.astype(int)]
        kinds = np.array(KINDS_OF_FEATURES)
        return {kind: added[:, kinds == kind].sum(axis=1) for kind in dict.fromkeys(kinds.tolist())}

    def price_column(self, network: Network) -> Weights:
        """Return the price of each partner of a network, 0 where it has none: shape (n_partners,)."""
        return np.asarray(network.partners["id"].map(self.prices).fillna(0.0), np.float64)

    def save(self, path: Path) -> None:
        """Write the weights with their card as JSON that people can read."""
        path.parent.mkdir(parents=True, exist_ok=True)
        named = {
            situation: dict(zip(FEATURES, row.tolist(), strict=True))
            for situation, row in zip(SITUATIONS, self.weights, strict=True)
        }
        link = dict(zip(LINK, self.link, strict=True))
        content = {"card": self.card, "weights": named, "link": link, "prices": self.prices}
        with replacing(path) as beside:  # a running service reads it: whole or not at all
            beside.write_text(json.dumps(content, indent=2, ensure_ascii=False) + "\n", encoding="utf-8")

    @classmethod
    def load(cls, path: Path) -> "Ranker":
        """Read what `save` wrote; raise `UnreadableModel` if it is something else, or of other features."""
        try:
            content = json.loads(path.read_text(encoding="utf-8"))
            return cls(
                _read_weights(content["weights"]),
                _read_link(content["link"]),
                _read_prices(content["prices"]),
                dict(content["card"]),
            )
        except (OSError, ValueError, KeyError, TypeError, AttributeError, RecursionError) as error:
            raise UnreadableModel(f"{path} does not hold a model of this version; run: osmose fit") from error


def _read_weights(named: dict[str, dict[str, float]]) -> Weights:
    weights = np.array([[named[situation][name] for name in FEATURES] for situation in SITUATIONS], dtype=float)
    if not (np.isfinite(weights) & ((weights >= 0) | IS_SIGNED)).all():
        raise ValueError("weights must be finite, and not below 0 but where two are alike on the same side")
    return weights


def _read_link(named: dict[str, float]) -> tuple[float, float]:
    intercept, slope = (float(named[name]) for name in LINK)
    if not (np.isfinite(intercept) and np.isfinite(slope) and slope >= 0):
        raise ValueError("the link must be finite, and its slope not below 0")
    return intercept, slope


def _read_prices(by_partner: dict[str, float]) -> dict[str, float]:
    prices = {str(partner_id): float(price) for partner_id, price in by_partner.items()}
    if not np.isfinite(list(prices.values())).all():
        raise ValueError("prices must be finite")
    return prices


def _score(features: Matrix, is_newcomer: Mask, weights: Weights) -> Weights:
    of_others, of_newcomers = (_weigh(features, of_situation) for of_situation in weights)
    scores: Weights = np.where(is_newcomer, of_newcomers, of_others)
    return scores


def _weigh(features: Matrix, weights: Weights) -> Weights:
    # Feature by feature and not by a matrix product: the library sums in another order for another number of pairs.
    scores = np.zeros(len(features))
    for at in np.flatnonzero(weights):
        scores += features[:, at] * weights[at]
    return scores


def _fit_by_situation(past: Examples) -> Weights:
    together = _fit_weights(past.features, past.came_true, _prior_weights())
    weights = [together, together]
    for situation, mask in enumerate((~past.is_newcomer, past.is_newcomer)):
        if past.came_true[mask].sum() >= MIN_EXAMPLES:
            weights[situation] = _fit_weights(past.features[mask], past.came_true[mask], _prior_weights())
    return np.array(weights)


def _hold_out(past: Examples) -> tuple[Weights, Mask]:
    """Return scores of the newest window, and what came true, by weights of the older ones, which do not know it."""
    is_newest = past.window == 0
    older = past.of(~is_newest)
    judged = past.of(is_newest) if older.came_true.sum() >= MIN_EXAMPLES else past
    by = _fit_by_situation(older if judged is not past else past)
    return _score(judged.features, judged.is_newcomer, by), judged.came_true


def _area_under_curve(scores: Weights, came_true: Mask) -> float:
    """Return the chance that a pair that came true scores above one that did not; .5 where there is only one kind."""
    return round(float(roc_auc_score(came_true, scores)), 3) if 0 < came_true.sum() < len(came_true) else 0.5


def _fit_link(scores: Weights, came_true: Mask, weights: Weights) -> tuple[float, float]:
    """Return intercept and slope that make the outcomes likeliest; the slope stays near 1 unless many say otherwise."""
    target = came_true.astype(np.float64)

    def loss(link: Weights) -> tuple[float, Weights]:
        log_odds = link[0] + link[1] * scores
        residual = weights * (expit(log_odds) - target)
        cost = np.sum(weights * (np.logaddexp(0, log_odds) - target * log_odds)) + 0.5 * (link[1] - 1) ** 2
        return float(cost), np.array([residual.sum(), residual @ scores + link[1] - 1])

    found = minimize(loss, np.array(USUAL_LINK), jac=True, method="L-BFGS-B", bounds=[(None, None), (0, None)])
    return float(found.x[0]), float(found.x[1])


def _fit_weights(
    features: Matrix,
    came_true: Mask,
    prior: Weights,
    sample_weights: Weights | None = None,
    strength: float = STRENGTH,
) -> Weights:
    """Return the most likely weights, below 0 only where `IS_SIGNED`, by penalised maximum likelihood around the prior.

    Features are scaled by their spread first, so that `strength` means the same for each.
    """
    spread = features.std(axis=0, dtype=np.float64)
    spread[spread < 1e-6] = 1  # noqa: PLR2004 -- a column that never differs
    scaled = features.astype(np.float64) / spread
    target = came_true.astype(np.float64)
    counted = np.ones(len(target)) if sample_weights is None else sample_weights
    centre = prior * spread
    frequency = (counted @ target + 0.5) / (counted.sum() + 1)
    start = np.concatenate([[np.log(frequency / (1 - frequency))], centre])

    def loss(parameters: Weights) -> tuple[float, Weights]:
        log_odds = parameters[0] + scaled @ parameters[1:]
        drift = parameters[1:] - centre
        cost = np.sum(counted * (np.logaddexp(0, log_odds) - target * log_odds)) + 0.5 * strength * drift @ drift
        residual = counted * (expit(log_odds) - target)
        slope = np.concatenate([[residual.sum()], scaled.T @ residual + strength * drift])
        return cost / len(target), slope / len(target)

    bounds = [(None, None), *((None if signed else 0, None) for signed in IS_SIGNED)]
    found = minimize(loss, start, jac=True, method="L-BFGS-B", bounds=bounds, options={"maxiter": 500})
    weights: Weights = found.x[1:] / spread
    return weights


def _prior_weights() -> Weights:
    return np.array([PRIOR_BY_KIND[kind] / KINDS_OF_FEATURES.count(kind) for kind in KINDS_OF_FEATURES])

"""Whether a chance that is told comes true as often as it says: the calibration curve."""

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np
import pandas as pd

from graph.network import Positions
from matching.baselines import Method
from matching.candidates import Mask, known_pairs, new_for
from matching.history import Window, blocks
from matching.measuring import Values
from matching.products import values_at

N_BINS = 10
N_ASKING = 2000
"""Partners whose candidates are looked at; of a larger network a sample."""

Chance = Callable[[Values], Values]
"""Scores to chances within 0 … 1, of one shape."""


@dataclass(frozen=True)
class Scored:
    """Candidate pairs with their scores, and whether they met: columns of one length."""

    scores: Values
    came_true: Mask

    @classmethod
    def of(cls, window: Window, method: Method, seed: int = 0, *, all_ask: bool = True) -> "Scored":
        """Let a method score everybody new for everybody, and see who met within the window.

        Everybody asks, since whoever reads a chance does not know yet whether it will make a new tie; or, with
        `all_ask` false, only who did, as for the chances of `Ranker.chance`. Pairs that a method does not rank, -inf,
        are left out.
        """
        known = known_pairs(window.before)
        scores, came_true = [np.zeros(0)], [np.zeros(0, bool)]
        asking = np.arange(window.before.n_partners) if all_ask else window.asking
        for rows in blocks(_some(asking, seed)):
            of_rows = np.asarray(method(rows), float)
            row, candidate = np.nonzero(new_for(rows, known) & (of_rows > -np.inf))
            scores.append(of_rows[row, candidate])
            came_true.append(values_at(window.new_ties, rows[row], candidate) > 0)
        return cls(np.concatenate(scores), np.concatenate(came_true))

    def curve(self, chance: Chance, n_bins: int = N_BINS) -> pd.DataFrame:
        """Return the calibration curve of these pairs, with the chance that `chance` gives their scores."""
        return calibration_curve(chance(self.scores), self.came_true, n_bins)


def calibration_curve(chances: Values, came_true: Mask, n_bins: int = N_BINS) -> pd.DataFrame:
    """Compare chances with what came true, in bins of equal size from the lowest chance to the highest.

    `chances`, within 0 … 1, and `came_true` have the shape (n_pairs,). Return one row per bin, fewer where there are
    fewer pairs: n, predicted (mean chance), observed (share that came true); on a calibrated model both are alike
    (Niculescu-Mizil and Caruana 2005, ICML 22).

    >>> calibration_curve(np.array([0.9, 0.1, 0.7, 0.3]), np.array([True, False, False, False]), n_bins=2)
       n  predicted  observed
    0  2        0.2       0.0
    1  2        0.8       0.5
    """
    order = np.argsort(chances, kind="stable")
    bins = [bin_ for bin_ in np.array_split(order, n_bins) if len(bin_)]
    return pd.DataFrame(
        {
            "n": [len(bin_) for bin_ in bins],
            "predicted": [float(chances[bin_].mean()) for bin_ in bins],
            "observed": [float(came_true[bin_].mean()) for bin_ in bins],
        }
    )


def _some(asking: Positions, seed: int) -> Positions:
    if len(asking) <= N_ASKING:
        return asking
    return np.sort(np.random.default_rng(seed).choice(asking, N_ASKING, replace=False))

"""A suggestion: what comes out of the matcher."""

from dataclasses import dataclass

from matching.reasons import Reason


@dataclass(frozen=True)
class Suggestion:
    """A partner worth meeting for another one; they do not work together yet."""

    partner_id: str
    suggested_id: str
    rank: int
    """1 is best."""
    score: float
    """Log-odds above an average candidate of this partner, less the price of exposure: the sum of the contributions."""
    reasons: tuple[Reason, ...]
    """Strongest first."""
    chance: float
    """Chance that both say yes, 0 … 1, by the score without what exposure adds."""
    propensity: float = 1.0
    """Chance with which a draw gave it its place; 1 where its score did. Learning from answers needs it."""

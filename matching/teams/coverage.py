"""Who answers which need, and by which words."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

import numpy as np

from graph.network import Network
from matching.finding import Finding
from matching.teams.needs import Need
from matching.teams.signals import Values
from matching.teams.team import Answer, Gap

COVERS = 0.15
"""From this similarity on an answer is counted as one; in Oss the tenth best of a common need stands about there."""
NAMES_THEME = 0.25
"""What it counts that a partner names the theme of a need among its own: it does something with it, unsaid what."""
N_FOUND = 200
"""Partners looked at per need."""
N_DECIMALS = 4
"""Of a score: beyond them the library sums in another order each time."""
N_NEAREST, N_TOLD = 5, 3
"""Of so many who come nearest to a need the sectors are told; and so many of each kind are named."""

Find = Callable[[str, int], Sequence[Finding]]


@dataclass(frozen=True)
class Coverage:
    """Scores of each partner for each need, with the words behind them."""

    needs: tuple[Need, ...]
    scores: Values
    """0 … 1: shape (n_partners, n_needs)."""
    words: dict[tuple[int, int], tuple[str, str]]
    """Phrase and side by partner and need."""

    @classmethod
    def of(cls, network: Network, needs: Sequence[Need], find: Find) -> "Coverage":
        """Find who answers each need; `find` is that of a `Matcher`."""
        scores = np.zeros((network.n_partners, len(needs)))
        words: dict[tuple[int, int], tuple[str, str]] = {}
        for column, need in enumerate(needs):
            if need.theme_id:
                theme = network.theme_positions[need.theme_id]
                naming = network.partner_themes.loc[network.partner_themes["theme"] == theme, "partner"].to_numpy()
                scores[naming, column] = NAMES_THEME
                words |= {(int(each), column): (network.themes["label"][theme], "theme") for each in naming}
            for found in find(need.text, N_FOUND):
                row, score = network.position(found.partner_id), round(found.score, N_DECIMALS)
                if score >= scores[row, column]:
                    scores[row, column] = score
                    words[row, column] = found.phrase, found.side
        return cls(tuple(needs), scores, words)

    def answers(self, row: int) -> list[Answer]:
        """Return what a partner answers, in the order of the needs."""
        return [self.answer(row, int(column)) for column in np.flatnonzero(self.scores[row] >= COVERS)]

    def answer(self, row: int, column: int) -> Answer:
        """Return what a partner says to a need."""
        phrase, side = self.words[row, column]
        return Answer(self.needs[column], float(self.scores[row, column]), phrase, side)

    def gap(self, network: Network, column: int) -> Gap:
        """Return what kind of partner would answer a need that nobody in a team does."""
        need = self.needs[column]
        answered_by: list[str] = []
        if need.theme_id:
            of_theme = network.theme_answers["theme"] == network.theme_positions[need.theme_id]
            answers = network.theme_answers.loc[of_theme, "answer"][:N_TOLD]
            answered_by = network.themes["label"].iloc[answers].tolist()
        order = np.lexsort((np.arange(network.n_partners), -self.scores[:, column]))[:N_NEAREST]
        nearest = order[self.scores[order, column] > 0]
        sectors = network.partners["sector"].iloc[nearest].drop_duplicates().tolist()
        return Gap(need, tuple(answered_by), tuple(sectors[:N_TOLD]))

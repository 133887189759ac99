"""What answers teach: made-up partners with a taste that no history tells of, asked round after round."""

from collections.abc import Sequence
from dataclasses import dataclass, replace

import numpy as np
import pandas as pd
from rich.console import Console
from rich.table import Table
from scipy.special import expit

from graph.network import Network
from matching.answers import answered_pairs
from matching.exposure import learn_prices
from matching.history import examples
from matching.model import Ranker
from matching.suggest import Matcher, Suggestion
from matching.texts import TextSpace
from tests.builders import collaboration, network, partner

SUBJECTS = {
    "muziek": ("vioolles", "een koor voor beginners", "samen zingen"),
    "water": ("zwemles", "schoonspringen", "aquarobics"),
    "taal": ("taalles", "taalmaatjes", "oefenen met spreken"),
    "techniek": ("lassen", "solderen", "een werkplaats"),
    "tuin": ("moestuinieren", "snoeien", "een kas"),
    "geld": ("budgetcoaching", "hulp bij schulden", "boekhouden"),
    "koken": ("kookles", "een keuken", "gezond eten"),
    "dans": ("dansles", "ballet", "een dansvloer"),
    "beeld": ("schilderles", "fotografie", "een tentoonstelling"),
    "computer": ("programmeren", "robots bouwen", "omgaan met de computer"),
    "natuur": ("vogels kijken", "een boswandeling", "imkers"),
    "toneel": ("toneelspelen", "een podium", "decor bouwen"),
}
"""A dozen subjects, each in the words of three partners."""
N_PARTNERS, N_CIRCLES = 150, 10
YEARS = [2010] * 20 + [2015, 2016, 2017, 2018] * 4
"""When each collaboration began: most make the circles known, and from those of the last years can be learned."""
N_PHRASES = 2
"""Subjects that each partner seeks, and so many others that it offers."""
LOG_ODDS, OFFERED, SOUGHT = -2.5, 4.0, 1.0
"""The hidden taste: log-odds of a yes; what it adds that the other offers what is sought, and seeks what is offered.
That they keep the same company adds nothing, and the history tells of nothing else."""
FIRST_DAY = pd.Timestamp("2021-01-04")
N_ANSWERS = (50, 200, 1000)
"""Answers that are there when the ranker is fitted again."""


@dataclass(frozen=True)
class Town:
    """A network, and what nobody knows of it."""

    network: Network
    chances: np.ndarray
    """Chance that a partner says yes to another one: shape (n_partners, n_partners)."""

    def true_chance(self, shown: Sequence[Suggestion]) -> float:
        """Return the mean true chance of what is shown: what a draw would add, luck, is left out.

        Where nothing is shown anybody may be met: the mean of all.
        """
        if not shown:
            return float(self.chances.mean())
        return float(self.chances[_ends(self.network, shown)].mean())


@dataclass(frozen=True)
class Round:
    """What is shown after so many answers."""

    n_answers: int
    shown: list[Suggestion]
    true_chance: float
    network: Network


def make_town(seed: int) -> Town:
    """Make up partners of random subjects, who worked together in circles."""
    chance = np.random.default_rng(seed)
    subjects = np.array([chance.permutation(len(SUBJECTS))[: 2 * N_PHRASES] for _ in range(N_PARTNERS)])
    words = list(SUBJECTS.values())
    said = [[words[subject][chance.integers(3)] for subject in row] for row in subjects]
    circle = chance.integers(N_CIRCLES, size=N_PARTNERS)
    partners = [
        partner(f"p{i:03}", name="", sector=f"sector-{i % 6}", seeks=said[i][:N_PHRASES], offers=said[i][N_PHRASES:])
        for i in range(N_PARTNERS)
    ]
    collaborations = []
    for number, year in enumerate(YEARS):
        members = chance.permutation(np.flatnonzero(circle == number % N_CIRCLES))[:4]
        collaborations.append(collaboration(f"c{number:02}", str(year), [f"p{i:03}" for i in members], title=""))
    sought, offered = (np.zeros((N_PARTNERS, len(SUBJECTS))) for _ in range(2))
    np.put_along_axis(sought, subjects[:, :N_PHRASES], 1, axis=1)
    np.put_along_axis(offered, subjects[:, N_PHRASES:], 1, axis=1)
    is_offered = sought @ offered.T > 0
    return Town(network(partners, collaborations), expit(LOG_ODDS + OFFERED * is_offered + SOUGHT * is_offered.T))


class Rounds:
    """Suggests, asks and learns, round after round, in one town."""

    def __init__(self, town: Town, seed: int) -> None:
        self.town = town
        self._chance = np.random.default_rng(seed)
        self._space = TextSpace(town.network)
        self._past = examples(town.network, self._space)  # answers change nothing in it

    def run(self, n_answers: Sequence[int] = N_ANSWERS) -> tuple[list[Round], list[Round]]:
        """Return what is shown without answers and after each number of them, and what is shown to a twin.

        The twin gets the answers to the same pairs in another order: as many of each, which tell nothing.
        """
        now = self.town.network
        rounds = [self._suggest(now)]
        twins = rounds[:]
        for number, wanted in enumerate(n_answers):
            answers = self._ask(rounds[-1].shown, wanted - len(now.answers), number)
            now = replace(now, answers=pd.concat([now.answers, answers], ignore_index=True))
            shuffled = now.answers.assign(answer=self._chance.permutation(now.answers["answer"].to_numpy()))
            rounds.append(self._suggest(now))
            twins.append(self._suggest(replace(now, answers=shuffled)))
        return rounds, twins

    def _suggest(self, now: Network) -> Round:
        ranker = Ranker.fit(self._past, {}, answered_pairs(now, self._space))
        ranker = replace(ranker, prices=learn_prices(now, ranker, space=self._space))
        shown = Matcher(now, ranker, self._space).suggest()
        return Round(len(now.answers), shown, self.town.true_chance(shown), now)

    def _ask(self, shown: Sequence[Suggestion], n_asked: int, number: int) -> pd.DataFrame:
        """Ask about some of what is shown, each pair once; who is asked answers by the town's chances."""
        ends = np.column_stack(_ends(self.town.network, shown))[self._chance.permutation(len(shown))]
        _, first = np.unique(np.sort(ends, axis=1), axis=0, return_index=True)
        partner_at, suggested = ends[np.sort(first)[:n_asked]].T
        says_yes = self._chance.random(len(suggested)) < self.town.chances[partner_at, suggested]
        answer = np.where(says_yes, "accepted", "declined")
        day = (FIRST_DAY + pd.Timedelta(days=number)).to_datetime64().astype("datetime64[s]")
        answers = pd.DataFrame({"partner": partner_at, "suggested": suggested, "answer": answer, "day": day})
        return answers.sort_values(["partner", "suggested"], ignore_index=True)


def _ends(of: Network, shown: Sequence[Suggestion]) -> tuple[np.ndarray, np.ndarray]:
    return (
        np.array([of.position(one.partner_id) for one in shown], np.int64),
        np.array([of.position(one.suggested_id) for one in shown], np.int64),
    )


def report(console: Console, seeds: Sequence[int] = (0, 1, 2)) -> None:
    """Print the true chance of what is shown after each round, beside the twin's."""
    table = Table("answers", title="true chance of the pairs shown")
    pairs = []
    for seed in seeds:
        table.add_column(f"seed {seed}", justify="right")
        table.add_column("shuffled", justify="right")
        pairs += Rounds(make_town(seed), seed).run()
    for of_all in zip(*pairs, strict=True):
        table.add_row(str(of_all[0].n_answers), *(f"{one.true_chance:.3f}" for one in of_all))
    console.print(table)

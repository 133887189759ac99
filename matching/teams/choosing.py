"""The members of a team chosen from candidates: a 0/1 program, its aims one after the other."""

from dataclasses import dataclass

import numpy as np
from scipy import sparse

from graph.network import Mask, Positions
from matching.errors import ImpossibleRound
from matching.rounds.staged import Aim, Choice, Counts, Proof
from matching.teams.coverage import COVERS
from matching.teams.signals import Values
from matching.teams.team import LEAST

ANSWER_WORTH = 3.0
"""What a whole answer to a need is worth beside the log-odds of who fits."""
THOUSAND = 1000
SECONDS_PER_TEAM = 10.0


@dataclass(frozen=True)
class Choosing:
    """Candidates and what counts of them; all columns of one length, in the order of their ids."""

    scores: Values
    """How well each answers each need: shape (n_candidates, n_needs)."""
    worth: Values
    """What each is worth beside its answers, in log-odds."""
    is_given: Mask
    is_far: Mask
    """Who is not reachable for the one who asks; nobody where nobody asks."""
    is_usual: Mask
    sector: Counts
    """Code of the sector of each."""
    sectors_asked: frozenset[int]
    least: int
    most: int
    """Members in all, those given included."""

    def choose(self, earlier: list[Positions]) -> tuple[Positions, tuple[Proof, ...]] | None:
        """Return the best team that shares at most half of its new members with each earlier one; None without any."""
        program = _Program(self)
        for team in earlier:
            program.differ_from(team)
        if self.is_given.sum() + (~self.is_given).sum() < self.least:
            return None
        try:
            chosen, proofs = program.choice.pursue(program.aims(), time_limit_seconds=SECONDS_PER_TEAM)
        except ImpossibleRound:
            return None
        return np.flatnonzero(chosen[: len(self.worth)]), proofs


class _Program:
    """Variables: who is in it; who answers which need best; which sectors are in it."""

    def __init__(self, asked: Choosing) -> None:
        self._asked = asked
        self._answering, self._need = np.nonzero(asked.scores >= COVERS)
        self._sectors = np.unique(asked.sector)
        self.n, self.n_answers = len(asked.worth), len(self._need)
        self.n_variables = self.n + self.n_answers + len(self._sectors)
        self.choice = Choice(self.n_variables)
        self._keep_size()
        self._keep_answers()
        self._keep_sectors()

    def _keep_size(self) -> None:
        asked = self._asked
        in_it = np.zeros((1, self.n_variables))
        in_it[0, : self.n] = 1
        self.choice.keep(sparse.csr_array(in_it), asked.least, asked.most)
        given = np.zeros((1, self.n_variables))
        given[0, : self.n] = asked.is_given
        self.choice.keep(sparse.csr_array(given), asked.is_given.sum(), np.inf)

    def _keep_answers(self) -> None:
        """Keep that only members answer, and that each need has one who answers it best."""
        rows = np.arange(self.n_answers)
        shape = (self.n_answers, self.n_variables)
        ones = np.ones(self.n_answers)
        answers = sparse.csr_array((ones, (rows, self.n + rows)), shape=shape)
        member = sparse.csr_array((ones, (rows, self._answering)), shape=shape)
        self.choice.keep(sparse.csr_array(answers - member), -np.inf, 0)
        need = np.full(self.n_variables, -1)
        need[self.n : self.n + self.n_answers] = self._need
        self.choice.keep_groups(need, np.ones(self._asked.scores.shape[1]))

    def _keep_sectors(self) -> None:
        """Keep that a sector counts only with a member of it; beyond `LEAST` different ones none counts unasked."""
        belongs = (self._asked.sector == self._sectors[:, np.newaxis]).astype(float)
        nothing = np.zeros((len(self._sectors), self.n_answers))
        self.choice.keep(sparse.csr_array(np.hstack([-belongs, nothing, np.eye(len(self._sectors))])), -np.inf, 0)
        self.choice.keep(
            sparse.csr_array(self._of_sectors(np.ones(len(self._sectors)))[np.newaxis]), 0, self._most_sectors
        )

    @property
    def _most_sectors(self) -> int:
        return max(LEAST, len(self._asked.sectors_asked))

    def differ_from(self, team: Positions) -> None:
        """Keep that at most half of the new members of an earlier team are in this one too."""
        new = team[~self._asked.is_given[team]]
        row = np.zeros((1, self.n_variables))
        row[0, new] = 1
        self.choice.keep(sparse.csr_array(row), 0, len(new) // 2)

    def aims(self) -> list[Aim]:
        """Return what is pursued, in this order."""
        asked, n_needs = self._asked, self._asked.scores.shape[1]
        answers = np.ones(self.n_answers, np.int64)
        wanted = np.array([not asked.sectors_asked or each in asked.sectors_asked for each in self._sectors], np.int64)
        has_part = (asked.scores >= COVERS).any(axis=1) | asked.is_given
        total = np.concatenate([asked.worth, ANSWER_WORTH * asked.scores[self._answering, self._need]])
        sectors = [Aim("sectors", self._of_sectors(wanted), limit=self._most_sectors)]
        return [
            Aim("needs answered", self._of_answers(answers), limit=n_needs),
            *(sectors if asked.sectors_asked else []),
            Aim("members without a part", self._of_members(-1 * ~has_part), limit=0, unit=-1),
            Aim("out of reach", self._of_members(-1 * asked.is_far), limit=0, unit=-1),
            Aim("usual suspects", self._of_members(-1 * (asked.is_usual & ~asked.is_given)), limit=0, unit=-1),
            *([] if asked.sectors_asked else sectors),
            Aim("members", self._of_members(-np.ones(self.n, np.int64)), limit=-asked.least, unit=-1),
            Aim(
                "worth", np.pad(np.rint(total * THOUSAND).astype(np.int64), (0, len(self._sectors))), unit=1 / THOUSAND
            ),
        ]

    def _of_members(self, worth: Counts) -> Counts:
        return np.pad(worth.astype(np.int64), (0, self.n_answers + len(self._sectors)))

    def _of_answers(self, worth: Counts) -> Counts:
        return np.pad(worth, (self.n, len(self._sectors)))

    def _of_sectors(self, worth: Counts | Values) -> Counts:
        return np.pad(worth, (self.n + self.n_answers, 0))

"""What speaks for each partner as the missing member of a team: one column per signal, one row per partner."""

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
import pandas as pd
from scipy import sparse
from scipy.stats import rankdata

from graph.network import Network, Positions
from matching.activity import codes, mixing
from matching.associations import Vectors
from matching.features import partner_themes
from matching.products import unit_rows
from matching.profiles import Wording, profile_texts, work_texts
from matching.recency import DAYS_PER_YEAR, Years, fade, last_day
from matching.said import Said
from matching.texts import TextSpace

Values = npt.NDArray[np.float64]

KIND_BY_SIGNAL = {
    "recent_work": "activity",
    "together": "worked_together",
    "same_gatherings": "worked_together",
    "walk": "worked_together",
    "wording": "text",
    "meaning": "text",
    "offers": "text",
    "profile": "text",
    "themes": "text",
    "alike_wording": "similar_work",
    "alike_meaning": "similar_work",
    "alike_themes": "similar_work",
    "team_meaning": "like_the_team",
    "team_themes": "like_the_team",
    "sectors": "sectors",
    "same_sector": "sectors",
    "belongs": "belongs",
    "same_place": "place",
    "same_country": "place",
}
"""What each signal says, as a kind of reason."""
FORMS = ("rank", "z")
"""A signal becomes two features: its log-rank among the candidates, and its distance from their mean in spreads."""
FEATURES = tuple(f"{signal}_{form}" for signal in KIND_BY_SIGNAL for form in FORMS)
KINDS_OF_FEATURES = tuple(kind for kind in KIND_BY_SIGNAL.values() for _form in FORMS)
IS_SIGNED = np.array([feature.startswith("same_sector") for feature in FEATURES])
"""Features that may speak against a candidate: a second school may be just right, or one too many."""

ACTIVE_YEARS, TOGETHER_YEARS = 1.5, 3.0
"""Half-lives: a collaboration counts half after so many years for being active, and for who works with whom."""
N_STEPS, ONWARD = 4, 0.7
"""Steps of the walk from the team over collaborations, and what each further step counts of the one before it."""
LIMIT_Z = 5.0


@dataclass(frozen=True)
class Draft:
    """What a team is for."""

    text: str
    """In free words."""
    themes: Positions
    """Positions of its themes; where it has none, those that the text names count."""


class TeamSignals:
    """Everything from which the signals of candidates are computed, prepared once for one network."""

    def __init__(self, network: Network, space: TextSpace) -> None:
        self.network, self._space = network, space
        self._took_part = _took_part(network)
        self._n_members = np.maximum(network.collaborations["n_partners"].to_numpy(np.float64), 2)
        self._ages = _ages(network)
        told, done = profile_texts(network), work_texts(network)
        self._told, self._done = (Wording.of([space.words(text) for text in texts]) for texts in (told, done))
        self._meant, self._work_meant = space.associated(told), space.associated(done)
        self._offers = Said.side(network, "offers", space.offered)
        partners = network.partners
        described = partners["description"].where(partners["description"] != "", partners["name"])
        self._described = Said.of(np.arange(len(partners)), described.tolist(), space.offered)
        self._themes = _by_rarity(partner_themes(network))
        self._work_themes = _work_themes(network)
        self._sector, self._mixing = codes(partners["sector"]), mixing(network).astype(np.float64)
        self._place, self._country = codes(partners["place"]), codes(partners["country"])
        self._belongs = _belongs(network)

    def candidates(self, team: Positions) -> Positions:
        """Return who is not in a team yet, in ascending order."""
        return np.setdiff1d(np.arange(self.network.n_partners), team)

    def features(self, team: Positions, draft: Draft) -> npt.NDArray[np.float32]:
        """Return the features of all candidates of a team, which may be empty: shape (n_candidates, len(FEATURES)).

        Each is centred, so that 0 is the average candidate.
        """
        candidates = self.candidates(team)
        columns = self._of_work(team) | self._of_text(draft) | self._of_alike_work(draft) | self._of_team(team)
        standing = [form for signal in KIND_BY_SIGNAL for form in _standing(columns[signal][candidates])]
        return np.column_stack(standing).astype(np.float32)

    def _of_work(self, team: Positions) -> dict[str, Values]:
        """Return who is active, and who worked with members of the team, lately and in small gatherings."""
        recent = fade(self._ages, TOGETHER_YEARS)
        shared = ((self._took_part[team] * (recent / (self._n_members - 1))) @ self._took_part.T).toarray()
        n_there = np.asarray(self._took_part[team].sum(axis=0)).ravel()
        return {
            "recent_work": np.log1p(self._took_part @ fade(self._ages, ACTIVE_YEARS)),
            "together": np.log1p(10 * shared).sum(axis=0),
            # The more members were there before, the better the gathering tells who belongs to them.
            "same_gatherings": self._took_part @ (n_there**2 / self._n_members * recent),
            "walk": self._walk(team, recent / self._n_members),
        }

    def _walk(self, team: Positions, weights: Values) -> Values:
        """Return where a walker from the team is found that goes from partner to collaboration to partner."""
        at = np.zeros(self.network.n_partners)
        reached = np.zeros(self.network.n_partners)
        if not len(team):
            return reached
        at[team] = 1 / len(team)
        strengths = np.maximum(self._took_part @ weights, 1e-12)
        present = np.maximum(np.asarray(self._took_part.sum(axis=0)).ravel(), 1)
        for step in range(N_STEPS):
            at = self._took_part @ ((self._took_part.T @ (at / strengths)) * weights / present)
            reached += at * ONWARD**step
        return reached

    def _of_text(self, draft: Draft) -> dict[str, Values]:
        """Return whose words, meaning, offers, description and themes answer the draft."""
        n, space = self.network.n_partners, self._space
        sought = space.sought([draft.text])
        by_offer = np.zeros(n)
        np.maximum.at(by_offer, self._offers.partner, self._offers.answering(space, sought)[0])
        return {
            "wording": _asked(self._told, space.words(draft.text), n),
            "meaning": _along(self._meant, space.associated([draft.text])[0]),
            "offers": np.round(by_offer, 4),
            "profile": np.round(self._described.answering(space, sought)[0].astype(np.float64), 4),
            "themes": np.asarray(self._themes @ self._themes_of(draft)).ravel(),
        }

    def _of_alike_work(self, draft: Draft) -> dict[str, Values]:
        """Return who took part in collaborations like the draft: by words, by meaning, by themes."""
        n_work = len(self.network.collaborations)
        by_word = _asked(self._done, self._space.words(draft.text), n_work)
        by_word = by_word / max(by_word.max(initial=0), 1e-9)
        by_meaning = np.clip(_along(self._work_meant, self._space.associated([draft.text])[0]), 0, 1)
        themes = self._themes_of(draft)
        by_theme = np.asarray(self._work_themes @ themes).ravel() / max(themes.sum(), 1e-9)
        shares = 1 / np.sqrt(self._n_members)
        return {
            "alike_wording": self._took_part @ (by_word**2 * shares),
            "alike_meaning": self._took_part @ (by_meaning**3 * shares),
            "alike_themes": self._took_part @ (by_theme * fade(self._ages, TOGETHER_YEARS) * shares),
        }

    def _of_team(self, team: Positions) -> dict[str, Values]:
        """Return who is like the members, of which sector, of which place; all 0 for an empty team."""
        if not len(team):
            nothing = np.zeros(self.network.n_partners)
            of_team = ("team_meaning", "team_themes", "sectors", "same_sector", "belongs", "same_place", "same_country")
            return dict.fromkeys(of_team, nothing)
        alike = np.clip(self._meant @ self._meant[team].T, 0, 1)
        return {
            "team_meaning": np.round(alike.mean(axis=1), 4).astype(np.float64),
            "team_themes": np.asarray((self._themes @ self._themes[team].T).mean(axis=1)).ravel(),
            "sectors": self._mixing[self._sector[team]].mean(axis=0)[self._sector],
            "same_sector": _same(self._sector, team),
            "belongs": np.asarray(self._belongs[team].sum(axis=0)).ravel(),
            "same_place": _same(self._place, team),
            "same_country": _same(self._country, team),
        }

    def _themes_of(self, draft: Draft) -> Values:
        themes: Values = np.zeros(len(self.network.themes))
        themes[draft.themes] = 1
        return themes if len(draft.themes) else themes + self._space.concepts([draft.text]).toarray()[0]


def _standing(values: Values) -> tuple[Values, Values]:
    """Return each value among all: log-rank and spreads from the mean, both centred; 0 where all are the same.

    >>> rank, z = _standing(np.array([3.0, 1.0, 1.0, 1.0]))
    >>> rank.round(2).tolist(), z.round(2).tolist()
    ([0.82, -0.27, -0.27, -0.27], [1.73, -0.58, -0.58, -0.58])
    """
    spread = values.std() if len(values) else 0.0
    if spread < 1e-9:  # noqa: PLR2004 -- rounding
        return np.zeros(len(values)), np.zeros(len(values))
    log_ranks = -np.log(rankdata(-values))
    return log_ranks - log_ranks.mean(), np.clip((values - values.mean()) / spread, -LIMIT_Z, LIMIT_Z)


def _took_part(network: Network) -> sparse.csr_array:
    """Return who took part in what, funders too: ones, shape (n_partners, n_collaborations)."""
    parts = network.participations.drop_duplicates(["collaboration", "partner"])
    shape = (network.n_partners, len(network.collaborations))
    return sparse.csr_array((np.ones(len(parts)), (parts["partner"], parts["collaboration"])), shape=shape)


def _ages(network: Network) -> Years:
    """Return how many years before the network's day, else before its last beginning, each collaboration began."""
    day = pd.Timestamp(network.day) if network.day else last_day(network)
    ages: Years = (day - network.collaborations["start"]).dt.days.to_numpy(np.float64) / DAYS_PER_YEAR
    return ages


def _asked(wording: Wording, words: list[str], n_texts: int) -> Values:
    """Return how much the words of a question tell in each of some texts."""
    if wording.weighing is None:
        return np.zeros(n_texts)
    asked = wording.weighing.asked([words])
    return np.asarray((asked @ wording.weights.T).toarray()[0], np.float64)


def _along(vectors: Vectors, one: Vectors) -> Values:
    # Rounded: the library sums in another order for other numbers of rows.
    return np.round(vectors @ one, 4).astype(np.float64)


def _by_rarity(counts: sparse.csr_array) -> sparse.csr_array:
    n_partners = counts.shape[0]
    rarity = np.log((1 + n_partners) / (1 + np.bincount(counts.indices, minlength=counts.shape[1])))
    return unit_rows(sparse.csr_array(counts * rarity))


def _work_themes(network: Network) -> sparse.csr_array:
    of_work = network.collaboration_themes
    shape = (len(network.collaborations), len(network.themes))
    return sparse.csr_array((np.ones(len(of_work)), (of_work["collaboration"], of_work["theme"])), shape=shape)


def _belongs(network: Network) -> sparse.csr_array:
    members = network.memberships
    shape = (network.n_partners, network.n_partners)
    up = sparse.csr_array((np.ones(len(members)), (members["member"], members["parent"])), shape=shape)
    return sparse.csr_array(up + up.T)


def _same(code: Positions, team: Positions) -> Values:
    """Return which share of a team has the code of each partner; who has none shares it with nobody."""
    share: Values = np.mean((code[team][:, np.newaxis] == code) & (code >= 0), axis=0)
    return share

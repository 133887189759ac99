"""The entry: what somebody wants to do in, teams that could do it out."""

from collections.abc import Sequence
from dataclasses import dataclass, replace

import numpy as np

from graph.errors import UnknownCollaboration
from graph.network import Mask, Network, Positions
from matching.activity import codes
from matching.errors import UnknownSector
from matching.suggest import Matcher
from matching.teams.choosing import ANSWER_WORTH, Choosing
from matching.teams.coverage import COVERS, Coverage
from matching.teams.missing import MissingMember, Ranked
from matching.teams.needs import Need, NeedReader
from matching.teams.signals import Draft, TeamSignals, Values
from matching.teams.standing import Reach, busyness, declined, has_room, usual_suspects
from matching.teams.team import Alternative, Gap, Member, Team, TeamAsked

N_TEAMS = 3
"""Teams for one question."""
N_PER_NEED, N_FITTING, N_PER_SECTOR = 20, 20, 5
"""Candidates: so many of the best for each need, of the best fitting, and of the best fitting of each sector asked."""
N_ALTERNATIVES = 3
NEAR_WORTH = 0.5
"""What it is worth, in log-odds, that the asker works with somebody; half of it one step further, a third at two."""
USUAL_COST = 1.0
"""What is taken off for who began most lately, in log-odds; off others as much less as they began less."""


@dataclass(frozen=True)
class _Looked:
    """What was found out about everybody for one question, before a team is chosen."""

    asked: TeamAsked
    draft: Draft
    coverage: Coverage
    given: Positions
    ranked: Ranked
    reach: Reach | None
    contributions: dict[str, Values]
    """What speaks for and against each partner beside its answers, by kind: shape (n_partners,) each."""
    may_join: Mask

    @property
    def worth(self) -> Values:
        total: Values = np.sum(list(self.contributions.values()), axis=0)
        return total


class TeamFinder:
    """Everything prepared once for one network, to find teams in it and to judge those put together by hand."""

    def __init__(self, matcher: Matcher, ranker: MissingMember) -> None:
        self.network: Network = matcher.network
        self._matcher, self._ranker = matcher, ranker
        self._needs = NeedReader(matcher.network, matcher.space)
        self._signals = TeamSignals(matcher.network, matcher.space)
        self._busy = busyness(matcher.network)
        self._is_usual = usual_suspects(self._busy)
        self._has_room = has_room(matcher.network)

    def gaps(self, asked: TeamAsked) -> list[Gap]:
        """Return what kind of partner would answer each need, as if nobody did."""
        looked = self._look(asked)
        return [looked.coverage.gap(self.network, column) for column in range(len(looked.coverage.needs))]

    def needs(self, asked: TeamAsked) -> list[Need]:
        """Return the needs of a question; raise `UnknownTheme`."""
        return self._needs.read(asked.text, asked.theme_ids)

    def find(self, asked: TeamAsked, top: int = N_TEAMS) -> list[Team]:
        """Return up to `top` teams, best first, no two of which share more than half of their new members.

        Fewer come back where there are not enough partners, none where nobody answers anything. Each aim is kept while
        the next is pursued: most needs answered, the sectors asked for, a part for everybody, nobody out of reach, no
        usual suspects, three sectors where none were asked for, no more members than that takes, and then those who
        answer best and fit best.
        Raise `UnknownPartner`, `UnknownTheme`, `UnknownSector`, and `ValueError` if `top` or the size cannot be.
        """
        if top < 1 or not 1 <= asked.least <= asked.most:
            raise ValueError(f"expected top ≥ 1 and 1 ≤ least ≤ most, not {top}, {asked.least} and {asked.most}")
        looked = self._look(asked)
        candidates = self._candidates(looked)
        if not (looked.coverage.scores[candidates] >= COVERS).any():
            return []
        choosing = self._choosing(looked, candidates)
        teams: list[Team] = []
        earlier: list[Positions] = []
        while len(teams) < top:
            found = choosing.choose(earlier)
            if found is None:
                break
            chosen, proofs = found
            earlier.append(chosen)
            teams.append(replace(self._team(looked, candidates[chosen]), proofs=proofs))
        return teams

    def judge(self, asked: TeamAsked, member_ids: Sequence[str]) -> Team:
        """Return a team put together by hand: the part of each, what is missing, alternatives; the given are in it too.

        Raise `UnknownPartner` and `UnknownTheme`.
        """
        looked = self._look(asked)
        members = [self.network.position(each) for each in member_ids]
        return self._team(looked, np.union1d(looked.given, np.array(members, np.int64)))

    def _look(self, asked: TeamAsked) -> _Looked:
        network, needs = self.network, self.needs(asked)
        if unknown := set(asked.sectors) - set(network.sectors["id"]):
            raise UnknownSector(f"no sector has the id '{min(unknown)}'")
        asker = network.position(asked.asker_id) if asked.asker_id else -1
        given = np.array(sorted({network.position(each) for each in asked.given_ids} - {asker}), dtype=np.int64)
        told = ". ".join(text for text in (asked.text or ". ".join(need.text for need in needs), asked.detail) if text)
        draft = Draft(told, np.array([network.theme_positions[each] for each in asked.theme_ids], dtype=np.int64))
        around = given if asker < 0 else np.union1d(given, [asker])
        ranked = self._ranker.rank(self._signals, around, draft)
        reach = Reach.of(network, asker) if asker >= 0 else None
        may_join = self._has_room & ~network.partners["id"].isin(asked.excluded_ids).to_numpy()
        if asker >= 0:
            may_join[declined(network, asker)] = False
            may_join[asker] = False
        may_join[given] = True
        coverage = Coverage.of(network, needs, self._matcher.find)
        return _Looked(asked, draft, coverage, given, ranked, reach, self._beside_answers(ranked, reach), may_join)

    def _beside_answers(self, ranked: Ranked, reach: Reach | None) -> dict[str, Values]:
        contributions: dict[str, Values] = {}
        for kind, added in ranked.contributions.items():
            if kind != "activity":  # who is busy anyway is in most teams of the past; here it is not what is looked for
                contributions[kind] = np.zeros(self.network.n_partners)
                contributions[kind][ranked.candidates] = added
        if reach is not None:
            contributions["near"] = np.where(reach.n_steps > 0, NEAR_WORTH / np.maximum(reach.n_steps, 1), 0.0)
        return contributions | {"usual": -USUAL_COST * self._busy}

    def _candidates(self, looked: _Looked) -> Positions:
        """Return who is looked at, in ascending order: a larger program would take long and find the same."""
        fits = np.where(looked.may_join, looked.worth, -np.inf)
        chosen = {*looked.given.tolist(), *_best(fits, N_FITTING)}
        for scores in looked.coverage.scores.T:
            answering = np.where(
                (scores >= COVERS) & looked.may_join, ANSWER_WORTH * scores + looked.worth / 10, -np.inf
            )
            chosen |= set(_best(answering, N_PER_NEED))
        for sector in looked.asked.sectors:
            is_of_it = (self.network.partners["sector"] == sector).to_numpy()
            chosen |= set(_best(np.where(is_of_it, fits, -np.inf), N_PER_SECTOR))
        return np.array(sorted(chosen), dtype=np.int64)

    def _choosing(self, looked: _Looked, candidates: Positions) -> Choosing:
        asked, partners = looked.asked, self.network.partners
        sector = codes(partners["sector"])
        is_asked = partners["sector"].isin(asked.sectors).to_numpy()
        is_given = np.isin(candidates, looked.given)
        n_given = len(looked.given)
        is_far = np.zeros(len(candidates), np.bool_) if looked.reach is None else ~looked.reach.is_near[candidates]
        return Choosing(
            scores=looked.coverage.scores[candidates],
            worth=looked.worth[candidates],
            is_given=is_given,
            is_far=is_far & ~is_given,
            is_usual=self._is_usual[candidates],
            sector=sector[candidates],
            sectors_asked=frozenset(sector[is_asked].tolist()),
            least=max(asked.least, n_given + 1),
            most=max(asked.most, n_given + 1),
        )

    def _team(self, looked: _Looked, members: Positions) -> Team:
        scores = looked.coverage.scores[members]
        best = scores.argmax(axis=0) if len(members) else np.zeros(0, np.int64)
        is_covered = (scores >= COVERS).any(axis=0)
        made = [self._member(looked, int(each), (best == row) & is_covered) for row, each in enumerate(members)]
        made.sort(key=lambda one: (not one.is_given, -one.score, one.partner_id))
        gaps = [looked.coverage.gap(self.network, int(column)) for column in np.flatnonzero(~is_covered)]
        alternatives = {
            one.partner_id: () if one.is_given else self._alternatives(looked, members, one) for one in made
        }
        return Team(tuple(made), tuple(gaps), alternatives)

    def _member(self, looked: _Looked, position: int, is_part: Mask) -> Member:
        coverage, ids = looked.coverage, self.network.partners["id"].to_numpy()
        columns = np.flatnonzero(coverage.scores[position] >= COVERS)
        answers = tuple(coverage.answer(position, int(each)) for each in columns if is_part[each])
        also = tuple(coverage.answer(position, int(each)) for each in columns if not is_part[each])
        contributions = {"answers": ANSWER_WORTH * sum(answer.score for answer in answers)}
        contributions |= {kind: float(values[position]) for kind, values in looked.contributions.items()}
        way = None
        if looked.reach is not None and looked.reach.is_near[position]:
            way = tuple(ids[each] for each in looked.reach.between(position))
        is_given = bool(np.isin(position, looked.given))
        return Member(ids[position], is_given, answers, also, contributions, way, bool(self._is_usual[position]))

    def _alternatives(self, looked: _Looked, members: Positions, leaving: Member) -> tuple[Alternative, ...]:
        """Return who is likeliest the missing one without a member, of those who answer what it does if any do."""
        network = self.network
        left = members[members != network.position(leaving.partner_id)]
        ranked = self._ranker.rank(self._signals, left, looked.draft)
        may = looked.may_join[ranked.candidates] & (ranked.candidates != network.position(leaving.partner_id))
        if looked.reach is not None and leaving.way is not None:
            may &= looked.reach.is_near[ranked.candidates]
        if not leaving.is_usual:
            may &= ~self._is_usual[ranked.candidates]
        parts = [looked.coverage.needs.index(answer.need) for answer in leaving.answers]
        does_part = (looked.coverage.scores[ranked.candidates][:, parts] >= COVERS).any(axis=1)
        if (may & does_part).any():
            may &= does_part
        best = _best(np.where(may, ranked.scores, -np.inf), N_ALTERNATIVES)
        ids = network.partners["id"].to_numpy()
        return tuple(
            Alternative(
                ids[ranked.candidates[row]],
                float(ranked.scores[row]),
                tuple(looked.coverage.answers(int(ranked.candidates[row]))),
            )
            for row in best
        )


def _best(values: Values, k: int) -> list[int]:
    """Return where the `k` largest finite values stand, the largest first, equal ones in their order.

    >>> _best(np.array([1.0, -np.inf, 3.0, 1.0]), 2)
    [2, 0]
    """
    order = np.lexsort((np.arange(len(values)), -values))[:k]
    return [int(each) for each in order if values[each] > -np.inf]


def of_draft(history: Network, collaboration_id: str) -> TeamAsked:
    """Return what a stored collaboration asks for: its title and themes, with its partners given; all else may be set.

    Raise `UnknownCollaboration`.
    """
    work = history.collaborations
    found = np.flatnonzero((work["id"] == collaboration_id).to_numpy())
    if not len(found):
        raise UnknownCollaboration(f"no collaboration has the id '{collaboration_id}'")
    at = int(found[0])
    parts, themes = history.participations, history.collaboration_themes
    members = parts.loc[(parts["collaboration"] == at) & (parts["role"] != "funder"), "partner"].unique()
    of_it = themes.loc[themes["collaboration"] == at, "theme"]
    return TeamAsked(
        text=work["title"][at],
        theme_ids=tuple(history.themes["id"].iloc[of_it]),
        detail=work["description"][at],
        given_ids=tuple(sorted(history.partners["id"].iloc[members])),
    )

"""A reason told is the reason used: without what it names, the score falls, in the sum and in the network itself."""

from dataclasses import dataclass, replace
from functools import cached_property

import numpy as np
import pytest

from graph.network import Network
from matching.features import FEATURES, KINDS_OF_FEATURES, Pairs, Signals
from matching.reasons import Reason, worth_saying
from matching.suggestion import Suggestion
from matching.texts import TextSpace

N_SUGGESTIONS = 1000
N_DELETED = 40
"""Suggestions for which the network is really changed: each is read again, twice. Of eighty, 99 % fell, and all of them
by more than without as much else."""
MOST = 0.95
KEPT_SHARE = 0.8


def told_kinds(suggestion):
    """The kinds of evidence that are told; exposure is no evidence of the pair."""
    return [reason.kind for reason in worth_saying(suggestion.reasons) if reason.kind != "exposure"]


def untold_kinds(suggestion):
    """The others, strongest first."""
    told = {reason.kind for reason in worth_saying(suggestion.reasons)}
    return [reason.kind for reason in suggestion.reasons if reason.kind not in told and reason.kind != "exposure"]


@pytest.fixture(scope="module")
def space(oss):
    return TextSpace(oss)


@pytest.fixture(scope="module")
def suggestions(oss_matcher):
    """A thousand suggestions of Oss as they are shown, drawn with a seed."""
    shown = oss_matcher.suggest()
    return [shown[i] for i in np.sort(np.random.default_rng(0).permutation(len(shown))[:N_SUGGESTIONS])]


@pytest.fixture(scope="module")
def suggested_pairs(oss, space, suggestions):
    """Their features, in the same order."""
    return pairs_of(Signals(oss, space), suggestions)


def pairs_of(signals, suggestions):
    position = signals.network.position
    ends = [(position(one.partner_id), position(one.suggested_id)) for one in suggestions]
    found = signals.pairs(np.unique([partner for partner, _ in ends]))
    row = {pair: at for at, pair in enumerate(zip(found.partner.tolist(), found.candidate.tolist(), strict=True))}
    return found[np.array([row[pair] for pair in ends])]


def score_without(ranker, pairs, kinds_of_each):
    """Scores where the features of some kinds of each pair are those of an average candidate: 0."""
    is_out = np.array([np.isin(np.array(KINDS_OF_FEATURES), kinds) for kinds in kinds_of_each])
    return ranker.score(Pairs(pairs.partner, pairs.candidate, np.where(is_out, 0, pairs.features), pairs.is_newcomer))


def test_there_are_a_thousand_to_judge(suggestions, suggested_pairs):
    assert len(suggestions) == N_SUGGESTIONS
    assert suggested_pairs.features.shape == (N_SUGGESTIONS, len(FEATURES))


def test_without_what_is_told_the_score_falls_by_more_than_without_as_much_that_is_not(
    oss_ranker, suggestions, suggested_pairs
):
    told, untold = [told_kinds(one) for one in suggestions], [untold_kinds(one) for one in suggestions]
    as_many = [others[: len(kinds)] for kinds, others in zip(told, untold, strict=True)]
    full = oss_ranker.score(suggested_pairs)

    falls = full - score_without(oss_ranker, suggested_pairs, told)
    others = full - score_without(oss_ranker, suggested_pairs, as_many)

    assert (falls > others).mean() >= MOST


def test_what_is_told_alone_carries_most_of_the_score(oss_ranker, suggestions, suggested_pairs):
    exposure = np.array([sum(r.contribution for r in one.reasons if r.kind == "exposure") for one in suggestions])
    is_told = np.array(["exposure" in {r.kind for r in worth_saying(one.reasons)} for one in suggestions])

    kept = score_without(oss_ranker, suggested_pairs, [untold_kinds(one) for one in suggestions]) + exposure * is_told

    scores = np.array([one.score for one in suggestions])
    assert oss_ranker.score(suggested_pairs) + exposure == pytest.approx(scores)
    assert (kept >= KEPT_SHARE * scores - 1e-9).all()


@dataclass(frozen=True)
class Items:
    """What can be taken out of a network: rows of its phrases, themes of two partners, and ties of theirs."""

    phrases: tuple[int, ...]
    themes: tuple[int, ...]
    between: tuple[int, ...]
    """Partners whose ties with the two are cut."""

    def __len__(self):
        return len(self.phrases) + len(self.themes) + len(self.between)


@dataclass(frozen=True)
class Case:
    """A suggestion in its network."""

    network: Network
    suggestion: Suggestion

    @cached_property
    def ends(self):
        return [self.network.position(one) for one in (self.suggestion.partner_id, self.suggestion.suggested_id)]

    def told(self):
        """What the reasons told name."""
        reasons = worth_saying(self.suggestion.reasons)
        return Items(
            tuple(row for reason in reasons for row in self._phrases_of(reason)),
            tuple(self.network.theme_positions[one] for reason in reasons for one in reason.theme_ids),
            tuple(self.network.position(one) for reason in reasons for one in reason.partner_ids),
        )

    def untold(self, told, chance):
        """As many others of the same two, drawn; fewer where there are fewer."""
        phrases = self.network.phrases
        theirs = np.flatnonzero(phrases["partner"].isin(self.ends))
        ties = self.network.adjacency
        neighbours = np.unique(np.concatenate([ties[[end]].indices for end in self.ends]))
        return Items(
            _others(theirs, told.phrases, chance),
            _others(np.unique(_themes_of(self.network, self.ends)), told.themes, chance),
            _others(neighbours, told.between, chance),
        )

    def without(self, items):
        """The network without these items."""
        network, ends = self.network, self.ends
        themes, works = network.partner_themes, network.collaboration_themes
        worked_in = network.participations.loc[network.participations["partner"].isin(ends), "collaboration"]
        is_named = themes["partner"].isin(ends) & themes["theme"].isin(items.themes)
        is_worked_on = works["collaboration"].isin(worked_in) & works["theme"].isin(items.themes)
        changed = replace(
            network,
            phrases=network.phrases.drop(index=list(items.phrases)).reset_index(drop=True),
            partner_themes=themes[~is_named].reset_index(drop=True),
            collaboration_themes=works[~is_worked_on].reset_index(drop=True),
        )
        first, second = network.ties["first"], network.ties["second"]
        is_cut = (first.isin(ends) & second.isin(items.between)) | (second.isin(ends) & first.isin(items.between))
        # In place of what follows from the collaborations: to leave one would cut other ties as well.
        changed.__dict__["ties"] = network.ties[~is_cut].reset_index(drop=True)
        return changed

    def score(self, ranker, space, items):
        return float(ranker.score(pairs_of(Signals(self.without(items), space), [self.suggestion]))[0])

    def _phrases_of(self, reason: Reason):
        if not (reason.own and reason.theirs):
            return []
        sides = ("seeks", "offers") if reason.kind == "they_offer" else ("offers", "seeks")
        phrases = self.network.phrases
        rows = []
        for end, side, text in zip(self.ends, sides, (reason.own, reason.theirs), strict=True):
            is_it = (phrases["partner"] == end) & (phrases["side"] == side) & (phrases["text"] == text)
            rows.append(int(np.flatnonzero(is_it)[0]))
        return rows


def _others(of, told, chance):
    left = np.setdiff1d(of, told)
    return tuple(chance.permutation(left)[: len(told)].tolist())


def _themes_of(network, ends):
    parts, works, named = network.participations, network.collaboration_themes, network.partner_themes
    worked_in = parts.loc[parts["partner"].isin(ends), "collaboration"]
    return np.concatenate(
        [
            named.loc[named["partner"].isin(ends), "theme"].to_numpy(),
            works.loc[works["collaboration"].isin(worked_in), "theme"].to_numpy(),
        ]
    )


@pytest.fixture(scope="module")
def deletions(oss, oss_ranker, space, suggestions, suggested_pairs):
    """By how much scores really fall without what is told, and without as much that is not: shape (2, n)."""
    chance = np.random.default_rng(1)
    scores = oss_ranker.score(suggested_pairs)
    falls = []
    for at in chance.permutation(len(suggestions)):
        case = Case(oss, suggestions[at])
        told = case.told()
        if not len(told):
            continue
        falls.append([scores[at] - case.score(oss_ranker, space, i) for i in (told, case.untold(told, chance))])
        if len(falls) == N_DELETED:
            break
    return np.array(falls).T


def test_with_what_is_named_really_gone_the_score_falls(deletions):
    assert deletions.shape == (2, N_DELETED)
    assert (deletions[0] > 0).mean() >= MOST


def test_it_falls_by_more_than_without_as_much_of_the_same_two_that_is_not_named(deletions):
    assert (deletions[0] > deletions[1]).mean() >= MOST

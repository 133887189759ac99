from dataclasses import replace
from datetime import date

import numpy as np
import pytest

from graph.errors import UnknownPartner
from matching.model import Ranker
from matching.rounds import Acquainted, scores_between
from matching.suggest import Matcher
from tests.builders import answer, collaboration, network, partner


def small_town():
    return network(
        [
            partner("bakker", offers="stageplekken"),
            partner("school", seeks="stageplekken"),
            partner("stichting"),
            partner("vereniging", seeks="moestuin", part_of="stichting"),
            partner("wijk", offers="moestuin"),
        ],
        [collaboration("c", "2018", ["bakker", "wijk"])],
        answers=[answer("school", "wijk", "declined"), answer("bakker", "school", "already_known")],
    )


def test_a_score_is_the_mean_of_what_both_sides_see_in_it():
    matcher = Matcher(small_town(), Ranker.prior())
    shown = {(one.partner_id, one.suggested_id): one.score for one in matcher.suggest(balanced=False)}
    between = scores_between(matcher, ["vereniging"], ["wijk", "bakker"])

    for other in ("wijk", "bakker"):
        # What both already know is among the candidates here, so that the figures of a list differ a little.
        both = (shown["vereniging", other] + shown[other, "vereniging"]) / 2
        assert between.between("vereniging", other) == pytest.approx(both, abs=0.001)


def test_a_pair_is_explained_as_a_suggestion_is_whether_they_know_each_other_or_not():
    matcher = Matcher(small_town(), Ranker.prior())
    pair = ("vereniging", "wijk")
    explained = matcher.explain([pair, ("bakker", "wijk"), ("wijk", "wijk")])

    assert [(one.own, one.theirs) for one in explained[pair] if one.kind == "they_offer"] == [("moestuin", "moestuin")]
    total = sum(one.contribution for one in explained[pair])
    assert total == pytest.approx(matcher.scores_between(["vereniging"], ["wijk"])[0, 0])
    assert explained["bakker", "wijk"]
    assert explained["wijk", "wijk"] == ()
    assert matcher.explain([]) == {}


def test_everybody_has_a_score_with_everybody_and_none_with_itself():
    matcher = Matcher(small_town(), Ranker.prior())
    ids = matcher.network.partners["id"].tolist()
    values = np.array(scores_between(matcher, ids, ids).values)

    assert values.shape == (5, 5)
    assert (np.diag(values) == 0).all()
    assert np.allclose(values, values.T)
    assert values[ids.index("school"), ids.index("bakker")] != 0  # though they know each other


def test_a_repeated_and_a_turned_question_gets_the_same_answer():
    matcher = Matcher(small_town(), Ranker.prior())
    once = scores_between(matcher, ["school", "wijk"], ["bakker", "vereniging"])
    turned = scores_between(matcher, ["wijk", "school"], ["vereniging", "bakker"])

    assert once.grid(["wijk"], ["vereniging"]) == turned.grid(["wijk"], ["vereniging"])


def test_an_unknown_partner_has_no_score():
    with pytest.raises(UnknownPartner):
        scores_between(Matcher(small_town(), Ranker.prior()), ["school"], ["niemand"])


def test_what_there_is_between_partners_is_looked_up():
    town = small_town()
    ids = town.partners["id"].tolist()

    assert Acquainted.among(town, ids) == Acquainted(
        known=frozenset({("bakker", "wijk"), ("bakker", "school")}),
        boards=frozenset({("stichting", "vereniging")}),
        declined=frozenset({("school", "wijk")}),
    )
    assert Acquainted.among(town, ["school", "vereniging"]) == Acquainted()


def test_a_pause_is_not_an_acquaintance():
    town = small_town()
    paused = replace(town, partners=town.partners.assign(paused_until=np.datetime64(date(2050, 1, 1), "s")))

    assert Acquainted.among(paused, ["school", "vereniging"]).known == frozenset()

"""The ranker of the missing member."""

from datetime import date

import numpy as np
import pytest

from matching.errors import UnreadableModel
from matching.teams.missing import FEW_CASES, MissingMember, cases_of
from matching.teams.signals import FEATURES, IS_SIGNED, Draft, TeamSignals
from matching.texts import TextSpace
from tests.associations import NO_ASSOCIATIONS
from tests.builders import collaboration, network, partner
from tests.matching.teams.towns import town

NO_THEMES = np.zeros(0, np.int64)


def signals_of(built):
    return TeamSignals(built, TextSpace(built, known=NO_ASSOCIATIONS))


def trio(n_times=2):
    """Partners a, b and c that did things together, d and e that did so apart, and f that did nothing."""
    return network(
        [partner(each, name="") for each in "abcdef"],
        [
            *(collaboration(f"abc{at}", f"{2010 + at}", ["a", "b", "c"], title="") for at in range(n_times)),
            *(collaboration(f"de{at}", f"{2010 + at}", ["d", "e"], title="") for at in range(n_times)),
        ],
    )


def test_who_always_was_there_is_the_missing_one():
    built = trio()
    ranked = MissingMember().rank(signals_of(built), np.array([0, 1]), Draft("", NO_THEMES))

    assert ranked.candidates.tolist() == [2, 3, 4, 5]
    assert ranked.best(1).tolist() == [2]
    assert sum(ranked.contributions.values()) == pytest.approx(ranked.scores)
    assert ranked.scores.sum() == pytest.approx(0, abs=0.5)  # centred on the average candidate


def test_who_offers_what_the_text_asks_for_is_the_missing_one_of_an_empty_team():
    built = town()
    ranked = MissingMember().rank(signals_of(built), NO_THEMES, Draft("taalles", NO_THEMES))

    assert built.partners["id"][ranked.best(1)[0]] == "taalhuis"


def test_without_anything_to_tell_them_apart_all_score_0_and_stand_by_id():
    built = network([partner(each, name="") for each in "abc"])
    ranked = MissingMember().rank(signals_of(built), np.array([1]), Draft("", NO_THEMES))

    assert ranked.scores.tolist() == [0, 0]
    assert ranked.best(5).tolist() == [0, 2]


def test_the_same_input_gives_the_same_features_whatever_the_order_of_the_team():
    signals = signals_of(town())
    one, other = (signals.features(np.array(team), Draft("maaltijd", NO_THEMES)) for team in ([0, 3], [3, 0]))

    assert np.isfinite(one).all()
    assert one == pytest.approx(other, abs=1e-5)


def test_each_member_is_hidden_once_and_its_name_is_taken_out_of_the_text():
    built = network(
        [partner("a", name="De Linde"), partner("b", name="Zwaan"), partner("c", name="Uil"), partner("d")],
        [
            collaboration("team", "2020", ["a", "b", "c"], title="Feest van Zwaan en De Linde"),
            collaboration("two", "2020", ["a", "b"]),
        ],
    )
    before = built.at(date(2019, 12, 31))
    cases = cases_of(built, before, 0, hides_name=True)

    assert [(case.team.tolist(), case.hidden) for case in cases] == [([1, 2], 0), ([0, 2], 1), ([0, 1], 2)]
    assert [case.draft.text.split() for case in cases][1] == ["Feest", "van", "en", "De", "Linde."]
    assert cases_of(built, before, 1) == []


def test_it_learns_from_the_teams_of_the_past_only_where_there_are_enough():
    few, enough = trio(2), trio(12)

    assert MissingMember.fit(few, TextSpace(few, known=NO_ASSOCIATIONS)).n_cases == 0
    learned = MissingMember.fit(enough, TextSpace(enough, known=NO_ASSOCIATIONS))
    assert learned.n_cases == 36 >= FEW_CASES
    assert (learned.weights[~IS_SIGNED] >= 0).all()
    kept = dict(zip(FEATURES, learned.weights, strict=True))
    assert kept["together_z"] > MissingMember().weights[FEATURES.index("together_z")]


def test_weights_are_kept_as_they_are_and_what_is_no_such_file_is_refused(tmp_path):
    path = tmp_path / "teams.json"
    assert MissingMember.load(path).n_cases == 0
    MissingMember(np.arange(len(FEATURES)) / 7, 21).save(path)

    assert MissingMember.load(path).weights.tolist() == (np.arange(len(FEATURES)) / 7).tolist()
    for text in ("{", "[]", '{"n_cases": 1, "weights": {}}', path.read_text().replace("0.0,", "-1.0,", 1)):
        path.write_text(text)
        with pytest.raises(UnreadableModel):
            MissingMember.load(path)


def test_a_network_of_nobody_has_no_candidates():
    built = network([])
    assert MissingMember().rank(signals_of(built), NO_THEMES, Draft("taal", NO_THEMES)).best(3).tolist() == []

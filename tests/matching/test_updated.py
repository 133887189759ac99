"""Tests of Matcher.updated: what a few partners tell now is in the suggestions and findings of all."""

import numpy as np
import pytest

from graph.differing import who_differs
from graph.errors import UnknownPartner
from matching import comparing, looking, meetings
from matching.features import FEATURES
from matching.model import Ranker
from matching.suggest import Matcher
from matching.texts import TextSpace
from tests.associations import NO_ASSOCIATIONS
from tests.builders import answer, collaboration, network, partner, theme

TELLING = {
    "bieb": {"offers": ["boeken lenen", "taallessen voor nieuwkomers"], "themes": "taal", "place": "Oss"},
    "club": {"offers": "gymzaal", "seeks": "vrijwilligers", "themes": "sport"},
    "firma": {"offers": "stageplekken in de techniek", "description": "Maakt fietsen", "place": "Heesch"},
    "school": {"seeks": ["taallessen", "stageplekken"], "themes": ["taal", "techniek"], "place": "Oss"},
    "theater": {"offers": "een podium", "seeks": "publiek", "description": "Speelt voor jong en oud"},
}


def work():
    return [collaboration("c", "2018", ["bieb", "club"]), collaboration("d", "2019", ["firma", "school"], lead="firma")]


def telling(done=work, answers=(), **changes):
    """Return the network of the same five partners, of whom some tell or did something else."""
    told = {partner_id: TELLING[partner_id] | changes.get(partner_id, {}) for partner_id in TELLING}
    return network(
        [partner(one, **columns) for one, columns in told.items()],
        done(),
        [theme(one) for one in ("taal", "techniek", "sport")],
        answers,
    )


@pytest.fixture(params=[pytest.param(False, id="everybody"), pytest.param(True, id="gathered")])
def is_wide(request, monkeypatch):
    """Laws that hold whether everybody is looked at, or candidates are gathered."""
    if request.param:
        monkeypatch.setattr(looking, "N_WIDE", 0)


def matcher(built, space=None):
    return Matcher(built, Ranker.prior(), space or TextSpace(built, known=NO_ASSOCIATIONS))


def suggestions(of, *, balanced=True):
    """All that is suggested, as it can be compared: sums differ in the last digit with the number of phrases."""
    return [
        (
            one.partner_id,
            one.suggested_id,
            one.rank,
            round(one.score, 4),
            {(r.kind, round(r.contribution, 4), r.own, r.theirs, r.theme_ids, r.terms) for r in one.reasons},
        )
        for one in of.suggest(balanced=balanced)
    ]


def findings(of):
    texts = ["taallessen", "gymzaal om te sporten", "stageplekken techniek", "fietsen", "boeken lenen", "podium"]
    return [(f.partner_id, f.rank, round(f.score, 5), f.phrase, f.side) for text in texts for f in of.find(text)]


CHANGES = [
    pytest.param({"school": {"seeks": []}}, id="a-need-less"),
    pytest.param({"school": {"seeks": ["een gymzaal", "taallessen", "boeken"]}}, id="other-needs"),
    pytest.param({"bieb": {"offers": []}}, id="no-offer-left"),
    pytest.param({"theater": {"offers": ["taallessen", "stageplekken", "een podium"]}}, id="more-offers"),
    pytest.param({"firma": {"description": "", "name": "De Firma"}}, id="another-description"),
    pytest.param({"club": {"themes": ["taal", "sport"]}}, id="another-theme"),
    pytest.param({"firma": {"place": "Oss", "country": "NL"}, "bieb": {"place": ""}}, id="another-place"),
    pytest.param({"theater": {"sector": "cultuur"}}, id="another-sector"),
    pytest.param({"bieb": {"capacity": 0}}, id="no-room"),
    pytest.param(
        {
            "school": {"offers": "taallessen", "seeks": "fietsen"},
            "club": {"offers": "fietsen", "seeks": ["taallessen"]},
        },
        id="two-at-once",
    ),
]


WORK_CHANGES = [
    pytest.param({"done": lambda: [*work(), collaboration("e", "2020", ["school", "bieb", "theater"])]}, id="more"),
    pytest.param({"done": lambda: work()[:1]}, id="less"),
    pytest.param({"done": lambda: [work()[0], collaboration("d", "2019", ["club", "firma"])]}, id="of-others"),
    pytest.param(
        {"done": lambda: [work()[0], collaboration("d", "2019", ["firma", "school"], themes="taal")]}, id="theme"
    ),
    pytest.param({"answers": [answer("bieb", "school", "already_known")]}, id="an-answer"),
    pytest.param({"school": {"part_of": "bieb"}}, id="a-membership"),
    pytest.param({"answers": [answer("firma", "theater", "declined")], "club": {"offers": "podium"}}, id="and-told"),
]


def updated(held, built, changes):
    """Return a matcher updated with those whose profiles the changes name."""
    return held.updated(built, list(changes))


def renewed(held, built, _changes=()):
    """Return a matcher renewed with those who differ."""
    return held.renewed(built, who_differs(held.network, built))


@pytest.mark.usefixtures("is_wide")
@pytest.mark.parametrize(
    ("take_in", "changes"),
    [
        *(pytest.param(updated, *each.values, id=f"updated-{each.id}") for each in CHANGES),
        *(pytest.param(renewed, *each.values, id=f"renewed-{each.id}") for each in WORK_CHANGES),
    ],
)
@pytest.mark.parametrize("balanced", [True, False], ids=["balanced", "unbalanced"])
def test_taken_in_and_taken_back_all_is_as_it_was(take_in, changes, balanced):
    before = telling()
    held = matcher(before)

    there_and_back = take_in(take_in(held, telling(**changes), changes), before, changes)

    assert suggestions(there_and_back, balanced=balanced) == suggestions(held, balanced=balanced)
    assert findings(there_and_back) == findings(held)


@pytest.mark.usefixtures("is_wide")
@pytest.mark.parametrize("changes", WORK_CHANGES)
def test_what_follows_from_work_is_as_if_all_had_been_read(changes):
    after = telling(**changes)
    signals = ("shared_partners", "rooted_pagerank", "companions", "themes", "recent_ties", "last_seen", "sectors")

    of = renewed(matcher(telling()), after)
    anew = matcher(after)
    assert (of._signals.closed != anew._signals.closed).nnz == 0  # noqa: SLF001 -- what all suggestions stand on
    assert (of._lister._is_newcomer == anew._lister._is_newcomer).all()  # noqa: SLF001 -- the same
    found, expected = (
        {(p, c): features for p, c, features in zip(pairs.partner, pairs.candidate, pairs.features, strict=True)}
        for each in (of, anew)
        for pairs in [each._signals.pairs(np.arange(5))]  # noqa: SLF001 -- what all suggestions stand on
    )

    columns = [FEATURES.index(f"{signal}_{form}") for signal in signals for form in ("rank", "z")]
    assert found.keys() == expected.keys()
    for pair, features in found.items():
        np.testing.assert_allclose(features[columns], expected[pair][columns], atol=1e-5)


@pytest.mark.usefixtures("is_wide")
def test_who_did_something_together_is_a_reason_for_others():
    done = [*work(), collaboration("e", "2020", ["club", "school"])]
    held = matcher(telling())

    after = renewed(held, telling(done=lambda: done))

    assert ("school", "club") in {one[:2] for one in suggestions(held, balanced=False)}
    assert ("school", "club") not in {one[:2] for one in suggestions(after, balanced=False)}
    reasons = {
        r.kind: r
        for one in after.suggest(["school"], balanced=False)
        if one.suggested_id == "bieb"
        for r in one.reasons
    }
    assert reasons["shared_partners"].partner_ids == ("club",)


@pytest.mark.parametrize("changes", CHANGES)
def test_phrases_meet_as_if_all_had_been_read_with_the_same_words(changes):
    before, after = telling(), telling(**changes)
    held = matcher(before)

    updated = held.updated(after, list(changes))
    anew = matcher(after, held.space)  # the words of before, which it keeps

    assert findings(updated) == findings(anew)
    assert met(updated) == met(anew)


def met(of):
    columns = ["seeker", "offerer", "need", "answer", "similarity"]
    table = of._signals.phrases.meetings.table.round({"similarity": 5})  # noqa: SLF001 -- what all suggestions stand on
    assert table[["seeker", "offerer"]].equals(table[["seeker", "offerer"]].sort_values(["seeker", "offerer"]))
    return table[columns].to_dict("records")


@pytest.mark.usefixtures("is_wide")
def test_who_offers_now_what_somebody_seeks_becomes_its_first():
    rows = {"a": {"seeks": "taallessen"}, "b": {"offers": "gymzaal"}, "c": {}, "d": {"offers": "taallessen"}}

    def built(**changes):
        return network([partner(one, name="", **(columns | changes.get(one, {}))) for one, columns in rows.items()])

    # d leaves, so that the word is known and nobody offers it; then c does.
    held = matcher(built()).updated(built(d={"offers": []}), ["d"])
    after = held.updated(built(d={"offers": []}, c={"offers": "taallessen"}), ["c"])

    assert [one.score for one in held.suggest(["a"], balanced=False)] == [0, 0, 0]
    first = after.suggest(["a"], balanced=False)[0]
    assert (first.suggested_id, first.reasons[0].kind) == ("c", "they_offer")
    assert (first.reasons[0].own, first.reasons[0].theirs) == ("taallessen", "taallessen")
    assert after.suggest(["c"], balanced=False)[0].suggested_id == "a"
    assert [found.partner_id for found in after.find("taallessen")] == ["c"]


@pytest.mark.usefixtures("is_wide")
def test_the_matcher_before_stays_as_it_was():
    held = matcher(telling())
    before = suggestions(held), findings(held)

    held.updated(telling(school={"seeks": [], "place": "Heesch", "themes": []}), ["school"])

    assert (suggestions(held), findings(held)) == before


@pytest.mark.usefixtures("is_wide")
def test_a_word_that_nobody_used_before_is_found_by_its_letters_only():
    held = matcher(telling())

    after = held.updated(telling(theater={"offers": "gymzalen"}), ["theater"])

    assert {found.partner_id for found in after.find("gymzaal")} >= {"club", "theater"}


@pytest.mark.usefixtures("is_wide")
def test_where_nobody_said_a_word_the_first_one_awaits_the_next_read():
    silent = network([partner("a", name=""), partner("b", name="")])
    held = matcher(silent)

    after = held.updated(
        network([partner("a", name="", offers="taallessen"), partner("b", name="", seeks="taallessen")]), ["a", "b"]
    )

    assert after.find("taallessen") == []
    assert len(after.suggest(["b"], balanced=False)) == 1


@pytest.mark.usefixtures("is_wide")
def test_nobody_changed_nothing_changes():
    held = matcher(telling())

    assert suggestions(held.updated(telling(), [])) == suggestions(held)


@pytest.mark.usefixtures("is_wide")
def test_an_unknown_partner_cannot_have_changed():
    with pytest.raises(UnknownPartner, match="'elders'"):
        matcher(telling()).updated(telling(), ["elders"])


@pytest.mark.usefixtures("is_wide")
def test_the_question_to_a_partner_knows_what_it_said_meanwhile():
    held = matcher(telling())
    asked = held.question("club").part
    said = {
        "description": {"description": "Voetbalt"},
        "place": {"place": "Oss"},
        "audience": {"offers": "voor jongeren"},
    }

    after = held.updated(telling(club=said[asked]), ["club"])

    assert held.question("club").part == asked
    assert after.question("club") is None or after.question("club").part != asked


def test_an_answer_beyond_the_best_of_a_need_does_not_meet_it(monkeypatch):
    for module in (comparing, meetings):
        monkeypatch.setattr(module, "N_BEST", 1)

    def built(offers=()):
        return network(
            [
                partner("a", seeks="taallessen"),
                partner("b", offers="taallessen"),
                partner("c", offers=offers),
                partner("d", description="boeken"),
            ]
        )

    held = matcher(built())
    worse, as_good = (held.updated(built(offers), ["c"]) for offers in ("boeken en taallessen", "taallessen"))

    assert [row["offerer"] for row in met(worse)] == [1]
    assert [row["offerer"] for row in met(as_good)] == [1, 2]


def test_after_many_updates_everything_still_meets():
    held = matcher(telling())
    offers = ["taallessen", "gymzaal", "stageplekken", "boeken lenen"]

    for at in np.random.default_rng(0).permutation(20):
        changes = {"theater": {"offers": offers[at % 4], "seeks": offers[(at + 1) % 4]}}
        held = held.updated(telling(**changes), ["theater"])

    assert met(held) == met(matcher(telling(**changes), held.space))  # the words it keeps

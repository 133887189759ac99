"""How often each is suggested, worked out by hand."""

import pandas as pd
import pytest

from graph.parts import Part
from matching.suggestion import Suggestion
from service.figures.exposure import show_exposure
from tests.builders import network, partner
from tests.service.figures.looking import NO_STEPS, look

BUILT = network([partner(each, name=each.upper(), capacity=1 if each == "a" else None) for each in "abcd"])
LISTS = [("b", "a"), ("c", "a"), ("d", "a"), ("a", "b")]
SUGGESTIONS = [Suggestion(asking, suggested, 1, 0.0, (), 0.5) for asking, suggested in LISTS]
STEPS = pd.concat(
    [
        NO_STEPS,
        pd.DataFrame(
            {
                "introduction": [1, 1],
                "to_state": ["introduced", "met"],
                "made_at": pd.to_datetime(["2021-01-01", "2021-02-01"], utc=True),
                "first_id": "a",
                "second_id": "c",
            }
        ),
    ]
)


def test_lists_contacts_room_and_introductions_of_each_are_counted():
    figure = show_exposure(look(BUILT, steps=STEPS, lists=lambda: (BUILT, SUGGESTIONS)))

    assert figure.table[["name", "n_lists", "contacts", "room", "introduced"]].to_numpy().tolist() == [
        ["A", 3, 1.5, 1.0, 1],
        ["B", 1, 0.5, 10.0, 0],
        ["C", 0, 0.0, 10.0, 1],
        ["D", 0, 0.0, 10.0, 0],
    ]
    # Gini of 0, 0, 1, 3: (-3 × 0 - 1 × 0 + 1 × 1 + 3 × 3) / (4 × 4)
    assert figure.sentence == (
        "A staat in de meeste lijsten met suggesties: 3 (Gini over 4 partners: 0,62). 2 partners worden aan niemand "
        "voorgesteld. Van 1 partner worden meer contacten verwacht dan er ruimte voor is."
    )


def test_who_may_not_see_room_hears_nothing_of_it():
    figure = show_exposure(look(BUILT, steps=STEPS, lists=lambda: (BUILT, SUGGESTIONS), tells_room=False))

    assert [name for name, _label in figure.columns] == ["name", "n_lists", "contacts", "introduced"]
    assert "room" not in figure.table
    assert figure.sentence.endswith("2 partners worden aan niemand voorgesteld.")
    assert "uimte" not in figure.definition


def test_of_a_part_only_its_partners_are_told():
    figure = show_exposure(look(BUILT, part=Part(board="b"), lists=lambda: (BUILT, SUGGESTIONS)))

    assert figure.table["name"].tolist() == ["B"]


@pytest.mark.parametrize(
    ("lists", "sentence"),
    [
        (None, "Suggesties zijn er alleen van vandaag."),
        (lambda: (BUILT, []), "Niemand staat vandaag in een lijst met suggesties."),
    ],
    ids=["not-told", "nobody"],
)
def test_without_lists_there_is_nothing_to_draw(lists, sentence):
    figure = show_exposure(look(BUILT, lists=lists))

    assert (figure.sentence, figure.spec) == (sentence, None)

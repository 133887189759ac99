"""Reasons as people read them."""

import pytest

from matching.questions import KINDS_BY_PART, Question
from matching.reasons import KINDS, Reason
from service.wording import join, say_question, say_reason
from tests.builders import network, partner, theme

TOWN = network(
    [partner("bieb", name="Bibliotheek"), partner("club", name="Club")], themes=[theme("taal", label="Taal")]
)


@pytest.mark.parametrize(
    ("reason", "expected"),
    [
        (Reason("they_offer", 1.0, own="tolken", theirs="vertalers"), "U zoekt “tolken” – zij bieden “vertalers”"),
        (Reason("they_seek", 1.0, own="zaal", theirs="ruimte"), "Zij zoeken “ruimte” – u biedt “zaal”"),
        (Reason("shared_themes", 1.0, theme_ids=("taal",)), "U werkt allebei aan Taal"),
        (Reason("shared_partners", 1.0, partner_ids=("bieb", "club")), "U kent allebei Bibliotheek en Club"),
        (Reason("similar_work", 1.0, terms=("les", "taal")), "Wat u doet, lijkt op elkaar: les en taal"),
        (Reason("place", 1.0, terms=("Heesch",)), "Allebei in Heesch"),
        (Reason("year_theme", 1.0, theme_ids=("taal",), terms=("Lees!",)), "Past bij het jaarthema “Lees!”: Taal"),
        (Reason("year_theme", 1.0, terms=("Lees!",)), "Past bij het jaarthema “Lees!”"),
        (Reason("place", 1.0), "U zit bij elkaar in de buurt"),
    ],
)
def test_a_reason_is_said_in_dutch(reason, expected):
    assert say_reason(reason, TOWN) == expected


@pytest.mark.parametrize("kind", KINDS)
def test_every_kind_can_be_said_without_names(kind):
    assert say_reason(Reason(kind, 1.0), TOWN)


def test_a_sign_of_percent_in_a_phrase_is_left_alone():
    said = say_reason(Reason("they_offer", 1.0, own="100% groen", theirs="%(own)s"), TOWN)

    assert said == "U zoekt “100% groen” – zij bieden “%(own)s”"


def test_names_are_joined_as_a_sentence_does():
    assert join(["A"]) == "A"
    assert join(["A", "B", "C"]) == "A, B en C"


@pytest.mark.parametrize("part", KINDS_BY_PART)
def test_every_part_of_a_profile_can_be_asked_for(part):
    assert say_question(Question(part, 1.0)).endswith("?")


def test_a_question_is_asked_in_dutch():
    assert say_question(Question("seeks", 1.0)) == "Wat zoekt u?"

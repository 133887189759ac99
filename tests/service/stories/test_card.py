"""The card that is shown where somebody shares a story."""

from io import BytesIO

import pytest
from PIL import Image

from service.stories.card import draw_card
from service.stories.reading import public_stories
from tests.service.stories.telling import make_public

TITLES = ["Kort", "Een titel van honderdtwintig letters " * 3, "a" * 120, '#set "x" $ @ <y> *z*']


@pytest.mark.parametrize("title", TITLES)
def test_a_card_is_drawn_of_every_title_in_the_size_that_is_asked(session, title):
    make_public(session, "lezen", title=title)
    content = public_stories(session)[0].content

    card = draw_card(content, "Talentencampus")

    assert Image.open(BytesIO(card)).size == (1200, 630)
    assert draw_card(content, "Talentencampus") == card


def test_another_title_is_another_card(session):
    cards = []
    for title in ("Eén", "Twee"):
        make_public(session, "lezen", title=title)
        cards.append(draw_card(public_stories(session)[0].content, "Talentencampus"))

    assert cards[0] != cards[1]

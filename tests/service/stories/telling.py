"""Stories in tests: pictures drawn here, a story written, agreed to by all, and released."""

from datetime import date
from io import BytesIO

from PIL import Image, ImageDraw

from graph.stories import Story, StoryAgreement
from service.access import OPERATOR
from service.stories.agreeing import answer, ask_partners, release
from service.stories.writing import add_picture, begin_story

TODAY = date(2026, 11, 26)
TEXTS = {
    "title": "Voorleesdagen",
    "done": "Wij lazen voor.\n\nElke week een uur.",
    "gave": "Meer kinderen lid van de bieb.",
    "quote": "Zo wordt lezen een feest.",
    "quote_by": "een leerkracht",
}


def photo(width=600, height=400, kind="JPEG", **options):
    """A drawn picture as a file."""
    picture = Image.new("RGB", (width, height), "#dcecec")
    draw = ImageDraw.Draw(picture)
    draw.ellipse((width * 0.2, height * 0.2, width * 0.6, height * 0.9), fill="#2a9aa5")
    draw.ellipse((width * 0.4, height * 0.2, width * 0.8, height * 0.9), fill="#f2a071")
    file = BytesIO()
    picture.save(file, kind, **options)
    file.seek(0)
    return file


def tell(session, collaboration_id, *, pictures=0, **texts) -> Story:
    """Begin a story with pictures."""
    story = begin_story(session, OPERATOR, collaboration_id, {**TEXTS, **texts})
    for number in range(pictures):
        add_picture(session, OPERATOR, story, photo(), f"Twee cirkels, {number}")
    return story


def agree(session, story, said="yes", day=TODAY) -> None:
    """Ask the partners of a story, and have all of them say the same."""
    ask_partners(session, OPERATOR, story, day)
    for agreement in session.query(StoryAgreement).filter_by(story_id=story.id).all():
        answer(session, OPERATOR, story, agreement.partner_id, said, is_by_staff=True)


def make_public(session, collaboration_id, *, day=TODAY, **told) -> Story:
    """Tell a story that is public."""
    story = tell(session, collaboration_id, **told)
    agree(session, story, day=day)
    release(session, OPERATOR, story, day)
    return story

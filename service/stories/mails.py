"""The mail that asks a partner whether a story about what it did may be public."""

from sqlalchemy.orm import Session

from graph.outbox import Mail
from graph.stories import Story, StoryAgreement
from service.mail.desk import Block, Choice, Content, Desk
from service.stories.content import read_content
from service.stories.writing import find_story
from service.texts import gettext as _
from service.texts import ngettext


def asked_about_story(desk: Desk) -> Content:
    """Ask whether a story may be public; what it says stands on the page behind the link."""
    story = find_story(desk.session, int(desk.mail.facts["story"]))
    told = read_content(story.asked) if story.asked else None
    title = told.title if told else story.title
    names = {"title": title, "own": desk.own_name, "office": desk.office}
    url = desk.signed("/verhaal", "story", story=story.id, partner=desk.mail.partner_id, n_asked=story.n_asked)
    n_pictures = len(told.pictures) if told else 0
    with_pictures = ngettext("It has %(n)s picture.", "It has %(n)s pictures.", n_pictures) % {"n": n_pictures}
    opening = _("There is a story about what %(own)s did together with others: “%(title)s”.") % names
    return Content(
        _("May this story be public? “%(title)s”") % names,
        (
            Block(f"{opening} {with_pictures}" if n_pictures else opening),
            Block(
                _("Please read it, and say whether everybody may read it:"),
                choices=(Choice(_("Read the story and answer"), url),),
            ),
            Block(
                _(
                    "Every partner in the story gets this question. %(office)s makes it public only when all of you"
                    " agree. If you change your mind later, the story is gone at once."
                )
                % names
            ),
        ),
    )


def is_answered(session: Session, mail: Mail) -> bool:
    """Whether the question of a mail is no longer open: answered, taken back, or asked anew."""
    story = session.get(Story, int(mail.facts.get("story", 0)))
    if story is None or story.asked is None or story.n_asked != mail.facts.get("n_asked"):
        return True
    agreement = session.get(StoryAgreement, (story.id, mail.partner_id))
    return agreement is None or bool(agreement.said)

"""The forms in which a story is written, the same for staff and for partners."""

from collections.abc import Callable
from dataclasses import dataclass, field
from http import HTTPStatus
from typing import Annotated

from fastapi import Depends, Request, Response
from fastapi.responses import RedirectResponse

from graph.stories import MOST_PICTURES, Story
from graph.telling import TEXTS
from service.access import Asker
from service.house import House, WritingSession
from service.pages.own.frame import Typed, one
from service.pages.saying import say
from service.stories.pictures import LEAST_WIDTH, RefusedPicture
from service.stories.writing import (
    LONGEST,
    BadStory,
    TooManyPictures,
    add_picture,
    begin_story,
    change_texts,
    describe_picture,
)
from service.texts import gettext as _
from service.uploads import Received, receiving

PictureUpload = Annotated[Received, Depends(receiving(lambda settings: settings.picture_bytes))]


@dataclass(frozen=True)
class Form:
    """What stands in a form, and what is wrong with it, by the name of its field."""

    typed: dict[str, str] = field(default_factory=dict)
    faults: dict[str, str] = field(default_factory=dict)
    longest: dict[str, int] = field(default_factory=lambda: LONGEST)

    @classmethod
    def of(cls, story: Story) -> "Form":
        """Return a form that holds what a story tells now."""
        return cls({name: getattr(story, name) for name in TEXTS})


Show = Callable[[Form], Response]
"""Shows the page of a form once more, with what is wrong."""


def take_new(  # noqa: PLR0913, PLR0917 -- what was typed, and where to go from there
    request: Request,
    session: WritingSession,
    asker: Asker,
    collaboration_id: str,
    typed: Typed,
    home: str,
    show: Show,
) -> Response:
    """Begin a story, and go on to its page for pictures."""
    texts = {name: one(typed, name) for name in TEXTS}
    try:
        story = begin_story(session, asker, collaboration_id, texts)
    except BadStory as error:
        return show(Form(texts, _say_faults(error)))
    say(request, _("Saved. You can add pictures now."))
    return go(f"{home}/{story.id}#fotos")


def take_texts(  # noqa: PLR0913, PLR0917 -- the same
    request: Request, session: WritingSession, asker: Asker, story: Story, typed: Typed, here: str, show: Show
) -> Response:
    """Change the texts of a story."""
    texts = {name: one(typed, name) for name in TEXTS}
    try:
        is_changed = change_texts(session, asker, story, texts)
    except BadStory as error:
        return show(Form(texts, _say_faults(error)))
    say(request, _say_saved(story) if is_changed else _("Nothing was changed."))
    return go(here)


def take_picture(  # noqa: PLR0913, PLR0917 -- the same
    request: Request,
    session: WritingSession,
    asker: Asker,
    house: House,
    story: Story,
    upload: Received,
    here: str,
    show: Show,
) -> Response:
    """Add a picture to a story."""
    alt = upload.fields.get("alt", "")
    if fault := _say_upload_fault(upload, house):
        return show(Form({**Form.of(story).typed, "alt": alt}, {"foto": fault}))
    try:
        add_picture(session, asker, story, upload.files[0][1], alt)
    except (BadStory, RefusedPicture, TooManyPictures) as error:
        return show(Form({**Form.of(story).typed, "alt": alt}, _say_picture_fault(error)))
    say(request, _say_saved(story))
    return go(f"{here}#fotos")


def take_description(  # noqa: PLR0913, PLR0917 -- the same
    request: Request,
    session: WritingSession,
    asker: Asker,
    story: Story,
    picture_id: int,
    typed: Typed,
    here: str,
    show: Show,
) -> Response:
    """Change what is said of a picture."""
    try:
        describe_picture(session, asker, story, picture_id, one(typed, "alt"))
    except BadStory as error:
        return show(Form(Form.of(story).typed, {f"alt-{picture_id}": _say_faults(error)["alt"]}))
    say(request, _("Saved."))
    return go(f"{here}#fotos")


def go(where: str) -> RedirectResponse:
    """Answer a form with the page to read next."""
    return RedirectResponse(where, HTTPStatus.SEE_OTHER)


def _say_saved(story: Story) -> str:
    if story.n_asked:
        return _("Saved. The partners have to be asked again before this is public.")
    return _("Saved.")


def _say_faults(error: BadStory) -> dict[str, str]:
    missing = {
        "title": _("Give the story a title."),
        "done": _("Tell what you did together."),
        "quote_by": _("Say who says this, without a name: for instance “a teacher”."),
        "alt": _("Say what is to be seen: somebody who cannot see the picture hears this instead."),
    }
    too_long = _("This is too long: %(n)s letters at most.")
    return {
        name: missing[name] if code == "missing" else too_long % {"n": LONGEST[name]}
        for name, code in error.codes.items()
    }


def _say_upload_fault(upload: Received, house: House) -> str:
    if upload.fault == "too_large":
        most = house.settings.picture_bytes // 1_000_000
        return _("This picture is larger than %(n)s MB. Choose a smaller one.") % {"n": most}
    if upload.fault == "too_many" or len(upload.files) > 1:
        return _("Choose one picture at a time.")
    return "" if upload.files else _("Choose a picture first.")


def _say_picture_fault(error: BadStory | RefusedPicture | TooManyPictures) -> dict[str, str]:
    if isinstance(error, BadStory):
        return _say_faults(error)
    if isinstance(error, TooManyPictures):
        return {"foto": _("A story has %(n)s pictures at most. Take one out first.") % {"n": MOST_PICTURES}}
    return {
        "foto": {
            "no_picture": _("This file is no picture that we can read. Choose a JPEG, PNG or WebP."),
            "too_many_pixels": _("This picture has too many pixels. Make it smaller first."),
            "too_small": _("This picture is too small: it needs %(n)s pixels on each side.") % {"n": LEAST_WIDTH},
            "too_long": _("This picture is too long or too narrow. Cut it first."),
        }[error.code]
    }

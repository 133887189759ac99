"""Steps that a team takes with its application, and what is in their way, in words."""

from datetime import date

from fastapi import Request
from sqlalchemy.orm import Session

from graph.grants import GrantApplication, IllegalGrantStep
from service.access import Asker
from service.grants.applying import ANSWERS, NotOpen, NotReady, ask_members, hand_in, last_day, withdraw
from service.grants.schemes import find_scheme
from service.pages.saying import say
from service.texts import gettext as _
from service.texts import say_date


def say_answer_fault(application: GrantApplication, said: str, n_asked: int) -> str:
    """Say what is wrong with an answer; "" where nothing is."""
    if said not in ANSWERS:
        return _("Choose one of the answers.")
    if application.state != "asked" or n_asked != application.n_asked:
        return _("The application was changed since you opened this page. Please read it once more.")
    return ""


def take(  # noqa: PLR0913, PLR0917 -- who takes which step, and when
    request: Request, session: Session, asker: Asker, application: GrantApplication, step: str, today: date
) -> str:
    """Take a step, and return what is in its way in words; "" where nothing is."""
    try:
        if step == "vragen":
            ask_members(session, asker, application)
            say(request, _("Asked. When every member agrees, you can hand it in."))
        elif step == "indienen":
            hand_in(session, asker, application, today)
            say(request, _("Handed in. You hear from the office what is decided."))
        elif step == "intrekken":
            withdraw(session, asker, application)
            say(request, _("Withdrawn."))
    except NotReady:
        return _("Not everything that is asked is there yet, or not every member agrees. See the list beside it.")
    except IllegalGrantStep:
        return _("Somebody of the team, or the office, went a step further meanwhile. See how it stands now.")
    except NotOpen:
        return _say_not_open(session, application, today)
    return ""


def _say_not_open(session: Session, application: GrantApplication, today: date) -> str:
    scheme = find_scheme(session, application.scheme_id)
    opens, closes = (say_date(each.isoformat()) for each in (scheme.opens_on, last_day(scheme, application)))
    if today < scheme.opens_on:
        return _("You can hand this in from %(day)s on.") % {"day": opens}
    return _("This scheme closed on %(day)s. Nothing can be handed in any more.") % {"day": closes}

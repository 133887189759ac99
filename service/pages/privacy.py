"""The page that says what is kept of people, why, how long, and what they can do about it."""

from fastapi import APIRouter, Request
from fastapi.responses import HTMLResponse

from service.house import InHouse
from service.pages.rendering import render
from service.recognising import Asking
from service.retention import INVITED_DAYS
from service.sessions import SESSION_LIFE, cookie_name
from service.settings import Settings
from service.texts import ngettext

router = APIRouter(include_in_schema=False)

YEAR_DAYS = 365


@router.get("/privacy")
def tell_privacy(request: Request, house: InHouse, asker: Asking) -> HTMLResponse:
    """Say what is kept of people; every number comes from where it is carried out."""
    return render(
        request,
        "privacy.html",
        office=house.settings.office_name,
        office_address=house.settings.office_address,
        cookie=cookie_name(house.settings.base_url),
        signed_in=asker.person_id is not None,
        periods=_periods(house.settings),
    )


def _periods(settings: Settings) -> dict[str, str]:
    days = {
        "person": settings.keep_person_days,
        "invited": INVITED_DAYS,
        "session": SESSION_LIFE.days,
        "mail": settings.keep_mail_days,
        "note": settings.keep_note_days,
        "words": settings.keep_words_days,
        "backup": settings.keep_backup_days,
    }
    return {name: say_period(number) for name, number in days.items()}


def say_period(days: int) -> str:
    """Say how long something is kept, in years where it is whole years.

    >>> say_period(730), say_period(90), say_period(1)
    ('2 jaar', '90 dagen', '1 dag')
    """
    if days % YEAR_DAYS == 0:
        return ngettext("%(num)s year", "%(num)s years", days // YEAR_DAYS) % {"num": days // YEAR_DAYS}
    return ngettext("%(num)s day", "%(num)s days", days) % {"num": days}

"""/.well-known/security.txt: whom to tell of a weakness (RFC 9116)."""

from datetime import UTC, datetime, time, timedelta
from http import HTTPStatus

from fastapi import APIRouter, HTTPException
from fastapi.responses import PlainTextResponse

from service.house import InHouse
from service.settings import Settings

PATH = "/.well-known/security.txt"
GOOD_FOR = timedelta(days=90)
"""So long whoever kept the file may rely on it: it is made anew at each request, from the settings of now."""

router = APIRouter(include_in_schema=False)


@router.get(PATH)
def tell_contact(house: InHouse) -> PlainTextResponse:
    """Say whom to tell of a weakness; there is no such file where the settings name nobody."""
    if not house.settings.security_contact:
        raise HTTPException(HTTPStatus.NOT_FOUND)
    return PlainTextResponse(write_contact(house.settings, datetime.now(UTC)))


def write_contact(settings: Settings, now: datetime) -> str:
    """Return the file for a moment; it is good until the midnight after `GOOD_FOR`."""
    expires = datetime.combine((now + GOOD_FOR).date(), time(), UTC)
    lines = [f"Contact: {contact}" for contact in settings.security_contact]
    lines.append(f"Expires: {expires:%Y-%m-%dT%H:%M:%SZ}")
    lines.append("Preferred-Languages: nl, en")
    if settings.base_url.startswith("https://"):  # RFC 9116, 2.5.2: an address of the web is one over https
        lines.append(f"Canonical: {settings.base_url.rstrip('/')}{PATH}")
    return "\n".join(lines) + "\n"

"""The way to a provider of OpenID Connect and back."""

from fastapi import APIRouter, Request
from fastapi.responses import RedirectResponse

from service.house import InHouse, WritingSession
from service.openid import RETURN_PATH, Claims, find_person, go_to_provider
from service.pages.entering import enter
from service.signing_in import sign_in

router = APIRouter(include_in_schema=False)


@router.get("/aanmelden/oidc")
async def leave(request: Request, house: InHouse) -> RedirectResponse:
    """Send somebody to the provider."""
    return await go_to_provider(request, house)


@router.get(RETURN_PATH)
def come_back(request: Request, house: InHouse, claims: Claims, session: WritingSession) -> RedirectResponse:
    """Sign in whom the provider names, if we know that person."""
    person_id = find_person(session, house.safe, claims)
    return enter(request, session, house.safe, person_id, sign_in(session, person_id, "by provider"))

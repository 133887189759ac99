"""Signing in by OpenID Connect, where a municipality or another office has its own provider."""

from functools import cache
from http import HTTPStatus
from typing import Annotated, Any

from authlib.integrations.base_client import OAuthError  # type: ignore[import-untyped] # it ships no types
from authlib.integrations.starlette_client import OAuth, StarletteOAuth2App  # type: ignore[import-untyped] # the same
from fastapi import Depends, HTTPException, Request
from fastapi.responses import RedirectResponse
from httpx2 import HTTPError
from joserfc.errors import JoseError
from sqlalchemy import select
from sqlalchemy.orm import Session

from graph.errors import GraphError
from graph.people import Person
from graph.sealing import Safe
from service.house import House, InHouse
from service.people import BadAddress, People
from service.settings import Settings
from service.signing_in import may_sign_in

TIMEOUT_SECONDS = 10
RETURN_PATH = "/aanmelden/oidc/terug"


class ProviderUnavailable(GraphError):
    """The provider does not answer, or not as OpenID Connect has it."""


class ProviderRefused(GraphError):
    """The provider did not sign somebody in, or its answer is not one to a question of this browser."""


class UnknownSubject(GraphError):
    """The provider knows somebody whom we do not."""


async def go_to_provider(request: Request, house: House) -> RedirectResponse:
    """Return the way to the provider; raise `ProviderUnavailable`."""
    client = _client_of(house)
    try:
        answer: RedirectResponse = await client.authorize_redirect(request, house.settings.base_url + RETURN_PATH)
    except (HTTPError, OAuthError, ValueError, RuntimeError):
        raise ProviderUnavailable("the provider of OpenID Connect does not answer") from None
    return answer


async def read_claims(request: Request, house: InHouse) -> dict[str, Any]:
    """Return what the provider says of who comes back from it, its signature, nonce and audience checked.

    Raise `ProviderRefused` or `ProviderUnavailable`.
    """
    client = _client_of(house)
    try:
        token = await client.authorize_access_token(request)
        claims: dict[str, Any] = dict(token.get("userinfo") or {})
        if claims and "email" not in claims:  # OpenID Connect 1.0, 5.4: with a code it need not be in the ID token
            said = dict(await client.userinfo(token=token))
            claims |= said if said.get("sub") == claims["sub"] else {}
    except (OAuthError, JoseError):
        raise ProviderRefused("the provider of OpenID Connect did not sign you in") from None
    except (HTTPError, ValueError, RuntimeError):
        raise ProviderUnavailable("the provider of OpenID Connect does not answer") from None
    if not claims:
        raise ProviderRefused("the provider of OpenID Connect did not say who you are")
    return claims


Claims = Annotated[dict[str, Any], Depends(read_claims)]


def find_person(session: Session, safe: Safe, claims: dict[str, Any]) -> int:
    """Return the person of whom a provider speaks, and remember it by issuer and subject.

    The first time it is found by its mail address, if the provider verified that. Raise `UnknownSubject`, also where
    the person with this address came by another subject before: the address may have passed to a successor.
    """
    subject = safe.digest("subject", f"{claims['iss']} {claims['sub']}")
    person_id = session.scalar(select(Person.id).where(Person.subject_hash == subject))
    if person_id is not None:
        return person_id
    person = _find_by_address(session, safe, claims)
    if person is None or person.subject_hash is not None or not may_sign_in(session, person):
        raise UnknownSubject("you are not among the people whom this network knows")
    person.subject_hash = subject
    return person.id


def _find_by_address(session: Session, safe: Safe, claims: dict[str, Any]) -> Person | None:
    if claims.get("email_verified") is not True:
        return None
    try:
        return People(session, safe).find(str(claims.get("email", "")))
    except BadAddress:
        return None


def _client_of(house: House) -> StarletteOAuth2App:
    settings = house.settings
    if not settings.oidc_issuer:
        raise HTTPException(HTTPStatus.NOT_FOUND)
    return _client(settings)


@cache
def _client(settings: Settings) -> StarletteOAuth2App:
    """Return the client of a provider; it keeps what the provider says of itself."""
    return OAuth().register(
        "provider",
        client_id=settings.oidc_client_id,
        client_secret=settings.oidc_client_secret.get_secret_value(),
        server_metadata_url=f"{settings.oidc_issuer.rstrip('/')}/.well-known/openid-configuration",
        client_kwargs={"scope": "openid email", "code_challenge_method": "S256", "timeout": TIMEOUT_SECONDS},
    )

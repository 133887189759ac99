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
SIGNED_BY = ("RS256", "RS384", "RS512", "PS256", "PS384", "PS512", "ES256", "ES384", "ES512", "EdDSA", "Ed25519")
"""How a provider may sign: by a key of its own, never with the secret that we share, and never not at all."""
RETURN_PATH = "/aanmelden/oidc/terug"


class ProviderUnavailable(GraphError):
    """The provider does not answer, or not as OpenID Connect has it."""


class ProviderRefused(GraphError):
    """The provider did not sign somebody in, or its answer is not one to a question of this browser."""


class UnknownSubject(GraphError):
    """The provider knows somebody whom we do not."""


class Provider(StarletteOAuth2App):  # type: ignore[misc] # Authlib ships no types
    """A provider of which no more is believed than that it is the one of the settings, and signs as it should."""

    issuer = ""
    """Who it must say it is (OpenID Connect Discovery 1.0, 4.3): Authlib believes whatever it says."""

    async def load_server_metadata(self) -> dict[str, Any]:
        """Return what the provider says of itself; raise `RuntimeError` where that cannot be believed."""
        said: dict[str, Any] = await super().load_server_metadata()
        if str(said.get("issuer", "")).rstrip("/") != self.issuer.rstrip("/"):
            raise RuntimeError("the provider says to be another one than the settings name")
        supported = said.get("id_token_signing_alg_values_supported", ["RS256"])
        safe = [each for each in supported if each in SIGNED_BY]
        if not safe:  # of an empty list Authlib makes its own choice
            raise RuntimeError("the provider signs in no way that is safe")
        return said | {"id_token_signing_alg_values_supported": safe}


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


def _client_of(house: House) -> Provider:
    settings = house.settings
    if not settings.oidc_issuer:
        raise HTTPException(HTTPStatus.NOT_FOUND)
    return _kept_client(settings)


@cache
def _kept_client(settings: Settings) -> Provider:
    """Return the client of a provider, the same each time: it keeps what the provider says of itself."""
    return make_client(settings)


def make_client(settings: Settings) -> Provider:
    """Return a client of the provider that the settings name; nothing is asked of it yet."""
    provider: Provider = OAuth().register(
        "provider",
        client_cls=Provider,
        client_id=settings.oidc_client_id,
        client_secret=settings.oidc_client_secret.get_secret_value(),
        server_metadata_url=f"{settings.oidc_issuer.rstrip('/')}/.well-known/openid-configuration",
        client_kwargs={"scope": "openid email", "code_challenge_method": "S256", "timeout": TIMEOUT_SECONDS},
    )
    provider.issuer = settings.oidc_issuer
    return provider

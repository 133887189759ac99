"""The API as one application under /v1, with the document that describes it."""

from functools import cache
from http import HTTPStatus
from typing import Any

from fastapi import Depends, FastAPI, Request, Response
from fastapi.exceptions import RequestValidationError
from pydantic.alias_generators import to_camel
from starlette.exceptions import HTTPException
from starlette.middleware.cors import CORSMiddleware

from graph.errors import GraphError
from service.api import (
    collaborations,
    collaborations_given,
    find,
    growth,
    introduction_steps,
    introductions,
    measures,
    network,
    partners,
    profiles,
    sectors,
    suggestions,
    teams,
    themes,
    users,
    webhooks,
    what_if,
)
from service.api.examples import write_examples
from service.api.heads import describe_heads
from service.api.negotiating import require_json_given
from service.api.security import describe_security
from service.headers import API_VERSION
from service.problems import answer_problem
from service.recognising import admit
from service.rules import methods_of
from service.settings import Settings

RESOURCES = (
    *(partners, profiles, suggestions, collaborations, collaborations_given, themes, sectors, network, find),
    *(introductions, introduction_steps, users, webhooks),
    *(measures, growth, what_if, teams),
)

SUMMARY = "Partners of a network, their collaborations, and whom each could meet, with the reasons."


class Api(FastAPI):
    """The application of the API, whose document tells who may use what."""

    def openapi(self) -> dict[str, Any]:
        """Return the document that describes the API."""
        document = super().openapi()
        if "securitySchemes" not in document["components"]:  # made just now
            describe_security(document)
            describe_heads(document)
            write_examples(document)
        return document


def make_api(settings: Settings) -> FastAPI:
    """Return the API; its caller sets `state.house`."""
    api = Api(
        title="Osmose",
        summary=SUMMARY,
        version=API_VERSION,
        contact=_contact(settings),
        license_info={"name": "EUPL-1.2", "identifier": "EUPL-1.2"},
        openapi_url="/openapi.json",
        docs_url=None,  # these pages load their scripts from elsewhere
        redoc_url=None,
        redirect_slashes=False,
    )
    api.router.routes.extend(all_resources().routes)
    if settings.cors_origins:
        api.add_middleware(
            CORSMiddleware,
            allow_origins=settings.cors_origins,
            allow_methods=["GET"],
            expose_headers=["API-Version", "ETag"],
        )
    for kind in (HTTPException, RequestValidationError, GraphError, Exception):
        api.add_exception_handler(kind, _tell)
    return api


@cache
def all_resources() -> FastAPI:
    """Return all resources and nothing else: they hold no state, so every API of a process has the same ones."""
    alone = FastAPI(openapi_url=None, generate_unique_id_function=lambda route: to_camel(route.name))
    for resource in RESOURCES:
        alone.include_router(resource.router, dependencies=[Depends(admit), Depends(require_json_given)])
    return alone


def _contact(settings: Settings) -> dict[str, str]:
    contact = {"name": settings.contact_name, "url": settings.contact_url}
    return {**contact, "email": settings.office_address} if settings.office_address else contact


def _tell(request: Request, error: Exception) -> Response:
    if isinstance(error, HTTPException) and error.status_code == HTTPStatus.NOT_MODIFIED:
        return Response(status_code=HTTPStatus.NOT_MODIFIED, headers=error.headers)
    problem = answer_problem(error)
    if problem.status_code == HTTPStatus.METHOD_NOT_ALLOWED:
        problem.headers["Allow"] = ", ".join(methods_of(request.url.path))  # Starlette knows those of one route only
    return problem

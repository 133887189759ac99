"""The API as one application under /v1, with the document that describes it."""

from fastapi import FastAPI, Request, Response
from fastapi.exceptions import RequestValidationError
from starlette.exceptions import HTTPException
from starlette.middleware.cors import CORSMiddleware

from graph.errors import GraphError
from service.headers import API_VERSION
from service.problems import answer_problem
from service.settings import Settings

SUMMARY = "Partners of a network, their collaborations, and whom each could meet, with the reasons."


def make_api(settings: Settings) -> FastAPI:
    """Return the API; its caller sets `state.snapshots`."""
    api = FastAPI(
        title="Osmose",
        summary=SUMMARY,
        version=API_VERSION,
        contact={"name": settings.contact_name, "url": settings.contact_url},
        license_info={"name": "EUPL-1.2", "identifier": "EUPL-1.2"},
        openapi_url="/openapi.json",
        docs_url=None,  # these pages load their scripts from elsewhere
        redoc_url=None,
        redirect_slashes=False,
    )
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


def _tell(_request: Request, error: Exception) -> Response:
    return answer_problem(error)

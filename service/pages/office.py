"""What the pages of the workbench share: the way back, and partners put into words."""

from collections.abc import Collection
from http import HTTPStatus

from fastapi import Request
from fastapi.responses import RedirectResponse
from pydantic import AfterValidator

from service.headers import split_address
from service.pages.details import Describer
from service.pages.overview import Overview
from service.snapshot import Snapshot

HOME = "/werkbank"


def describer_of(snapshot: Snapshot) -> Describer:
    """Return who tells of the partners of a snapshot; no decision of staff makes it anew."""
    return snapshot.views.get(
        "describer", lambda: Describer(Overview(snapshot.history, snapshot.network, snapshot.aliases))
    )


def one_of(codes: Collection[str]) -> AfterValidator:
    """Return what refuses every text of a form but these."""

    def check(text: str) -> str:
        if text not in codes:
            raise ValueError(f"expected one of {', '.join(codes)}")
        return text

    return AfterValidator(check)


def is_by_script(request: Request) -> bool:
    """Whether htmx asks for a part of the page and not for all of it."""
    return request.headers.get("HX-Request") == "true"


def go(where: str) -> RedirectResponse:
    """Return the answer to a form: look there now."""
    return RedirectResponse(where, HTTPStatus.SEE_OTHER)


def go_back(request: Request, otherwise: str = HOME) -> RedirectResponse:
    """Return the answer to a form that stands on several pages of the workbench: look again at the one it came from."""
    came_from = split_address(request.headers.get("Referer", ""))
    if came_from.path != HOME and not came_from.path.startswith(f"{HOME}/"):
        return go(otherwise)
    return go(f"{came_from.path}?{came_from.query}" if came_from.query else came_from.path)

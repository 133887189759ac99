"""The page that says what this is and where its data comes from."""

from fastapi import APIRouter, Request
from fastapi.responses import HTMLResponse

from service.pages.reader import Pages
from service.pages.rendering import render
from service.texts import gettext as _
from service.texts import say_number

router = APIRouter(include_in_schema=False)


@router.get("/over")
def tell_about(request: Request, pages: Pages) -> HTMLResponse:
    """Say what Osmose does, with what data, and what it keeps."""
    network, years = pages.overview.network, pages.overview.years
    counts = ""
    if years is not None:
        counts = _(
            "This network has %(partners)s partners and %(collaborations)s collaborations from %(first)s to %(last)s."
        ) % {
            "partners": say_number(network.n_partners),
            "collaborations": say_number(len(network.collaborations)),
            "first": years[0],
            "last": years[1],
        }
    return render(request, "about.html", counts=counts)

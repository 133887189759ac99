"""The page that says how far everybody can use these pages, how that was looked at, and where to complain."""

from datetime import date

from fastapi import APIRouter, Request
from fastapi.responses import HTMLResponse

from service.house import InHouse
from service.pages.rendering import render

router = APIRouter(include_in_schema=False)

GONE_THROUGH = date(2026, 11, 26)
"""The day on which every criterion was gone through last; what was found stands in docs/toegankelijkheid.md."""


@router.get("/toegankelijkheid")
def tell_accessibility(request: Request, house: InHouse) -> HTMLResponse:
    """Say how accessible these pages are, in the parts that the Dutch model of such a statement has."""
    return render(
        request,
        "accessibility.html",
        office=house.settings.office_name,
        office_address=house.settings.office_address,
        where=house.settings.base_url,
        gone_through=GONE_THROUGH,
    )

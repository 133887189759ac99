"""What people see when something went wrong: what happened, and what to do next."""

from fastapi import Request
from fastapi.responses import HTMLResponse

from service.pages.rendering import render
from service.texts import gettext as _

NOT_FOUND = 404


def show_error(request: Request, status_code: int) -> HTMLResponse:
    """Return the page for an error status; what is not known by its number is told as our fault or a wrong address."""
    if status_code == NOT_FOUND:
        title = _("We cannot find this page")
        explanation = _("The address is wrong, or the partner is no longer in the network.")
    elif status_code < 500:  # noqa: PLR2004 -- the statuses of HTTP
        title = _("We do not understand this address")
        explanation = _("Something in the address is not right. Start again from one of these pages.")
    else:
        title = _("Something went wrong on our side")
        explanation = _("It is not your fault. Try again in a few minutes.")
    steps = [
        ("/partners", _("Search the list of partners")),
        ("/vinden", _("Ask in your own words who could help")),
        ("/netwerk", _("Go to the network")),
    ]
    return render(
        request,
        "error.html",
        status_code=status_code,
        code=status_code,
        title=title,
        explanation=explanation,
        steps=steps,
    )

"""What people see when something went wrong: what happened, and what to do next."""

from errno import EROFS
from http import HTTPStatus

from fastapi import Request
from fastapi.responses import HTMLResponse

from graph.errors import UnwritableDatabase
from service.links import BrokenLink, EndedLink
from service.logs import REQUEST_ID
from service.openid import ProviderRefused, ProviderUnavailable, UnknownSubject
from service.pages.rendering import render
from service.signing_in import OtherBrowser, UsedLink
from service.texts import gettext as _


def show_error(request: Request, status_code: int, error: Exception | None = None) -> HTMLResponse:
    """Return the page for an error; what has no words of its own is told by its status, as our fault or the asker's."""
    of_sign_in = _explain_sign_in(error)
    title, explanation = of_sign_in or _explain_disk(status_code, error) or _explain(status_code)
    steps = [
        ("/partners", _("Search the list of partners")),
        ("/vinden", _("Ask in your own words who could help")),
        ("/netwerk", _("Go to the network")),
    ]
    if of_sign_in:
        steps = [("/aanmelden", _("Ask for a new link to sign in"))]
    elif status_code in {HTTPStatus.UNAUTHORIZED, HTTPStatus.FORBIDDEN}:
        steps.insert(0, ("/aanmelden", _("Sign in")))
    return render(
        request,
        "error.html",
        status_code=status_code,
        code=status_code,
        title=title,
        explanation=explanation,
        steps=steps,
        request_id=REQUEST_ID.get(),
    )


def _explain_sign_in(error: Exception | None) -> tuple[str, str] | None:
    """Return a title and an explanation for an error of a link, or of a provider; None for all others."""
    words = {
        UsedLink: (
            _("This link was used already"),
            _("A link works once. If you are not signed in, ask for a new one."),
        ),
        EndedLink: (_("This link no longer works"), _("It is too old, or it was withdrawn. Ask for a new one.")),
        BrokenLink: (
            _("This link is not right"),
            _("Perhaps not all of it was taken over from the mail. Open it from the mail once more."),
        ),
        OtherBrowser: (
            _("Open this link in the browser in which you asked for it"),
            _("For safety it works only there. Or ask for a new link here, on this device."),
        ),
        UnknownSubject: (
            _("We do not know you yet"),
            _("You are signed in at your work, but this network does not know your mail address. Ask the office."),
        ),
        ProviderRefused: (_("Signing in did not work"), _("You were not signed in at your work. Please try again.")),
        ProviderUnavailable: (
            _("Signing in by your work does not work right now"),
            _("It is not your fault. Sign in by mail, or try again in a few minutes."),
        ),
    }
    return next((words[kind] for kind in type(error).__mro__ if kind in words), None)


def _explain_disk(status_code: int, error: Exception | None) -> tuple[str, str] | None:
    """Return a title and an explanation where nothing can be stored; None for all others."""
    advice = _("Nothing was changed. You can go on reading. Please tell the office.")
    if status_code == HTTPStatus.INSUFFICIENT_STORAGE:
        return _("There is no room left to store this"), advice
    if isinstance(error, UnwritableDatabase) or (isinstance(error, OSError) and error.errno == EROFS):
        return _("Nothing can be stored right now"), advice
    return None


def _explain(status_code: int) -> tuple[str, str]:
    """Return a title and an explanation."""
    words: dict[int, tuple[str, str]] = {
        HTTPStatus.NOT_FOUND: (
            _("We cannot find this page"),
            _("The address is wrong, or the partner is no longer in the network."),
        ),
        HTTPStatus.UNAUTHORIZED: (
            _("Please sign in first"),
            _("You are not signed in, or no longer. Nothing was changed."),
        ),
        HTTPStatus.FORBIDDEN: (_("This is not open to you"), _("You may not see or do this. Nothing was changed.")),
        HTTPStatus.TOO_MANY_REQUESTS: (
            _("This was tried too often"),
            _("For safety we stop for a while. Try again in a quarter of an hour."),
        ),
        HTTPStatus.SERVICE_UNAVAILABLE: (
            _("We cannot reach the data right now"),
            _(
                "It is not your fault. Try again in a minute. If you were sending something in, it was most likely not"
                " kept: have a look first, and then do it again."
            ),
        ),
    }
    if status_code in words:
        return words[status_code]
    if status_code < HTTPStatus.INTERNAL_SERVER_ERROR:
        title = _("We do not understand this address")
        return title, _("Something in the address is not right. Start again from one of these pages.")
    return _("Something went wrong on our side"), _("It is not your fault. Try again in a few minutes.")

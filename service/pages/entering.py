"""The browser of whoever signs in: what it is recognised by, and where it goes on to."""

from fastapi import Request
from fastapi.responses import RedirectResponse
from sqlalchemy import select
from sqlalchemy.orm import Session

from graph.people import Contact
from graph.sealing import Safe, new_token
from service.access import Role
from service.inviting import invitation_token
from service.recognising import asker_of
from service.sessions import end_session

LONGEST_PATH = 1000


def browser_secret(request: Request) -> str:
    """Return what only this browser holds, made now where it holds nothing yet."""
    secret: str = request.session.setdefault("browser", new_token())
    return secret


def go_on_to(request: Request, path: str) -> None:
    """Have the one who asks come to a page of ours after signing in; for an address elsewhere, to where it starts."""
    request.session.pop("verder", None)
    if is_own_path(path):
        request.session["verder"] = path


def is_own_path(path: str) -> bool:
    r"""Whether an address leads to a page of ours, whatever a browser makes of it.

    >>> is_own_path("/mijn?a=b"), is_own_path("//example.org"), is_own_path("/\\example.org"), is_own_path("/\t/a.org")
    (True, False, False, False)
    """
    is_plain = path.isprintable() and "\\" not in path and len(path) <= LONGEST_PATH
    return is_plain and path.startswith("/") and not path.startswith("//")


def enter(request: Request, session: Session, safe: Safe, person_id: int, token: str) -> RedirectResponse:
    """Have a browser be signed in by the token of a new session, and send it on to where it wanted to be.

    Whatever the browser held before is thrown away, a session of somebody else too.
    """
    if held := request.session.get("token"):
        end_session(session, held)
    path = request.session.get("verder") or _home_of(session, safe, person_id)
    request.session.clear()
    request.session["token"] = token
    return RedirectResponse(path, 303)


def _home_of(session: Session, safe: Safe, person_id: int) -> str:
    """Return where a person starts: at an invitation that waits, at the workbench, or at its own organisation."""
    asker = asker_of(session, person_id)
    if asker.role is Role.STAFF:
        return "/werkbank"
    if asker.partner_ids:
        return "/mijn"
    invited = select(Contact.partner_id).where(Contact.person_id == person_id, Contact.state == "invited").limit(1)
    partner_id = session.scalar(invited)
    return f"/uitnodiging/{invitation_token(safe, person_id, partner_id)}" if partner_id else "/"

"""The page of API tokens: made, shown once, ended."""

from datetime import date
from typing import Annotated

from fastapi import APIRouter, Form, Request, Response
from fastapi.responses import RedirectResponse
from sqlalchemy.orm import Session

from service.access import Asker, NotSignedIn
from service.audit import note
from service.house import InHouse, ReadingSession, WritingSession
from service.pages.rendering import render
from service.pages.saying import say
from service.pages.signing_in import never_kept
from service.recognising import Asking
from service.rows import RowId
from service.texts import gettext as _
from service.tokens import LIFE_DAYS, SCOPES, end_token, make_token, tokens_of

LIVES = (30, 90, LIFE_DAYS)
"""Days that a token may be good for."""
LONGEST_LABEL = 100

router = APIRouter(include_in_schema=False)


@router.get("/mijn/tokens")
def list_tokens(request: Request, asker: Asking, house: InHouse, session: ReadingSession) -> Response:
    """List the tokens of who signed in; one that was made just now is shown whole, this once."""
    sealed = request.session.pop("made_token", "")
    return never_kept(_show(request, session, asker, made=house.safe.open(sealed)))


@router.post("/mijn/tokens")
def make(  # noqa: PLR0913, PLR0917 -- what the route works with, and its form
    request: Request,
    asker: Asking,
    house: InHouse,
    session: WritingSession,
    naam: Annotated[str, Form(max_length=LONGEST_LABEL)] = "",
    mag: Annotated[list[str] | None, Form()] = None,
    dagen: Annotated[int, Form(ge=1, le=LIFE_DAYS)] = LIVES[1],
) -> Response:
    """Make a token for who signed in."""
    person_id = _person_of(asker)
    scopes = mag or []
    if not naam.strip():
        return _show(request, session, asker, scopes=scopes, fault_name=_("Give the token a name to know it by."))
    if not scopes:
        return _show(request, session, asker, name=naam, fault_scopes=_("Choose what the token may do."))
    row, token = make_token(session, person_id, naam.strip(), scopes, today=_today(), days=dagen)
    note(session, asker, "make token", f"token {row.id}", " ".join(row.scopes))
    request.session["made_token"] = house.safe.seal(token)  # the cookie is signed and not secret
    return RedirectResponse("/mijn/tokens", 303)


@router.post("/mijn/tokens/{token_id}/beeindigen")
def end(request: Request, token_id: RowId, asker: Asking, session: WritingSession) -> Response:
    """Have a token be good for nothing any more."""
    end_token(session, _person_of(asker), token_id)
    note(session, asker, "end token", f"token {token_id}")
    say(request, _("The token has ended. Programs that used it are shut out."))
    return RedirectResponse("/mijn/tokens", 303)


def _person_of(asker: Asker) -> int:
    if asker.person_id is None:
        raise NotSignedIn("a token acts for a person, and nobody is signed in")
    return asker.person_id


def _show(  # noqa: PLR0913 -- what the form held
    request: Request,
    session: Session,
    asker: Asker,
    *,
    made: str = "",
    name: str = "",
    scopes: list[str] | None = None,
    fault_name: str = "",
    fault_scopes: str = "",
) -> Response:
    names = scope_names()
    return render(
        request,
        "tokens.html",
        400 if fault_name or fault_scopes else 200,
        tokens=tokens_of(session, asker.person_id) if asker.person_id is not None else [],
        is_person=asker.person_id is not None,
        made=made,
        name=name,
        scopes=["read"] if scopes is None else scopes,
        scope_names=names,
        lives=LIVES,
        fault_name=fault_name,
        fault_scopes=fault_scopes,
        today=_today(),
    )


def scope_names() -> dict[str, str]:
    """Return what each scope allows, in words."""
    words = (
        _("Read what you may read"),
        _("Answer and move introductions"),
        _("Change profiles"),
        _("Change collaborations"),
        _("Invite and remove people"),
        _("Set up webhooks"),
    )
    return dict(zip(SCOPES, words, strict=True))


def _today() -> date:
    return date.today()  # noqa: DTZ011 -- the day where the service is

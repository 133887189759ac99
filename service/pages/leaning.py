"""Lists that lean to the theme of the year, and pages that say so: what the address asks for, and keeps."""

from dataclasses import dataclass
from datetime import date
from urllib.parse import quote

from fastapi import Request
from sqlalchemy.orm import Session

from service.pages.rendering import address
from service.texts import gettext as _
from service.year_themes.leaning import OFF, ON, PARAMETER, Leant, read_leant


@dataclass(frozen=True)
class LeanNote:
    """What a page says of how its list leans, and the link that turns it around."""

    text: str
    switch: str
    switch_label: str


def leant_of(request: Request, session: Session, day: date) -> Leant | None:
    """Return how the lists of a page lean, as its address asks; None in a year without a theme."""
    asked = {ON: True, OFF: False}.get(request.query_params.get(PARAMETER, ""))
    return read_leant(session, day, asked)


def kept(leant: Leant | None) -> dict[str, object]:
    """Return the part of an address that keeps it so."""
    return {PARAMETER: leant.parameter if leant else ""}


def note_of(request: Request, leant: Leant | None) -> LeanNote | None:
    """Return what the page of a request says of it; None where there is nothing to lean to."""
    if leant is None:
        return None
    said = {"year": leant.year, "title": leant.title}
    parameters: dict[str, object] = {name: request.query_params.getlist(name) for name in request.query_params}
    switch = address(quote(request.url.path), {**parameters, PARAMETER: leant.other})
    if leant.is_on:
        text = (
            _("Leans to the theme of %(year)s, “%(title)s”: where both work on it, they stand somewhat higher.") % said
        )
        return LeanNote(text, switch, _("Do not let it lean"))
    text = _("Takes no account of the theme of %(year)s, “%(title)s”.") % said
    return LeanNote(text, switch, _("Let it lean to the theme"))

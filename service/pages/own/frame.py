"""What all pages of a partner share: whose they are, their addresses, and forms as they were typed."""

from dataclasses import dataclass
from datetime import date
from http import HTTPStatus
from typing import Annotated
from urllib.parse import quote

from fastapi import Depends, Request
from fastapi.responses import HTMLResponse, RedirectResponse
from sqlalchemy.orm import Session
from starlette.datastructures import FormData

from service.pages.rendering import render
from service.profiles import find_partner


@dataclass(frozen=True)
class Own:
    """The partner whose pages these are."""

    id: str
    name: str

    @property
    def home(self) -> str:
        """The address of its first page; those of the others begin with it."""
        return home_of(self.id)


def home_of(partner_id: str) -> str:
    """Return the address of a partner's own pages.

    >>> home_of("het hooghuis")
    '/mijn/het%20hooghuis'
    """
    return f"/mijn/{quote(partner_id, safe='')}"


def render_own(
    request: Request,
    template: str,
    session: Session,
    partner_id: str,
    /,
    status: int = HTTPStatus.OK,
    **values: object,
) -> HTMLResponse:
    """Return one of the partner's own pages; raise `UnknownPartner` for an id that is none."""
    own = Own(partner_id, find_partner(session, partner_id).name)
    here = quote(request.url.path)  # as the addresses of the menu are
    return render(request, template, status, own=own, here=here, today=today(), **values)


def go_on(address: str) -> RedirectResponse:
    """Answer a form with the page to read next."""
    return RedirectResponse(address, HTTPStatus.SEE_OTHER)


def today() -> date:
    """Return the day where the service runs."""
    return date.today()  # noqa: DTZ011 -- the day of the network, as everywhere


async def read_form(request: Request) -> dict[str, list[str]]:
    """Read the texts of a form by their names; files are no texts and are passed over."""
    form: FormData = await request.form()
    texts: dict[str, list[str]] = {}
    for name, value in form.multi_items():
        if isinstance(value, str):
            texts.setdefault(name, []).append(value)
    return texts


Typed = Annotated[dict[str, list[str]], Depends(read_form)]


def one(typed: dict[str, list[str]], name: str) -> str:
    """Return the text of one field; empty where the form has none of this name.

    >>> one({"place": ["Oss"]}, "place"), one({}, "place")
    ('Oss', '')
    """
    return typed.get(name, [""])[0]

"""Templates into answers: the environment of the pages, with its texts, dates and addresses."""

import json
from collections.abc import Mapping
from functools import cache
from http import HTTPStatus
from pathlib import Path
from urllib.parse import parse_qsl, urlencode

from fastapi import Request
from fastapi.responses import HTMLResponse
from jinja2 import Environment, PackageLoader, StrictUndefined

from service import texts
from service.caching import Keeping, holds, name_page
from service.grants.money import say_euros
from service.headers import split_address
from service.pages.looking import looking_of
from service.pages.saying import take_said
from service.stories.card import name_partners
from service.stories.content import cut_paragraphs

STATIC = Path(__file__).parent.parent / "static"


def render(request: Request, template: str, /, status_code: int = 200, **values: object) -> HTMLResponse:
    """Return the page that a template makes of `values`; texts in them are escaped.

    Every template knows `asker` (None where nobody was asked who it is) and `said`, what the last request left to say.
    """
    page = environment().get_template(template)
    asker = getattr(request.state, "asker", None)
    text = page.render(
        path=request.url.path,
        asker=asker,
        looking=looking_of(request, asker),
        is_demo=request.app.state.house.settings.demo,
        said=take_said(request),
        tells_stories=getattr(request.state, "tells_stories", False),
        has_agenda=getattr(request.state, "has_agenda", False),
        **values,
    )
    return _name(request, HTMLResponse(text, status_code=status_code), text)


def _name(request: Request, page: HTMLResponse, text: str) -> HTMLResponse:
    """Name a page that may be kept; return an empty answer to who holds it already."""
    keeping = getattr(request.state, "keeping", Keeping.NOBODY)
    if page.status_code != HTTPStatus.OK or request.method != "GET" or keeping is Keeping.NOBODY:
        return page
    etag = name_page(text)
    if holds(request, etag):
        page = HTMLResponse(status_code=HTTPStatus.NOT_MODIFIED)
    page.headers["ETag"] = etag
    return page


_CHOICES = ("pagina", "partner", "naar", "band", "vraag", "kleur", "grootte", "beeld")
"""Parameters that somebody chooses at a stroke; others follow each letter typed and each step of a slider."""


def tell_address(request: Request, answer: HTMLResponse, where: str) -> HTMLResponse:
    """Have htmx show the address of what it swaps in: a choice can be undone by going back, typing cannot."""
    if request.headers.get("HX-Request") == "true":
        before = dict(parse_qsl(split_address(request.headers.get("HX-Current-URL", "")).query))
        is_choice = any(before.get(name, "") != request.query_params.get(name, "") for name in _CHOICES)
        answer.headers["HX-Push-Url" if is_choice else "HX-Replace-Url"] = where
    return answer


@cache
def environment() -> Environment:
    """Return the environment of the templates; one for the life of the program."""
    made = Environment(
        loader=PackageLoader("service"),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        extensions=["jinja2.ext.i18n"],
    )
    made.install_gettext_callables(texts.gettext, texts.ngettext, newstyle=True)  # type: ignore[attr-defined] # by i18n
    made.globals.update(address=address, vendored_styles=_vendored_styles())
    made.filters.update(say_date=texts.say_date, say_number=texts.say_number, say_cell=texts.say_cell)
    made.filters.update(say_euros=say_euros)
    made.filters.update(paragraphs=cut_paragraphs, name_partners=name_partners)
    return made


def address(path: str, parameters: Mapping[str, object] | None = None, /, **changes: object) -> str:
    """Return an address with a query of all that is not empty; `changes` win over `parameters`.

    >>> address("/partners", {"zoek": "taal & meer", "pagina": 3}, pagina=None)
    '/partners?zoek=taal+%26+meer'
    """
    merged = {**(parameters or {}), **changes}
    query = urlencode({name: value for name, value in merged.items() if value not in ("", None, (), [])}, doseq=True)
    return f"{path}?{query}" if query else path


def _vendored_styles() -> list[str]:
    """Addresses of the NL Design System's styles, in the order in which vendor.json names them."""
    files = [row["file"] for row in json.loads((STATIC / "vendor" / "vendor.json").read_text(encoding="utf-8"))]
    return [f"/static/vendor/{file}" for file in files if file.endswith(".css")]

"""The workbench's list of rounds, and the page on which one is made or changed."""

from typing import Annotated, Literal

from fastapi import APIRouter, Query, Request, Response
from fastapi.responses import HTMLResponse

from graph.rounds import KINDS
from service.pages.desk import ReadingDesk, WritingDesk
from service.pages.office import go
from service.pages.own.frame import Typed, one
from service.pages.rendering import render
from service.pages.rounds.form import FIELDS, USUAL, read_round, typed_of
from service.pages.saying import say
from service.rounds.gathering import change_round, count_guests, find_round, list_rounds, make_round
from service.rounds.signing_up import say_when
from service.rounds.words import KIND_LABELS
from service.rows import RowId
from service.texts import gettext as _

HOME = "/werkbank/rondes"
Kind = Literal["visits", "market", "lunch", "digest"]

router = APIRouter(include_in_schema=False)


def path_of(round_id: int) -> str:
    """Return the address of a round's page."""
    return f"{HOME}/{round_id}"


@router.get(HOME)
def show_rounds(request: Request, desk: ReadingDesk) -> HTMLResponse:
    """List all rounds."""
    n_guests = count_guests(desk.session)
    rows = [(row, KIND_LABELS[row.kind](), say_when(row), n_guests.get(row.id, 0)) for row in list_rounds(desk.session)]
    return render(request, "rounds.html", rows=rows, kinds=_kinds())


@router.get(f"{HOME}/nieuw")
def show_new(request: Request, soort: Annotated[Kind, Query()] = "market") -> HTMLResponse:
    """Show the form of a new round of a kind."""
    return _form(request, soort, USUAL[soort] | {"seconds": "30"}, {})


@router.post(HOME)
def add_round(request: Request, desk: WritingDesk, typed: Typed) -> Response:
    """Make a round."""
    kind = one(typed, "kind") if one(typed, "kind") in KINDS else "market"
    read = read_round(kind, typed)
    if read.faults:
        return _form(request, kind, {name: values[0] for name, values in typed.items()}, read.faults)
    row = make_round(desk.session, desk.asker, kind, read.columns)
    say(request, _("The round is there. Now choose who takes part.") if kind != "digest" else _("The round is there."))
    return go(path_of(row.id))


@router.get(HOME + "/{round_id}/wijzigen")
def show_change(request: Request, round_id: RowId, desk: ReadingDesk) -> HTMLResponse:
    """Show the form of a round that is there."""
    row = find_round(desk.session, round_id)
    return _form(request, row.kind, typed_of(row), {}, round_id)


@router.post(HOME + "/{round_id}/wijzigen")
def change(request: Request, round_id: RowId, desk: WritingDesk, typed: Typed) -> Response:
    """Change what a round is; plans that were made stay as they are."""
    row = find_round(desk.session, round_id)
    read = read_round(row.kind, typed)
    if read.faults:
        return _form(request, row.kind, {name: values[0] for name, values in typed.items()}, read.faults, round_id)
    change_round(desk.session, desk.asker, row, read.columns)
    say(request, _("Changed. A new plan takes it into account; plans that are there stay as they are."))
    return go(path_of(round_id))


def _kinds() -> list[tuple[str, str]]:
    return [(kind, label()) for kind, label in KIND_LABELS.items()]


def _form(
    request: Request, kind: str, typed: dict[str, str], faults: dict[str, str], round_id: int | None = None
) -> HTMLResponse:
    return render(
        request,
        "round_form.html",
        400 if faults else 200,
        kind=kind,
        kind_label=KIND_LABELS[kind](),
        kinds=_kinds(),
        fields=FIELDS[kind],
        typed=typed,
        faults=faults,
        action=f"{path_of(round_id)}/wijzigen" if round_id is not None else HOME,
        round_id=round_id,
    )

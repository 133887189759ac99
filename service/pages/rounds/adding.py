"""Guests added to a round: by what partners are, by a list of names, or by a table that is pasted or uploaded."""

from functools import partial
from typing import Annotated, BinaryIO

from fastapi import APIRouter, Depends, Request, Response

from graph.errors import SpoiledInput
from graph.parts import Part
from graph.rounds import Round
from service.fault_wording import say_reason
from service.house import House, InHouse
from service.pages.bringing import say_fault
from service.pages.desk import WritingDesk
from service.pages.office import go
from service.pages.reader import Pages
from service.pages.rounds.guests import show_with
from service.pages.rounds.making import HOME, path_of
from service.pages.saying import say
from service.rounds.choosing import choose_part, find_named, read_list
from service.rounds.gathering import TWO_SIDED, add_guests, add_table, find_round
from service.rounds.guest_table import Rows, by_column, is_table, read_cells, read_guests, read_rows
from service.rounds.words import say_row_fault
from service.rows import RowId
from service.texts import gettext as _
from service.texts import ngettext, say_number
from service.uploads import Received, receiving

router = APIRouter(include_in_schema=False)

Form = Annotated[Received, Depends(receiving(lambda settings: settings.upload_bytes))]
Faults = dict[str, object]
"""What is wrong, by field: side, deel, tabel (several sentences) or lijst (lines)."""


@router.post(HOME + "/{round_id}/deelnemers")
def add(  # noqa: PLR0913, PLR0917 -- what a route takes in
    request: Request, round_id: RowId, desk: WritingDesk, pages: Pages, house: InHouse, form: Form
) -> Response:
    """Add guests; where anything is not understood nobody is added, and the form comes back as it was."""
    row = find_round(desk.session, round_id)
    lines = form.fields.get("lijst", "")
    if form.files or form.fault or is_table(lines):
        n, n_there, faults = _add_table(desk, house, row, form, lines)
    else:
        n, n_there, faults = _add_partners(desk, pages, row, form.fields)
    if faults:
        return show_with(request, desk.session, pages, house, row, typed=form.fields, faults=faults)
    told = ngettext("%(n)s partner added.", "%(n)s partners added.", n) % {"n": say_number(n)}
    if n_there:
        told += " " + ngettext("%(n)s took part already.", "%(n)s took part already.", n_there) % {
            "n": say_number(n_there)
        }
    say(request, told)
    return go(f"{path_of(round_id)}#deelnemers")


def _add_partners(desk: WritingDesk, pages: Pages, row: Round, typed: dict[str, str]) -> tuple[int, int, Faults]:
    """Add partners of one side; return how many are new, how many took part already, and what is wrong."""
    faults: Faults = {}
    side = typed.get("side", "")
    if row.kind in TWO_SIDED and side not in {"one", "other"}:
        faults["side"] = _("Choose on which side they take part.")
    if typed.get("lijst", "").strip():
        listed = read_list(desk.session, typed["lijst"])
        partner_ids = list(listed.partner_ids)
        if listed.faults:
            faults["lijst"] = listed.faults
    else:
        part = Part(*(typed.get(name, "") for name in ("sector", "thema", "plaats")))
        partner_ids = choose_part(pages.overview.network, part) if part != Part() else []
        if not partner_ids:
            faults["deel"] = _("No partner is like this. Choose a sector, a theme or a place, or type names.")
    if faults:
        return 0, 0, faults
    n = add_guests(desk.session, desk.asker, row, partner_ids, side=side, state=_state(typed))
    return n, len(partner_ids) - n, {}


def _add_table(desk: WritingDesk, house: House, row: Round, form: Received, lines: str) -> tuple[int, int, Faults]:
    """Add guests with what a table tells of them; return as `_add_partners` does."""
    if fault := _upload_fault(form, house):
        return 0, 0, {"tabel": [fault]}
    try:
        rows = _read(form.files[0]) if form.files else by_column(read_cells(lines, ""), "")
    except SpoiledInput as error:
        return 0, 0, {"tabel": [say_reason(fault.reason) for fault in error.faults]}
    table = read_guests(rows, row.kind, row.days, row.usual_room, partial(find_named, desk.session))
    if table.faults:
        return 0, 0, {"tabel": [say_row_fault(each) for each in table.faults]}
    n = add_table(desk.session, desk.asker, row, table.guests, _state(form.fields))
    return n, len(table.guests) - n, {}


def _upload_fault(form: Received, house: House) -> str:
    if form.fault:
        return say_fault(form, house.settings.upload_bytes)
    return _("Choose one file.") if len(form.files) > 1 else ""


def _read(upload: tuple[str, BinaryIO]) -> Rows:
    name, content = upload
    return read_rows(content.read(), name)


def _state(typed: dict[str, str]) -> str:
    return "coming" if typed.get("komt") else "invited"

"""osmose round: a round planned from a file or from what partners are, with what is proven and how fair it is."""
# ruff: noqa: PLC0415 -- what is heavy is imported when the command runs: `osmose --help` needs none of it

from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from service.commands.options import Format, FormatOption
from service.commands.telling import BadUsage

if TYPE_CHECKING:
    from sqlalchemy.orm import Session

    from graph.errors import Fault
    from graph.network import Network
    from graph.rounds import Round
    from service.rounds.gathering import Guest
    from service.rounds.guest_table import RowFault
    from service.rounds.kept import KeptPlan
    from service.rounds.lists import Names

ENDINGS = (".xlsx", ".csv", ".pdf", ".ics", ".json")
REASONS = {
    "unknown": "no partner is called '{value}'; expected an id, a name or another name",
    "several": "several partners are called '{value}'; expected the id",
    "left": "'{value}' has left the network",
    "twice": "'{value}' stands here for the second time; expected a row for each partner",
    "side": "'{value}' is no side; expected one of {expected}",
    "room": "'{value}' is no room; expected a whole number, {expected}",
    "day": "'{value}' is no day of the round; expected of {expected}",
    "no_guest": "'{value}' takes no part; expected a partner of this file",
    "many": "'{value}' names too many; expected {expected} at most",
}


class Kind(StrEnum):
    """What is planned."""

    VISITS = "visits"
    MARKET = "market"
    LUNCH = "lunch"
    DIGEST = "digest"


def plan_round(  # noqa: PLR0913 -- every argument is an option
    kind: Annotated[Kind, typer.Argument(help="Meeloopdag, beursvloer, kennislunch, or the suggestions of a month.")],
    file: Annotated[
        Path | None,
        typer.Argument(help="Guests as CSV, XLSX or JSON: partner, side, room, days, wishes, vetoes."),
    ] = None,
    *,
    one: Annotated[
        str, typer.Option(metavar="FILTER", help="Who visits or seeks, as sector=bedrijf,theme=taal,place=Oss.")
    ] = "",
    other: Annotated[str, typer.Option(metavar="FILTER", help="Who receives or offers.")] = "",
    guests: Annotated[str, typer.Option(metavar="FILTER", help="Who comes to a lunch.")] = "",
    days: Annotated[
        str, typer.Option("--days", metavar="DAYS", help="Days of the round, as 2027-03-18,2027-03-19.")
    ] = "",
    title: Annotated[str, typer.Option(help="Its name, on paper and in calendars.")] = "",
    place: Annotated[str, typer.Option(help="Where it is.")] = "",
    begins: Annotated[str, typer.Option(metavar="HH:MM", help="When it begins.")] = "13:00",
    minutes: Annotated[int, typer.Option(min=1, help="Of a slot, a course or a visit.")] = 15,
    slots: Annotated[int, typer.Option(min=1, max=60, help="Slots of a market, courses of a lunch.")] = 3,
    tables: Annotated[int, typer.Option(min=0, help="Of a market; 0 for one for each who offers.")] = 0,
    seats: Annotated[int, typer.Option(min=2, max=40, help="At a table of a lunch.")] = 8,
    room: Annotated[int, typer.Option(min=1, max=40, help="Of who says nothing else.")] = 1,
    known_too: Annotated[bool, typer.Option("--known-too", help="Who know each other may meet too.")] = False,
    seconds: Annotated[int, typer.Option(min=1, help="So long it may take.")] = 60,
    out: Annotated[
        list[Path] | None, typer.Option(help="A file to write: .xlsx, .csv, .pdf, .ics or .json; may be repeated.")
    ] = None,
    chosen: FormatOption = Format.TABLE,
) -> None:
    """Plan a round and print it: who meets whom and when; what is proven and how fair it is goes to stderr."""
    files = out or []
    if wrong := [each for each in files if each.suffix.lower() not in ENDINGS]:
        raise BadUsage(f"{wrong[0]}: expected a name that ends in one of {', '.join(ENDINGS)}")
    filters = {"one": one, "other": other} if kind in {Kind.VISITS, Kind.MARKET} else {"": guests}
    if kind is not Kind.DIGEST and (file is None) == (not any(filters.values())):
        raise BadUsage("say who takes part: a file, or " + " and ".join(f"--{each or 'guests'}" for each in filters))
    columns = {
        "title": title or f"Ronde ({kind})",
        "place": place,
        "days": _days(days, kind),
        "begins_at": _time(begins),
        "slot_minutes": minutes,
        "n_slots": slots,
        "n_tables": tables,
        "seats": seats,
        "usual_room": room,
        "known_too": known_too,
        "seconds": seconds,
    }
    row, plan, names = _plan(kind, columns, file, filters)
    from service.commands.round_told import print_plan, write_plan

    for target in files:
        write_plan(target, row, plan, names)
    print_plan(row, plan, names, chosen)
    if plan.faults:
        raise BadUsage(f"the checker found {len(plan.faults)} faults in this plan; please report it")


def _days(text: str, kind: Kind) -> list[str]:
    from datetime import date

    words = text.replace(",", " ").split() or [date.today().isoformat()]  # noqa: DTZ011 -- the day where the user is
    try:
        days = sorted({date.fromisoformat(word).isoformat() for word in words})
    except ValueError:
        raise BadUsage(f"--days: expected days as 2027-03-18, not '{text}'") from None
    if len(days) > 1 and kind is not Kind.VISITS:
        raise BadUsage(f"--days: expected one day for a {kind}, not {len(days)}")
    return days


def _time(text: str) -> str:
    from datetime import time

    try:
        return time.fromisoformat(text).strftime("%H:%M")
    except ValueError:
        raise BadUsage(f"--begins: expected a time as 13:00, not '{text}'") from None


def _plan(
    kind: Kind, columns: dict[str, Any], file: Path | None, filters: dict[str, str]
) -> "tuple[Round, KeptPlan, Names]":
    from datetime import UTC, date, datetime

    from graph.database import reading
    from graph.rounds import Round
    from matching.suggest import Matcher
    from service.commands.opening import opened, read_kept_away, read_network
    from service.commands.progress import showing_progress
    from service.encoding import read_encoder
    from service.rounds.asking import NotReady, ask_of, ask_round
    from service.rounds.kept import KeptPlan
    from service.rounds.solving import check, solve
    from service.settings import read_settings
    from service.snapshot import load_ranker

    settings, row = read_settings(), Round(id=0, kind=kind.value, sign_up_until=None, shared_number=0, **columns)
    with showing_progress("reading the network") as tell:
        network = read_network(settings, None)
        matcher = Matcher(network, load_ranker(settings.model_path), encoder=read_encoder(settings))
        with opened(settings) as engine, reading(engine) as session:
            try:
                if kind is Kind.DIGEST:
                    matcher = matcher.keeping_away(read_kept_away(settings, date.today()))  # noqa: DTZ011 -- as above
                    asked = ask_round(session, row, matcher)
                elif file is not None:
                    asked = ask_of(row, _guests_in(session, row, file), (), matcher)
                else:
                    asked = ask_of(row, _guests_like(network, row, filters), (), matcher)
            except NotReady as error:
                raise BadUsage(_NOT_READY[error.code]) from None
        planned = solve(asked, matcher, columns["seconds"], tell)
    names = dict(zip(network.partners["id"], network.partners["name"], strict=True))
    plan = KeptPlan(0, 1, datetime.now(UTC), "planned", asked, planned, check(asked, planned))
    return row, plan, names


_NOT_READY = {
    "nobody_comes": "fewer than two take part; a round needs more",
    "one_side_empty": "one of the two sides is empty; expected somebody on both",
    "few_tables": "there are fewer tables than partners who offer; give more --tables, or 0",
}


def _guests_in(session: "Session", row: "Round", file: Path) -> "list[Guest]":
    """Return the guests of a file; raise `SpoiledInput` with a sentence for each cell that is wrong."""
    from graph.errors import SpoiledInput
    from service.rounds.choosing import find_named
    from service.rounds.guest_table import read_guests, read_rows

    rows = read_rows(file.read_bytes(), file.name)
    table = read_guests(rows, row.kind, row.days, row.usual_room, lambda text: find_named(session, text))
    if table.faults:
        raise SpoiledInput([_fault(file.name, each) for each in table.faults])
    return list(table.guests)


def _fault(file: str, fault: "RowFault") -> "Fault":
    from graph.errors import Fault

    reason = REASONS[fault.code].format(value=fault.value, expected=fault.expected)
    return Fault(file, reason, row=fault.row, column=fault.column)


def _guests_like(network: "Network", row: "Round", filters: dict[str, str]) -> "list[Guest]":
    """Return the guests that filters choose; who is on two sides is on the first."""
    from graph.rounds import RoundGuest
    from service.rounds.choosing import choose_part
    from service.rounds.gathering import Guest

    sides: dict[str, str] = {}
    for side, text in filters.items():
        for partner_id in choose_part(network, _part(text, side, network)):
            sides.setdefault(partner_id, side)
    return [
        Guest(
            RoundGuest(
                round_id=0,
                partner_id=each,
                side=side,
                state="coming",
                room=row.usual_room,
                days=list(row.days),
                from_slot=0,
            ),
            each,
            (),
            (),
        )
        for each, side in sides.items()
    ]


def _part(text: str, side: str, network: "Network") -> Any:  # noqa: ANN401 -- a `Part`, imported when needed
    """Return the part of the network that a filter names; raise `BadUsage` where it names nothing there is."""
    from graph.parts import Part

    known = {
        "sector": set(network.partners["sector"]),
        "theme": set(network.theme_positions),
        "place": set(network.partners["place"].dropna()),
        "board": set(network.positions),
    }
    option, chosen = f"--{side or 'guests'}", {}
    for piece in filter(None, (each.strip() for each in text.split(","))):
        name, _sign, value = (each.strip() for each in piece.partition("="))
        if name not in known or not value:
            raise BadUsage(f"{option}: expected sector=…, theme=…, place=… or board=…, not '{piece}'")
        if value not in known[name]:
            raise BadUsage(f"{option}: no partner has the {name} '{value}'")
        chosen[name] = value
    if not chosen:
        raise BadUsage(f"{option}: expected sector=…, theme=…, place=… or board=…")
    return Part(**chosen)

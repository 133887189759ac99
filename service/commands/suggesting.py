"""osmose suggest: whom partners could meet, and why."""
# ruff: noqa: PLC0415 -- what is heavy is imported when the command runs: `osmose --help` needs none of it

import gc
import sys
from dataclasses import replace
from functools import partial
from typing import TYPE_CHECKING, Annotated

import typer

from service.commands.options import AtOption, Format, FormatOption, TopOption
from service.commands.telling import BadUsage

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from datetime import date

    from graph.network import Network
    from matching.meter import Meter
    from matching.suggest import Matcher, Suggestion
    from service.commands.printing import Cell
    from service.settings import Settings

    Told = tuple[tuple[Cell, ...], Suggestion, bool]
    """A row, its suggestion without reasons, and whether it stands out."""

COLUMNS = ("partner_id", "suggested_id", "rank", "score", "reasons")
N_NAMED = 3
"""Partners that the meter names."""
SELDOM = (100_000, 20, 100)
"""How seldom the collector of rings looks: what is read here stays, and to look through it again takes seconds."""
TABLE_COLUMNS = ("partner_id", "rank", "suggested_id", "name", "score", "reasons")

LeanOption = Annotated[
    bool | None,
    typer.Option(
        "--lean/--no-lean",
        help="Whether the order leans to the theme of the year; as staff set it by default.",
        show_default=False,
    ),
]
ClusterOption = Annotated[
    str | None,
    typer.Option(
        "--cluster",
        metavar="ADDRESS",
        help="With --all: compute on the workers of a Dask scheduler, such as tls://scheduler:8786.",
    ),
]


def suggest(  # noqa: PLR0913 -- every argument is an option
    partner: Annotated[str | None, typer.Argument(metavar="[PARTNER]", help="Id of a partner.")] = None,
    *,
    for_all: Annotated[bool, typer.Option("--all", help="For every partner.")] = False,
    top: TopOption = 10,
    unbalanced: Annotated[
        bool, typer.Option("--unbalanced", help="Each partner's own full ranking, however often one is named.")
    ] = False,
    lean: LeanOption = None,
    cluster: ClusterOption = None,
    chosen: FormatOption = Format.TABLE,
    at: AtOption = None,
) -> None:
    """Suggest whom a partner could meet, best first, with the reasons. They do not work together yet."""
    if (partner is None) != for_all:
        raise BadUsage("say for which partner, by its id, or --all for every partner")
    if cluster is not None and not for_all:
        raise BadUsage("--cluster is for --all: one partner is suggested for in a moment here")
    from matching.questions import FEW_SUGGESTIONS
    from matching.spread import suggest_everywhere
    from service.commands.opening import read_lean, read_network
    from service.commands.printing import print_rows
    from service.commands.progress import showing_progress
    from service.commands.reaching import reached
    from service.settings import read_settings
    from service.wording import say_question

    gc.set_threshold(*SELDOM)
    settings = read_settings()
    asked = None if partner is None else [partner]
    with showing_progress("reading the network") as tell, reached(cluster, settings) as client:
        network = read_network(settings, at)
        if partner is not None:
            network.position(partner)  # whether it exists is told before the long work
        matcher = _prepare(network, settings, at, may_fork=not client)
        leaning = read_lean(settings, at, asked=lean)
        said = Said(network, chosen)
        suggesting = partial(tell, "suggesting")
        told: Iterable[Told] = (
            map(said.say, suggest_everywhere(client, matcher, top, suggesting, balanced=not unbalanced, lean=leaning))
            if client
            else matcher.told(said.say, asked, top, suggesting, balanced=not unbalanced, lean=leaning)
        )
        rows: Iterable[tuple[Cell, ...]] = said.of(told)
        if chosen is Format.TABLE or sys.stdout.isatty():  # a row would cross the progress
            rows = list(rows)
        else:
            print_rows(COLUMNS, rows, chosen)
        are_few = partner is not None and said.n_out < min(top, FEW_SUGGESTIONS)
        question = matcher.question(partner) if partner is not None and are_few else None
    if isinstance(rows, list):
        print_rows(TABLE_COLUMNS if chosen is Format.TABLE else COLUMNS, rows, chosen)
    if leaning:
        typer.echo(f"the order leans to the theme of the year, “{leaning.title}”; --no-lean puts it off", err=True)
    if question:
        typer.echo(f"few fit {partner}; one answer would help most: {say_question(question)}", err=True)
    if for_all and not unbalanced:
        typer.echo(_tell_meter(said.tally.meter()), err=True)


def _prepare(network: "Network", settings: "Settings", at: "date | None", *, may_fork: bool) -> "Matcher":
    """Prepare what suggests in a network as it was on a day, without those whom an introduction keeps away."""
    from matching.suggest import Matcher
    from service.commands.opening import read_kept_away
    from service.encoding import read_encoder
    from service.snapshot import load_ranker

    ranker, encoder = load_ranker(settings.model_path), read_encoder(settings)
    matcher = Matcher(network, ranker, encoder=encoder, finds=False, may_fork=may_fork)
    return matcher.keeping_away(read_kept_away(settings, at))


class Said:
    """What was suggested, in words, and counted while it goes by."""

    def __init__(self, network: "Network", chosen: Format) -> None:
        from matching.meter import Tally

        self.tally, self.n_out = Tally(network), 0
        self._network, self._chosen = network, chosen

    def say(self, suggestion: "Suggestion") -> "Told":
        """Say a suggestion, where it is made: the evidence behind the words takes ten times the memory."""
        from matching.questions import stands_out

        row = _row(suggestion, self._network, self._chosen)
        return row, replace(suggestion, reasons=()), stands_out(suggestion)

    def of(self, told: "Iterable[Told]") -> "Iterator[tuple[Cell, ...]]":
        """Yield the row of each suggestion."""
        for row, suggestion, is_out in told:
            self.tally.add(suggestion)
            self.n_out += is_out
            yield row


def _tell_meter(meter: "Meter") -> str:
    """Tell what the lists of all together do to each partner."""
    return (
        f"in somebody's list: {meter.coverage:.0%} of the partners; unevenness (Gini): {meter.gini:.2f}; "
        f"across sectors: {meter.across:.0%}; expected beyond their room: {_some(meter.above_room)}; "
        f"in nobody's list: {_some(meter.unseen)}"
    )


def _some(partner_ids: "tuple[str, ...]") -> str:
    """Name a few partners of perhaps many.

    >>> _some(()), _some(("a", "b", "c", "d", "e"))
    ('nobody', 'a, b, c and 2 more')
    """
    if not partner_ids:
        return "nobody"
    named, n_more = ", ".join(partner_ids[:N_NAMED]), len(partner_ids) - N_NAMED
    return f"{named} and {n_more} more" if n_more > 0 else named


def _row(suggestion: "Suggestion", network: "Network", chosen: Format) -> tuple["Cell", ...]:
    from matching.reasons import worth_saying
    from service.wording import say_reason

    reasons = [say_reason(reason, network) for reason in worth_saying(suggestion.reasons)]
    of = suggestion
    if chosen is not Format.TABLE:
        return of.partner_id, of.suggested_id, of.rank, of.score, reasons
    name = network.names[network.position(of.suggested_id)]
    return of.partner_id, of.rank, of.suggested_id, name, of.score, reasons

"""osmose evaluate: the matcher beside its baselines, on the network's own history."""
# ruff: noqa: PLC0415 -- what is heavy is imported when the command runs: `osmose --help` needs none of it

from collections.abc import Sequence
from datetime import date
from math import isnan
from typing import TYPE_CHECKING, Annotated

import typer

from service.commands.options import AtOption, Format, FormatOption, first_day

if TYPE_CHECKING:
    import pandas as pd

    from service.commands.printing import Cell

DIFFERENCE = " minus "
"""Stands in the name of a method that is the difference of two."""
HEADINGS = {
    "ndcg": "ndcg@10",
    "tail_ndcg": "ndcg@10 without hubs",
    "recall": "recall@10",
    "coverage": "coverage",
    "gini": "gini",
    "cross_sector": "cross sector",
}
"""Measures that the table has room for at 120 columns, with their headings; csv and json carry all."""
WITH_INTERVAL = ("ndcg", "tail_ndcg")
"""Those whose interval the table has room for."""


def evaluate(
    cutoff: Annotated[
        date | None,
        typer.Option(
            "--cutoff",
            parser=first_day,
            metavar="DATE",
            help="What began on or after this day is hidden; by default each of the last four years with 20 new ties.",
        ),
    ] = None,
    chosen: FormatOption = Format.TABLE,
    at: AtOption = None,
) -> None:
    """Hide what came later, suggest, and see who met: the matcher beside its baselines, with 95 % intervals."""
    from matching import evaluation
    from matching.outcomes import yearly_cutoffs
    from service.commands.opening import read_history
    from service.commands.printing import print_rows
    from service.commands.progress import showing_progress
    from service.encoding import read_encoder
    from service.settings import read_settings

    with showing_progress("reading the network") as tell:
        settings = read_settings()
        network = read_history(settings)
        network = network if at is None else network.at(at)
        days = [cutoff] if cutoff else yearly_cutoffs(network)
        figures = evaluation.evaluate(
            network,
            days,
            progress=lambda done, total: tell("ranking", done, total),
            encoder=read_encoder(settings),
        )
    if chosen is Format.TABLE:
        _print_tables(figures, days)
    else:
        known = figures.astype(object).where(figures.notna(), None)
        print_rows([str(name) for name in figures.columns], known.to_numpy().tolist(), chosen)


def _print_tables(figures: "pd.DataFrame", days: Sequence[date]) -> None:
    """Print all methods over all cut-offs, then each cut-off where there are several."""
    from service.commands.printing import print_rows

    without = ~figures["measure"].isin(WITH_INTERVAL)
    bounds = figures[["value", "low", "high"]].assign(low=figures["low"].mask(without))
    figures = figures.assign(told=[_told(*row) for row in bounds.to_numpy().tolist()])
    last = figures[figures["cutoff"] == figures["cutoff"].iloc[-1]]  # pooled where there are several
    n_asked = int(last["n"].iloc[0])
    if len(days) == 1:
        typer.echo(f"cut-off {days[0]}: mean over {n_asked} partners that made a new tie after it, with 95 % interval")
    else:
        typer.echo(f"{len(days)} cut-offs from {days[0]} on: mean over all {n_asked} queries, with 95 % interval")
    print_rows(*_by_measure(last), Format.TABLE)
    (compared,) = last[last["method"].str.contains(DIFFERENCE) & (last["measure"] == "ndcg")].itertuples()
    typer.echo(f"ndcg@10, {compared.method}, the best baseline: {compared.told}")
    if len(days) > 1:
        typer.echo("\nndcg@10 of each cut-off")
        print_rows(*_by_cutoff(figures[figures["measure"] == "ndcg"]), Format.TABLE)


def _by_measure(figures: "pd.DataFrame") -> tuple[list[str], list[list["Cell"]]]:
    """Return columns and rows of a table with one row per method, one column per measure."""
    methods = [str(method) for method in figures["method"].unique() if DIFFERENCE not in method]
    told = figures.set_index(["method", "measure"])["told"]
    return ["method", *HEADINGS.values()], [[one, *(told[one, measure] for measure in HEADINGS)] for one in methods]


def _by_cutoff(figures: "pd.DataFrame") -> tuple[list[str], list[list["Cell"]]]:
    """Return columns and rows of a table with one row per cut-off: our rankings and the best baseline."""
    from matching.judging import BALANCED, OWN

    rows: list[list[Cell]] = []
    for cutoff, of_one in figures.groupby("cutoff", sort=False):
        told = of_one.set_index("method")["told"]
        (difference,) = (str(method) for method in told.index if DIFFERENCE in method)
        best = difference.removeprefix(f"{OWN}{DIFFERENCE}")
        rows.append([str(cutoff), int(of_one["n"].iloc[0]), told[OWN], told[BALANCED], f"{best} {told[best]}"])
    return ["cut-off", "partners", OWN, BALANCED, "best baseline"], rows


def _told(value: float, low: float, high: float) -> str:
    """Return a figure with its interval as text.

    >>> unknown = float("nan")
    >>> _told(0.5, 0.25, 0.75), _told(0.5, unknown, unknown), _told(unknown, unknown, unknown)
    ('0.500 (0.250 – 0.750)', '0.500', '–')
    """
    if isnan(value):
        return "–"
    return f"{value:.3f}" if isnan(low) else f"{value:.3f} ({low:.3f} – {high:.3f})"

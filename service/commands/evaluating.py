"""osmose evaluate: the matcher beside its baselines, on the network's own history."""
# ruff: noqa: PLC0415 -- what is heavy is imported when the command runs: `osmose --help` needs none of it

from datetime import date
from typing import TYPE_CHECKING, Annotated

import typer

from service.commands.options import AtOption, Format, FormatOption, first_day
from service.commands.telling import BadUsage

if TYPE_CHECKING:
    import pandas as pd

    from graph.network import Network

LATEST_SHARE = 0.25
"""Share of the collaborations that began after the cut-off, where nobody says which."""


def evaluate(
    cutoff: Annotated[
        date | None,
        typer.Option(
            "--cutoff",
            parser=first_day,
            metavar="DATE",
            help="What began on or after this day is hidden; by default the year in which the last quarter began.",
        ),
    ] = None,
    chosen: FormatOption = Format.TABLE,
    at: AtOption = None,
) -> None:
    """Hide what came later, suggest, and see who met: the matcher beside its baselines, with 95 % intervals."""
    from matching import evaluation
    from service.commands.opening import read_history
    from service.commands.printing import print_rows
    from service.commands.progress import showing_progress
    from service.encoding import read_encoder
    from service.settings import read_settings

    with showing_progress("reading the network") as tell:
        settings = read_settings()
        network = read_history(settings)
        network = network if at is None else network.at(at)
        day = cutoff or late_day(network)
        figures = evaluation.evaluate(
            network,
            day,
            progress=lambda done, total: tell("ranking", done, total),
            encoder=read_encoder(settings),
        )
    if chosen is not Format.TABLE:
        print_rows([str(name) for name in figures.columns], figures.to_numpy().tolist(), chosen)
        return
    n_asking = int(figures["n"].iloc[0])
    typer.echo(f"cut-off {day}: mean over {n_asking} partners that made a new tie after it, with 95 % interval")
    print_rows(*_side_by_side(figures), chosen)


def late_day(network: "Network") -> date:
    starts = network.collaborations["start"]
    if starts.empty:
        raise BadUsage("there is nothing to measure on: the network has no collaborations")
    late = starts.sort_values().iloc[int(len(starts) * (1 - LATEST_SHARE))]
    return date(late.year, 1, 1)


def _side_by_side(figures: "pd.DataFrame") -> tuple[list[str], list[list[str | int | float | list[str] | None]]]:
    """Return columns and rows of a table with one row per method, one column per measure."""
    told = [f"{row.value:.3f} ({row.low:.3f} – {row.high:.3f})" for row in figures.itertuples()]
    wide = figures.assign(told=told).pivot(index="method", columns="measure", values="told")  # noqa: PD010 -- unstacks texts
    wide = wide.loc[figures["method"].unique(), figures["measure"].unique()]
    return ["method", *(f"{measure}@10" for measure in wide.columns)], [
        [str(method), *texts] for method, texts in zip(wide.index, wide.to_numpy().tolist(), strict=True)
    ]

"""osmose report: the report of a year as a file."""
# ruff: noqa: PLC0415 -- what is heavy is imported when the command runs: `osmose --help` needs none of it

from datetime import date
from pathlib import Path
from typing import Annotated

import typer


def report(
    year: Annotated[int, typer.Argument(min=1, max=9999, help="The year that is reported.")],
    out: Annotated[Path, typer.Option("--out", help="The file to write: .pdf or .html.")],
) -> None:
    """Write the report of a year; what was reported of a year that is over stays the same."""
    from graph.database import transaction
    from service.commands.opening import opened
    from service.commands.progress import showing_progress
    from service.report.freezing import report_of
    from service.report.writing import require_target, write_report
    from service.settings import read_settings

    require_target(out)
    settings = read_settings()
    today = date.today()  # noqa: DTZ011 -- the day where the user is
    with opened(settings) as engine, showing_progress("measuring the network"), transaction(engine) as session:
        made = report_of(session, settings, year, today, keep=True)
        write_report(made, out)  # within the transaction: what cannot be written was not made
    typer.echo(f"wrote {out}")
    for change in made.changes:
        typer.echo(f"since it was made on {made.content.made_on}: {change}", err=True)

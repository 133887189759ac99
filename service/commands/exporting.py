"""osmose export: the network in a file that other programs read."""
# ruff: noqa: PLC0415 -- what is heavy is imported when the command runs: `osmose --help` needs none of it

from pathlib import Path
from typing import Annotated

import typer

from service.commands.options import AtOption


def export(
    format_name: Annotated[str, typer.Argument(metavar="FORMAT", help="csv, xlsx, graphml, gexf, jsonld or kumu.")],
    path: Annotated[Path, typer.Argument(help="Where to write; csv makes a folder.")],
    at: AtOption = None,
) -> None:
    """Write the network, or that of one day, for Excel, Gephi, Kumu or the semantic web."""
    from graph import writing
    from graph.database import reading
    from service.commands.opening import opened
    from service.commands.progress import showing_progress
    from service.settings import read_settings

    with showing_progress("writing"), opened(read_settings()) as engine, reading(engine) as session:
        writing.export(session, format_name, path, at)
    typer.echo(f"wrote {path}")

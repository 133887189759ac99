"""osmose import: files into the database."""
# ruff: noqa: PLC0415 -- what is heavy is imported when the command runs: `osmose --help` needs none of it

from pathlib import Path
from typing import Annotated

import typer


def import_files(
    paths: Annotated[list[Path], typer.Argument(metavar="PATH...", help="Folders and files: CSV (.gz) or XLSX.")],
    *,
    dry_run: Annotated[bool, typer.Option("--dry-run", help="Tell what would happen, and store nothing.")] = False,
    keep_good: Annotated[bool, typer.Option("--keep-good", help="Store the good rows where others are bad.")] = False,
) -> None:
    """Read files in the exchange format into the database: all of them, or nothing."""
    from graph.database import transaction
    from graph.reading.importing import import_paths
    from service.commands.opening import opened
    from service.commands.progress import showing_progress
    from service.settings import read_settings

    with (
        opened(read_settings()) as engine,
        showing_progress("reading files") as tell,
        transaction(engine) as session,
    ):
        report = import_paths(session, paths, keep_good=keep_good, progress=tell)
        if dry_run:
            session.rollback()
    tell_report(report.sentences(), dry_run=dry_run)


def tell_report(sentences: list[str], *, dry_run: bool) -> None:
    """Print what an import did, or would have done."""
    for sentence in sentences:
        typer.echo(sentence)
    if dry_run:
        typer.echo("nothing was stored: this was a dry run")

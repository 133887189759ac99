"""osmose themes: the thesaurus out of the database, and themes into it."""
# ruff: noqa: PLC0415 -- what is heavy is imported when the command runs: `osmose --help` needs none of it

from pathlib import Path
from typing import Annotated

import typer


def export_themes(
    path: Annotated[Path, typer.Argument(help="Where to write: .csv for a spreadsheet, .ttl for SKOS in Turtle.")],
) -> None:
    """Write all themes into one file, to edit elsewhere and bring back."""
    from graph.database import reading
    from graph.writing import themes
    from service.commands.opening import opened
    from service.commands.progress import showing_progress
    from service.settings import read_settings

    with showing_progress("writing"), opened(read_settings()) as engine, reading(engine) as session:
        n_themes = themes.export_themes(session, path)
    typer.echo(f"wrote {n_themes} themes to {path}")


def import_themes(
    paths: Annotated[
        list[Path],
        typer.Argument(metavar="PATH...", help="Folders and files: CSV (.gz), XLSX, SKOS in Turtle, CSV of ESCO."),
    ],
    *,
    dry_run: Annotated[bool, typer.Option("--dry-run", help="Tell what would happen, and store nothing.")] = False,
) -> None:
    """Read themes into the database: all of them, or nothing. Themes that the files do not name stay."""
    from graph.database import transaction
    from graph.reading import thesaurus
    from service.commands.importing import tell_report
    from service.commands.opening import opened
    from service.commands.progress import showing_progress
    from service.settings import read_settings

    with (
        opened(read_settings()) as engine,
        showing_progress("reading files") as tell,
        transaction(engine) as session,
    ):
        report = thesaurus.import_themes(session, paths, tell)
        if dry_run:
            session.rollback()
    tell_report(report.sentences(), dry_run=dry_run)

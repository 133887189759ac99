"""osmose database: upgraded, backed up, restored, checked, moved."""
# ruff: noqa: PLC0415 -- what is heavy is imported when the command runs: `osmose --help` needs none of it

from pathlib import Path
from typing import Annotated

import typer

from service.commands.options import Format, FormatOption

UNSOUND = 1
"""Exit code when something is wrong with the database."""


def upgrade() -> None:
    """Create the tables, or bring those of an earlier version up to date."""
    from graph import database
    from graph.vocabulary import prepare
    from service.commands.opening import connected
    from service.commands.progress import showing_progress
    from service.settings import read_settings

    with showing_progress("upgrading"), connected(read_settings()) as engine:
        database.upgrade(engine)
        prepare(engine)
    typer.echo("the database is up to date")


def backup(
    path: Annotated[Path, typer.Argument(help="The file to write; one that stands there is replaced.")],
    keep: Annotated[
        int | None,
        typer.Option(
            "--keep", min=1, help="Write a new file into the folder PATH, and keep so many of the latest there."
        ),
    ] = None,
) -> None:
    """Copy the database into one file; others may read and write meanwhile."""
    from datetime import UTC, datetime

    from graph import backup as backups
    from service.commands.opening import connected
    from service.commands.progress import showing_progress
    from service.settings import read_settings

    with showing_progress("copying"), connected(read_settings()) as engine:
        if keep is None:
            backups.backup(engine, path)
        else:
            path = backups.backup_into(engine, path, keep, datetime.now(UTC))
    typer.echo(f"the database is copied to {path}")


def restore(path: Annotated[Path, typer.Argument(help="A file that osmose database backup wrote.")]) -> None:
    """Replace all that the database holds by a backup, or nothing when anything is wrong."""
    from graph import backup as backups
    from service.commands.opening import connected
    from service.commands.progress import showing_progress
    from service.settings import read_settings

    with showing_progress("restoring"), connected(read_settings()) as engine:
        backups.restore(engine, path)
    typer.echo(f"the database is as it was in {path}")


def check() -> None:
    """Look for anything wrong with the database; exit code 1 if there is."""
    from graph import backup as backups
    from service.commands.opening import connected
    from service.commands.progress import showing_progress
    from service.settings import read_settings

    with showing_progress("checking"), connected(read_settings()) as engine:
        faults = backups.check(engine)
    for fault in faults or ["the database is sound"]:
        typer.echo(fault)
    if faults:
        raise typer.Exit(UNSOUND)


def move(
    source: Annotated[str, typer.Argument(metavar="FROM", help="Address of the database as it is; only read.")],
    target: Annotated[str, typer.Argument(metavar="TO", help="Address of a new and empty database.")],
    chosen: FormatOption = Format.TABLE,
) -> None:
    """Copy all of a database into a new one, of SQLite or PostgreSQL, and compare them; print what was moved."""
    from graph import moving
    from graph.database import open_engine
    from service.commands.printing import print_rows
    from service.commands.progress import showing_progress

    engines = open_engine(source), open_engine(target)
    try:
        with showing_progress("moving") as tell:
            moved = moving.move(*engines, tell)
    finally:
        for engine in engines:
            engine.dispose()
    print_rows(["table", "rows", "checksum"], [[each.name, each.n_rows, each.checksum[:16]] for each in moved], chosen)
    typer.echo(
        "all of it is there, compared row by row; set OSMOSE_DATABASE_URL to the new address and start Osmose again;"
        " the folder OSMOSE_HOME, with the key that opens what is sealed, stays as it is",
        err=True,
    )

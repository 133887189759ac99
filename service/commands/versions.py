"""osmose --version."""

from typing import Annotated

import typer


def _print_version(is_asked: bool) -> None:  # noqa: FBT001 -- typer hands it over so
    if is_asked:
        from importlib.metadata import version  # noqa: PLC0415 -- a tenth of the time of --help

        typer.echo(f"osmose {version('osmose')}")
        raise typer.Exit


def tell_version(
    *,
    _version: Annotated[
        bool, typer.Option("--version", callback=_print_version, is_eager=True, help="Print the version and exit.")
    ] = False,
) -> None:
    """Offer what stands before every command."""

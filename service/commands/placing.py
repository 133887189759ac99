"""osmose places: where partners stand in the picture of the network."""
# ruff: noqa: PLC0415 -- what is heavy is imported when the command runs: `osmose --help` needs none of it

from typing import Annotated

import typer

AnewOption = Annotated[bool, typer.Option("--anew", help="Lay everybody out anew: all places change.")]


def places(*, anew: AnewOption = False) -> None:
    """Give a place to each partner that has none, beside whom it works with; the others stay where they are."""
    from graph.database import open_engine, reading
    from service.commands.progress import showing_progress
    from service.places.giving import complete, lay_out_anew, needs_layout
    from service.places.public import public_ties
    from service.places.stored import read_places
    from service.settings import read_settings
    from service.snapshot import Snapshots

    settings = read_settings()
    engine = open_engine(settings.database_url)
    with showing_progress("placing"):
        ties = public_ties(Snapshots(engine, settings.model_path).current())
        with reading(engine) as session:
            is_due = anew or needs_layout(read_places(session), ties)
        if is_due:
            lay_out_anew(engine, ties, lambda _share: None)
        stored = complete(engine, ties)
    engine.dispose()
    laid_out = (
        "all were laid out anew" if is_due else f"{stored.count('beside')} came beside others since all were laid out"
    )
    typer.echo(f"{len(ties.ids)} partners have a place; {laid_out}.")

"""osmose answer: what a partner said to a suggestion."""
# ruff: noqa: PLC0415 -- what is heavy is imported when the command runs: `osmose --help` needs none of it

from typing import Annotated

import typer


def answer(
    partner: Annotated[str, typer.Argument(help="Who was asked: an id, a name or an alias.")],
    suggested: Annotated[str, typer.Argument(help="About whom.")],
    answer: Annotated[str, typer.Argument(help="accepted, declined, no_room, already_known or ignored.")],
    reason: Annotated[str, typer.Option("--reason", metavar="TEXT", help="Why, in the partner's own words.")] = "",
    on: Annotated[
        str | None, typer.Option("--on", metavar="DATE", help="The day, as 2024-05-01; today by default.")
    ] = None,
) -> None:
    """Store what a partner answered when another one was suggested to it; the latest of a day counts."""
    from datetime import date

    from graph.database import transaction
    from graph.reading.answering import store_answer
    from service.commands.opening import opened
    from service.settings import read_settings

    day = date.today().isoformat() if on is None else on  # noqa: DTZ011 -- the day where the user is
    cells = {"partner": partner, "suggested": suggested, "answer": answer, "date": day, "reason": reason}
    with opened(read_settings()) as engine, transaction(engine) as session:
        is_change = store_answer(session, cells)
    told = "stored" if is_change else "stored already"
    typer.echo(f"{told}: {partner} about {suggested} on {day}: {answer}")

"""osmose person: what is kept about somebody, shown and erased; and what was kept long enough, removed."""
# ruff: noqa: PLC0415 -- what is heavy is imported when the command runs: `osmose --help` needs none of it

from typing import Annotated

import typer

AddressArgument = Annotated[str, typer.Argument(metavar="ADDRESS", help="The mail address of the person.")]

NOT_SWEPT = "the file of the database is in use and still holds traces; they go by: osmose person retain"


def show(address: AddressArgument) -> None:
    """Print all that is kept about a person, as JSON."""
    import json

    from graph.database import reading
    from service.commands.opening import opened
    from service.inspecting import all_about
    from service.keys import read_safe
    from service.people import People
    from service.settings import read_settings

    settings = read_settings()
    safe = read_safe(settings)
    with opened(settings) as engine, reading(engine) as session:
        kept = all_about(session, safe, People(session, safe).require(address).id, by_name=True)
    typer.echo(json.dumps(kept, ensure_ascii=False, indent=1))


def erase(
    address: AddressArgument,
    yes: Annotated[bool, typer.Option("--yes", help="Erase without asking first.")] = False,  # noqa: FBT002 -- an option
) -> None:
    """Erase a person: all that is kept about it, and its name wherever else it stands."""
    from graph.database import transaction
    from graph.sweeping import sweep
    from service.access import OPERATOR
    from service.commands.opening import opened
    from service.erasing import erase_person
    from service.keys import read_safe
    from service.people import People
    from service.settings import read_settings

    settings = read_settings()
    safe = read_safe(settings)
    if not yes:
        _require_yes()
    with opened(settings) as engine:
        with transaction(engine) as session:
            person_id = People(session, safe).require(address).id
            erased = erase_person(session, safe, settings, OPERATOR, person_id)
        is_swept = sweep(engine)
    typer.echo(
        f"erased person {person_id}, {erased.n_letters} letters, and the name in {erased.n_texts} texts of others"
    )
    typer.echo("backups made before today still hold the person" if is_swept else NOT_SWEPT, err=True)


def _require_yes() -> None:
    from service.commands.telling import BadUsage

    try:
        is_sure = typer.confirm("Erase this person for good? This cannot be undone.", err=True)
    except typer.Abort:  # nobody sits there to answer
        is_sure = False
    if not is_sure:
        raise BadUsage("nothing was erased; --yes erases without asking")


def retain() -> None:
    """Remove all that was kept as long as the settings allow; tell how much of each kind."""
    from datetime import UTC, datetime

    from graph.database import transaction
    from graph.sweeping import sweep
    from service.commands.opening import opened
    from service.retention import carry_out
    from service.settings import read_settings

    settings = read_settings()
    with opened(settings) as engine:
        with transaction(engine) as session:
            removed = carry_out(session, settings, datetime.now(UTC))
        is_swept = sweep(engine)  # also what an earlier sweep had to leave
    for name, n_removed in removed.items():
        typer.echo(f"{n_removed} {name} removed")
    if not removed:
        typer.echo("nothing was kept too long")
    if not is_swept:
        typer.echo(NOT_SWEPT, err=True)

"""osmose user: persons added, listed, let in and removed."""
# ruff: noqa: PLC0415 -- what is heavy is imported when the command runs: `osmose --help` needs none of it

from enum import StrEnum
from typing import TYPE_CHECKING, Annotated

import typer

from service.commands.options import Format, FormatOption

if TYPE_CHECKING:
    from service.commands.printing import Cell
    from service.listing import Listed


class UserRole(StrEnum):
    """As what a person is added."""

    STAFF = "staff"
    WORKING_GROUP = "working_group"
    PARTNER = "partner"


AddressArgument = Annotated[str, typer.Argument(metavar="ADDRESS", help="The person's mail address.")]


def add(
    address: AddressArgument,
    role: Annotated[UserRole, typer.Option("--role", help="As what the person is added.")],
    partner: Annotated[
        list[str] | None,
        typer.Option("--partner", metavar="PARTNER", help="For whom the person speaks: an id or a name; repeatable."),
    ] = None,
    name: Annotated[str, typer.Option("--name", help="The person's name.")] = "",
) -> None:
    """Add a person, or give one who is known another role or more partners."""
    from graph.database import transaction
    from service.access import OPERATOR
    from service.commands.opening import opened
    from service.commands.telling import BadUsage
    from service.keys import read_safe
    from service.roles import admit_person, named_partner
    from service.settings import read_settings

    if role is UserRole.PARTNER and not partner:
        raise BadUsage("--role partner wants --partner as well: for whom does this person speak?")
    settings = read_settings()
    kept = "" if role is UserRole.PARTNER else role.value
    with opened(settings) as engine, transaction(engine) as session:
        ids = [named_partner(session, each).id for each in partner or []]
        admit_person(session, read_safe(settings), OPERATOR, address, name=name, role=kept, partner_ids=ids)
    typer.echo(f"{address} may sign in as {role.value}; osmose user link {address} makes a link to do so")


def link(address: AddressArgument) -> None:
    """Print a link that signs a person in: once, within 15 minutes, in any browser."""
    from graph.database import transaction
    from service.access import OPERATOR
    from service.audit import note
    from service.commands.opening import opened
    from service.keys import read_safe
    from service.people import People
    from service.settings import read_settings
    from service.signing_in import make_link

    settings = read_settings()
    with opened(settings) as engine, transaction(engine) as session:
        person = People(session, read_safe(settings)).require(address)
        token = make_link(session, person.id, None)
        note(session, OPERATOR, "make sign-in link", f"person {person.id}")
    typer.echo(f"{settings.base_url.rstrip('/')}/aanmelden/{token}")


def list_users(chosen: FormatOption = Format.TABLE) -> None:
    """List everybody with role, partners and the day last seen."""
    from graph.database import reading
    from service.commands.opening import opened
    from service.commands.printing import print_rows
    from service.keys import read_safe
    from service.listing import list_persons
    from service.settings import read_settings

    settings = read_settings()
    with opened(settings) as engine, reading(engine) as session:
        listed = list_persons(session, read_safe(settings))
    columns = ["address", "name", "role", "partners", "last_seen"]
    print_rows(columns, (_row(one) for one in listed), chosen)


def _row(listed: "Listed") -> list["Cell"]:
    partners = [
        each.partner_id if each.state == "confirmed" else f"{each.partner_id} ({each.state})"
        for each in listed.partners
    ]
    role = listed.view.role or ("partner" if partners else "")
    seen_on = listed.seen_on.isoformat() if listed.seen_on else ""
    return [listed.view.address, listed.view.name, role, partners, seen_on]


def remove(
    address: AddressArgument,
    *,
    yes: Annotated[bool, typer.Option("--yes", help="Do not ask whether you are sure.")] = False,
) -> None:
    """Erase a person: name, address, tokens, and for whom it spoke."""
    from graph.database import reading, transaction
    from graph.sweeping import sweep
    from service.access import OPERATOR
    from service.commands.opening import opened
    from service.erasing import erase_person
    from service.keys import read_safe
    from service.people import People
    from service.roles import require_other_staff
    from service.settings import read_settings

    settings = read_settings()
    safe = read_safe(settings)
    with opened(settings) as engine:
        with reading(engine) as session:
            person = People(session, safe).require(address)
            require_other_staff(session, person)  # told before it is asked
            person_id = person.id
        if not yes:
            typer.confirm(f"Erase {address} for good?", abort=True)
        with transaction(engine) as session:
            erase_person(session, safe, settings, OPERATOR, person_id)
        sweep(engine)
    typer.echo(f"{address} is erased")

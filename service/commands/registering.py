"""osmose registers: public registers of schools and childcare into the database."""
# ruff: noqa: PLC0415 -- what is heavy is imported when the command runs: `osmose --help` needs none of it

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

if TYPE_CHECKING:
    from collections.abc import Iterator

    from graph.registers.planning import Plan


def read_registers(
    paths: Annotated[list[Path], typer.Argument(metavar="PATH...", help="Files as DUO and the LRK publish them.")],
    *,
    municipality: Annotated[str, typer.Option("--municipality", metavar="NAME", help="Only what lies there.")],
    dry_run: Annotated[bool, typer.Option("--dry-run", help="Tell what would happen, and store nothing.")] = False,
) -> None:
    """Read schools and childcare of a municipality, matched to known partners by number, or by name and postcode."""
    from graph.database import transaction
    from graph.registers.files import read_registers as read_files
    from graph.registers.planning import plan_registers
    from service.access import OPERATOR
    from service.bringing.registers import store_plan
    from service.commands.opening import opened
    from service.commands.progress import showing_progress
    from service.settings import read_settings

    with (
        opened(read_settings()) as engine,
        showing_progress("reading registers"),
        transaction(engine) as session,
    ):
        plan = plan_registers(session, read_files(paths, municipality))
        if not dry_run:
            store_plan(session, OPERATOR, plan, municipality)
    for sentence in _sentences(plan):
        typer.echo(sentence)
    if dry_run:
        typer.echo("nothing was stored: this was a dry run")


def _sentences(plan: "Plan") -> "Iterator[str]":
    from graph.reading.differences import differences

    for one in differences(plan.checked, "partners"):
        changes = "; ".join(f"{each.column}: '{each.before}' becomes '{each.after}'" for each in one.changes)
        yield f"changed: {one.name} ({one.id}): {changes}" if changes else f"new: {one.name} ({one.id})"
    for match in plan.doubtful:
        named = ", ".join(f"'{each.name}' ({each.partner_id})" for each in match.candidates)
        yield f"in doubt: {match.entry.name} ({match.entry.numbers[0]}) is perhaps {named}"
    for gone in plan.gone:
        yield f"no longer in the register: {gone.name} ({gone.partner_id}), {gone.number}"
    yield from plan.checked.report.sentences()
    if plan.doubtful:
        yield f"{len(plan.doubtful)} in doubt were left out; choose at /werkbank/invoer"

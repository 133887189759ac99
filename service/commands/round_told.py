"""A planned round on the command line: as a list, as a file, and what is proven of it."""

import json
from datetime import date
from pathlib import Path
from typing import Any

import typer

from graph.rounds import Round
from matching.rounds import DigestPlan, LunchPlan, MarketPlan, VisitPlan
from service.commands.options import Format
from service.commands.printing import Cell, print_rows
from service.commands.telling import BadUsage
from service.lists_out import table_bytes
from service.rounds.calendar import as_calendar
from service.rounds.kept import KeptPlan, as_data
from service.rounds.lists import Names, list_columns, list_rows
from service.rounds.papers import as_paper


def write_plan(target: Path, row: Round, plan: KeptPlan, names: Names) -> None:
    """Write a plan as the name of the file ends; raise `BadUsage` for what a digest has not."""
    ending = target.suffix.lower()
    if ending in {".pdf", ".ics"} and row.kind == "digest":
        raise BadUsage(f"{target}: a digest has no programme; expected .xlsx, .csv or .json")
    if ending in {".xlsx", ".csv"}:
        rows = list_rows(row, plan, names)
        content = table_bytes(rows, list_columns(row), "xlsx" if ending == ".xlsx" else "csv")
    elif ending == ".pdf":
        content = as_paper(row, plan, names, "programma")
    elif ending == ".ics":
        content = as_calendar(row, plan, names)
    else:
        held = as_data(row.kind, plan.asked, plan.planned)
        content = (json.dumps(held, ensure_ascii=False, indent=1) + "\n").encode()
    target.write_bytes(content)
    typer.echo(f"wrote {target}", err=True)


def print_plan(row: Round, plan: KeptPlan, names: Names, chosen: Format) -> None:
    """Print a plan, and on stderr what is known of it."""
    digest = ("partner_id", "name", "rank", "suggested", "score")
    columns = digest if row.kind == "digest" else ("id", "name", "day", "begins", "ends", "where", "with")
    rows: list[tuple[Cell, ...]] = [
        tuple(each.isoformat() if isinstance(each, date) else each for each in cells)
        for cells in list_rows(row, plan, names)
    ]
    print_rows(columns, rows, chosen)
    for line in _told(plan, names):
        typer.echo(line, err=True)


def _told(plan: KeptPlan, names: Names) -> list[str]:
    """Return what is proven of a plan, how fair it is, and who has nothing and why."""
    told = []
    for proof in plan.planned.proofs:
        sure = "proven" if proof.is_proven else f"not proven, the limit is {proof.bound:g}"
        told.append(f"{proof.aim}: {proof.value:g} ({sure})")
    planned = plan.planned
    sides: dict[str, Any] = {}
    without: list[Any] = []
    if isinstance(planned, VisitPlan):
        sides = {"visitors": planned.visitors_fairness, "hosts": planned.hosts_fairness}
        without = list(planned.unplaced)
    elif isinstance(planned, MarketPlan):
        sides = {"seekers": planned.seekers_fairness, "offerers": planned.offerers_fairness}
        without = list(planned.alone)
        walking = planned.walking
        told.append(f"metres walked: {walking.metres:g} (at these tables {walking.least_here:g} at least)")
    elif isinstance(planned, LunchPlan):
        sides = {"guests": planned.fairness}
    elif isinstance(planned, DigestPlan):
        without = list(planned.without)
    for side, figures in sides.items():
        if figures.worst is None:
            told.append(f"{side}: nobody gets something, {figures.n_without} get nothing")
            continue
        told.append(
            f"{side}: {figures.n_served} get something, {figures.n_without} nothing; mean score of the worst"
            f" {figures.worst:.2f}, of the middle one {figures.median:.2f}; unevenness (Gini) {figures.gini:.2f}"
        )
    told += [f"without: {names.get(each.partner_id, each.partner_id)} ({each.reason})" for each in without]
    return [*told, "checked: every promise is kept" if not plan.faults else f"faults: {len(plan.faults)}"]

"""Registers of schools and childcare: what reading them would do, and doing exactly that."""

from collections.abc import Mapping, Sequence
from pathlib import Path

from sqlalchemy.orm import Session

from graph.reading.importing import store_checked
from graph.reading.sheets import Limits
from graph.registers.files import read_registers
from graph.registers.planning import Plan, plan_registers
from service.access import Asker
from service.audit import note
from service.bringing.files import AnotherOutcome, mark_of, tell_counts

REGISTER_LIMITS = Limits(n_bytes=120_000_000, n_rows=200_000, n_columns=200)
"""What is read of an uploaded register: the whole of the country, twice over."""


def look_at_registers(session: Session, paths: Sequence[Path], municipality: str) -> Plan:
    """Return what reading uploaded registers would do."""
    return plan_registers(session, read_registers(paths, municipality, REGISTER_LIMITS))


def store_registers(  # noqa: PLR0913, PLR0917 -- what, of where, chosen by whom
    session: Session,
    asker: Asker,
    paths: Sequence[Path],
    municipality: str,
    choices: Mapping[str, str],
    seen: str,
) -> Plan:
    """Bring in registers of which somebody looked at the plan that `seen` marks, with what was chosen in doubt.

    Raise `AnotherOutcome` where the database or the files would give another plan by now.
    """
    registers = read_registers(paths, municipality, REGISTER_LIMITS)
    if mark_of(plan_registers(session, registers).checked.report) != seen:
        raise AnotherOutcome("reading these registers would now do something else than what was looked at")
    plan = plan_registers(session, registers, choices)
    store_plan(session, asker, plan, municipality)
    return plan


def store_plan(session: Session, asker: Asker, plan: Plan, municipality: str) -> None:
    """Store what a plan says and note it; nothing happens where it changes nothing."""
    store_checked(session, plan.checked, f"registers of {municipality}")
    if plan.checked.report.is_change:
        note(session, asker, "read registers", "network", tell_counts(plan.checked.report))

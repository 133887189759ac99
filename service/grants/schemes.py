"""Schemes made and changed by staff, and what is left of their budgets."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from graph.errors import GraphError
from graph.grants import WITH_GRANT, GrantApplication, GrantScheme, UnknownGrant
from service.access import Asker
from service.audit import note
from service.grants.told import tell_amount, told_euros


class OverBudget(GraphError):
    """More would be granted than there is."""

    def __init__(self, left_cents: int) -> None:
        self.left_cents = left_cents
        super().__init__(f"{left_cents} cents are left of the budget")


class SchemeInUse(GraphError):
    """A scheme for which somebody applied cannot be thrown away."""


@dataclass(frozen=True)
class Budget:
    """Where the money of a scheme is, in cents; what is committed and what is left make up the whole."""

    whole: int
    granted: int
    """As it was decided, of all grants together."""
    paid: int
    """Advances, and of what is settled all of it."""
    settled: int
    """What settled grants came to in the end."""
    flowed_back: int
    """Of these, what was granted and not needed."""

    @property
    def committed(self) -> int:
        """What cannot be granted again."""
        return self.granted - self.flowed_back

    @property
    def left(self) -> int:
        """What can still be granted."""
        return self.whole - self.committed

    @property
    def to_pay(self) -> int:
        """Committed and not paid yet."""
        return self.committed - self.paid


def find_scheme(session: Session, scheme_id: int) -> GrantScheme:
    """Return a scheme; raise `UnknownGrant`."""
    scheme = session.get(GrantScheme, scheme_id)
    if scheme is None:
        raise UnknownGrant(f"no scheme has the id {scheme_id}")
    return scheme


def list_schemes(session: Session) -> list[GrantScheme]:
    """Return all schemes, the one that closes last first."""
    return list(session.scalars(select(GrantScheme).order_by(GrantScheme.closes_on.desc(), GrantScheme.id.desc())))


def is_open(scheme: GrantScheme, day: date) -> bool:
    """Whether applications are handed in on a day: from the first to and with the last."""
    return scheme.opens_on <= day <= scheme.closes_on


def open_schemes(session: Session, day: date) -> list[GrantScheme]:
    """Return the schemes that partners can apply for, or soon can; the one that closes first comes first."""
    return sorted((each for each in list_schemes(session) if day <= each.closes_on), key=lambda each: each.closes_on)


def budget_of(session: Session, scheme: GrantScheme) -> Budget:
    """Return where the money of a scheme is."""
    its = select(GrantApplication).where(GrantApplication.scheme_id == scheme.id)
    grants = session.scalars(its.where(GrantApplication.state.in_(WITH_GRANT))).all()
    settled = {each.id: each.settled_cents for each in grants if each.settled_cents is not None}
    return Budget(
        whole=scheme.budget_cents,
        granted=sum(each.granted_cents or 0 for each in grants),
        paid=sum(each.paid_cents for each in grants if each.settled_cents is None) + sum(settled.values()),
        settled=sum(settled.values()),
        flowed_back=sum((each.granted_cents or 0) - settled[each.id] for each in grants if each.id in settled),
    )


def make_scheme(session: Session, asker: Asker, columns: Mapping[str, Any]) -> GrantScheme:
    """Make a scheme of columns of `GrantScheme`."""
    scheme = GrantScheme(**columns)
    session.add(scheme)
    session.flush()
    note(session, asker, "add scheme", f"scheme {scheme.id}")
    return scheme


def change_scheme(session: Session, asker: Asker, scheme: GrantScheme, columns: Mapping[str, Any]) -> None:
    """Change a scheme; raise `OverBudget` where more is granted already than its budget would be.

    What was handed in stays, and is judged by what the scheme asks by then.
    """
    committed = budget_of(session, scheme).committed
    if columns["budget_cents"] < committed:
        raise OverBudget(columns["budget_cents"] - committed)
    its = session.scalars(select(GrantApplication).where(GrantApplication.scheme_id == scheme.id)).all()
    told = [told_euros(scheme, each) for each in its]
    for name, value in columns.items():
        setattr(scheme, name, value)
    session.flush()
    for each, before in zip(its, told, strict=True):
        tell_amount(session, each, before, told_euros(scheme, each))
    note(session, asker, "change scheme", f"scheme {scheme.id}")


def remove_scheme(session: Session, asker: Asker, scheme: GrantScheme) -> None:
    """Throw a scheme away; raise `SchemeInUse` once somebody applied."""
    if count_applications(session, scheme):
        raise SchemeInUse(f"scheme {scheme.id} has applications")
    note(session, asker, "remove scheme", f"scheme {scheme.id}")
    session.delete(scheme)


def count_applications(session: Session, scheme: GrantScheme) -> int:
    """Return how many applications a scheme has, in whatever state."""
    its = select(func.count()).select_from(GrantApplication).where(GrantApplication.scheme_id == scheme.id)
    return session.scalar(its) or 0

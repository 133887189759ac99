"""What everybody reads of grants: schemes that are public, and who got one."""

from dataclasses import dataclass
from datetime import date

from sqlalchemy import select
from sqlalchemy.orm import Session

from graph.dates import is_over
from graph.grants import WITH_GRANT, GrantApplication, GrantScheme, UnknownGrant
from graph.grants_kept import teams_of
from graph.model import Partner
from service.grants.schemes import budget_of, find_scheme, list_schemes
from service.grants.told import told_euros


@dataclass(frozen=True)
class Awarded:
    """A grant as everybody reads it."""

    title: str
    partners: list[tuple[str, str]]
    """Id and name of each member that is a partner still; a link leads to nobody else."""
    n_former: int
    """Members that are none any more."""
    euro_cents: int | None
    """None where the scheme does not tell amounts."""


@dataclass(frozen=True)
class PublicScheme:
    """A scheme as everybody reads it."""

    row: GrantScheme
    left_cents: int | None
    """None where the scheme does not tell it."""


def public_schemes(session: Session) -> list[PublicScheme]:
    """Return the schemes that everybody may read, the one that closes last first."""
    return [_view(session, each) for each in list_schemes(session) if each.is_public]


def public_scheme(session: Session, scheme_id: int) -> PublicScheme:
    """Return a scheme that everybody may read; raise `UnknownGrant`."""
    scheme = find_scheme(session, scheme_id)
    if not scheme.is_public:
        raise UnknownGrant(f"scheme {scheme_id} is not public")
    return _view(session, scheme)


def awarded(session: Session, scheme: GrantScheme, day: date) -> list[Awarded]:
    """Return the grants of a scheme, the latest first."""
    its = select(GrantApplication).where(GrantApplication.scheme_id == scheme.id)
    its = its.where(GrantApplication.state.in_(WITH_GRANT))
    rows = session.scalars(its.order_by(GrantApplication.decided_on.desc(), GrantApplication.id.desc())).all()
    teams = teams_of(session, [each.id for each in rows])
    return [_award(scheme, each, teams[each.id], day) for each in rows]


def _award(scheme: GrantScheme, application: GrantApplication, team: list[Partner], day: date) -> Awarded:
    there = [(each.id, each.name) for each in team if not is_over(each.until, day)]
    euros = told_euros(scheme, application)
    return Awarded(application.title, there, len(team) - len(there), None if euros is None else round(euros * 100))


def _view(session: Session, scheme: GrantScheme) -> PublicScheme:
    return PublicScheme(scheme, budget_of(session, scheme).left if scheme.tells_left else None)

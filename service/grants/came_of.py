"""What came of grants: the ties that each made, and which of these lasted, as `graph.lasting` defines it."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

import pandas as pd
from sqlalchemy import select
from sqlalchemy.orm import Session

from graph.grants import WITH_GRANT, GrantApplication, GrantScheme
from graph.grants_kept import members_of
from graph.lasting import AfterGrant, tie_fates
from graph.model import Partner
from graph.network import Network


@dataclass(frozen=True)
class Pair:
    """Two partners that a grant brought together."""

    names: tuple[str, str]
    is_new: bool
    """Whether they had done nothing together before, as far as the network knows."""
    fate: str
    """kept or gone, a year after the end; later where that is not yet to be told."""


@dataclass(frozen=True)
class CameOf:
    """A grant, and what came of it."""

    application_id: int
    scheme: str
    title: str
    partners: tuple[str, ...]
    ends_on: date | None
    """Of the collaboration; None where none is written down, or there is none."""
    granted_cents: int
    paid_cents: int
    settled_cents: int | None
    pairs: tuple[Pair, ...]

    @property
    def new(self) -> list[Pair]:
        """The ties that it made."""
        return [each for each in self.pairs if each.is_new]


def judge(grants: Iterable[CameOf]) -> tuple[AfterGrant, int]:
    """Return how many ties that grants made lasted, of those of which it can be told, and of how many it cannot yet."""
    fates = [each.fate for grant in grants for each in grant.new]
    n_kept, n_gone = fates.count("kept"), fates.count("gone")
    return AfterGrant(n_kept + n_gone, n_kept), fates.count("later")


def what_came_of(session: Session, network: Network, day: date, scheme_id: int | None = None) -> list[CameOf]:
    """Return every grant, or those of one scheme, the latest first; `network` holds all that is known."""
    query = select(GrantApplication, GrantScheme.title).join(GrantScheme, GrantScheme.id == GrantApplication.scheme_id)
    query = query.where(GrantApplication.state.in_(WITH_GRANT))
    if scheme_id is not None:
        query = query.where(GrantApplication.scheme_id == scheme_id)
    rows = session.execute(query.order_by(GrantApplication.decided_on.desc(), GrantApplication.id.desc())).all()
    fates = _fates_of(network, {each.collaboration_id for each, _scheme in rows}, day)
    return [_tell(session, network, application, scheme, fates) for application, scheme in rows]


def _fates_of(network: Network, collaboration_ids: set[str | None], day: date) -> pd.DataFrame:
    """Return the fates of the ties of some collaborations, with the id of each of these."""
    fates = tie_fates(network, day)
    fates = fates.assign(id=network.collaborations["id"].to_numpy()[fates["collaboration"]])
    return fates[fates["id"].isin(collaboration_ids)]


def _tell(
    session: Session, network: Network, application: GrantApplication, scheme: str, fates: pd.DataFrame
) -> CameOf:
    names, of_it = network.partners["name"].to_list(), fates[fates["id"] == application.collaboration_id]
    ends = network.collaborations["end"][network.collaborations["id"] == application.collaboration_id].dropna()
    team = [session.get_one(Partner, each.partner_id).name for each in members_of(session, application.id)]
    columns = (of_it[name].tolist() for name in ("first", "second", "is_new", "is_over", "is_kept"))
    pairs = (
        Pair((names[first], names[second]), is_new, ("kept" if is_kept else "gone") if is_over else "later")
        for first, second, is_new, is_over, is_kept in zip(*columns, strict=True)
    )
    return CameOf(
        application.id,
        scheme,
        application.title,
        tuple(team),
        ends.iloc[0].date() if len(ends) else None,
        application.granted_cents or 0,
        application.paid_cents,
        application.settled_cents,
        tuple(pairs),
    )

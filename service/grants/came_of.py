"""What came of grants: the ties that each made, and which of these lasted, as `graph.lasting` defines it."""

from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date

import numpy as np
import pandas as pd
from sqlalchemy import select
from sqlalchemy.orm import Session

from graph.dates import is_over
from graph.grants import WITH_GRANT, GrantApplication, GrantScheme
from graph.grants_kept import teams_of
from graph.lasting import AfterGrant, tie_fates
from graph.model import Partner
from graph.network import Network

FATES = ("kept", "gone", "later")
"""What a year after the end tells of a pair; where two grants of one pair differ, the first of these counts."""


@dataclass(frozen=True)
class Pair:
    """Two of the team, tied by what the grant was for."""

    ids: tuple[str, str]
    names: tuple[str, str]
    is_new: bool
    """Whether they had done nothing together before the activity began, as far as the network knows."""
    fate: str
    """One of `FATES`: kept or gone, a year after the end; later where that is not yet to be told."""


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
    """Return how many ties that grants made lasted, of those of which it can be told, and of how many it cannot yet.

    A pair that two grants brought together counts once.
    """
    fates: dict[tuple[str, str], str] = {}
    for pair in (each for grant in grants for each in grant.new):
        fates[pair.ids] = min(fates.get(pair.ids, pair.fate), pair.fate, key=FATES.index)
    counted = Counter(fates.values())
    return AfterGrant(counted["kept"] + counted["gone"], counted["kept"]), counted["later"]


def what_came_of(session: Session, network: Network, day: date, scheme_id: int | None = None) -> list[CameOf]:
    """Return every grant, or those of one scheme, the latest first; `network` holds all that is known."""
    query = select(GrantApplication, GrantScheme.title).join(GrantScheme, GrantScheme.id == GrantApplication.scheme_id)
    query = query.where(GrantApplication.state.in_(WITH_GRANT))
    if scheme_id is not None:
        query = query.where(GrantApplication.scheme_id == scheme_id)
    rows = session.execute(query.order_by(GrantApplication.decided_on.desc(), GrantApplication.id.desc())).all()
    teams = teams_of(session, [each.id for each, _scheme in rows])
    fates = tie_fates(network, day)
    return [_tell(network, each, scheme, teams[each.id], fates) for each, scheme in rows]


def _tell(
    network: Network, application: GrantApplication, scheme: str, team: list[Partner], fates: pd.DataFrame
) -> CameOf:
    found = np.flatnonzero(network.collaborations["id"] == application.collaboration_id)
    ends = network.collaborations["end"].iloc[found].dropna()
    return CameOf(
        application.id,
        scheme,
        application.title,
        tuple(each.name for each in team),
        ends.iloc[0].date() if len(ends) else None,
        application.granted_cents or 0,
        application.paid_cents,
        application.settled_cents,
        tuple(pair for at in found for pair in _pairs(network, int(at), application, team, fates)),
    )


def _pairs(
    network: Network, at: int, application: GrantApplication, team: list[Partner], fates: pd.DataFrame
) -> Iterator[Pair]:
    """Tell of each pair of the team that a collaboration, by its position, ties."""
    names, ids = {each.id: each.name for each in team}, network.partners["id"]
    began, begins = network.collaborations["start_date"].iloc[at], application.begins_on
    ran_before = begins is not None and is_over(began, begins)  # staff linked what the team did already
    of_it = fates[fates["collaboration"] == at]
    columns = (of_it[name].tolist() for name in ("first", "second", "is_new", "is_over", "is_kept"))
    for first, second, is_new, has_ended, is_kept in zip(*columns, strict=True):
        pair = ids[first], ids[second]
        if names.keys() >= set(pair):
            fate = ("kept" if is_kept else "gone") if has_ended else "later"
            yield Pair(pair, (names[pair[0]], names[pair[1]]), is_new and not ran_before, fate)

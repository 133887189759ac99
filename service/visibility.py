"""What of the network reaches whom: every read of the served network passes here."""

from dataclasses import replace
from typing import Annotated, Any

import numpy as np
import numpy.typing as npt
import pandas as pd
from fastapi import Depends
from pandas.api.types import is_string_dtype

from graph.differing import who_differs
from graph.model import CHOSEN_FIELDS
from graph.network import Network
from matching.suggest import Matcher
from service.access import COLUMNS, USUAL_LEVELS, Asker, Role, sees_level
from service.house import InHouse
from service.made_once import Once, Views
from service.recognising import Asking
from service.snapshot import MAX_TAKEN_IN, SeenBefore, Snapshot

Mask = npt.NDArray[np.bool_]


def hidden_from(network: Network, field: str, role: Role) -> Mask:
    """Return of which partners a field may not reach a role; shape (n_partners,)."""
    level = np.full(network.n_partners, USUAL_LEVELS[field], dtype=object)
    chosen = network.visibility[network.visibility["field"] == field]
    level[chosen["partner"].to_numpy()] = chosen["level"].to_numpy()
    return ~np.isin(level, [each for each in set(level) if sees_level(role, each)])


def visible_network(network: Network, asker: Asker) -> Network:
    """Return the network without what the asker may not see; the network itself for staff, who may see everything."""
    role = asker.role
    if role is Role.STAFF:
        return network
    hidden = {field: hidden_from(network, field, role) for field in CHOSEN_FIELDS}
    sides = network.phrases["partner"].to_numpy(), (network.phrases["side"] == "seeks").to_numpy()
    phrase_hidden = np.where(sides[1], hidden["seeks"][sides[0]], hidden["offers"][sides[0]])
    theme_hidden = hidden["themes"][network.partner_themes["partner"].to_numpy()]
    member_hidden = hidden["memberships"][network.memberships["member"].to_numpy()]
    seen = network.telling(
        partners=network.partners.assign(**_emptied(network.partners, hidden, asker)),
        phrases=network.phrases[~phrase_hidden].reset_index(drop=True),
        partner_themes=network.partner_themes[~theme_hidden].reset_index(drop=True),
        memberships=network.memberships[~member_hidden].reset_index(drop=True),
        visibility=network.visibility.iloc[:0],
        answers=network.answers if asker.sees("answers") else network.answers.iloc[:0],
    )
    return seen.with_themes(~_keywords_of_nobody(seen)) if theme_hidden.any() else seen


def _keywords_of_nobody(network: Network) -> Mask:
    """Return which themes came in as a word of somebody that nobody in sight uses; shape (n_themes,)."""
    is_used = np.zeros(len(network.themes), dtype=np.bool_)
    for table in (network.partner_themes, network.collaboration_themes):
        is_used[table["theme"].to_numpy()] = True
    return (network.themes["kind"] == "keyword").to_numpy() & ~is_used


def _emptied(table: pd.DataFrame, hidden: dict[str, Mask], asker: Asker) -> dict[str, "pd.Series[Any]"]:
    """Return the columns in which something is hidden, emptied there and of the same type."""
    everywhere = np.ones(len(table), dtype=np.bool_)
    by_column: dict[str, Mask] = {
        column: hidden[field] for field in CHOSEN_FIELDS for column in COLUMNS[field] if column in table
    }
    others = [str(column) for column in table if column not in by_column]
    by_column |= {column: everywhere for column in others if not asker.sees(column)}
    return {
        column: table[column].mask(where, "") if is_string_dtype(table[column]) else table[column].mask(where)
        for column, where in by_column.items()
        if where.any()
    }


def as_seen_by(snapshot: Snapshot, asker: Asker) -> Snapshot:
    """Return a snapshot that holds nothing that the asker may not see.

    It is made once for each role. Where little changed since the role last saw it, it follows from what was seen then.
    """
    if asker.role is Role.STAFF:
        return snapshot
    return snapshot.views.get(asker.role, lambda: _as_seen_by(snapshot, asker))


def _as_seen_by(snapshot: Snapshot, asker: Asker) -> Snapshot:
    network = visible_network(snapshot.network, asker)
    before, of_all = snapshot.seen_before.get(asker.role), snapshot.matching
    is_hidden = hidden_from(snapshot.history, "aliases", asker.role)
    hides_aliases = dict(zip(snapshot.history.partners["id"], is_hidden, strict=True))
    return replace(
        snapshot,
        version=f"{snapshot.version.partition('+')[0]}-{asker.role}",
        history=visible_network(snapshot.history, asker),
        network=network,
        matching=Once(lambda: _matcher(network, of_all.get(), before)),  # the snapshot holds this one: no ring
        aliases={each: names for each, names in snapshot.aliases.items() if not hides_aliases.get(each, True)},
        shows_suggestions=asker.sees("suggestions"),
        kept_away=[],  # who is in an introduction is not for this asker
        views=Views(),  # what was made of the whole network is not for this asker
        seen_before={},
    )


def _matcher(network: Network, of_all: Matcher, before: SeenBefore | None) -> Matcher:
    """Return the matcher of a network as somebody sees it; one of the whole network would name what is hidden here."""
    if before:
        seen, changed = before
        if changed is None:
            partner_ids = who_differs(seen.network, network)
            if partner_ids is not None and len(partner_ids) <= MAX_TAKEN_IN:
                return seen.renewed(network, partner_ids)
        # A keyword that nobody in sight uses any more is no theme here, and the others stand elsewhere.
        elif seen.network.themes["id"].equals(network.themes["id"]):
            return seen.updated(network, sorted(changed & network.positions.keys()))
    return Matcher(network, of_all.ranker, encoder=of_all.encoder)


def read_as_asker(house: InHouse, asker: Asking) -> Snapshot:
    """Lend a route the present snapshot, as far as the one who asks may see it; one request gets one."""
    return as_seen_by(house.snapshots.current(), asker)


SnapshotReader = Annotated[Snapshot, Depends(read_as_asker)]

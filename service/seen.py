"""One partner as others see it: what `service.visibility` leaves of it."""

from collections.abc import Sequence
from dataclasses import dataclass, replace

import numpy as np
import pandas as pd

from graph.network import Network
from service.access import Asker, Role
from service.profiles import Profile
from service.snapshot import Snapshot
from service.visibility import as_seen_by, hidden_from, visible_network


@dataclass(frozen=True)
class SeenProfile:
    """What somebody sees of a partner; what is hidden is empty."""

    id: str
    name: str
    sector: str
    description: str
    place: str
    postcode: str
    website: str
    seeks: tuple[str, ...]
    offers: tuple[str, ...]
    themes: tuple[str, ...]
    memberships: tuple[str, ...]
    """Names of those it belongs to."""
    aliases: tuple[str, ...]


def as_partners_see(snapshot: Snapshot, partner_id: str) -> SeenProfile:
    """Return a stored partner, of whatever time, as other partners see it; raise `UnknownPartner`."""
    seen = as_seen_by(snapshot, Asker(Role.PARTNER))
    return _profile_in(seen.history, partner_id, seen.aliases.get(partner_id, ()))


def as_seen(
    snapshot: Snapshot, partner_id: str, profile: Profile, theme_labels: Sequence[str], role: Role
) -> SeenProfile:
    """Return what a role would see of a partner that tells `profile`; raise `UnknownPartner`.

    The profile need not be stored: it stands in a network of this partner alone and those it belongs to, which is cut
    down as the served network is.
    """
    telling = _telling(snapshot.history, partner_id, profile, theme_labels)
    hides_aliases = hidden_from(telling, "aliases", role)[telling.position(partner_id)]
    return _profile_in(visible_network(telling, Asker(role)), partner_id, () if hides_aliases else profile.aliases)


def _profile_in(network: Network, partner_id: str, aliases: Sequence[str]) -> SeenProfile:
    at = network.position(partner_id)
    row = network.partners.iloc[at]
    sectors = dict(zip(network.sectors["id"], network.sectors["label"], strict=True))
    phrases = network.phrases[network.phrases["partner"] == at]
    of_it = network.partner_themes.loc[network.partner_themes["partner"] == at, "theme"]
    parents = network.memberships.loc[network.memberships["member"] == at, "parent"]
    return SeenProfile(
        id=partner_id,
        sector=sectors[row["sector"]],
        **{name: row[name] or "" for name in ("name", "description", "place", "postcode", "website")},
        seeks=tuple(phrases.loc[phrases["side"] == "seeks", "text"]),
        offers=tuple(phrases.loc[phrases["side"] == "offers", "text"]),
        themes=tuple(network.themes["label"].iloc[of_it]),
        memberships=tuple(network.partners["name"].iloc[parents]),
        aliases=tuple(aliases),
    )


def _telling(history: Network, partner_id: str, profile: Profile, theme_labels: Sequence[str]) -> Network:
    """Return a network of one partner, telling a profile, and those it belongs to."""
    there = history.position(partner_id)
    parents = history.memberships.loc[history.memberships["member"] == there, "parent"]
    around = history.of(np.array(sorted({there, *parents}), dtype=np.int64))
    at = around.position(partner_id)
    texts = {name: getattr(profile, name) for name in ("name", "description", "place", "postcode", "website")}
    is_it = np.arange(around.n_partners) == at
    phrases = [(at, side, text) for side in ("seeks", "offers") for text in getattr(profile, side)]
    themes = [(label, label, "", "keyword") for label in theme_labels]
    levels = [(at, field, level) for field, level in sorted(profile.levels.items())]
    return replace(
        around,
        partners=around.partners.assign(
            **{name: around.partners[name].mask(is_it, text) for name, text in texts.items()}
        ),
        phrases=_table(phrases, "partner", "side", "text"),
        themes=pd.DataFrame(themes, columns=["id", "label", "description", "kind"], dtype=str),
        partner_themes=_table([(at, theme) for theme in range(len(themes))], "partner", "theme"),
        visibility=_table(levels, "partner", "field", "level"),
    )


def _table(rows: Sequence[tuple[int | str, ...]], *columns: str) -> pd.DataFrame:
    table = pd.DataFrame(list(rows), columns=list(columns))
    return table.astype({name: np.int64 for name in columns if name in {"partner", "theme"}})

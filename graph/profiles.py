"""What some partners tell of themselves now, and the network in which they tell it."""

from dataclasses import dataclass

import numpy as np
import pandas as pd

from graph.network import Mask, Network, Positions


@dataclass(frozen=True)
class ProfileRows:
    """The profiles of some partners: rows of three tables of a `Network`, in its order."""

    partners: pd.DataFrame
    """As `Network.partners`."""
    phrases: pd.DataFrame
    """As `Network.phrases`; partner is a position in `partners` of this."""
    partner_themes: pd.DataFrame
    """As `Network.partner_themes`; partner is a position in `partners` of this, theme one in the network's themes."""

    def within(self, network: Network) -> "ProfileRows":
        """Return the profiles of those whom a network holds, since not everybody is there on any day."""
        is_there = self.partners["id"].isin(network.positions).to_numpy()
        partners = self.partners[is_there].reset_index(drop=True)
        return ProfileRows(partners, _of(self.phrases, is_there), _of(self.partner_themes, is_there))

    def positions(self, network: Network) -> Positions:
        """Return where each of them stands in a network, in ascending order; raise `UnknownPartner` for a stranger."""
        return np.array([network.position(partner_id) for partner_id in self.partners["id"]], dtype=np.int64)


def with_profiles(network: Network, profiles: ProfileRows) -> Network:
    """Return a network with some profiles replaced, of those whom it holds: the same as one read again.

    Its partners and what they did stay, in the same order.
    """
    there = profiles.within(network)
    positions = there.positions(network)
    if not len(positions):
        return network
    is_changed = np.zeros(network.n_partners, np.bool_)
    is_changed[positions] = True
    partners = pd.concat([network.partners[~is_changed], there.partners.set_axis(positions)]).sort_index()
    return network.telling(
        partners=partners,
        phrases=_replaced(network.phrases, there.phrases, positions, is_changed),
        partner_themes=_replaced(network.partner_themes, there.partner_themes, positions, is_changed),
    )


def _of(table: pd.DataFrame, kept: Mask) -> pd.DataFrame:
    stays: Mask = kept[table["partner"].to_numpy()]
    left = table[stays].reset_index(drop=True)
    return left.assign(partner=(np.cumsum(kept) - 1)[left["partner"].to_numpy()])


def _replaced(table: pd.DataFrame, rows: pd.DataFrame, positions: Positions, is_changed: Mask) -> pd.DataFrame:
    """Return `table`, ordered by partner, with the rows of the changed partners replaced by `rows`."""
    stays: Mask = ~is_changed[table["partner"].to_numpy()]
    kept = table[stays]
    if rows.empty:
        return kept.reset_index(drop=True)  # put together with no rows at all, columns would lose their types
    moved = rows.assign(partner=positions[rows["partner"].to_numpy()])
    return pd.concat([kept, moved] if len(kept) else [moved]).sort_values("partner", kind="stable", ignore_index=True)

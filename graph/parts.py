"""A part of a network: the partners of a sector, a theme, a place or a board."""

from dataclasses import dataclass

import numpy as np

from graph.network import Mask, Network


@dataclass(frozen=True)
class Part:
    """Which partners are meant; all conditions hold at once, and an empty one holds for everybody."""

    sector: str = ""
    """Id of a sector."""
    theme: str = ""
    """Id of a theme that a partner names, or that something it did is about."""
    place: str = ""
    """Name of a place."""
    board: str = ""
    """Id of a partner: it, and all that belong to it, however far down."""

    def of(self, network: Network) -> Mask:
        """Return which partners of a network are meant; shape (n_partners,)."""
        partners = network.partners
        chosen: Mask = np.ones(network.n_partners, dtype=np.bool_)
        if self.sector:
            chosen &= (partners["sector"] == self.sector).to_numpy()
        if self.place:
            chosen &= (partners["place"] == self.place).to_numpy()
        if self.theme:
            chosen &= _on_theme(network, self.theme)
        if self.board:
            chosen &= _under(network, self.board)
        return chosen


def _on_theme(network: Network, theme_id: str) -> Mask:
    on_it: Mask = np.zeros(network.n_partners, dtype=np.bool_)
    theme = network.theme_positions.get(theme_id, -1)
    named = network.partner_themes
    on_it[named.loc[named["theme"] == theme, "partner"]] = True
    of_work = network.collaboration_themes
    about = of_work.loc[of_work["theme"] == theme, "collaboration"]
    parts = network.participations
    on_it[parts.loc[parts["collaboration"].isin(about), "partner"]] = True
    return on_it


def _under(network: Network, board_id: str) -> Mask:
    """Return a partner and everybody that belongs to it, step by step until nobody is added."""
    under: Mask = np.zeros(network.n_partners, dtype=np.bool_)
    if board_id in network.positions:
        under[network.position(board_id)] = True
    member, parent = network.memberships["member"].to_numpy(), network.memberships["parent"].to_numpy()
    while not under[added := member[under[parent]]].all():
        under[added] = True
    return under

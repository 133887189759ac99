"""Collaborations of a made-up network: those of Oss, held elsewhere by partners of the same sectors."""

from dataclasses import dataclass

import numpy as np
import pandas as pd

from tests.benchmarks.made_up_texts import read_table

ACTIVITY_SPREAD = 0.7
"""Of the logarithm of how often partners take part: a few in many, most in few."""
SHARES = {"place": 0.5, "region": 0.25, "country": 0.25}
"""From where each partner of a collaboration comes."""
SHARE_LARGE, MEAN_LARGE, MOST_LARGE = 0.03, 12, 60
"""Collaborations of many, as in European research: ten to sixty partners, most of them near ten."""
SHARE_GRANTED = 0.3
PLACES_PER_REGION = 20


@dataclass(frozen=True)
class Gatherings:
    """Collaborations, and who takes part: two sets of columns."""

    ids: list[str]
    template: np.ndarray
    """The collaboration of Oss that each is like."""
    kinds: np.ndarray
    themes: list[list[str]]
    is_led: np.ndarray
    share_ended: float
    share_granted: float
    collaboration: np.ndarray
    """Position of a collaboration, once per partner in it."""
    partner: np.ndarray
    position: np.ndarray
    """Place of the partner in the collaboration; the lead, where there is one, is first."""


def gather(
    sector: np.ndarray, place: np.ndarray, n_places: int, n_wanted: int, chance: np.random.Generator
) -> Gatherings:
    """Make up collaborations of partners of these sectors and places (-1 for none)."""
    oss = read_table("oss/collaborations.csv")
    names, of_sector = np.unique(sector, return_inverse=True)
    sectors = _sectors_of_each(oss, names)
    template = chance.integers(len(oss), size=n_wanted)
    slots = [sectors[at] for at in template]
    for at in np.flatnonzero(chance.random(n_wanted) < SHARE_LARGE):
        n = min(10 + int(chance.exponential(MEAN_LARGE - 10)), MOST_LARGE)
        slots[at] = chance.choice(of_sector, n)
    collaboration = np.repeat(np.arange(n_wanted), [len(one) for one in slots])
    wanted = np.concatenate([np.asarray(one, np.int64) for one in slots]) if slots else np.zeros(0, np.int64)
    held_in = chance.choice(place[place >= 0], n_wanted) if (place >= 0).any() else np.zeros(n_wanted, np.int64)
    partner = _Crowd(of_sector, place, n_places, chance).draw(wanted, held_in[collaboration], chance)
    parts = pd.DataFrame({"collaboration": collaboration, "partner": partner}).drop_duplicates()
    return Gatherings(
        ids=[f"c{at:07}" for at in range(n_wanted)],
        template=template,
        kinds=oss["kind"].to_numpy(object)[template],
        themes=[[theme for theme in oss["themes"].iloc[at].split(";") if theme] for at in template],
        is_led=(oss["lead"] != "").to_numpy()[template],
        share_ended=float((oss["end_date"] != "").mean()),
        share_granted=SHARE_GRANTED,
        collaboration=parts["collaboration"].to_numpy(),
        partner=parts["partner"].to_numpy(),
        position=parts.groupby("collaboration").cumcount().to_numpy(),
    )


def _sectors_of_each(oss: pd.DataFrame, names: np.ndarray) -> list[np.ndarray]:
    """Return the sectors, as positions in `names`, of those in each collaboration of Oss, its lead first."""
    sector_by_partner = read_table("oss/partners.csv").set_index("id")["sector"]
    position_by_sector = {name: at for at, name in enumerate(names)}
    found = []
    for lead, participants in zip(oss["lead"], oss["participants"], strict=True):
        members = dict.fromkeys(one for one in [*lead.split(";"), *participants.split(";")] if one)
        sectors = sector_by_partner[list(members)]
        found.append(np.array([position_by_sector.get(one, 0) for one in sectors], np.int64))
    return found


class _Crowd:
    """Partners by sector and place, by sector and region, and by sector alone, ready to be drawn by their activity."""

    def __init__(self, sector: np.ndarray, place: np.ndarray, n_places: int, chance: np.random.Generator) -> None:
        activity = chance.lognormal(0, ACTIVITY_SPREAD, len(sector))
        self._n_sectors = int(sector.max(initial=0)) + 1
        region = np.where(place >= 0, place // PLACES_PER_REGION, -1)
        n_regions = n_places // PLACES_PER_REGION + 1
        keys = {
            "country": (sector, self._n_sectors),
            "region": (np.where(place >= 0, region * self._n_sectors + sector, -1), n_regions * self._n_sectors),
            "place": (np.where(place >= 0, place * self._n_sectors + sector, -1), n_places * self._n_sectors),
        }
        self._groups = {name: _Groups.of(key, n_keys, activity) for name, (key, n_keys) in keys.items()}

    def draw(self, sector: np.ndarray, held_in: np.ndarray, chance: np.random.Generator) -> np.ndarray:
        """Return a partner of each sector, from a place, its region or anywhere; where there is none, from farther."""
        scope = chance.choice(len(SHARES), len(sector), p=list(SHARES.values()))
        drawn = np.full(len(sector), -1)
        keys = {
            "place": held_in * self._n_sectors + sector,
            "region": held_in // PLACES_PER_REGION * self._n_sectors + sector,
            "country": sector,
        }
        for at, name in enumerate(SHARES):
            wants = np.flatnonzero((scope <= at) & (drawn < 0))
            drawn[wants] = self._groups[name].draw(keys[name][wants], chance)
        return drawn


@dataclass(frozen=True)
class _Groups:
    order: np.ndarray
    """Partners, those of one group together."""
    starts: np.ndarray
    """Where each group begins, and where the last one ends."""
    reached: np.ndarray
    """Activity of all before each partner in the order, and of all together."""

    @classmethod
    def of(cls, key: np.ndarray, n_keys: int, activity: np.ndarray) -> "_Groups":
        order = np.argsort(key, kind="stable")
        order = order[key[order] >= 0]
        starts = np.searchsorted(key[order], np.arange(n_keys + 1))
        return cls(order, starts, np.concatenate([[0], np.cumsum(activity[order])]))

    def draw(self, keys: np.ndarray, chance: np.random.Generator) -> np.ndarray:
        """Return a partner of each group, -1 for an empty one."""
        first, last = self.starts[keys], self.starts[keys + 1]
        low, high = self.reached[first], self.reached[last]
        at = np.searchsorted(self.reached, low + chance.random(len(keys)) * (high - low), side="right") - 1
        at = np.clip(at, first, np.maximum(last - 1, first))
        return np.where(last > first, self.order[np.minimum(at, len(self.order) - 1)], -1)

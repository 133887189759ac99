"""The path of one place, or of the whole network: its steps, the transitions between them, and who links these."""

from dataclasses import dataclass
from functools import cached_property
from typing import Literal

import numpy as np
import pandas as pd

from graph.chain import STEPS, count_by_place, places_of, steps_of, work_along
from graph.network import Mask, Network, Positions

BESIDE = ("speciaal-onderwijs", "hbo", "bibliotheek")
"""Sectors of learning that are no step of this path: who learns there comes from, and goes on to, several of them."""

Status = Literal["linked", "gap", "no_next", "no_step", "nobody"]


def status_of(n_links: int, n_step: int, n_next: int) -> Status:
    """Return what is the matter with a transition.

    linked: somebody here works with the other step. gap: nobody does, though both steps are here. no_next, no_step and
    nobody: nobody does, and the next step, the step itself or both are not here.

    >>> status_of(1, 2, 0), status_of(0, 2, 3), status_of(0, 2, 0), status_of(0, 0, 0)
    ('linked', 'gap', 'no_next', 'nobody')
    """
    if n_links:
        return "linked"
    if n_step and n_next:
        return "gap"
    return "no_next" if n_step else "no_step" if n_next else "nobody"


@dataclass(frozen=True)
class Link:
    """Two partners of steps that follow each other, and what they did together."""

    partner: int
    next_partner: int
    collaborations: tuple[int, ...]
    """Positions, in the order of their start."""
    until: pd.Timestamp | None
    """The last day of the last of them that ends; None while any has no end."""


@dataclass(frozen=True)
class Step:
    """A step of the path, and who stands on it here."""

    sector: str
    label: str
    partners: tuple[int, ...]


@dataclass(frozen=True)
class Transition:
    """What lies between two steps that follow each other."""

    step: Step
    following: Step
    links: tuple[Link, ...]
    """Those of a partner here; the other one may be elsewhere."""
    n_over: int
    """Links of which all that they did together has ended."""

    @property
    def status(self) -> Status:
        """What is the matter with it (`status_of`)."""
        return status_of(len(self.links), len(self.step.partners), len(self.following.partners))

    @cached_property
    def linked(self) -> list[int]:
        """Who of the step, here, works with somebody of the next one, wherever that is."""
        return sorted({link.partner for link in self.links} & set(self.step.partners))

    @cached_property
    def reached(self) -> list[int]:
        """Who of the next step, here, works with somebody of the step before, wherever that is."""
        return sorted({link.next_partner for link in self.links} & set(self.following.partners))

    @property
    def alone(self) -> list[int]:
        """Who of the two steps, here, works with nobody of the other one."""
        return sorted({*self.step.partners, *self.following.partners} - {*self.linked, *self.reached})

    @property
    def collaborations(self) -> list[int]:
        """All that links the two steps here, in the order of its start."""
        return sorted({each for link in self.links for each in link.collaborations})


@dataclass(frozen=True)
class Path:
    """The path of learning of a place; of the whole network where `place` is ""."""

    place: str
    steps: tuple[Step, ...]
    transitions: tuple[Transition, ...]

    @property
    def n_partners(self) -> int:
        """How many stand on any step."""
        return sum(len(step.partners) for step in self.steps)


class Paths:
    """Reads the path of each place of one network, by the collaborations on one theme or on any."""

    def __init__(self, network: Network, day: pd.Timestamp, theme_id: str = "") -> None:
        """Take the network of a day; an empty theme stands for any."""
        self.network, self._day = network, day
        self.step_of: Positions = steps_of(network)
        self.located = places_of(network)
        work = work_along(network)
        self.work = work[work["collaboration"].isin(about_theme(network, theme_id))] if theme_id else work
        self._labels = dict(zip(network.sectors["id"], network.sectors["label"], strict=True))

    @cached_property
    def places(self) -> list[str]:
        """The places with anybody on the path, in the order of their names."""
        on_path = self.step_of[self.located["partner"].to_numpy()] >= 0
        return sorted(set(self.located["place"][on_path]))

    @property
    def unplaced(self) -> Mask:
        """Who is on the path and has no place that the one who asks can see: shape (n_partners,)."""
        unplaced: Mask = (self.step_of >= 0) & ~self._in(self.located["partner"])
        return unplaced

    @property
    def beside(self) -> list[tuple[str, int]]:
        """Label and number of partners of each sector of `BESIDE` that has any."""
        sectors = self.network.partners["sector"]
        counted = [(sector, int((sectors == sector).sum())) for sector in BESIDE]
        return [(self._labels[sector], n) for sector, n in counted if n]

    @cached_property
    def steps_apart(self) -> Positions:
        """How many steps lie between the two of each pair on the path that works together, 1 for neighbours."""
        ties = self.network.tie_days
        one, other = (self.step_of[ties[end].to_numpy()] for end in ("first", "second"))
        apart: Positions = np.abs(one - other)[(one >= 0) & (other >= 0)]
        return apart

    def counts(self) -> pd.DataFrame:
        """Return the counts of `graph.chain.chain` on this theme."""
        return count_by_place(self.network, self.work)

    def path(self, place: str = "") -> Path:
        """Return the path of a place; of everybody, with or without a place, for ""."""
        here = self._in(self.located.loc[self.located["place"] == place, "partner"]) if place else self.step_of >= 0
        steps = tuple(
            Step(sector, self._labels.get(sector, sector), tuple(np.flatnonzero(here & (self.step_of == at)).tolist()))
            for at, sector in enumerate(STEPS)
        )
        transitions = tuple(self._transition(at, steps, here) for at in range(len(STEPS) - 1))
        return Path(place, steps, transitions)

    def _in(self, positions: "pd.Series[int]") -> Mask:
        return np.isin(np.arange(self.network.n_partners), positions)

    def _transition(self, at: int, steps: tuple[Step, ...], here: Mask) -> Transition:
        links = tuple(link for link in self._links.get(at, []) if here[link.partner] or here[link.next_partner])
        n_over = sum(link.until is not None and link.until < self._day for link in links)
        return Transition(steps[at], steps[at + 1], links, n_over)

    @cached_property
    def _links(self) -> dict[int, list[Link]]:
        """The links of each step with the next, by the step's position, ordered by partner."""
        together: dict[tuple[int, int, int], list[int]] = {}
        for step, *pair, collaboration in self.work[["step", "partner", "next_partner", "collaboration"]].to_numpy():
            together.setdefault((int(step), int(pair[0]), int(pair[1])), []).append(int(collaboration))
        links: dict[int, list[Link]] = {}
        end = self.network.collaborations["end"]
        for (step, partner, following), of in together.items():
            until = None if end[of].isna().any() else end[of].max()
            links.setdefault(step, []).append(Link(partner, following, tuple(of), until))
        return links


def about_theme(network: Network, theme_id: str) -> Positions:
    """Return which collaborations are about a theme or a narrower one; none for a theme that nobody knows."""
    known = network.theme_positions.get(theme_id)
    themes = set() if known is None else {known}
    broader = network.theme_broader
    while added := set(broader.loc[broader["broader"].isin(themes), "theme"]) - themes:
        themes |= added
    about = network.collaboration_themes
    return about.loc[about["theme"].isin(themes), "collaboration"].unique()

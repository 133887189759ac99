"""One partner as its page shows it: its words, its collaborations in time, and those around it."""

from collections.abc import Iterable
from dataclasses import dataclass, field

import numpy as np
import pandas as pd

from graph.network import Network
from service.pages.marks import Mark, mark_of
from service.pages.overview import Overview
from service.texts import say_date

MOST_TOLD = 120
"""How many collaborations and neighbours a page tells of; more reads nobody, and hubs have thousands."""


@dataclass(frozen=True)
class PartnerBrief:
    """A partner in one line."""

    id: str
    name: str
    mark: Mark
    sector: str
    place: str


@dataclass(frozen=True)
class ThemeBrief:
    id: str
    label: str


@dataclass(frozen=True)
class CollaborationView:
    """Something the partner did with others."""

    title: str
    when: str
    kind: str
    description: str
    is_lead: bool
    themes: list[ThemeBrief]
    companions: list[PartnerBrief]
    """The others in it: who leads first, then by name."""


@dataclass(frozen=True)
class Neighbour:
    """A partner that this one has worked with."""

    partner: PartnerBrief
    n_collaborations: int
    first_year: int
    latest_year: int


@dataclass(frozen=True)
class PartnerDetails:
    """All that the page of a partner tells."""

    brief: PartnerBrief
    description: str
    website: str
    seeks: list[str]
    offers: list[str]
    themes: list[ThemeBrief]
    parents: list[PartnerBrief]
    members: list[PartnerBrief]
    collaborations: list[CollaborationView]
    """Latest first, at most `MOST_TOLD`."""
    n_earlier: int
    """Collaborations before these."""
    neighbours: list[Neighbour]
    """Those with most collaborations first, then the latest; at most `MOST_TOLD`."""
    n_neighbours: int
    sources: list[str] = field(default_factory=list)


class Describer:
    """Tells of the partners of one network."""

    def __init__(self, overview: Overview) -> None:
        self.network: Network = overview.network
        self.overview = overview
        sectors = self.network.sectors
        self.marks = {sector: mark_of(position) for position, sector in enumerate(sectors["id"])}
        self._labels = dict(zip(sectors["id"], sectors["label"], strict=True))

    def brief(self, position: int) -> PartnerBrief:
        """Return the partner at `position` in one line."""
        row = self.network.partners.iloc[position]
        return PartnerBrief(
            id=row["id"],
            name=row["name"],
            mark=self.marks[row["sector"]],
            sector=self._labels[row["sector"]],
            place=row["place"] or "",
        )

    def briefs(self, positions: Iterable[int]) -> list[PartnerBrief]:
        return [self.brief(position) for position in positions]

    def details(self, partner_id: str) -> PartnerDetails:
        """Return all about a partner; raise `UnknownPartner` if there is none with this id."""
        network = self.network
        position = network.position(partner_id)
        row = network.partners.iloc[position]
        memberships = network.memberships
        collaborations = self._latest_first(position)
        return PartnerDetails(
            brief=self.brief(position),
            description=row["description"] or "",
            website=web_address(row["website"] or ""),
            seeks=self.phrases(position, "seeks"),
            offers=self.phrases(position, "offers"),
            themes=self.themes(network.partner_themes.query("partner == @position")["theme"]),
            parents=self.briefs(memberships.query("member == @position")["parent"]),
            members=self._by_name(memberships.query("parent == @position")["member"]),
            collaborations=[self.collaboration(one, position) for one in collaborations[:MOST_TOLD]],
            n_earlier=max(len(collaborations) - MOST_TOLD, 0),
            neighbours=self.neighbours(position, most=MOST_TOLD),
            n_neighbours=self.count_neighbours(position),
            sources=[source for source in (row["source"] or "").split(";") if web_address(source)],
        )

    def phrases(self, position: int, side: str) -> list[str]:
        """Return what the partner at `position` "seeks" or "offers", in its own order."""
        own = self.network.phrases.iloc[np.flatnonzero(self.network.phrases["partner"].to_numpy() == position)]
        return own.loc[own["side"] == side, "text"].tolist()

    def themes(self, positions: Iterable[int]) -> list[ThemeBrief]:
        themes = self.network.themes
        return [ThemeBrief(themes["id"][position], themes["label"][position]) for position in positions]

    def neighbours(self, position: int, most: int, year: int | None = None) -> list[Neighbour]:
        """Return those the partner at `position` had worked with most by the end of `year` (or ever)."""
        own = self._own_ties(position, year)
        own = own.assign(other=own["first"] + own["second"] - position, latest_year=own["latest"].dt.year)
        own = own.sort_values(["n_collaborations", "latest_year", "other"], ascending=[False, False, True]).head(most)
        return [
            Neighbour(self.brief(other), count, first_year, int(latest_year))
            for other, count, first_year, latest_year in zip(
                own["other"], own["n_collaborations"], own["year"], own["latest_year"], strict=True
            )
        ]

    def count_neighbours(self, position: int, year: int | None = None) -> int:
        """Count those the partner at `position` had worked with by the end of `year` (or ever)."""
        return len(self._own_ties(position, year))

    def _own_ties(self, position: int, year: int | None) -> pd.DataFrame:
        ties = self.overview.ties
        own = ties[(ties["first"] == position) | (ties["second"] == position)]
        return own if year is None else own[own["year"] <= year]

    def _by_name(self, positions: Iterable[int]) -> list[PartnerBrief]:
        return sorted(self.briefs(positions), key=lambda partner: partner.name.casefold())

    def _latest_first(self, position: int) -> list[int]:
        """Positions of a partner's collaborations: their table is ordered by start."""
        parts = self.network.participations
        own: list[int] = parts.loc[parts["partner"] == position, "collaboration"].unique().tolist()
        return sorted(own, reverse=True)

    def collaboration(self, collaboration: int, position: int) -> CollaborationView:
        """Return the collaboration at a position as one of its partners, at `position`, tells of it."""
        row = self.network.collaborations.iloc[collaboration]
        parts = self.network.participations
        parts = parts[parts["collaboration"] == collaboration]
        leads = set(parts.loc[parts["role"] == "lead", "partner"])
        others = [other for other in parts["partner"].unique() if other != position]
        leading = self._by_name(other for other in others if other in leads)
        following = self._by_name(other for other in others if other not in leads)
        themes = self.network.collaboration_themes
        return CollaborationView(
            title=row["title"],
            when=_say_when(row),
            kind=row["kind"] or "",
            description=row["description"] or "",
            is_lead=position in leads,
            themes=self.themes(themes.loc[themes["collaboration"] == collaboration, "theme"]),
            companions=leading + following,
        )


def _say_when(row: "pd.Series[str]") -> str:
    """Say when a collaboration was, as exactly as it was written."""
    begin, end = row["start_date"] or "", row["end_date"] or ""
    if end and end != begin:
        return f"{say_date(begin)} – {say_date(end)}"
    return say_date(begin) if begin else ""


def web_address(website: str) -> str:
    """Return a web address that is safe to link to; empty if it is none.

    >>> web_address("asd-oss.nl"), web_address("javascript:alert(1)")
    ('https://asd-oss.nl', '')
    """
    website = website.strip()
    if website.startswith(("https://", "http://")):
        return website
    is_bare = "." in website and not set(website) & set(" :\"'<>")
    return f"https://{website}" if is_bare else ""

"""/v1/what-if: what new ties would do to the network, which ones serve an aim best, and who would be missed."""

from typing import Annotated, Any

from fastapi import Query, Request, Response
from pydantic import Field

from graph.batch import SHOWN
from graph.best_ties import AIMS
from graph.missing import if_leaves
from graph.tie_graph import tie_graph
from graph.what_if import N_DRAWS, Outlook, what_if
from service.api.measures import PartAsked
from service.api.negotiating import CSV
from service.api.shapes import NOT_FOUND, Links, ListOut, OneOf, Out, address, list_all
from service.api.tables import TableAsked, Wanted, answer_csv, make_table_router
from service.figures.batches import MOST_PAIRS, Ahead, Candidate
from service.house import InHouse
from service.visibility import SnapshotReader

router = make_table_router("/what-if", "Growth")

BETWEEN = "|"
_ID = r"[^\u0000-\u0020\u007f/;|]+"
PairText = Annotated[str, Field(pattern=rf"^{_ID}\|{_ID}$", max_length=500)]
"""Ids of two partners, as addresses of pages hold them too."""

MEANINGS = {
    "density": "share of all pairs that are tied",
    "n_components": "groups between which there is no way over ties; who has no tie is one",
    "largest_share": "share of the partners in the largest of these groups",
    "centralisation": "0 where all have as many ties, 1 where one has all of them (Freeman 1979)",
    "cross_share": "share of the ties that join two sectors",
    "n_isolates": "partners without a tie",
    "reach": "share of the others that hear of a message of one partner within two steps, mean over all",
    "efficiency": "mean over pairs of 1 / steps, 0 where there is no way (Latora and Marchiori 2001)",
}


class WhatIfAsked(PartAsked):
    """Which ties, and how likely each is: the ones named, or else the best suggestions of a part of the network."""

    pair: list[PairText] = Field(
        default=[],
        max_length=MOST_PAIRS,
        description="Ids of two partners with | between them; may stand there several times.",
        examples=[["het-hooghuis|museum-jan-cunen"]],
    )
    top: int = Field(default=25, ge=1, le=MOST_PAIRS, description="How many suggestions, the best first.", examples=[5])
    share: float = Field(default=0.5, ge=0, le=1, description="Chance that each of them comes about.", examples=[0.5])
    draws: int = Field(default=N_DRAWS, ge=1, le=N_DRAWS, description="How often is drawn who says yes.", examples=[50])
    seed: int = Field(default=0, ge=0, le=2**31 - 1, description="Another one gives other draws.", examples=[1])


class OutlookOut(Out):
    """One figure, today and over the draws."""

    name: str = Field(examples=["n_isolates"])
    today: float = Field(examples=[20])
    mean: float = Field(description="Mean of the draws.", examples=[14.2])
    low: float = Field(description="2.5 % of the draws lie below it.", examples=[11])
    high: float = Field(description="2.5 % of the draws lie above it.", examples=[17])
    draws: int = Field(description="How many draws; 1 where nothing is left to chance.", examples=[200])
    meaning: str = Field(examples=["partners without a tie"])


class PairOut(Out):
    """Two partners of the batch."""

    partner_ids: list[str] = Field(examples=[["het-hooghuis", "museum-jan-cunen"]])
    chance: float | None = Field(
        description="Chance that both say yes; null where nobody weighed them, and for all but staff.", examples=[0.18]
    )


class WhatIfOut(Out):
    """What a batch of new ties would do."""

    n_partners: int = Field(description="How many partners the figures are of.", examples=[164])
    n_ties: int = Field(description="How many ties there are today.", examples=[364])
    share: float = Field(examples=[0.5])
    pairs: list[PairOut]
    figures: list[OutlookOut]
    links: Links


class LeavingAsked(TableAsked):
    """Who leaves."""

    partner_id: str = Field(min_length=1, description="Id of the partner that leaves.", examples=["het-hooghuis"])


class LossOut(Out):
    """One figure with the partner and without."""

    name: str = Field(examples=["n_components"])
    before: float = Field(examples=[24])
    after: float = Field(examples=[26])
    meaning: str = Field(examples=["groups between which there is no way over ties; who has no tie is one"])


class LeavingOut(Out):
    """What the leaving of a partner would do."""

    partner_id: str = Field(examples=["het-hooghuis"])
    n_partners: int = Field(description="How many partners there are with it.", examples=[164])
    tied_to: list[str] = Field(description="Ids of those that it is tied to.", examples=[["gemeente-oss"]])
    cut_off: list[str] = Field(
        description="Ids of those that would lose every way to the largest group of theirs.", examples=[["escoss"]]
    )
    figures: list[LossOut]
    links: Links


class TiesAsked(TableAsked):
    """Which aim."""

    aim: Annotated[str, OneOf(AIMS)] = Field(
        default=AIMS[0],
        description="connect those without a tie, cross sectors that seldom meet, or shorten the ways.",
        examples=["shorten"],
    )
    top: int = Field(default=10, ge=1, le=50, description="How many at most.", examples=[3])


class ServingOut(Out):
    """A tie that serves the aim, and what it gains beside those before it."""

    rank: int = Field(description="1 helps most.", examples=[1])
    partner_ids: list[str] = Field(examples=[["het-hooghuis", "museum-jan-cunen"]])
    n_isolates: int | None = Field(description="connect: partners that get their first tie.", examples=[1])
    n_joined: int | None = Field(description="connect: partners of the smaller group that joins.", examples=[4])
    n_ties: int | None = Field(description="cross: ties that the two sectors have without it.", examples=[0])
    efficiency: float | None = Field(description="shorten: what it adds to the efficiency.", examples=[0.006])
    n_nearer: int | None = Field(description="shorten: pairs of partners that come nearer.", examples=[276])


@router.get("", response_model=WhatIfOut, responses=NOT_FOUND)
def look_ahead(  # noqa: PLR0913, PLR0917 -- what the framework hands in
    request: Request,
    response: Response,
    asked: Annotated[WhatIfAsked, Query()],
    house: InHouse,
    snapshot: SnapshotReader,
    wanted: Wanted,
) -> WhatIfOut | Response:
    """Look ahead: the figures of the network if some new ties came about."""
    ahead = Ahead.of(house, snapshot)
    candidates = _chosen(ahead, asked)
    found = what_if(ahead.batch(candidates), asked.share, asked.draws, asked.seed)
    figures = [_figure(name, found[name]) for name in SHOWN]
    if wanted == CSV:
        columns = ["share", *OutlookOut.model_fields]
        return answer_csv(response, columns, ([asked.share, *_cells(each)] for each in figures), "what-if")
    return WhatIfOut(
        n_partners=ahead.graph.n,
        n_ties=ahead.graph.m,
        share=asked.share,
        pairs=[PairOut(partner_ids=list(each.pair), chance=each.chance) for each in candidates],
        figures=figures,
        links=Links(self_=address(request)),
    )


def _chosen(ahead: Ahead, asked: WhatIfAsked) -> list[Candidate]:
    """Return the pairs that are meant; raise `UnknownPartner` for one with somebody who is not there."""
    if not asked.pair:
        return ahead.best(asked.part, asked.top)
    pairs = [(each.partition(BETWEEN)[0], each.partition(BETWEEN)[2]) for each in asked.pair]
    for partner_id in (one for pair in pairs for one in pair):
        ahead.network.position(partner_id)
    return ahead.chosen(pairs)


def _figure(name: str, outlook: Outlook) -> OutlookOut:
    return OutlookOut(
        name=name,
        today=outlook.today,
        mean=outlook.mean,
        low=outlook.low,
        high=outlook.high,
        draws=outlook.n_draws,
        meaning=MEANINGS[name],
    )


@router.get("/leaving", response_model=LeavingOut, responses=NOT_FOUND)
def look_without(
    request: Request,
    response: Response,
    asked: Annotated[LeavingAsked, Query()],
    snapshot: SnapshotReader,
    wanted: Wanted,
) -> LeavingOut | Response:
    """Look at the network without one of its partners: what it would lose, and who would be cut off."""
    network = snapshot.network
    found = if_leaves(tie_graph(network), network.position(asked.partner_id))
    figures = [
        LossOut(name=name, before=found.before[name], after=found.after[name], meaning=MEANINGS[name]) for name in SHOWN
    ]
    if wanted == CSV:
        columns = ["partner_id", *LossOut.model_fields]
        return answer_csv(response, columns, ([asked.partner_id, *_cells(each)] for each in figures), "leaving")
    return LeavingOut(
        partner_id=asked.partner_id,
        n_partners=network.n_partners,
        tied_to=list(found.lost),
        cut_off=list(found.cut_off),
        figures=figures,
        links=Links(self_=address(request)),
    )


@router.get("/ties", response_model=ListOut[ServingOut])
def list_best_ties(  # noqa: PLR0913, PLR0917 -- what the framework hands in
    request: Request,
    response: Response,
    asked: Annotated[TiesAsked, Query()],
    house: InHouse,
    snapshot: SnapshotReader,
    wanted: Wanted,
) -> ListOut[ServingOut] | Response:
    """List which of the suggestions of today serve an aim best, one after another, each beside those before it."""
    found = [
        ServingOut.model_validate({"rank": rank, "partner_ids": list(candidate.pair), **_NO_GAINS, **tie.gains})
        for rank, (candidate, tie) in enumerate(Ahead.of(house, snapshot).best_ties(asked.aim, asked.top), start=1)
    ]
    if wanted == CSV:
        columns = ["rank", "one_id", "other_id", *_NO_GAINS]
        rows = ([each.rank, *each.partner_ids, *_cells(each)[2:]] for each in found)
        return answer_csv(response, columns, rows, "best-ties")
    return list_all(request, found)


_NO_GAINS = dict.fromkeys(list(ServingOut.model_fields)[2:])


def _cells(row: Out) -> list[Any]:  # of whatever types its fields are
    return [value for _name, value in row]

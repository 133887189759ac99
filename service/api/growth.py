"""/v1/growth: how the network, or a part of it, grew year by year."""

from dataclasses import asdict, astuple, fields
from typing import Annotated

import numpy as np
from fastapi import Query, Request, Response
from pydantic import Field
from pydantic.json_schema import SkipJsonSchema

from graph.growth import YearOfGrowth, growth
from graph.network import Network
from graph.parts import Part
from service.api.measures import PartAsked
from service.api.negotiating import CSV
from service.api.shapes import Day, ListOut, Out, list_all
from service.api.tables import Wanted, answer_csv, make_table_router
from service.visibility import SnapshotReader

router = make_table_router("/growth", "Growth")


class YearOut(Out):
    """The network at the end of a year; what ended still counts."""

    year: int = Field(examples=[2021])
    partners: int = Field(description="Partners that had taken part in anything.", examples=[144])
    new_collaborations: int = Field(description="Collaborations that began in this year.", examples=[16])
    running_collaborations: int = Field(description="Collaborations that had begun and not ended.", examples=[92])
    ties: int = Field(description="Pairs that had worked together.", examples=[364])
    new_ties: int = Field(description="Of these, the pairs that first did in this year.", examples=[29])
    mean_degree: float = Field(description="Ties per partner.", examples=[5.06])
    components: int = Field(description="Groups between which there is no way over ties.", examples=[4])
    largest_share: float = Field(description="Share of the partners in the largest of these.", examples=[0.96])
    cross_sector_share: float = Field(description="Share of the ties that join two sectors.", examples=[0.79])


class GrowthAsked(PartAsked):
    """Up to which day, and which part of the network."""

    at: Day | SkipJsonSchema[None] = Field(
        default=None, description="Up to this day; today by default.", examples=["2021-12-31"]
    )


@router.get("", response_model=ListOut[YearOut])
def read_growth(
    request: Request,
    response: Response,
    asked: Annotated[GrowthAsked, Query()],
    snapshot: SnapshotReader,
    wanted: Wanted,
) -> ListOut[YearOut] | Response:
    """List the years from the first collaboration on; with a part, of its partners and what they did together."""
    today = snapshot.network.day
    assert today is not None  # noqa: S101 -- a served network is of a day
    until = min(asked.at or today, today)  # nothing is known of years to come
    years = growth(_of_part(snapshot.history, asked.part), until)
    if wanted == CSV:
        columns = [field.name for field in fields(YearOfGrowth)]
        return answer_csv(response, columns, [astuple(year) for year in years], "growth")
    return list_all(request, [YearOut.model_validate(asdict(year)) for year in years])


def _of_part(history: Network, part: Part) -> Network:
    if part == Part():
        return history
    return history.of(np.flatnonzero(part.of(history)).astype(np.int64)).without_idle()

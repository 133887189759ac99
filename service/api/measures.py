"""/v1/measures: what the network is like on a day, each figure with its definition."""

from datetime import date
from typing import Annotated

from fastapi import Query, Request
from pydantic import Field
from pydantic.json_schema import SkipJsonSchema

from graph.measures import DEFINITIONS, measure
from graph.parts import Part
from service.api.shapes import Asked, Day, Links, Out, address, make_router
from service.visibility import SnapshotReader

router = make_router("/measures", "Growth")


class MeasureOut(Out):
    """One figure."""

    name: str = Field(examples=["density"])
    value: float | None = Field(description="Null where there is nothing to divide by.", examples=[0.027])
    meaning: str = Field(description="What it says.", examples=["share of all pairs that are tied"])
    source: str = Field(description="Where its formula comes from.", examples=["Wasserman and Faust 1994"])
    version: int = Field(description="Goes up when the same data would give another figure.", examples=[1])


class MeasuresOut(Out):
    """The figures of a part of the network on a day."""

    at: date = Field(description="The day.", examples=["2021-12-31"])
    n_partners: int = Field(description="How many partners they are of.", examples=[164])
    measures: list[MeasureOut]
    links: Links


class MeasuresAsked(Asked):
    """Which day and which part; all conditions hold at once."""

    at: Day | SkipJsonSchema[None] = Field(
        default=None, description="The day; today by default.", examples=["2021-12-31"]
    )
    sector: str = Field(default="", description="Id of a sector.", examples=["bedrijf"])
    theme: str = Field(default="", description="Id of a theme named or worked on.", examples=["techniek"])
    place: str = Field(default="", description="Name of a place.", examples=["Oss"])
    board: str = Field(
        default="", description="Id of a partner: it, and all that belong to it.", examples=["gemeente-oss"]
    )


@router.get("")
def read_measures(request: Request, asked: Annotated[MeasuresAsked, Query()], snapshot: SnapshotReader) -> MeasuresOut:
    """Measure a part of the network on a day."""
    day = asked.at or snapshot.network.day
    assert day is not None  # noqa: S101 -- a served network is of a day
    part = Part(asked.sector, asked.theme, asked.place, asked.board)
    found = measure(snapshot.history, day, part)
    return MeasuresOut(
        at=day,
        n_partners=found.n_partners,
        measures=[
            MeasureOut(
                name=each.name,
                value=found.figures[each.name],
                meaning=each.meaning,
                source=each.source,
                version=each.version,
            )
            for each in DEFINITIONS
        ],
        links=Links(self_=address(request)),
    )

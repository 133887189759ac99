"""/v1/measures: what the network is like on a day, and each of its partners; each figure with its definition."""

from collections.abc import Hashable, Mapping
from datetime import date
from http import HTTPStatus
from typing import Annotated, Any

import numpy as np
import pandas as pd
from fastapi import Depends, Query, Request, Response
from pydantic import Field
from pydantic.json_schema import SkipJsonSchema
from starlette.exceptions import HTTPException

from graph.measures import DEFINITIONS, Figure, graph_of, measure, steady_partners
from graph.partner_table import PARTNER_MEASURES, partner_table
from graph.parts import Part
from graph.pulse.counting import count_figures, read_figures
from graph.pulse.measures import PULSE_DEFINITIONS, measure_pulse
from service.api.negotiating import CSV
from service.api.shapes import (
    Day,
    Links,
    ListOut,
    Out,
    PageAsked,
    PageOut,
    address,
    cut_page,
    known,
    list_all,
    problem,
)
from service.api.tables import TableAsked, Wanted, answer_csv, make_table_router, name_table
from service.house import House, InHouse, ReadingSession
from service.snapshot import Snapshot
from service.visibility import SnapshotReader

router = make_table_router("/measures", "Growth")

WAIT_SECONDS = 5.0
"""So long a request waits for the measures of each partner: the shortest ways of ten thousand take seconds."""
RETRY_SECONDS = 10
IN_THE_MAKING = problem(HTTPStatus.SERVICE_UNAVAILABLE, "They are in the making; or the database does not answer.")
IN_THE_MAKING[HTTPStatus.SERVICE_UNAVAILABLE.value]["headers"] = {
    "Retry-After": {"description": "Seconds after which to ask again.", "schema": {"type": "integer"}}
}


class PartAsked(TableAsked):
    """Which part of the network; all conditions hold at once."""

    sector: str = Field(default="", description="Id of a sector.", examples=["bedrijf"])
    theme: str = Field(default="", description="Id of a theme named or worked on.", examples=["techniek"])
    place: str = Field(default="", description="Name of a place.", examples=["Oss"])
    board: str = Field(
        default="", description="Id of a partner: it, and all that belong to it.", examples=["gemeente-oss"]
    )

    @property
    def part(self) -> Part:
        """The part that is meant."""
        return Part(self.sector, self.theme, self.place, self.board)


class MeasuresAsked(PartAsked):
    """Which day, which part, and which partners."""

    at: Day | SkipJsonSchema[None] = Field(
        default=None, description="The day; today by default, and for a day to come.", examples=["2021-12-31"]
    )
    cohort: Day | SkipJsonSchema[None] = Field(
        default=None,
        description="Only partners that had done something together by this day, so that newcomers move no figure.",
        examples=["2018-12-31"],
    )


class PartnerMeasuresAsked(MeasuresAsked, PageAsked):
    """The same, and which page; CSV has them all."""


class MeasureOut(Out):
    """One figure."""

    name: str = Field(examples=["density"])
    value: float | None = Field(
        description="Null where there is nothing to divide by, or too few answered.", examples=[0.027]
    )
    at_most: float | None = Field(
        description="What it were if those of whom nothing is known were tied to everybody; null where nobody can say.",
        examples=[0.12],
    )
    meaning: str = Field(description="What it says.", examples=["share of all pairs that are tied"])
    source: str = Field(description="Where its formula comes from.", examples=["Wasserman and Faust 1994"])
    version: int = Field(description="Goes up when the same data would give another figure.", examples=[1])


class MeasuresOut(Out):
    """The figures of a part of the network on a day."""

    at: date = Field(description="The day.", examples=["2021-12-31"])
    n_partners: int = Field(description="How many partners they are of.", examples=[164])
    measures: list[MeasureOut]
    links: Links


class PartnerMeasuresOut(Out):
    """Where one partner stands; what each figure means, /v1/measures/partners/definitions tells."""

    partner_id: str = Field(examples=["het-hooghuis"])
    degree: int = Field(examples=[12])
    betweenness: float = Field(examples=[0.04])
    closeness: float = Field(examples=[0.41])
    core: int = Field(examples=[4])
    constraint: float | None = Field(examples=[0.2])
    effective_size: float | None = Field(examples=[9.3])
    coordinator: int = Field(examples=[0])
    consultant: int = Field(examples=[3])
    representative: int = Field(examples=[5])
    liaison: int = Field(examples=[40])
    clustering: float | None = Field(examples=[0.18])
    community: int = Field(examples=[0])
    is_cut: bool = Field(examples=[False])


class PartnerMeasureOut(Out):
    """What a figure of a partner means."""

    name: str = Field(examples=["betweenness"])
    meaning: str = Field(examples=["share of the shortest ways between others that lead over it"])
    source: str = Field(examples=["Freeman 1977"])


def _read_wanted(request: Request, response: Response, snapshot: SnapshotReader, session: ReadingSession) -> str:
    # A quarter of the pulse is counted without a change of the network.
    return name_table(request, response, f"{snapshot.version}-{count_figures(session)}")


@router.get("", response_model=MeasuresOut)
def read_measures(  # noqa: PLR0913, PLR0917 -- what the framework hands in
    request: Request,
    response: Response,
    asked: Annotated[MeasuresAsked, Query()],
    snapshot: SnapshotReader,
    session: ReadingSession,
    wanted: Annotated[str, Depends(_read_wanted)],
) -> MeasuresOut | Response:
    """Measure a part of the network on a day."""
    day = _past(asked.at, snapshot)
    found = measure(snapshot.history, day, asked.part, _cohort(snapshot, asked.cohort, day))
    # Answers are kept of parts, and of no cohort.
    pulse = measure_pulse(read_figures(session, asked.part), found.day) if asked.cohort is None else {}
    measures = _tell(found.figures | pulse)
    if wanted == CSV:
        names = list(MeasureOut.model_fields)
        rows = ([found.day.isoformat(), found.n_partners, *dict(each).values()] for each in measures)
        return answer_csv(response, ["at", "n_partners", *names], rows, "measures")
    return MeasuresOut(
        at=found.day, n_partners=found.n_partners, measures=measures, links=Links(self_=address(request))
    )


def _tell(figures: Mapping[str, Figure]) -> list[MeasureOut]:
    return [
        MeasureOut(
            name=each.name,
            value=figures.get(each.name),
            at_most=figures.get(f"{each.name}_at_most"),
            meaning=each.meaning,
            source=each.source,
            version=each.version,
        )
        for each in (*DEFINITIONS, *PULSE_DEFINITIONS)
    ]


@router.get("/partners", response_model=PageOut[PartnerMeasuresOut], responses=IN_THE_MAKING)
def list_partner_measures(  # noqa: PLR0913, PLR0917 -- what the framework hands in
    request: Request,
    response: Response,
    asked: Annotated[PartnerMeasuresAsked, Query()],
    house: InHouse,
    snapshot: SnapshotReader,
    wanted: Wanted,
) -> PageOut[PartnerMeasuresOut] | Response:
    """List where each partner stands among those of a part of the network on a day, in the order of ids."""
    table = _partner_table(house, snapshot, asked)
    if wanted == CSV:
        rows = ([known(cell) for cell in row] for row in table.to_numpy(dtype=object).tolist())
        return answer_csv(response, table.columns.astype(str).tolist(), rows, "partner-measures")
    return cut_page(
        request,
        asked,
        np.arange(len(table)),
        lambda shown: [_of_partner(row) for row in table.iloc[shown].to_dict("records")],
    )


def _of_partner(row: dict[Hashable, Any]) -> PartnerMeasuresOut:
    return PartnerMeasuresOut.model_validate({str(name): known(value) for name, value in row.items()})


@router.get("/partners/definitions", response_model=ListOut[PartnerMeasureOut])
def list_partner_definitions(
    request: Request, response: Response, _asked: Annotated[TableAsked, Query()], wanted: Wanted
) -> ListOut[PartnerMeasureOut] | Response:
    """List what each figure of a partner means, and whose formula it is."""
    told = [PartnerMeasureOut(name=each.name, meaning=each.meaning, source=each.source) for each in PARTNER_MEASURES]
    if wanted == CSV:
        rows = ([each.name, each.meaning, each.source] for each in told)
        return answer_csv(response, ["name", "meaning", "source"], rows, "definitions")
    return list_all(request, told)


def _partner_table(house: House, snapshot: Snapshot, asked: MeasuresAsked) -> pd.DataFrame:
    """Return the measures of each partner; raise 503 while they are in the making."""
    day, since, part = _past(asked.at, snapshot), asked.cohort and _past(asked.cohort, snapshot), asked.part

    def make() -> pd.DataFrame:
        graph, _is_silent = graph_of(snapshot.history, day, part, _cohort(snapshot, since, day))
        return partner_table(graph).rename(columns={"id": "partner_id"})

    # The version tells for which role; what keeps pairs away stands behind the plus, and makes no other network.
    name = ("partner measures", snapshot.version.partition("+")[0], day, since, part)
    table = house.workshop.ask(name, make, WAIT_SECONDS, is_long=True)
    if table is None:
        raise HTTPException(HTTPStatus.SERVICE_UNAVAILABLE, headers={"Retry-After": str(RETRY_SECONDS)})
    return table


def _cohort(snapshot: Snapshot, since: date | None, day: date) -> frozenset[str] | None:
    """Return the ids of a fixed cohort, `None` for everybody."""
    return None if since is None else steady_partners(snapshot.history, since, day)


def _past(day: date | None, snapshot: Snapshot) -> date:
    """Return a day; today for none, and for one to come, of which nothing is known."""
    today = snapshot.network.day
    assert today is not None  # noqa: S101 -- a served network is of a day
    return min(day or today, today)

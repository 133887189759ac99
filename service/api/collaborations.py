"""/v1/collaborations: what partners do together, and did."""

from typing import Annotated

import numpy as np
import pandas as pd
from fastapi import Path, Query, Request
from pydantic import Field
from pydantic.json_schema import SkipJsonSchema

from graph.errors import UnknownCollaboration
from graph.network import Mask, Network, Positions
from service.api.shapes import (
    NO_NUL,
    NO_PARAMETERS,
    NOT_FOUND,
    Out,
    PageAsked,
    PageOut,
    cut_page,
    known,
    make_router,
    rows_of,
    texts_by,
)
from service.visibility import SnapshotReader

router = make_router("/collaborations", "Collaborations")

CollaborationId = Annotated[
    str,
    Path(alias="collaborationId", pattern=NO_NUL, description="Id of a collaboration.", examples=["museumschool-2003"]),
]


class CollaborationOut(Out):
    """Partners that do something together, with dates."""

    id: str = Field(examples=["museumschool-2003"])
    title: str = Field(examples=["Museumschool op Het Hooghuis"])
    description: str = Field(examples=["Een school met echte kunst in de lokalen."])
    kind: str = Field(examples=["project"])
    start_date: str = Field(description="As far as it is known: a year, a month or a day.", examples=["2003"])
    end_date: str = Field(description="The same; empty while it runs or when nobody knows.", examples=["2005-06"])
    action_line: str = Field(examples=["Leren en werken"])
    grant_euro: float | None = Field(description="Grant in euro.", examples=[25000])
    themes: list[str] = Field(description="Ids of its themes.", examples=[["cultuureducatie"]])
    leads: list[str] = Field(description="Ids of the partners that lead it.", examples=[["museum-jan-cunen"]])
    participants: list[str] = Field(description="Ids of the other partners.", examples=[["het-hooghuis"]])
    funders: list[str] = Field(description="Ids of the partners that fund it.", examples=[["gemeente-oss"]])
    source: str = Field(description="Where this is known from.", examples=["https://www.example.org/museumschool"])


class CollaborationsAsked(PageAsked):
    """Which collaborations are wanted; all conditions hold at once."""

    partner: str = Field(default="", description="Id of a partner in it.", examples=["het-hooghuis"])
    theme: str = Field(default="", description="Id of a theme.", examples=["techniek"])
    year: Annotated[int, Field(ge=1, le=9999)] | SkipJsonSchema[None] = Field(
        default=None, description="The year it began in.", examples=[2019]
    )


@router.get("")
def list_collaborations(
    request: Request, asked: Annotated[CollaborationsAsked, Query()], snapshot: SnapshotReader
) -> PageOut[CollaborationOut]:
    """List the collaborations that have begun, the earliest first."""
    network = snapshot.network
    found = np.flatnonzero(_select(network, asked)).astype(np.int64)
    return cut_page(request, asked, found, lambda shown: describe_collaborations(network, shown))


@router.get("/{collaborationId}", dependencies=[NO_PARAMETERS], responses=NOT_FOUND)
def read_collaboration(collaboration_id: CollaborationId, snapshot: SnapshotReader) -> CollaborationOut:
    """Read one collaboration."""
    network = snapshot.network
    found = np.flatnonzero(network.collaborations["id"] == collaboration_id).astype(np.int64)
    if not len(found):
        raise UnknownCollaboration(f"no collaboration has the id '{collaboration_id}'")
    return describe_collaborations(network, found)[0]


def _select(network: Network, asked: CollaborationsAsked) -> Mask:
    """Which collaborations are meant, shape (n_collaborations,)."""
    table = network.collaborations
    kept = np.ones(len(table), dtype=np.bool_)
    if asked.partner:
        kept &= _has(table, network.participations, "partner", network.partners["id"] == asked.partner)
    if asked.theme:
        kept &= _has(table, network.collaboration_themes, "theme", network.themes["id"] == asked.theme)
    if asked.year is not None:
        kept &= (table["start"].dt.year == asked.year).to_numpy()
    return kept


def _has(collaborations: pd.DataFrame, table: pd.DataFrame, column: str, is_meant: "pd.Series[bool]") -> Mask:
    rows = table[is_meant.to_numpy()[table[column]]]
    return collaborations.index.isin(rows["collaboration"])


def describe_collaborations(network: Network, positions: Positions) -> list[CollaborationOut]:
    """Return the collaborations at `positions`."""
    parts = rows_of(network.participations, "collaboration", positions)
    parts = parts.assign(id=network.partners["id"].array.take(parts["partner"]))
    by_role = {
        role: texts_by(parts[parts["role"] == role], "collaboration", "id")
        for role in ("lead", "participant", "funder")
    }
    themed = rows_of(network.collaboration_themes, "collaboration", positions)
    themes = texts_by(themed.assign(id=network.themes["id"].array.take(themed["theme"])), "collaboration", "id")
    rows = network.collaborations.iloc[positions].to_dict("records")
    return [
        CollaborationOut.model_validate(
            {str(column): known(value) for column, value in row.items()}
            | {f"{role}s": by_role[role].get(position, []) for role in by_role}
            | {"themes": themes.get(position, [])}
        )
        for position, row in zip(positions.tolist(), rows, strict=True)
    ]

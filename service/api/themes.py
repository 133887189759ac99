"""/v1/themes: the thesaurus that partners and collaborations speak of."""

from typing import Annotated

import numpy as np
from fastapi import Query, Request
from pydantic import Field

from graph.network import Network, Positions
from service.api.shapes import Out, PageAsked, PageOut, cut_page, make_router, rows_of, texts_by
from service.visibility import SnapshotReader

router = make_router("/themes", "Themes")


class ThemeOut(Out):
    """A concept of the thesaurus, in SKOS terms."""

    id: str = Field(examples=["techniek"])
    label: str = Field(description="In Dutch.", examples=["Techniek"])
    alternatives: list[str] = Field(description="Other ways to say it.", examples=[["technisch"]])
    broader: list[str] = Field(description="Ids of wider themes.", examples=[["leren"]])
    description: str = Field(examples=["Technische beroepen en techniekonderwijs"])
    kind: str = Field(description="What it names.", examples=["theme"])


@router.get("")
def list_themes(request: Request, asked: Annotated[PageAsked, Query()], snapshot: SnapshotReader) -> PageOut[ThemeOut]:
    """List the themes, by id."""
    network = snapshot.network
    return cut_page(request, asked, np.arange(len(network.themes)), lambda shown: _describe(network, shown))


def _describe(network: Network, positions: Positions) -> list[ThemeOut]:
    labels = texts_by(rows_of(network.theme_labels, "theme", positions), "theme", "text")
    wider = rows_of(network.theme_broader, "theme", positions)
    broader = texts_by(wider.assign(id=network.themes["id"].array.take(wider["broader"])), "theme", "id")
    rows = network.themes.iloc[positions].to_dict("records")
    return [
        ThemeOut.model_validate(
            {**row, "alternatives": labels[position][1:], "broader": broader.get(position, [])},
        )
        for position, row in zip(positions.tolist(), rows, strict=True)
    ]

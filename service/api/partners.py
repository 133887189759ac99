"""/v1/partners: who is in the network."""

from datetime import date
from typing import Annotated

import numpy as np
from fastapi import Path, Query, Request
from pydantic import Field

from graph.network import Positions
from service.api.shapes import NO_NUL, Out, PageAsked, PageOut, cut_page, known, make_router, rows_of, texts_by
from service.pages.overview import Filters, Overview
from service.snapshot import Snapshot
from service.visibility import SnapshotReader

router = make_router("/partners", "Partners")

PartnerId = Annotated[
    str, Path(alias="partnerId", pattern=NO_NUL, description="Id of a partner.", examples=["het-hooghuis"])
]


class PartnerOut(Out):
    """An organisation, as far as the one who asks may see it."""

    id: str = Field(examples=["het-hooghuis"])
    name: str = Field(examples=["Het Hooghuis"])
    aliases: list[str] = Field(description="Other names.", examples=[["Hooghuis"]])
    sector: str = Field(description="Id of its sector.", examples=["voortgezet-onderwijs"])
    description: str = Field(examples=["Scholengemeenschap in Oss."])
    seeks: list[str] = Field(description="What it seeks, in its own words.", examples=[["stageplaatsen"]])
    offers: list[str] = Field(description="What it offers, in its own words.", examples=[["praktijklokalen"]])
    themes: list[str] = Field(description="Ids of its themes.", examples=[["techniek"]])
    part_of: list[str] = Field(description="Ids of the partners it belongs to.", examples=[["gemeente-oss"]])
    place: str = Field(examples=["Oss"])
    postcode: str = Field(examples=["5342 CZ"])
    latitude: float | None = Field(description="Degrees north, WGS 84.", examples=[51.77])
    longitude: float | None = Field(description="Degrees east, WGS 84.", examples=[5.52])
    country: str = Field(examples=["NL"])
    website: str = Field(examples=["www.example.org"])
    since: date | None = Field(description="Partner from this day on.", examples=["2017-10-05"])
    until: date | None = Field(description="Partner up to this day.", examples=["2021-12-31"])
    capacity: int | None = Field(description="New contacts it has room for at a time.", examples=[3])
    source: str = Field(description="Where this is known from.", examples=["https://www.example.org/over-ons"])


class PartnersAsked(PageAsked):
    """Which partners are wanted; all conditions hold at once."""

    q: str = Field(default="", max_length=200, description="Words that occur in its profile.", examples=["taal"])
    sector: str = Field(default="", description="Id of a sector.", examples=["bedrijf"])
    theme: str = Field(default="", description="Id of a theme.", examples=["techniek"])
    place: str = Field(default="", description="Name of a place.", examples=["Oss"])


@router.get("")
def list_partners(
    request: Request, asked: Annotated[PartnersAsked, Query()], snapshot: SnapshotReader
) -> PageOut[PartnerOut]:
    """List the partners of today, by id."""
    overview = snapshot.views.get(
        "partners of today", lambda: Overview(snapshot.network, snapshot.network, snapshot.aliases)
    )
    meant = Filters(asked.q, (asked.sector,) if asked.sector else (), asked.theme, asked.place)
    found = np.flatnonzero(overview.select(meant)).astype(np.int64)
    return cut_page(request, asked, found, lambda shown: describe_partners(snapshot, shown))


def describe_partners(snapshot: Snapshot, positions: Positions) -> list[PartnerOut]:
    """Return the partners at `positions` of the network of today."""
    network = snapshot.network
    phrases = rows_of(network.phrases, "partner", positions)
    seeks = texts_by(phrases[phrases["side"] == "seeks"], "partner", "text")
    offers = texts_by(phrases[phrases["side"] == "offers"], "partner", "text")
    themed = rows_of(network.partner_themes, "partner", positions)
    themes = texts_by(themed.assign(id=network.themes["id"].array.take(themed["theme"])), "partner", "id")
    belonging = rows_of(network.memberships, "member", positions)
    parents = texts_by(belonging.assign(id=network.partners["id"].array.take(belonging["parent"])), "member", "id")
    rows = network.partners.iloc[positions].to_dict("records")
    return [
        PartnerOut.model_validate(
            {str(column): known(value) for column, value in row.items()}
            | {"aliases": snapshot.aliases.get(row["id"], []), "part_of": parents.get(position, [])}
            | {"seeks": seeks.get(position, []), "offers": offers.get(position, [])}
            | {"themes": themes.get(position, [])}
        )
        for position, row in zip(positions.tolist(), rows, strict=True)
    ]

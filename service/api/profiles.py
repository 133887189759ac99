"""/v1/partners/{partnerId}: one partner, as others see it or whole for whom it belongs to, and changed by these."""

from datetime import date
from hashlib import sha256
from typing import Annotated, Any

import numpy as np
from fastapi import Request, Response
from pydantic import Field

from graph.dates import PartialDate
from graph.model import CHOSEN_FIELDS, LEVELS
from service.access import Role
from service.api.partners import PartnerId, PartnerOut, describe_partners
from service.api.shapes import (
    KEPT_NOWHERE,
    NO_PARAMETERS,
    NOT_FOUND,
    NOT_MODIFIED,
    OUTDATED,
    Day,
    Given,
    OneOf,
    Text,
    Value,
    make_plain_router,
    require_match,
    send_changed,
)
from service.headers import API_VERSION
from service.house import ReadingSession, WritingSession
from service.profiles_stored import OWN_COLUMNS, Profile, ProfileChanges, read_profile, store_profile
from service.recognising import Asking
from service.visibility import SnapshotReader

router = make_plain_router("/partners/{partnerId}", "Partners")

Levels = dict[Annotated[str, OneOf(CHOSEN_FIELDS)], Annotated[str, OneOf(LEVELS)]]


class ProfileOut(PartnerOut):
    """A partner with what only itself and staff see: its pause, and who sees which field."""

    paused_until: date | None = Field(
        None, description="Up to and with this day it wants no new contacts.", examples=["2027-01-31"]
    )
    visibility: Levels | None = Field(
        None,
        description="Who sees a field; address is postcode and coordinates. Null for others.",
        examples=[{"seeks": "network", "website": "public"}],
    )


class ProfileGiven(Given):
    """What is to be changed of a profile; a field that is left out stays as it is."""

    aliases: list[Value] = Field([], description="Other names.", examples=[["Hooghuis"]])
    description: Text = Field("", examples=["Scholengemeenschap in Oss."])
    seeks: list[Value] = Field([], description="What it seeks, in its own words.", examples=[["stageplaatsen"]])
    offers: list[Value] = Field([], description="What it offers, in its own words.", examples=[["praktijklokalen"]])
    themes: list[Value] = Field(
        [], description="Ids or labels of its themes; an unknown one becomes a keyword.", examples=[["techniek"]]
    )
    place: Text = Field("", examples=["Oss"])
    postcode: Text = Field("", examples=["5342 CZ"])
    website: Text = Field("", examples=["www.example.org"])
    capacity: int | None = Field(
        None, ge=0, le=1_000_000, description="New contacts it has room for in a quarter.", examples=[3]
    )
    paused_until: Day | None = Field(
        None, description="Up to and with this day it wants no new contacts.", examples=["2027-01-31"]
    )
    visibility: Levels = Field({}, description="Who sees a field.", examples=[{"seeks": "public"}])


@router.get("", dependencies=[NO_PARAMETERS], responses={**NOT_FOUND, **NOT_MODIFIED})
def read_partner(  # noqa: PLR0913, PLR0917 -- two sources, and who asks
    request: Request,
    response: Response,
    partner_id: PartnerId,
    asker: Asking,
    snapshot: SnapshotReader,
    session: ReadingSession,
) -> ProfileOut:
    """Read one partner: staff and who speaks for it all fields, others what it shows them."""
    if asker.role is Role.STAFF or asker.owns(partner_id):
        own = _describe(read_profile(session, partner_id))
        send_changed(request, response, _etag(own))
        return own
    send_changed(request, response, f'W/"{API_VERSION}-{snapshot.version}"')
    seen = describe_partners(snapshot, np.array([snapshot.network.position(partner_id)]))[0]
    return ProfileOut.model_validate(dict(seen))


@router.patch("", dependencies=[NO_PARAMETERS, KEPT_NOWHERE], responses={**NOT_FOUND, **OUTDATED})
def change_partner(  # noqa: PLR0913, PLR0917 -- what, where and by whom
    request: Request,
    response: Response,
    partner_id: PartnerId,
    given: ProfileGiven,
    asker: Asking,
    session: WritingSession,
) -> ProfileOut:
    """Change some fields of a partner that one speaks for; with If-Match, only where nothing changed since its ETag."""
    require_match(request, _etag(_describe(read_profile(session, partner_id))))
    store_profile(session, asker, partner_id, _changes(given))
    own = _describe(read_profile(session, partner_id))
    response.headers["ETag"] = _etag(own)
    return own


def _changes(given: ProfileGiven) -> ProfileChanges:
    named = given.model_fields_set
    return ProfileChanges(
        columns={name: getattr(given, name) for name in OWN_COLUMNS if name in named},
        levels=given.visibility,
        sets_pause="paused_until" in named,
        paused_until=given.paused_until,
    )


def _describe(profile: Profile) -> ProfileOut:
    partner = profile.partner
    same: dict[str, Any] = {
        name: getattr(partner, name)
        for name in ("id", "name", "description", "place", "postcode", "latitude", "longitude", "country", "website")
    }
    return ProfileOut.model_validate(
        same
        | profile.lists
        | {
            "sector": partner.sector_id,
            "since": PartialDate.parse(partner.since).first if partner.since else None,
            "until": PartialDate.parse(partner.until).last if partner.until else None,
            "capacity": partner.capacity,
            "source": partner.source,
            "paused_until": partner.paused_until,
            "visibility": profile.levels,
        }
    )


def _etag(own: ProfileOut) -> str:
    return f'"{sha256(own.model_dump_json().encode()).hexdigest()[:32]}"'

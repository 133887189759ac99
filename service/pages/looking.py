"""Looking through the eyes of each role, in the demo and at this machine only."""

from dataclasses import dataclass
from typing import Annotated

import numpy as np
from fastapi import APIRouter, Form, HTTPException, Request
from fastapi.responses import RedirectResponse

from graph.network import Network
from service.access import Asker, Role
from service.house import InHouse
from service.pages.entering import is_own_path
from service.recognising import is_loopback

router = APIRouter(include_in_schema=False)


@dataclass(frozen=True)
class Looking:
    """Through whose eyes somebody looks, and through whose they could."""

    role: Role
    partner_id: str
    partners: list[tuple[str, str]]
    """Id and name of each partner, by name; only where one looks as a partner."""


@router.post("/kijken-als")
def look_as(
    request: Request,
    house: InHouse,
    rol: Annotated[Role, Form()],
    partner: Annotated[str, Form()] = "",
    verder: Annotated[str, Form()] = "/",
) -> RedirectResponse:
    """Look as a role from now on, as a partner for one partner."""
    if not (house.settings.demo and is_loopback(request)):
        raise HTTPException(404)
    looks_as: dict[str, object] = {"role": rol}
    if rol is Role.PARTNER:
        network = house.snapshots.current().network
        chosen = partner if partner in network.positions else well_known(network)
        looks_as["partner_ids"] = [chosen] if chosen else []
    request.session["looks_as"] = looks_as
    return RedirectResponse(verder if is_own_path(verder) else "/", 303)


def looking_of(request: Request, asker: Asker | None) -> Looking | None:
    """Return what the strip of the demo shows; None elsewhere, and for who signed in."""
    house = request.app.state.house
    if not house.settings.demo or asker is None or asker.person_id is not None or not is_loopback(request):
        return None
    partners: list[tuple[str, str]] = []
    if asker.role is Role.PARTNER:
        table = house.snapshots.current().network.partners
        partners = sorted(zip(table["id"], table["name"], strict=True), key=lambda one: str(one[1]).casefold())
    return Looking(asker.role, next(iter(asker.partner_ids), ""), partners)


def well_known(network: Network) -> str:
    """Return the partner with most acquaintances among those that seek something, so that its pages are full.

    Where none seeks anything, among all; empty where there is none.
    """
    if not network.n_partners:
        return ""
    seeks = network.phrases.loc[network.phrases["side"] == "seeks", "partner"].unique()
    some = seeks if len(seeks) else np.arange(network.n_partners)
    n_known = np.diff(network.adjacency.indptr)[some]
    return str(network.partners["id"].iloc[int(some[np.argmax(n_known)])])

"""What if: what a batch of suggestions would do to the network, which ties serve an aim, and who would be missed."""

from collections.abc import Callable
from functools import partial
from typing import TypeVar

from fastapi import APIRouter, Request
from fastapi.responses import HTMLResponse

from service.figures.outlook import SHARES, SIZES, aim_labels, best_pairs, look_ahead, look_without, ties_for
from service.house import InHouse
from service.pages.reader import Pages
from service.pages.rendering import render
from service.snapshot import Snapshot

T = TypeVar("T")

router = APIRouter(include_in_schema=False)


@router.get("/groei/wat-als")
def show_what_if(request: Request, pages: Pages, house: InHouse) -> HTMLResponse:
    """Show the outlook for a batch, the best ties for an aim, and what the leaving of a partner would do."""
    snapshot = house.snapshots.current()
    network, query = snapshot.network, request.query_params
    # Of the whole network and not of what the asker sees: pairs and counts are all that is told of it.
    kept = partial(_kept, snapshot)
    pairs = kept("best pairs", lambda: best_pairs(snapshot.matcher))
    size = next((size for size in SIZES if str(size) == query.get("aantal")), SIZES[1])
    aims = aim_labels()
    aim = query.get("doel", "") if query.get("doel", "") in aims else next(iter(aims))
    leaver = query.get("zonder", "") if query.get("zonder", "") in network.positions else ""
    brief = pages.describer.brief
    loss = look_without(network, leaver) if leaver else None
    positions = pages.overview.network.positions
    ties = kept(f"ties to {aim}", lambda: ties_for(network, pairs, aim))
    return render(
        request,
        "what_if.html",
        n_pairs=min(size, len(pairs)),
        size=size,
        sizes=[(str(each), str(each)) for each in SIZES],
        shares=SHARES,
        rows=kept(f"outlook {size}", lambda: look_ahead(network, pairs[:size])),
        aim=aim,
        aims=list(aims.items()),
        ties=[(brief(positions[one]), brief(positions[other])) for one, other in ties],
        leaver=leaver,
        partners=list(zip(network.partners["id"], network.partners["name"], strict=True)),
        loss=loss,
        cut_off=[brief(positions[each]) for each in loss.cut_off] if loss else [],
    )


def _kept(snapshot: Snapshot, name: str, make: Callable[[], T]) -> T:
    """Return what was worked out before for the same network and the same pairs kept away."""
    return snapshot.views.get(f"{name} of {snapshot.version}", make)

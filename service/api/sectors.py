"""/v1/sectors: what kinds of organisation there are."""

from fastapi import Request
from pydantic import Field

from service.api.shapes import NO_PARAMETERS, ListOut, Out, list_all, make_router
from service.visibility import SnapshotReader

router = make_router("/sectors", "Sectors")


class SectorOut(Out):
    """A kind of organisation."""

    id: str = Field(examples=["kinderopvang"])
    label: str = Field(description="In Dutch.", examples=["Kinderopvang"])


@router.get("", dependencies=[NO_PARAMETERS])
def list_sectors(request: Request, snapshot: SnapshotReader) -> ListOut[SectorOut]:
    """List the sectors, in their own order."""
    rows = snapshot.network.sectors.to_dict("records")
    return list_all(request, [SectorOut.model_validate(row) for row in rows])

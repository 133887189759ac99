"""/v1/network: the graph of any day, as nodes and edges."""

from datetime import date
from typing import Annotated

from fastapi import Query, Request
from pydantic import Field
from pydantic.json_schema import SkipJsonSchema

from graph.network import Network
from service.api.shapes import Asked, Day, Links, Out, address, known, make_router
from service.visibility import SnapshotReader

router = make_router("/network", "Network")


class NodeOut(Out):
    """A partner."""

    id: str = Field(examples=["het-hooghuis"])
    name: str = Field(examples=["Het Hooghuis"])
    sector: str = Field(description="Id of its sector.", examples=["voortgezet-onderwijs"])
    place: str = Field(examples=["Oss"])


class EdgeOut(Out):
    """Two partners that have done something together."""

    source: str = Field(description="Id of a partner.", examples=["gemeente-oss"])
    target: str = Field(description="Id of the other one.", examples=["het-hooghuis"])
    weight: float = Field(description="Falls with the size of what they did together.", examples=[0.5])
    n_collaborations: int = Field(description="What they did together.", examples=[2])
    since: date = Field(description="First beginning of something together.", examples=["2017-10-05"])
    latest: date = Field(description="Last beginning of something together.", examples=["2019-01-01"])
    until: date | None = Field(description="Last end; null while anything has none.", examples=["2020-12-31"])


class NetworkOut(Out):
    """The network of one day."""

    at: date = Field(description="The day.", examples=["2019-01-01"])
    nodes: list[NodeOut]
    edges: list[EdgeOut]
    links: Links


class NetworkAsked(Asked):
    """Which day is wanted."""

    at: Day | SkipJsonSchema[None] = Field(
        default=None, description="The day; today by default.", examples=["2019-01-01"]
    )


@router.get("")
def read_network(request: Request, asked: Annotated[NetworkAsked, Query()], snapshot: SnapshotReader) -> NetworkOut:
    """Read the network of a day: who was there, and who had worked with whom."""
    network = snapshot.network if asked.at is None else snapshot.history.at(asked.at)
    assert network.day is not None  # noqa: S101 -- both are of a day
    return NetworkOut(at=network.day, nodes=_nodes(network), edges=_edges(network), links=Links(self_=address(request)))


def _nodes(network: Network) -> list[NodeOut]:
    rows = network.partners[["id", "name", "sector", "place"]].to_dict("records")
    return [NodeOut.model_validate(row) for row in rows]


def _edges(network: Network) -> list[EdgeOut]:
    ids = network.partners["id"].to_numpy()
    ties = network.tie_days
    ties = ties.assign(source=ids[ties["first"]], target=ids[ties["second"]]).drop(columns=["first", "second"])
    rows = ties.to_dict("records")
    return [EdgeOut.model_validate({str(key): known(value) for key, value in row.items()}) for row in rows]

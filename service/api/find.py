"""/v1/find: partners that could answer a question in free words."""

from typing import Annotated

from fastapi import Query, Request
from pydantic import Field

from service.api.shapes import Asked, ListOut, Out, list_all, make_router
from service.visibility import SnapshotReader

router = make_router("/find", "Find")


class FindingOut(Out):
    """A partner that could answer."""

    rank: int = Field(description="1 is best.", examples=[1])
    partner_id: str = Field(examples=["bibliotheek-oss"])
    name: str = Field(examples=["Bibliotheek Oss"])
    score: float = Field(description="Similarity of text and phrase, 0 … 1.", examples=[0.62])
    phrase: str = Field(description="What matched, in the partner's words.", examples=["taalhuis met vrijwilligers"])
    side: str = Field(description="offers, or profile where no offer matched.", examples=["offers"])


class FindAsked(Asked):
    """What is looked for."""

    text: str = Field(
        min_length=1, max_length=500, description="The question.", examples=["taalvrijwilligers voor nieuwkomers"]
    )
    top: int = Field(default=10, ge=1, le=100, description="How many at most.", examples=[5])


@router.get("")
def find_partners(
    request: Request, asked: Annotated[FindAsked, Query()], snapshot: SnapshotReader
) -> ListOut[FindingOut]:
    """Find partners that could answer a question, best first."""
    network = snapshot.network
    names = network.partners["name"]
    findings = [
        FindingOut(
            rank=finding.rank,
            partner_id=finding.partner_id,
            name=names[network.position(finding.partner_id)],
            score=finding.score,
            phrase=finding.phrase,
            side=finding.side,
        )
        for finding in snapshot.matcher.find(asked.text, asked.top)
    ]
    return list_all(request, findings)

"""/v1/teams: partners that could do something together, the part of each, and what is still missing."""

from typing import Annotated

from fastapi import Query, Request
from pydantic import Field
from pydantic.json_schema import SkipJsonSchema

from graph.network import Network
from matching.teams.team import LEAST, MOST, Answer, Gap, Member, Team
from service.api.shapes import NOT_FOUND, Asked, Id, ListOut, Out, list_all, make_private_router
from service.house import InHouse, ReadingSession
from service.introductions.room import read_rooms
from service.teams.asking import make_asked, team_finder, without_room
from service.visibility import SnapshotReader

router = make_private_router("/teams", "Teams")


class NeedOut(Out):
    """Something that somebody in the team has to bring."""

    text: str = Field(examples=["zomerschool"])
    theme_id: str | None = Field(description="The theme that it names, if any.", examples=["zomerschool"])


class AnswerOut(Out):
    """What a partner brings for a need."""

    need: str = Field(examples=["techniek"])
    phrase: str = Field(description="In the partner's own words.", examples=["leerlingen techniek"])
    side: str = Field(description="offers, profile, or theme where it only names the theme.", examples=["offers"])
    score: float = Field(description="How well it answers, 0 to 1.", examples=[0.72])
    is_part: bool = Field(description="Whether nobody in the team answers it better.", examples=[True])


class ContributionOut(Out):
    """What one kind of evidence adds to the score of a member."""

    kind: str = Field(examples=["answers"])
    contribution: float = Field(description="Below 0 it speaks against.", examples=[2.2])


class AlternativeOut(Out):
    """Somebody who could take the place of a member."""

    partner_id: str = Field(examples=["vanderlande"])
    name: str = Field(examples=["Vanderlande"])
    score: float = Field(description="Log-odds above the average candidate for this place.", examples=[4.1])
    needs: list[str] = Field(description="Which needs it answers.", examples=[["techniek"]])


class MemberOut(Out):
    """A partner in a team."""

    partner_id: str = Field(examples=["fioretti-college"])
    name: str = Field(examples=["Fioretti College"])
    is_given: bool = Field(description="Whether it was in the draft already.", examples=[False])
    score: float = Field(description="The sum of the contributions.", examples=[8.9])
    contributions: list[ContributionOut]
    answers: list[AnswerOut]
    way: list[str] | None = Field(
        description="Ids of who stands between the one who asks and this one; null where no short way is known.",
        examples=[["roc-de-leijgraaf"]],
    )
    is_usual: bool = Field(description="Whether it is one of the busiest partners.", examples=[False])
    alternatives: list[AlternativeOut] = Field(description="Best first.")


class MissingOut(Out):
    """A need that nobody in the team answers."""

    need: str = Field(examples=["vervoer"])
    theme_id: str | None = Field(examples=["vervoer"])
    answered_by: list[str] = Field(description="What would answer it, by the thesaurus.", examples=[["Busje"]])
    sectors: list[str] = Field(description="Sectors of who comes nearest.", examples=[["welzijn"]])


class AimOut(Out):
    """One aim, and how far it could be reached at most while the ones before it are kept."""

    aim: str = Field(examples=["needs answered"])
    value: float = Field(examples=[3])
    bound: float = Field(examples=[3])


class TeamOut(Out):
    """Partners that could do it together."""

    rank: int = Field(description="1 is best.", examples=[1])
    score: float = Field(description="The sum of the scores of its members.", examples=[17.5])
    members: list[MemberOut]
    missing: list[MissingOut]
    aims: list[AimOut] = Field(description="In their order; none for a team whose members were named.")


class TeamsOut(ListOut[TeamOut]):
    """The teams, and the needs that the question was read as."""

    needs: list[NeedOut]


class TeamsAsked(Asked):
    """What the team is for, and whom it may hold."""

    text: str = Field(
        default="",
        max_length=500,
        description="What somebody wants to do; needs with ; between them are taken as they stand.",
        examples=["zomerschool techniek voor nieuwkomers"],
    )
    theme_id: list[Id] = Field(default=[], max_length=8, description="Themes that it is for.", examples=[["techniek"]])
    collaboration_id: Id | SkipJsonSchema[None] = Field(
        default=None, description="A draft whose partners are in it already.", examples=["museumschool-2003"]
    )
    given_id: list[Id] = Field(
        default=[], max_length=12, description="Partners that join in already.", examples=[["museum-jan-cunen"]]
    )
    partner_id: Id | SkipJsonSchema[None] = Field(default=None, description="Who asks.", examples=["muzelinck"])
    sector_id: list[Id] = Field(
        default=[], max_length=6, description="Sectors that are to be in it.", examples=[["bedrijf"]]
    )
    least: int = Field(default=LEAST, ge=LEAST, le=MOST, description="Members at least.", examples=[3])
    most: int = Field(
        default=MOST, ge=LEAST, le=MOST, description="Members at most; never below `least`.", examples=[6]
    )
    member_id: list[Id] = Field(
        default=[],
        max_length=12,
        description="A team put together by hand: it alone is told of, whatever its size.",
        examples=[["vanderlande", "fioretti-college"]],
    )
    top: int = Field(default=3, ge=1, le=10, description="How many teams at most.", examples=[3])


@router.get("", responses=NOT_FOUND)
def list_teams(
    request: Request,
    asked: Annotated[TeamsAsked, Query()],
    house: InHouse,
    snapshot: SnapshotReader,
    session: ReadingSession,
) -> TeamsOut:
    """List different teams for a text, a theme or a draft, best first; none where nothing is asked for."""
    wanted = make_asked(
        snapshot,
        text=asked.text,
        theme_ids=asked.theme_id,
        draft_id=asked.collaboration_id or "",
        given_ids=asked.given_id,
        asker_id=asked.partner_id or "",
        sectors=asked.sector_id,
        least=asked.least,
        most=max(asked.least, asked.most),
        excluded_ids=without_room(read_rooms(session, snapshot, house.clock.today())),
    )
    finder = team_finder(snapshot, house.settings.team_path)
    teams = [finder.judge(wanted, asked.member_id)] if asked.member_id else finder.find(wanted, asked.top)
    items = [_team(rank, team, snapshot.network) for rank, team in enumerate(teams, start=1)]
    needs = [NeedOut(text=need.text, theme_id=need.theme_id or None) for need in finder.needs(wanted)]
    return TeamsOut(**dict(list_all(request, items)), needs=needs)


def _team(rank: int, team: Team, network: Network) -> TeamOut:
    return TeamOut(
        rank=rank,
        score=team.score,
        members=[_member(member, team, network) for member in team.members],
        missing=[_missing(gap) for gap in team.gaps],
        aims=[AimOut(aim=proof.aim, value=proof.value, bound=proof.bound) for proof in team.proofs],
    )


def _member(member: Member, team: Team, network: Network) -> MemberOut:
    return MemberOut(
        partner_id=member.partner_id,
        name=_name(network, member.partner_id),
        is_given=member.is_given,
        score=member.score,
        contributions=[ContributionOut(kind=kind, contribution=value) for kind, value in member.contributions.items()],
        answers=[
            *(_answer(answer, is_part=True) for answer in member.answers),
            *(_answer(answer, is_part=False) for answer in member.also),
        ],
        way=None if member.way is None else list(member.way),
        is_usual=member.is_usual,
        alternatives=[
            AlternativeOut(
                partner_id=other.partner_id,
                name=_name(network, other.partner_id),
                score=other.score,
                needs=[answer.need.text for answer in other.answers],
            )
            for other in team.alternatives[member.partner_id]
        ],
    )


def _answer(answer: Answer, *, is_part: bool) -> AnswerOut:
    return AnswerOut(need=answer.need.text, phrase=answer.phrase, side=answer.side, score=answer.score, is_part=is_part)


def _missing(gap: Gap) -> MissingOut:
    return MissingOut(
        need=gap.need.text,
        theme_id=gap.need.theme_id or None,
        answered_by=list(gap.answered_by),
        sectors=list(gap.sectors),
    )


def _name(network: Network, partner_id: str) -> str:
    return network.names[network.position(partner_id)]

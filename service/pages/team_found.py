"""The teams for a question as a page shows them, or why there are none."""

from dataclasses import dataclass

from service.house import House
from service.pages.details import Describer
from service.pages.team_asked import TeamQuestion
from service.pages.team_words import Speaker, TeamView
from service.snapshot import Snapshot
from service.teams.asking import make_asked, team_finder


@dataclass(frozen=True)
class TeamsFound:
    """What a page of teams shows below its question."""

    needs: list[str]
    """What the question was read as."""
    teams: list[TeamView]
    gaps: list[str]
    """What is looked for, where no team was found."""
    all_teams: str
    """Address of the teams that were found, where one put together by hand is shown alone; else ""."""


def look(
    snapshot: Snapshot, house: House, describer: Describer, question: TeamQuestion, excluded_ids: frozenset[str]
) -> TeamsFound | None:
    """Return the teams for a question, or the one whose members it names; None where nothing is asked for.

    Who is excluded stands in no team, but where somebody put it there. Raise `UnreadableModel`.
    """
    if not question.is_asked or question.fault or question.joining.fault:
        return None
    asked = make_asked(snapshot, **question.wanted, excluded_ids=excluded_ids)
    finder = team_finder(snapshot, house.settings.team_path)
    needs = [need.text for need in finder.needs(asked)]
    found = [finder.judge(asked, question.member_ids)] if question.member_ids else finder.find(asked)
    speaker = Speaker(describer, question)
    gaps = [] if found else [gap for gap in finder.gaps(asked) if gap.answered_by or gap.sectors]
    return TeamsFound(
        needs=needs,
        teams=[speaker.view(number, team, len(needs)) for number, team in enumerate(found, start=1)],
        gaps=[speaker.gap(gap) for gap in gaps],
        all_teams=question.where(lid=None) if question.member_ids else "",
    )

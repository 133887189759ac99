"""What a team is asked for, as typed, and who looks for it in the served network."""

from collections.abc import Iterable
from dataclasses import replace
from pathlib import Path

from matching.teams.finder import TeamFinder, of_draft
from matching.teams.missing import MissingMember
from matching.teams.team import LEAST, MOST, TeamAsked
from service.introductions.room import Rooms
from service.snapshot import Snapshot


def team_finder(snapshot: Snapshot, team_path: Path) -> TeamFinder:
    """Return who finds teams in a snapshot, prepared when first asked for; `team_path` holds what `osmose fit` learned.

    Raise `UnreadableModel`.
    """
    return snapshot.views.get("teams", lambda: TeamFinder(snapshot.matcher, MissingMember.load(team_path)))


def without_room(rooms: Rooms) -> frozenset[str]:
    """Return the ids of those who have no room left this quarter."""
    return frozenset(partner_id for partner_id, left in rooms.all_left().items() if left <= 0)


def make_asked(  # noqa: PLR0913 -- all that can be asked
    snapshot: Snapshot,
    *,
    text: str = "",
    theme_ids: Iterable[str] = (),
    draft_id: str = "",
    asker_id: str = "",
    sectors: Iterable[str] = (),
    least: int = LEAST,
    most: int = MOST,
    excluded_ids: frozenset[str] = frozenset(),
) -> TeamAsked:
    """Return what is asked; a text and themes stand in place of those of the draft.

    Without any of them there are no needs, and no teams. Raise `UnknownCollaboration`.
    """
    drafted = of_draft(snapshot.history, draft_id) if draft_id else TeamAsked()
    themes = tuple(dict.fromkeys(theme_ids)) or drafted.theme_ids
    return replace(
        drafted,
        text=text.strip() or drafted.text,
        theme_ids=themes,
        given_ids=tuple(each for each in drafted.given_ids if each in snapshot.network.positions),
        asker_id=asker_id,
        sectors=tuple(dict.fromkeys(sectors)),
        least=least,
        most=most,
        excluded_ids=excluded_ids,
    )

"""What a team is asked for, as typed, and who looks for it in the served network."""

from collections.abc import Iterable
from dataclasses import replace
from pathlib import Path

from graph.network import Network
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


def declined_by(network: Network, partner_id: str) -> frozenset[str]:
    """Return the ids of those whom a partner itself did not want to meet, by its latest answers."""
    answers = network.last_answers
    is_own = (answers["partner"] == network.position(partner_id)) & (answers["answer"] == "declined")
    return frozenset(network.partners["id"].iloc[answers.loc[is_own, "suggested"]])


def make_asked(  # noqa: PLR0913 -- all that can be asked
    snapshot: Snapshot,
    *,
    text: str = "",
    theme_ids: Iterable[str] = (),
    draft_id: str = "",
    given_ids: Iterable[str] = (),
    asker_id: str = "",
    sectors: Iterable[str] = (),
    least: int = LEAST,
    most: int = MOST,
    excluded_ids: frozenset[str] = frozenset(),
) -> TeamAsked:
    """Return what is asked; a text and themes stand in place of those of the draft, `given_ids` beside its partners.

    Without any of them there are no needs, and no teams. Raise `UnknownCollaboration`.
    """
    drafted = of_draft(snapshot.history, draft_id) if draft_id else TeamAsked()
    given = (*drafted.given_ids, *given_ids)
    themes = tuple(dict.fromkeys(theme_ids)) or drafted.theme_ids
    return replace(
        drafted,
        text=text.strip() or drafted.text,
        theme_ids=themes,
        given_ids=tuple(dict.fromkeys(each for each in given if each in snapshot.network.positions)),
        asker_id=asker_id,
        sectors=tuple(dict.fromkeys(sectors)),
        least=least,
        most=most,
        excluded_ids=excluded_ids,
    )

"""What the address of the page of teams asks for: read forgivingly, since people edit addresses."""

from dataclasses import dataclass
from typing import TypedDict

from fastapi import Request

from graph.network import Network
from matching.teams.team import LEAST, MOST
from service.snapshot import Snapshot
from service.texts import gettext as _

MOST_TEXT = 500
"""Characters of a question that are looked at."""
MOST_DRAFTS = 100
"""Collaborations that can be chosen as a draft: the latest."""
MOST_MEMBERS = 12
SIZES = tuple(range(LEAST, MOST + 1))


class Wanted(TypedDict):
    """What a question asks of a team, but for who has no room."""

    text: str
    theme_ids: tuple[str, ...]
    draft_id: str
    asker_id: str
    sectors: tuple[str, ...]
    least: int
    most: int


@dataclass(frozen=True)
class TeamQuestion:
    """What somebody filled in."""

    text: str
    theme: str
    draft: str
    asker_id: str
    """The partner that asks, "" where none is named or found."""
    sectors: tuple[str, ...]
    least: int
    most: int
    member_ids: tuple[str, ...]
    """A team put together by hand."""
    draft_options: list[tuple[str, str]]
    """Id and title of each collaboration that can be a draft, the latest first."""

    @property
    def is_asked(self) -> bool:
        """Whether anything says what the team is for."""
        return bool(self.text or self.theme or self.draft)

    @property
    def fault(self) -> str:
        """What cannot be, in words; "" where all can."""
        return _("The smallest size is larger than the largest one.") if self.least > self.most else ""

    @property
    def wanted(self) -> Wanted:
        """The question as `make_asked` takes it."""
        return {
            "text": self.text,
            "theme_ids": (self.theme,) if self.theme else (),
            "draft_id": self.draft,
            "asker_id": self.asker_id,
            "sectors": self.sectors,
            "least": self.least,
            "most": self.most,
        }

    @property
    def parameters(self) -> dict[str, object]:
        """The question as the query of an address, without what goes without saying."""
        return {
            "tekst": self.text,
            "thema": self.theme,
            "ontwerp": self.draft,
            "vrager": self.asker_id,
            "sector": self.sectors,
            "van": "" if self.least == LEAST else self.least,
            "tot": "" if self.most == MOST else self.most,
            "lid": self.member_ids,
        }


def read_question(request: Request, snapshot: Snapshot, asker_id: str) -> TeamQuestion:
    """Read the question of an address; what the network does not know is left out."""
    query, history = request.query_params, snapshot.history
    members = [each for each in dict.fromkeys(query.getlist("lid")) if each in snapshot.network.positions]
    theme, draft = query.get("thema", ""), query.get("ontwerp", "")
    return TeamQuestion(
        text=query.get("tekst", "").strip()[:MOST_TEXT],
        theme=theme if theme in history.theme_positions else "",
        draft=draft if draft in set(history.collaborations["id"]) else "",
        asker_id=asker_id,
        sectors=tuple(each for each in history.sectors["id"] if each in query.getlist("sector")),
        least=_size(query.get("van", ""), LEAST),
        most=_size(query.get("tot", ""), MOST),
        member_ids=tuple(members[:MOST_MEMBERS]),
        draft_options=_drafts(history),
    )


def _size(text: str, otherwise: int) -> int:
    return int(text) if text in {str(size) for size in SIZES} else otherwise


def _drafts(history: Network) -> list[tuple[str, str]]:
    latest = history.collaborations.iloc[::-1][:MOST_DRAFTS]  # ordered by their start
    labels = latest["title"] + " (" + latest["start_date"].str[:4] + ")"
    return list(zip(latest["id"], labels, strict=True))

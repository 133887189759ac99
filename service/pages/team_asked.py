"""What the address of a page of teams asks for: read forgivingly, since people edit addresses."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TypedDict

import numpy as np
import pandas as pd
from fastapi import Request

from graph.network import Network
from matching.teams.team import LEAST, MOST
from service.pages.details import Describer
from service.pages.found import Found, find_named
from service.pages.rendering import address
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
    given_ids: tuple[str, ...]
    asker_id: str
    sectors: tuple[str, ...]
    least: int
    most: int


@dataclass(frozen=True)
class TeamQuestion:
    """What somebody filled in."""

    path: str
    """The page that is asked."""
    text: str
    theme: str
    draft: str
    given_ids: tuple[str, ...]
    """Who joins in already: with a text and a theme, a draft of a collaboration that is stored nowhere."""
    joining: Found
    """One more of them, as typed."""
    asker_id: str
    """The partner that asks, "" where none is named or found."""
    names_asker: bool
    """Whether the address names who asks; the pages of a partner do so by their path."""
    sectors: tuple[str, ...]
    least: int
    most: int
    member_ids: tuple[str, ...]
    """A team put together by hand."""
    draft_options: list[tuple[str, str]]
    """Id and title of the latest collaborations that can be a draft, the latest first, and of the one that is."""

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
            "given_ids": self.given_ids,
            "asker_id": self.asker_id,
            "sectors": self.sectors,
            "least": self.least,
            "most": self.most,
        }

    def told(self, history: Network) -> str:
        """Return what the team is for in one line: the text, else the theme and the draft by their names."""
        theme = history.themes["label"][history.theme_positions[self.theme]] if self.theme else ""
        draft = dict(self.draft_options).get(self.draft, "")
        return self.text or ", ".join(each for each in (theme, draft) if each) or "–"

    def where(self, **changes: object) -> str:
        """Return the address of the question, without what goes without saying; `changes` win over what it asks."""
        parameters = {
            "tekst": self.text,
            "thema": self.theme,
            "ontwerp": self.draft,
            "mee": self.given_ids,
            "vrager": self.asker_id if self.names_asker else "",
            "sector": self.sectors,
            "van": "" if self.least == LEAST else self.least,
            "tot": "" if self.most == MOST else self.most,
            "lid": self.member_ids,
        }
        return address(self.path, parameters, **changes)


def read_question(
    request: Request, snapshot: Snapshot, describer: Describer, asker_id: str, *, own_drafts: bool = False
) -> TeamQuestion:
    """Read the question of an address; what the network does not know is left out.

    With `own_drafts` a collaboration is a draft only for who takes part in it, and the path says who asks.
    """
    query, history = request.query_params, snapshot.history
    drafts = _drafts(history, asker_id) if own_drafts else history.collaborations
    joining = find_named(query.get("erbij", ""), describer, describer.overview.is_present())
    given = [*query.getlist("mee"), joining.partner.id if joining.partner else ""]
    theme = query.get("thema", "")
    chosen = drafts[drafts["id"] == query.get("ontwerp", "")]
    return TeamQuestion(
        path=request.url.path,
        text=query.get("tekst", "").strip()[:MOST_TEXT],
        theme=theme if theme in history.theme_positions else "",
        draft=next(iter(chosen["id"]), ""),
        given_ids=_there(snapshot.network, [each for each in given if each != asker_id]),
        joining=joining,
        asker_id=asker_id,
        names_asker=not own_drafts,
        sectors=tuple(each for each in history.sectors["id"] if each in query.getlist("sector")),
        least=_size(query.get("van", ""), LEAST),
        most=_size(query.get("tot", ""), MOST),
        member_ids=_there(snapshot.network, query.getlist("lid")),
        draft_options=_titled(pd.concat([drafts.iloc[: -MOST_DRAFTS - 1 : -1], chosen]).drop_duplicates("id")),
    )


def _there(network: Network, ids: Sequence[str]) -> tuple[str, ...]:
    return tuple(each for each in dict.fromkeys(ids) if each in network.positions)[:MOST_MEMBERS]


def _size(text: str, otherwise: int) -> int:
    return int(text) if text in {str(size) for size in SIZES} else otherwise


def _drafts(history: Network, member_id: str) -> pd.DataFrame:
    """Return the collaborations in which a partner takes part, ordered by their start."""
    parts, work = history.participations, history.collaborations
    own = parts.loc[parts["partner"] == history.positions.get(member_id, -1), "collaboration"]
    return work[np.isin(work.index, own)]


def _titled(work: pd.DataFrame) -> list[tuple[str, str]]:
    labels = work["title"] + " (" + work["start_date"].str[:4] + ")"
    return list(zip(work["id"], labels, strict=True))

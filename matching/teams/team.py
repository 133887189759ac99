"""What is asked of a team, and what a team is: plain values, the same every time."""

from dataclasses import dataclass

from matching.rounds.staged import Proof
from matching.teams.needs import Need

LEAST, MOST = 3, 6
"""Members of a team, where nothing else is asked."""


@dataclass(frozen=True)
class TeamAsked:
    """What a team is for, and whom it may hold."""

    text: str = ""
    """What somebody wants to do, in free words: it is taken apart into needs."""
    theme_ids: tuple[str, ...] = ()
    detail: str = ""
    """More about it, which tells who fits and asks for nothing by itself: the description of a draft."""
    asker_id: str = ""
    """Who asks: no member and no answer, but all must be reachable from there. "" where nobody in the network asks."""
    given_ids: tuple[str, ...] = ()
    """Who is in the team already; they count in its size."""
    sectors: tuple[str, ...] = ()
    """Ids of sectors of which each is to be in it; without any, three different ones are aimed at."""
    least: int = LEAST
    most: int = MOST
    """Members at least and at most, 1 or more are added to those given."""
    excluded_ids: frozenset[str] = frozenset()
    """Who may not be in it: who has no room left, say."""


@dataclass(frozen=True)
class Answer:
    """What a partner brings for a need."""

    need: Need
    score: float
    """How well it answers, `COVERS` … 1."""
    phrase: str
    """In the partner's own words; the theme's name where it names the theme."""
    side: str
    """"offers", "profile" or "theme"."""


@dataclass(frozen=True)
class Member:
    """A partner in a team, and its part."""

    partner_id: str
    is_given: bool
    answers: tuple[Answer, ...]
    """The needs that it answers best of all in the team, in the order of the needs."""
    also: tuple[Answer, ...]
    """Those that it answers too, though another one does so better."""
    contributions: dict[str, float]
    """What speaks for it, and against (usual); they add up to `score`."""
    way: tuple[str, ...] | None
    """Ids of who stands between the asker and it, none for who works with the asker; None where there is no short way,
    or nobody asks."""
    is_usual: bool
    """Whether it is one of the busiest, whom everybody asks."""

    @property
    def score(self) -> float:
        """What it adds to the team, in log-odds."""
        return sum(self.contributions.values())


@dataclass(frozen=True)
class Gap:
    """A need that nobody in the team answers."""

    need: Need
    answered_by: tuple[str, ...]
    """Names of what would answer it, by the thesaurus."""
    sectors: tuple[str, ...]
    """Ids of the sectors of who comes nearest, nearest first."""


@dataclass(frozen=True)
class Alternative:
    """Somebody who could take a member's place."""

    partner_id: str
    score: float
    """How likely it is the missing one: log-odds above the average candidate."""
    answers: tuple[Answer, ...]
    """Which of the needs it answers."""


@dataclass(frozen=True)
class Team:
    """Partners that could do it together."""

    members: tuple[Member, ...]
    """Those given first, then by how much they add."""
    gaps: tuple[Gap, ...]
    alternatives: dict[str, tuple[Alternative, ...]]
    """Who could take the place of each member, by its id, best first; nobody for those given."""
    proofs: tuple[Proof, ...] = ()
    """How far each aim was reached; none for a team put together by hand."""

    @property
    def score(self) -> float:
        """What its members add."""
        return sum(member.score for member in self.members)

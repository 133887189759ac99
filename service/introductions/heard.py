"""Introductions as one of the two partners hears of them: from the moment it is asked, and no more than it may know."""

from dataclasses import dataclass
from datetime import date

from sqlalchemy.orm import Session

from graph.errors import UnknownIntroduction
from graph.introducing import By, Introductions, other_side, partner_on, side_of
from graph.introductions import CLOSED, Introduction
from graph.model import Partner
from graph.sealing import Safe
from service.access import Asker
from service.introductions.seeing import partners_know, told_to_side
from service.introductions.sharing import SHARED, FirstWords, both_said_yes, contacts_shown_to, first_words
from service.introductions.telling import tell_reasons, tell_their_reasons
from service.people import ContactView
from service.seen import SeenProfile, as_partners_see
from service.snapshot import Snapshot

_STANDING = {"asked": "to_answer", "accepted_by_one": "waiting", "held": "later", "accepted": "introduced"}
"""Where an introduction stands for a side, by the state that it is told, where that is another word."""


@dataclass(frozen=True)
class Heard:
    """An introduction as one side hears of it."""

    id: int
    other: SeenProfile
    """The other partner, as partners see it."""
    reasons: list[str]
    """Why the two could meet, said to this side."""
    their_reasons: list[str]
    """The same, as it is said to the other side, as far as this side may know."""
    standing: str
    """to_answer, waiting (for the other), later, declined, not_now, expired, introduced, met, started or ended."""
    own_answer: str
    """What this side said: yes, no, later, or nothing yet."""
    due_on: date | None
    introduced_on: date | None

    @property
    def is_open(self) -> bool:
        """Whether anything may still come of it."""
        return self.standing not in {*CLOSED, "not_now"}


@dataclass(frozen=True)
class Introduced:
    """How to reach the other side, and words to begin with."""

    contacts: list[ContactView]
    message: FirstWords
    both_said_yes: bool
    """Whether there may be any: who met at a round has not said so yet."""


def heard_of(session: Session, partner_id: str) -> list[Introduction]:
    """Return the introductions that a partner knows of, the oldest first."""
    return [each for each in reversed(Introductions(session).of_partner(partner_id)) if partners_know(each)]


def find_heard(session: Session, partner_id: str, introduction_id: int) -> Introduction:
    """Return an introduction that a partner knows of; raise `UnknownIntroduction` for any other."""
    for each in heard_of(session, partner_id):
        if each.id == introduction_id:
            return each
    raise UnknownIntroduction(f"'{partner_id}' knows of no introduction {introduction_id}")


def hear_all(session: Session, partner_id: str, snapshot: Snapshot) -> list[Heard]:
    """Return all introductions that a partner knows of, the oldest first.

    One with a partner that the snapshot does not know yet, or under another id, comes with the next snapshot.
    """
    known = snapshot.history.positions
    return [
        hear(each, partner_id, snapshot)
        for each in heard_of(session, partner_id)
        if each.first_id in known and each.second_id in known
    ]


def hear(introduction: Introduction, partner_id: str, snapshot: Snapshot) -> Heard:
    """Return an introduction as a partner hears of it; raise `UnknownPartner` where the snapshot lacks the other."""
    side = side_of(introduction, partner_id)
    other = other_side(side)
    return Heard(
        id=introduction.id,
        other=as_partners_see(snapshot, partner_on(introduction, other)),
        reasons=tell_reasons(introduction, side, snapshot),
        their_reasons=tell_their_reasons(introduction, side, snapshot),
        standing=standing(introduction.state, getattr(introduction, f"{side}_answer")),
        own_answer=getattr(introduction, f"{side}_answer"),
        due_on=introduction.due_on,
        introduced_on=introduction.introduced_on,
    )


def standing(state: str, own_answer: str) -> str:
    """Return where an introduction stands for a side, by its state and what the side answered (see `told_to_side`).

    >>> standing("accepted_by_one", ""), standing("accepted_by_one", "yes"), standing("held", "yes")
    ('to_answer', 'waiting', 'not_now')
    """
    told = told_to_side(state, own_answer)
    return _STANDING.get(told, told)


def by_asker(asker: Asker, introduction: Introduction, partner_id: str) -> By:
    """Return who takes a step for a partner: its side, or staff who act for it."""
    return By(side_of(introduction, partner_id) if asker.owns(partner_id) else "staff", asker.person_id)


def how_to_meet(  # noqa: PLR0913, PLR0917 -- who meets whom, and through whom
    session: Session, safe: Safe, introduction: Introduction, partner_id: str, own_name: str, office: str
) -> Introduced | None:
    """Return how a partner reaches the other one; None before they were introduced, and once it has ended."""
    if introduction.state not in SHARED:
        return None
    side = side_of(introduction, partner_id)
    contacts = contacts_shown_to(session, safe, introduction, side)
    other = session.get_one(Partner, partner_on(introduction, other_side(side)))
    words = first_words(contacts, own_name, other.name, office)
    return Introduced(contacts, words, both_said_yes=both_said_yes(introduction))

"""What of an introduction reaches whom: staff all of it, a partner its own, and of the other's answer only the yes.

A partner hears of an introduction once it is asked, of the other's yes once both said yes, and never whether the other
said no or later: it is told that nothing comes of it now.
"""

from collections.abc import Sequence

from sqlalchemy.orm import Session

from graph.errors import UnknownIntroduction
from graph.introducing import Introductions, latest_step, other_side, partner_on
from graph.introductions import BEFORE_ASKING, SIDES, STATES, Introduction, IntroductionStep
from graph.sealing import Safe
from service.access import Asker, Role
from service.introductions.sharing import contacts_shown_to
from service.people import ContactView

NOT_NOW = "not_now"
STATES_TOLD = (*STATES, NOT_NOW)
"""States as they are told; "not_now" tells a partner of an introduction that the other side ended or put off."""

_FOLLOWS_FROM = {"accepted_by_one": "yes", "declined": "no", "held": "later"}
"""The answer that led to a state, where one side alone did."""
_NEVER_TOLD = ("proposed", "approved", "dismissed")
"""What staff alone decide."""


def own_sides(asker: Asker, introduction: Introduction) -> list[str]:
    """Return the sides of an introduction that the asker speaks for."""
    return [side for side in SIDES if asker.owns(partner_on(introduction, side))]


def may_know(asker: Asker, introduction: Introduction) -> bool:
    """Whether the asker may hear of an introduction at all."""
    if asker.role is Role.STAFF:
        return True
    return bool(own_sides(asker, introduction)) and partners_know(introduction)


def partners_know(introduction: Introduction) -> bool:
    """Whether the two partners were asked or met at a round, and it is not with staff again."""
    if introduction.due_on is None and introduction.introduced_on is None:  # it expired before anybody was asked
        return False
    is_put_off = introduction.state == "held" and "later" in _answers(introduction)
    return introduction.state not in BEFORE_ASKING or is_put_off


def find_known(session: Session, asker: Asker, introduction_id: int) -> Introduction:
    """Return an introduction; raise `UnknownIntroduction` if there is none that the asker may hear of."""
    introduction = Introductions(session).get(introduction_id)
    if not may_know(asker, introduction):
        raise UnknownIntroduction(f"no introduction has the id {introduction_id}")
    return introduction


def list_known(session: Session, asker: Asker, state: str = "", partner_id: str = "") -> list[int]:
    """Return the ids of the introductions that the asker may hear of, the latest first.

    Only those of a partner where `partner_id` is given, and those that are told to be in a state of `STATES_TOLD`.
    """
    introductions = Introductions(session)
    if asker.role is Role.STAFF:
        return introductions.find_ids(state, partner_id)
    known = {
        each.id: each
        for own_id in asker.partner_ids
        for each in introductions.of_partner(own_id)
        if may_know(asker, each)
        and (not state or told_state(asker, each) == state)
        and (not partner_id or partner_id in (each.first_id, each.second_id))
    }
    return sorted(known, reverse=True)


def told_state(asker: Asker, introduction: Introduction) -> str:
    """Return the state of an introduction as the asker may know it, one of `STATES_TOLD`."""
    if asker.role is Role.STAFF:
        return introduction.state
    return told_to_side(introduction.state, *_own_answers(asker, introduction))


def told_to_side(state: str, *own_answers: str) -> str:
    """Return a state as it is told to who gave these answers, one of `STATES_TOLD`.

    >>> told_to_side("accepted_by_one", ""), told_to_side("accepted_by_one", "yes")
    ('asked', 'accepted_by_one')
    >>> told_to_side("held", "later"), told_to_side("held", "yes"), told_to_side("declined", "")
    ('held', 'not_now', 'not_now')
    """
    if _is_own(state, own_answers):
        return state
    return "asked" if state == "accepted_by_one" else NOT_NOW


def told_answer(asker: Asker, introduction: Introduction, side: str) -> str:
    """Return what a side answered as far as the asker may know it; empty where it has not, or may not be told."""
    answers = _answers(introduction)
    may_be_told = asker.role is Role.STAFF or side in own_sides(asker, introduction) or answers == ["yes", "yes"]
    return answers[SIDES.index(side)] if may_be_told else ""


def told_steps(session: Session, asker: Asker, introduction: Introduction) -> list[IntroductionStep]:
    """Return the steps of an introduction that the asker may know of: a partner those since it was asked last.

    Their numbers are not told with them: where one is missing, the other side has answered.
    """
    steps = Introductions(session).steps(introduction.id)
    if asker.role is Role.STAFF:
        return steps
    asked = latest_step(steps, "asked")
    since = asked.number if asked else len(steps) + 1
    told = (each for each in steps if each.number >= since and each.to_state not in _NEVER_TOLD)
    own_answers = _own_answers(asker, introduction)
    return [each for each in told if _is_own(each.to_state, own_answers)]


def told_contacts(
    session: Session, safe: Safe, asker: Asker, introduction: Introduction, side: str
) -> list[ContactView]:
    """Return who speaks for a side, for staff and the other side, as long as the two know how to reach each other."""
    is_own = asker.role is not Role.STAFF and own_sides(asker, introduction) == [side]
    return [] if is_own else contacts_shown_to(session, safe, introduction, other_side(side))


def _is_own(state: str, own_answers: Sequence[str]) -> bool:
    """Whether a state follows from an answer that is one's own, or from no answer of one side alone."""
    return state not in _FOLLOWS_FROM or _FOLLOWS_FROM[state] in own_answers


def _own_answers(asker: Asker, introduction: Introduction) -> list[str]:
    answers = _answers(introduction)
    return [answers[SIDES.index(side)] for side in own_sides(asker, introduction)]


def _answers(introduction: Introduction) -> list[str]:
    return [introduction.first_answer, introduction.second_answer]

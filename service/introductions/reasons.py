"""Why a step was taken, as codes; and why a pair, read back from where an introduction keeps it."""

from collections.abc import Iterable
from dataclasses import replace
from typing import Any

from pydantic import TypeAdapter

from matching.reasons import Reason

_READER = TypeAdapter(Reason)

DISMISSALS = ("does_not_fit", "already_known", "wrong_moment", "too_much_asked", "other")
"""Why staff put a suggestion aside."""
REFUSALS = ("does_not_fit", "already_known", "too_far", "other")
"""Why a partner says no."""


def reasons_of(stored: Iterable[dict[str, Any]], side: str) -> list[Reason]:
    """Return the stored reasons of an introduction as a side sees them, strongest first."""
    reasons = [_READER.validate_python(each) for each in stored]
    return reasons if side == "first" else turned(reasons)


_OF_ONE_ALONE = frozenset({"activity", "exposure"})
"""Kinds that tell of the suggested partner, and so would be untrue the other way round."""


def turned(reasons: Iterable[Reason]) -> list[Reason]:
    """Return reasons as the other side sees them, without those that tell of one side alone.

    >>> turned([Reason("activity", 1.0)])
    []
    """
    return [turn_around(reason) for reason in reasons if reason.kind not in _OF_ONE_ALONE]


def turn_around(reason: Reason) -> Reason:
    """Return a reason as the other side sees it: what one offers is what the other seeks.

    >>> turn_around(Reason("they_offer", 1.0, own="taalles", theirs="lokaal")).kind
    'they_seek'
    """
    other_kind = {"they_offer": "they_seek", "they_seek": "they_offer"}.get(reason.kind, reason.kind)
    return replace(reason, kind=other_kind, own=reason.theirs, theirs=reason.own)

"""The reasons of an introduction in words, each side told only what the other shows to partners."""

from collections.abc import Sequence
from dataclasses import replace

from graph.introducing import other_side, partner_on
from graph.introductions import Introduction
from graph.network import Network
from matching.reasons import YEAR_THEME, Reason, worth_saying
from service.access import Asker, Role
from service.introductions.reasons import reasons_of, turn_around
from service.snapshot import Snapshot
from service.visibility import as_seen_by, hidden_from
from service.wording import say_reason

_TEXTS = ("description", "seeks", "offers")
"""Fields whose words may stand among the terms of a reason."""
_OF_THEM_ALONE = frozenset({"activity", "exposure"})
"""Kinds of reasons that turned around would speak of another partner."""


def tell_reasons(introduction: Introduction, side: str, snapshot: Snapshot) -> list[str]:
    """Say to a side of an introduction why the two could meet, strongest first; empty where nothing may be said.

    A reason is told when what it names is still so and what the other side shows to partners holds it, whatever it
    showed when the reason was found.
    """
    own_id, other_id = partner_on(introduction, side), partner_on(introduction, other_side(side))
    return tell_to(own_id, other_id, reasons_of(introduction.reasons, side), snapshot)


def tell_to(own_id: str, other_id: str, reasons: Sequence[Reason], snapshot: Snapshot) -> list[str]:
    """Say to a partner why another fits it, as `tell_reasons` does, by reasons that were found for it."""
    whole, seen = snapshot.network, as_seen_by(snapshot, Asker(Role.PARTNER)).network
    if own_id not in whole.positions or other_id not in whole.positions:
        return []
    sayable = (_as_shown(reason, own_id, other_id, whole, seen) for reason in worth_saying(reasons))
    return [say_reason(reason, whole) for reason in sayable if reason is not None]


def tell_their_reasons(introduction: Introduction, side: str, snapshot: Snapshot) -> list[str]:
    """Say to a side what the other side is told, as far as each of the two may know what the reason names."""
    own_id, other_id = partner_on(introduction, side), partner_on(introduction, other_side(side))
    whole, seen = snapshot.network, as_seen_by(snapshot, Asker(Role.PARTNER)).network
    if own_id not in whole.positions or other_id not in whole.positions:
        return []
    told = []
    for reason in worth_saying(reasons_of(introduction.reasons, side)):
        shown = None if reason.kind in _OF_THEM_ALONE else _as_shown(reason, own_id, other_id, whole, seen)
        theirs = _as_shown(turn_around(shown), other_id, own_id, whole, seen) if shown else None
        told += [say_reason(theirs, whole)] if theirs else []
    return told


def _as_shown(reason: Reason, own_id: str, other_id: str, whole: Network, seen: Network) -> Reason | None:
    """Return a reason as far as the other side shows what it names; `None` where nothing of it is left to say."""
    own, other = whole.position(own_id), whole.position(other_id)
    if reason.own or reason.theirs:
        wants, gives = ("seeks", "offers") if reason.kind == "they_offer" else ("offers", "seeks")
        is_so = _says(whole, own, wants, reason.own) and _says(seen, other, gives, reason.theirs)
        return reason if is_so else None
    if reason.kind in {"they_offer", "they_seek", "same_side", "similar_work"} and _hides(whole, other, _TEXTS):
        return None
    if reason.kind == YEAR_THEME and _hides(whole, other, (*_TEXTS, "themes")):
        return None
    if reason.kind == "shared_themes" and _hides(whole, other, ("themes",)):
        return None
    if reason.kind == "place" and _hides(whole, other, ("place",)):
        return None
    return replace(
        reason,
        partner_ids=tuple(each for each in reason.partner_ids if each in whole.positions),
        theme_ids=tuple(each for each in reason.theme_ids if each in whole.theme_positions),
    )


def _says(network: Network, position: int, side: str, text: str) -> bool:
    phrases = network.phrases
    is_it = (phrases["partner"] == position) & (phrases["side"] == side) & (phrases["text"] == text)
    return bool(is_it.any())


def _hides(whole: Network, position: int, fields: Sequence[str]) -> bool:
    return any(bool(hidden_from(whole, field, Role.PARTNER)[position]) for field in fields)

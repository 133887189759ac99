"""Suggestions put into words: whom a partner could meet, how strong the match is, and why, seen from both sides."""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from math import log
from typing import Literal

from matching.reasons import Reason
from matching.suggest import Suggestion
from service.pages.details import Describer, PartnerBrief
from service.texts import gettext as _
from service.wording import say_reason

Strength = Literal["strong", "good", "perhaps"]

STRONG_SCORE = log(20)
"""Log-odds above an average candidate from which a match is called strong: twenty times as likely."""
GOOD_SCORE = log(5)
"""And good: five times as likely."""

N_REASONS = 3
N_DOUBTS = 1


@dataclass(frozen=True)
class SuggestionView:
    """A suggested partner as a page shows it."""

    partner: PartnerBrief
    strength: Strength
    strength_label: str
    reasons: list[str]
    """What speaks for it, strongest first, seen from the partner."""
    their_reasons: list[str]
    """The same seen from the other side."""
    doubts: list[str]
    """What speaks against it most."""


def view_suggestions(suggestions: Iterable[Suggestion], describer: Describer) -> list[SuggestionView]:
    """Put suggestions into words, in their order."""
    return [_view(suggestion, describer) for suggestion in suggestions]


def _view(suggestion: Suggestion, describer: Describer) -> SuggestionView:
    network = describer.network
    partner = describer.brief(network.position(suggestion.suggested_id))
    strength = weigh(suggestion.score)
    labels = {"strong": _("Strong match"), "good": _("Good match"), "perhaps": _("Perhaps")}
    speaking = [reason for reason in suggestion.reasons if reason.contribution > 0]
    against = [reason for reason in suggestion.reasons if reason.contribution < 0]
    return SuggestionView(
        partner=partner,
        strength=strength,
        strength_label=labels[strength],
        reasons=[say_reason(reason, network) for reason in speaking[:N_REASONS]],
        their_reasons=[say_reason(turn_around(reason), network) for reason in speaking[:N_REASONS]],
        doubts=[say_reason(reason, network) for reason in against[-N_DOUBTS:]],
    )


def weigh(score: float) -> Strength:
    """Return how strong a match with this score is.

    >>> weigh(3.2), weigh(2.0), weigh(0.4)
    ('strong', 'good', 'perhaps')
    """
    if score >= STRONG_SCORE:
        return "strong"
    return "good" if score >= GOOD_SCORE else "perhaps"


def turn_around(reason: Reason) -> Reason:
    """Return a reason as the other side sees it: what one offers is what the other seeks.

    >>> turn_around(Reason("they_offer", 1.0, own="taalles", theirs="lokaal")).kind
    'they_seek'
    """
    other_kind = {"they_offer": "they_seek", "they_seek": "they_offer"}.get(reason.kind, reason.kind)
    return replace(reason, kind=other_kind, own=reason.theirs, theirs=reason.own)

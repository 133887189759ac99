"""Suggestions put into words: whom a partner could meet, how strong the match is, and why, seen from both sides."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from math import log
from typing import Literal

from matching.questions import stands_out
from matching.reasons import OF_THE_LIST, Reason, worth_saying
from matching.suggest import Suggestion
from service.introductions.reasons import turn_around
from service.pages.details import Describer, PartnerBrief
from service.texts import gettext as _
from service.wording import say_reason

Strength = Literal["strong", "good", "perhaps"]

STRONG_SCORE = log(50)
"""Log-odds above an average candidate from which a match is called strong: its odds are fifty times as high."""
GOOD_SCORE = log(15)
"""And good: fifteen times as high."""

PHRASES_FIRST_FROM = 0.25
"""Share of what the strongest reason adds from which what one seeks and the other offers is told first."""
_OF_THEM_ALONE = frozenset({"activity", "exposure"})
LEAST_DOUBT = 0.2
"""Log-odds that something must take from a score to be worth a word."""


@dataclass(frozen=True)
class SuggestionView:
    """A suggested partner as a page shows it."""

    partner: PartnerBrief
    strength: Strength
    strength_label: str
    reasons: list[str]
    """What speaks for it, in the order of `order_reasons`, seen from the partner."""
    their_reasons: list[str]
    """The same seen from the other side."""
    doubt: str
    """What speaks against it most; empty where nothing much does."""
    stands_out: bool
    """Whether anything speaks for it."""


def view_suggestions(suggestions: Iterable[Suggestion], describer: Describer) -> list[SuggestionView]:
    """Put suggestions into words, in their order."""
    return [_view(suggestion, describer) for suggestion in suggestions]


def _view(suggestion: Suggestion, describer: Describer) -> SuggestionView:
    network = describer.network
    strength = weigh(sum(reason.contribution for reason in suggestion.reasons if reason.kind not in OF_THE_LIST))
    labels = {"strong": _("Strong match"), "good": _("Good match"), "perhaps": _("Perhaps")}
    speaking = order_reasons(worth_saying(suggestion.reasons))
    return SuggestionView(
        partner=describer.brief(network.position(suggestion.suggested_id)),
        strength=strength,
        strength_label=labels[strength],
        reasons=[say_reason(reason, network) for reason in speaking],
        their_reasons=[
            say_reason(turn_around(reason), network) for reason in speaking if reason.kind not in _OF_THEM_ALONE
        ],
        doubt=_doubt(suggestion.reasons),
        stands_out=stands_out(suggestion),
    )


def order_reasons(reasons: Sequence[Reason]) -> list[Reason]:
    """Return reasons, given strongest first, with what one seeks and the other offers in front where it adds enough.

    A phrase tells what a first talk could be about; that both know somebody only says that it may go well.

    >>> both = [Reason("shared_partners", 2.0), Reason("they_offer", 0.5, own="taalles", theirs="lokaal")]
    >>> [reason.kind for reason in order_reasons(both)]
    ['they_offer', 'shared_partners']
    """
    enough = PHRASES_FIRST_FROM * max((reason.contribution for reason in reasons), default=0.0)
    return sorted(reasons, key=lambda reason: not (reason.own and reason.theirs and reason.contribution >= enough))


def _doubt(reasons: Sequence[Reason]) -> str:
    """Say what takes most from the score."""
    worst = min(reasons, key=lambda reason: reason.contribution)
    if worst.contribution > -LEAST_DOUBT:
        return ""
    doubts = {
        "they_offer": _("what you seek is hardly among what they offer"),
        "they_seek": _("what they seek is hardly among what you offer"),
        "same_side": _("you seek or offer the very same"),
        "shared_themes": _("you share few themes"),
        "shared_partners": _("you know few partners in common"),
        "similar_work": _("what you did so far differs"),
        "activity": _("they start something with others less often"),
        "sectors": _("your sectors seldom work together here"),
        "place": _("you are not in the same place"),
        "exposure": _("they are suggested to many others already"),
    }
    return _("Less favourable: %(doubt)s.") % {"doubt": doubts[worst.kind]}


def weigh(score: float) -> Strength:
    """Return how strong a match with this score is.

    >>> weigh(4.2), weigh(3.0), weigh(0.4)
    ('strong', 'good', 'perhaps')
    """
    if score >= STRONG_SCORE:
        return "strong"
    return "good" if score >= GOOD_SCORE else "perhaps"

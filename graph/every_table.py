"""All tables in one place: whoever makes, compares or copies a whole database imports this."""

from graph import (
    activities,
    attempts,
    frozen,
    grants,
    introductions,
    outbox,
    people,
    places,
    rounds,
    stories,
    year_themes,
)
from graph.model import Base
from graph.pulse import tables as pulse

GUARDS = ("refuse_change", "take_step", "check_state")
"""Functions that the triggers of PostgreSQL call; they stay when their tables go."""

__all__ = [
    "GUARDS",
    "Base",
    "activities",
    "attempts",
    "frozen",
    "grants",
    "introductions",
    "outbox",
    "people",
    "places",
    "pulse",
    "rounds",
    "stories",
    "year_themes",
]

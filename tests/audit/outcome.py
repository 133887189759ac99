"""What one part of the audit found."""

from dataclasses import dataclass
from typing import Literal


@dataclass(frozen=True)
class Outcome:
    """What was looked at, and what came of it."""

    what: str
    result: Literal["good", "wrong", "not checked here"]
    found: str

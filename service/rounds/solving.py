"""A round solved beside the requests, with its progress; a checker that shares no code with the solvers looks at it."""

import time
from collections.abc import Callable, Collection
from dataclasses import dataclass, field
from threading import Lock, Thread

from matching.errors import ImpossibleRound
from matching.rounds import (
    DigestPlan,
    Fault,
    LunchPlan,
    LunchRound,
    MarketPlan,
    MarketRound,
    VisitPlan,
    VisitRound,
    check_digest,
    check_lunch,
    check_market,
    check_visits,
    plan_digest,
    plan_lunch,
    plan_market,
    plan_visits,
)
from matching.rounds.staged import Progress
from matching.suggest import Matcher
from service.rounds.asking import NotReady
from service.rounds.kept import Asked, DigestRound, Planned


@dataclass
class Job:
    """One round being planned."""

    seconds: int
    """So long it may take."""
    aim: str = ""
    """What is pursued now."""
    done: int = 0
    of: int = 0
    began_at: float = field(default_factory=time.monotonic)
    number: int | None = None
    """Of the plan, once it is there."""
    fault: str = ""
    """Why there is none: a code of `NotReady`, "contradiction", or "failed"."""

    @property
    def is_running(self) -> bool:
        """Whether it is still at work."""
        return self.number is None and not self.fault

    @property
    def ran_seconds(self) -> float:
        """How long it has been at work."""
        return time.monotonic() - self.began_at

    def tell(self, aim: str, done: int, of: int) -> None:
        """Take in how far the solver is."""
        self.aim, self.done, self.of = aim, done, of


class Solving:
    """Plans one round at a time beside the requests; safe to ask from several threads."""

    def __init__(self) -> None:
        self._lock, self._turn = Lock(), Lock()
        self._jobs: dict[int, Job] = {}

    def job(self, round_id: int) -> Job | None:
        """Return the latest job of a round."""
        with self._lock:
            return self._jobs.get(round_id)

    def begin(self, round_id: int, seconds: int, work: Callable[[Progress], int]) -> None:
        """Begin to plan a round unless it is being planned; `work` returns the number of the plan that it kept."""
        with self._lock:
            job = self._jobs.get(round_id)
            if job is not None and job.is_running:
                return
            job = self._jobs[round_id] = Job(seconds)
        Thread(target=self._work, args=(job, work), daemon=True).start()

    def _work(self, job: Job, work: Callable[[Progress], int]) -> None:
        with self._turn:
            try:
                job.number = work(job.tell)
            except NotReady as error:
                job.fault = error.code
            except ImpossibleRound:
                job.fault = "contradiction"
            except Exception:  # noqa: BLE001 -- told on the page; this thread has nobody else to tell
                job.fault = "failed"


def solve(asked: Asked, matcher: Matcher, seconds: float, progress: Progress | None = None) -> Planned:
    """Return the plan of a round; raise `ImpossibleRound`."""
    limits = {"time_limit_seconds": seconds, "progress": progress}
    if isinstance(asked, VisitRound):
        return plan_visits(asked, **limits)  # type: ignore[arg-type] # one dictionary for all four
    if isinstance(asked, MarketRound):
        return plan_market(asked, **limits)  # type: ignore[arg-type]
    if isinstance(asked, LunchRound):
        return plan_lunch(asked, **limits)  # type: ignore[arg-type]
    return plan_digest(
        matcher,
        shown_lately=asked.shown_lately,
        left=asked.rooms,
        per_partner=asked.per_partner,
        seed=asked.seed,
        **limits,  # type: ignore[arg-type]
    )


def check(asked: Asked, planned: Planned, absent: Collection[str] = ()) -> tuple[Fault, ...]:
    """Return which promises a plan does not keep; nothing where all is right."""
    if isinstance(asked, VisitRound) and isinstance(planned, VisitPlan):
        return check_visits(asked, planned)
    if isinstance(asked, MarketRound) and isinstance(planned, MarketPlan):
        return check_market(asked, planned)
    if isinstance(asked, LunchRound) and isinstance(planned, LunchPlan):
        return check_lunch(asked, planned, absent=absent)
    if isinstance(asked, DigestRound) and isinstance(planned, DigestPlan):
        limits = {"shown_lately": asked.shown_lately, "per_partner": asked.per_partner}
        return check_digest(planned, rooms=asked.rooms, **limits)  # type: ignore[arg-type] # each of its own type
    raise TypeError("what was asked and what was planned are of two kinds")

"""What many threads saw of services under load: answers by status, seconds, and how old was what was shown."""

import time
from collections import Counter, defaultdict
from collections.abc import Hashable, Mapping
from threading import Lock

import httpx
import numpy as np


class Outcome:
    """Takes in what happens; safe to use from several threads."""

    def __init__(self) -> None:
        self.counts: Counter[str] = Counter()
        self.acknowledged: dict[Hashable, list[tuple[int, float]]] = defaultdict(list)
        """By what was changed: the number that was given to it, and when that was acknowledged."""
        self.lags: list[float] = []
        """By how many seconds each list lagged behind what was acknowledged before it was asked for; 0: it did not."""
        self._statuses: dict[str, Counter[int]] = defaultdict(Counter)
        self._seconds: dict[str, list[float]] = defaultdict(list)
        self._lock = Lock()

    def count(self, what: str, n: int = 1) -> None:
        """Count that something happened."""
        with self._lock:
            self.counts[what] += n

    def answered(self, what: str, *answers: httpx.Response, since: float | None = None) -> None:
        """Count answers by status; `since` is when the one answer was asked for (`time.monotonic`)."""
        with self._lock:
            self._statuses[what].update(answer.status_code for answer in answers)
            if since is not None:
                self._seconds[what].append(time.monotonic() - since)

    def note(self, what: Hashable, number: int) -> None:
        """Note that a change was acknowledged: whoever asks from now on should see this number, or a later one."""
        with self._lock:
            self.acknowledged[what].append((number, time.monotonic()))

    def compare(self, shown: Mapping[Hashable, int], asked_at: float) -> None:
        """Hold the numbers that a list shows against those acknowledged before it was asked for."""
        with self._lock:
            since = [
                moment
                for what, number in shown.items()
                for acknowledged, moment in self.acknowledged[what]
                if acknowledged > number and moment < asked_at
            ]
            self.lags.append(asked_at - min(since) if since else 0.0)

    def rows(self) -> list[tuple[str, str]]:
        """Return what to print."""
        by_status = [
            (f"{what}: status {status}", f"{n}")
            for what, statuses in self._statuses.items()
            for status, n in sorted(statuses.items())
        ]
        seconds = [
            (f"{what}: median, 99th percentile, longest", " / ".join(f"{each:.2f} s" for each in percentiles(taken)))
            for what, taken in self._seconds.items()
        ]
        lags = np.array(self.lags)
        stale = [
            ("lists held against what was acknowledged", f"{len(lags)}"),
            ("lists that lagged behind, more than 1 s, 5 s", " / ".join(f"{(lags > s).sum()}" for s in (0, 1, 5))),
            ("lag: median, 99th percentile, longest", " / ".join(f"{each:.2f} s" for each in percentiles(self.lags))),
        ]
        return [*by_status, *((what, f"{n}") for what, n in self.counts.items()), *seconds, *stale]


def percentiles(taken: list[float]) -> list[float]:
    """Return the median, the 99th percentile and the maximum."""
    return [float(each) for each in np.percentile(taken, [50, 99, 100])]

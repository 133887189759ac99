"""How much is looked at for each partner, by the size of the network."""

N_IN_FULL, LEAST_SHARE = 300_000, 0.5
"""Up to so many partners or texts all is looked at that is worth it; beyond, ever less of it, but at least this share.
So a million takes 53 minutes on two cores (docs/benchmarks.md); a run that looked at all was on its way to 78."""


def bounded(k: int, n: int) -> int:
    """Return how many of `k` are looked at for each of `n` partners or texts.

    >>> bounded(50, 100_000), bounded(50, 400_000), bounded(50, 1_000_000)
    (50, 38, 25)
    """
    return round(k * min(1.0, max(LEAST_SHARE, N_IN_FULL / max(n, 1))))

"""How long ties last: survival with its interval, what stays after a grant, and what each year brought and lost."""

from dataclasses import dataclass
from datetime import date

import numpy as np
import numpy.typing as npt
import pandas as pd
from statsmodels.duration.survfunc import SurvfuncRight
from statsmodels.stats.proportion import proportion_confint

from graph.network import Mask, Network

DAYS_PER_YEAR = 365.25
NORMAL_95 = 1.959964


def tie_survival(network: Network, day: date) -> pd.DataFrame:
    """Return the share of ties that last longer than some years, as a step function: one row per time of an end.

    years; survival, 0 … 1; low and high, its 95 % interval (log-log, after Greenwood); n_at_risk. Kaplan-Meier in
    statsmodels. A tie begins with its first collaboration and ends when all are over; one that runs on `day`, or whose
    end nobody wrote down, has lasted that long at least and is counted as such.
    """
    ties = network.begun_by(day).tie_days  # what begins later keeps no tie that has ended
    has_ended = (ties["until"] <= np.datetime64(day, "s")).to_numpy()
    last = ties["until"].where(has_ended, np.datetime64(day, "s"))
    years = ((last - ties["since"]).dt.days / DAYS_PER_YEAR).to_numpy(np.float64)
    if not has_ended.any():
        return pd.DataFrame({name: np.array([], dtype=np.float64) for name in SURVIVAL_COLUMNS})
    # A tie of one day lasted half a day, not nothing: at 0 nobody would be at risk.
    found = SurvfuncRight(np.maximum(years, 0.5 / DAYS_PER_YEAR), has_ended.astype(np.int64)).summary()
    survival, spread = found["Surv prob"].to_numpy(np.float64), found["Surv prob SE"].to_numpy(np.float64)
    low, high = _log_log(survival, spread)
    columns = (found.index.to_numpy(np.float64), survival, low, high, found["num at risk"].to_numpy(np.int64))
    return pd.DataFrame(dict(zip(SURVIVAL_COLUMNS, columns, strict=True)))


SURVIVAL_COLUMNS = ("years", "survival", "low", "high", "n_at_risk")


def _log_log(
    survival: npt.NDArray[np.float64], spread: npt.NDArray[np.float64]
) -> tuple[npt.NDArray[np.float64], npt.NDArray[np.float64]]:
    """Return an interval that stays within 0 … 1: S ** exp(±1.96 se / (S ln S)) (Kalbfleisch and Prentice 2002)."""
    is_between = (survival > 0) & (survival < 1)
    scale = np.where(is_between, survival * np.log(np.where(is_between, survival, 0.5)), 1.0)
    wide = NORMAL_95 * np.nan_to_num(spread) / scale
    low, high = survival ** np.exp(-wide), survival ** np.exp(wide)
    return np.where(is_between, low, survival), np.where(is_between, high, survival)


@dataclass(frozen=True)
class AfterGrant:
    """What stays of the ties of collaborations a while after these ended."""

    n_ties: int
    """Pairs that worked together in a collaboration that ended long enough ago."""
    n_kept: int
    """Of these, the pairs for which something else runs that day, or began since."""

    @property
    def share(self) -> float | None:
        """Kept of all, 0 … 1; `None` without ties."""
        return self.n_kept / self.n_ties if self.n_ties else None

    @property
    def interval(self) -> tuple[float, float] | None:
        """Between what the share lies 95 times in 100 if ties end one by one (Wilson 1927); `None` without ties."""
        if not self.n_ties:
            return None
        low, high = proportion_confint(self.n_kept, self.n_ties, method="wilson")
        return float(low), float(high)


def tie_fates(network: Network, day: date, years: float = 1.0) -> pd.DataFrame:
    """Return what came of each pair of each collaboration: first, second, collaboration, is_new, is_over, is_kept.

    is_new: the two had done nothing together before it began. is_over: it ended so many years or longer before `day`;
    only then is_kept says whether something else of the same pair ran so many years after that end, or began since.
    """
    ties, of = network.ties[["first", "second", "collaboration"]], network.collaborations
    start, end = of["start"].to_numpy(), of["end"].to_numpy()
    later = end + np.timedelta64(round(years * DAYS_PER_YEAR * 86400), "s")
    is_over = ~np.isnat(end) & (later <= np.datetime64(day, "s"))
    both = ties.reset_index(names="tie").merge(ties, on=["first", "second"], suffixes=("", "_other"))
    both = both[both["collaboration"] != both["collaboration_other"]]
    this, other, tie = (both[name].to_numpy() for name in ("collaboration", "collaboration_other", "tie"))
    runs = (start[other] <= later[this]) & (np.isnat(end[other]) | (end[other] >= later[this]))
    began = (start[other] > end[this]) & (start[other] <= later[this])
    had_met = tie[start[other] < start[this]]
    goes_on = tie[is_over[this] & (runs | began)]
    return ties.assign(
        is_new=~np.isin(np.arange(len(ties)), had_met),
        is_over=is_over[ties["collaboration"]],
        is_kept=np.isin(np.arange(len(ties)), goes_on),
    )


def after_grants(network: Network, day: date, years: float = 1.0) -> dict[bool, AfterGrant]:
    """Return what stays so many years after the end, for collaborations with a grant (True) and without (False)."""
    fates = tie_fates(network, day, years)
    ended = fates[fates["is_over"]]
    has_grant = network.collaborations["has_grant"].to_numpy(np.bool_)[ended["collaboration"]]
    is_kept = ended["is_kept"].to_numpy()
    return {
        granted: AfterGrant(int((has_grant == granted).sum()), int((is_kept & (has_grant == granted)).sum()))
        for granted in (True, False)
    }


def tie_turnover(network: Network, until: date) -> pd.DataFrame:
    """Return one row per year up to a day: year, new, kept, ended ties.

    New: pairs that first met that year; ended: pairs whose last collaboration so far ended that year; kept: pairs that
    had met before and still do something at the end of the year, also after a pause. A tie without a written end is
    kept.
    """
    held = _Held(network.begun_by(until))
    rows = [
        (year, *held.count(year, np.datetime64(min(date(year, 12, 31), until), "s")))
        for year in range(held.first_year, until.year + 1)
    ]
    return pd.DataFrame(rows, columns=["year", "new", "kept", "ended"]).astype(np.int64)


class _Held:
    """What each tied pair did together: one row per pair and collaboration."""

    def __init__(self, network: Network) -> None:
        ties = network.ties
        of = network.collaborations.loc[ties["collaboration"]]
        self._start, self._end = of["start"].to_numpy(), of["end"].to_numpy()
        self._pair = ties.groupby(["first", "second"]).ngroup().to_numpy()
        since = pd.Series(self._start).groupby(self._pair).min()
        self._met_in = since.dt.year.to_numpy()
        self.first_year = int(self._met_in.min(initial=date.max.year))

    def count(self, year: int, moment: np.datetime64) -> tuple[int, int, int]:
        """Return how many ties were new, kept and ended in a year of which `moment` is the last that counts."""
        has_begun = self._start <= moment
        is_over = self._end <= moment  # never where no end is written down
        runs = self._some(has_begun & ~is_over)
        ends_now = self._some(has_begun & is_over & (self._end >= np.datetime64(date(year, 1, 1), "s")))
        new, kept, ended = self._met_in == year, (self._met_in < year) & runs, ends_now & ~runs
        return int(new.sum()), int(kept.sum()), int(ended.sum())

    def _some(self, chosen: Mask) -> Mask:
        """Return for which pairs some row is chosen; shape (n_pairs,)."""
        of_pairs: Mask = np.bincount(self._pair[chosen], minlength=len(self._met_in)) > 0
        return of_pairs

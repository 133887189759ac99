"""A quarter that is over is counted: its figures are kept for good, and its answers go."""

from collections.abc import Iterator
from typing import Any

import numpy as np
import numpy.typing as npt
import pandas as pd
from scipy.stats import t
from sqlalchemy import delete, func, select
from sqlalchemy.orm import Session

from graph.network import Mask, Network
from graph.parts import Part
from graph.pulse.groups import showable
from graph.pulse.tables import ASPECTS, DIMENSIONS, LEVELS, PulseAnswer, PulseFigure, Quarter

Group = tuple[str, str]
"""Kind and id of a group (`graph.pulse.tables.PulseFigure`)."""

LOWEST, HIGHEST = min(LEVELS) / max(LEVELS), 1.0
COLUMNS = ("quarter", "dimension", "mean", "low", "high", "n_partners", "n_answers")


def quarters_to_count(session: Session, now: Quarter) -> list[Quarter]:
    """Return the quarters before `now` of which answers are still kept."""
    stored = select(PulseAnswer.quarter).where(PulseAnswer.quarter < str(now)).distinct().order_by(PulseAnswer.quarter)
    return [Quarter.parse(each) for each in session.scalars(stored)]


def count_quarter(session: Session, quarter: Quarter, network: Network) -> int:
    """Keep the figures of a quarter and remove its answers; return how many answers there were.

    `network` says who belongs to which group: it should hide what the readers of the figures may not see, since a group
    tells who stands in it. A quarter is counted once: an answer that comes after it only goes.
    """
    is_its = PulseAnswer.quarter == str(quarter)
    answers = session.execute(select(PulseAnswer.partner_id, PulseAnswer.aspect, PulseAnswer.level).where(is_its)).all()
    is_counted = session.scalar(select(PulseFigure.quarter).where(PulseFigure.quarter == str(quarter)).limit(1))
    if is_counted is None:
        said = pd.DataFrame(answers, columns=["partner", "aspect", "level"]).dropna(subset="level")
        for dimension in DIMENSIONS:
            of_it = said[said["aspect"].map(ASPECTS) == dimension]
            session.add_all(_figures(of_it, network, quarter=str(quarter), dimension=dimension))
    session.execute(delete(PulseAnswer).where(is_its))
    session.flush()
    return len(answers)


def count_figures(session: Session) -> int:
    """Return how many figures are kept; it tells whether any was added."""
    return session.scalar(select(func.count()).select_from(PulseFigure)) or 0


def read_figures(session: Session, part: Part) -> pd.DataFrame:
    """Return what is kept of a part, by quarter and dimension; columns `COLUMNS`, no rows where nothing may be shown.

    Only groups by one condition are kept: a sector, a place, a theme, or all.
    """
    kind, group_id = group_of(part) or ("", "")
    its = select(PulseFigure).where(PulseFigure.kind == kind, PulseFigure.group_id == group_id)
    rows = session.scalars(its.order_by(PulseFigure.quarter, PulseFigure.dimension))
    return pd.DataFrame([[getattr(row, column) for column in COLUMNS] for row in rows], columns=list(COLUMNS))


def group_of(part: Part) -> Group | None:
    """Return which group a part is; None where no figures of it are kept.

    >>> group_of(Part()), group_of(Part(place="Oss")), group_of(Part(place="Oss", sector="sport"))
    (('all', ''), ('place', 'Oss'), None)
    """
    chosen = [(kind, getattr(part, kind)) for kind in ("sector", "place", "theme") if getattr(part, kind)]
    if part.board or len(chosen) > 1:
        return None
    return chosen[0] if chosen else ("all", "")


def _figures(said: pd.DataFrame, network: Network, **columns: str) -> Iterator[PulseFigure]:
    """Give the figures of all groups that may be shown of one dimension."""
    by_partner = (said["level"].astype(float) / max(LEVELS)).groupby(said["partner"]).agg(["mean", "size"])
    by_partner = by_partner[by_partner.index.isin(network.positions)]
    values, sizes = by_partner["mean"].to_numpy(np.float64), by_partner["size"].to_numpy(np.int64)
    places = np.array([network.positions[each] for each in by_partner.index], dtype=np.int64)
    groups = {group: mask[places] for group, mask in _groups(network, places)}
    ordered = sorted(groups.items(), key=lambda one: -int(one[1].sum()))  # the largest first; stable
    ordered.sort(key=lambda one: _ORDER[one[0][0]])
    for kind, group_id in showable(ordered, values):
        mask = groups[kind, group_id]
        mean, low, high = interval(values[mask])
        yield PulseFigure(
            **columns,
            kind=kind,
            group_id=group_id,
            mean=mean,
            low=low,
            high=high,
            n_partners=int(mask.sum()),
            n_answers=int(sizes[mask].sum()),
        )


_ORDER = {"all": 0, "sector": 1, "place": 2, "theme": 3}


def _groups(network: Network, positions: npt.NDArray[np.int64]) -> Iterator[tuple[Group, Mask]]:
    """Give the groups of a network in which some of its partners may stand."""
    partners: Any = network.partners.iloc[positions]
    yield ("all", ""), Part().of(network)
    for kind in ("sector", "place"):
        for each in sorted({str(name) for name in partners[kind] if name}):
            yield (kind, each), Part(**{kind: each}).of(network)
    for theme_id in sorted(network.themes["id"]):
        yield ("theme", theme_id), Part(theme=theme_id).of(network)


def interval(values: npt.NDArray[np.float64]) -> tuple[float, float, float]:
    """Return the mean of the answers of some partners and its 95 % interval, within what can be answered.

    Student's t over partners, so that one with three answers counts as one: its answers go together (Donner and Klar
    2000, Design and Analysis of Cluster Randomization Trials, at the level of the cluster). It says how far chance
    among partners like these goes, and nothing of those who did not answer.

    >>> [round(each, 3) for each in interval(np.array([0.5, 0.75, 0.75, 1.0, 0.75]))]
    [0.75, 0.53, 0.97]
    """
    mean, n = float(values.mean()), len(values)
    half = float(t.ppf(0.975, n - 1)) * float(values.std(ddof=1)) / n**0.5
    return round(mean, 4), round(max(mean - half, LOWEST), 4), round(min(mean + half, HIGHEST), 4)

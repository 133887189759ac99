"""Reports made once: a year that is over keeps the figures of its first report, and says what is known since."""

from dataclasses import dataclass
from datetime import date

import numpy as np
from sqlalchemy.orm import Session

from graph.errors import GraphError
from graph.frozen import FrozenReport
from graph.introducing import Introductions
from graph.network import Network
from graph.parts import Part
from graph.pulse.counting import read_figures
from graph.repository import Repository
from service.report.changing import tell_changes
from service.report.content import N_DRAWS, make_content
from service.report.indicators import record
from service.report.kept import CONTENT, Content
from service.settings import Settings
from service.texts import gettext as _


class NoSuchYear(GraphError):
    """Nothing had begun in or before this year, or it has not come yet."""


@dataclass(frozen=True)
class Report:
    """A report, and what is known since it was made."""

    content: Content
    changes: list[str]
    """A line for each figure that would be another today; empty for a report that was just made."""
    is_kept: bool
    """Whether its figures stay; otherwise it is what would be reported today."""


def report_of(session: Session, settings: Settings, year: int, today: date, *, keep: bool) -> Report:
    """Return the report of a year: as it was first made, or made now; `keep` makes it the first if the year is over.

    Raise `NoSuchYear` where nothing had begun by then, or for a year to come. The caller commits.
    """
    history, day = Repository(session).network(), min(date(year, 12, 31), today)
    has_begun = bool((history.collaborations["start"] <= np.datetime64(day, "s")).any())
    frozen = session.get(FrozenReport, year)
    if frozen is None:
        _require_year(history, year, today, has_begun=has_begun)
    recorded = record(history, Introductions(session).history(), read_figures(session, Part()), day)
    if frozen is not None:
        kept = CONTENT.validate_python(frozen.content)
        if not has_begun:
            return Report(kept, [_("Nothing of what is reported here is known any more.")], is_kept=True)
        # Chance is drawn for no line of what changed: it would take most of the time.
        now = make_content(recorded, today, settings, n_draws=0)
        return Report(kept, tell_changes(kept, now), is_kept=True)
    content = make_content(recorded, today, settings, N_DRAWS)
    is_kept = keep and content.is_final
    if is_kept:
        session.add(FrozenReport(year=year, made_on=today, content=CONTENT.dump_python(content, mode="json")))
        session.flush()
    return Report(content, [], is_kept)


def _require_year(history: Network, year: int, today: date, *, has_begun: bool) -> None:
    if year > today.year:
        raise NoSuchYear(f"{year} has not come yet; the last year to report is {today.year}")
    if not has_begun:
        starts = history.collaborations["start"]
        first = f"; the first one begins in {starts.min().year}" if len(starts) else ""
        raise NoSuchYear(f"no collaboration had begun by the end of {year}{first}")

"""Reports made once: a year that is over keeps the figures of its first report, and says what is known since."""

from dataclasses import dataclass
from datetime import date

from sqlalchemy.orm import Session

from graph.errors import GraphError
from graph.frozen import FrozenReport
from graph.introducing import Introductions
from graph.network import Network
from graph.repository import Repository
from service.report.content import CONTENT, Content, make_content
from service.texts import gettext as _
from service.texts import say_cell


class NoSuchYear(GraphError):
    """Nothing had begun in or before this year, or it has not come yet."""


@dataclass(frozen=True)
class Report:
    """A report, and what is known since it was made."""

    content: Content
    changes: list[str]
    """A line for each measure that would be another today; empty for a report that was just made."""


def report_of(session: Session, year: int, today: date, *, keep: bool) -> Report:
    """Return the report of a year: as it was first made, or made now; `keep` makes it the first if the year is over.

    Raise `NoSuchYear` where nothing had begun by then, or for a year to come. The caller commits.
    """
    history = Repository(session).network()
    _require_year(history, year, today)
    content = make_content(history, Introductions(session).history(), year, today)
    frozen = session.get(FrozenReport, year)
    if frozen is not None:
        kept = CONTENT.validate_python(frozen.content)
        return Report(kept, _differences(kept, content))
    if keep and content.is_final:
        session.add(FrozenReport(year=year, made_on=today, content=CONTENT.dump_python(content, mode="json")))
        session.flush()
    return Report(content, [])


def _require_year(history: Network, year: int, today: date) -> None:
    starts = history.collaborations["start"].dt.year
    if not len(starts) or year < starts.min():
        first = f"; the first year with any is {starts.min()}" if len(starts) else ""
        raise NoSuchYear(f"no collaboration had begun by the end of {year}{first}")
    if year > today.year:
        raise NoSuchYear(f"{year} has not come yet; the last year to report is {today.year}")


def _differences(kept: Content, now: Content) -> list[str]:
    """Say which measures would be others by what is known today, or by a newer definition."""
    today = {measure.name: measure for measure in now.measures}
    changes = []
    for measure in kept.measures:
        other = today.get(measure.name)
        if other is None or other.value == measure.value:
            continue
        said = {"label": measure.label, "then": say_cell(measure.value), "now": say_cell(other.value)}
        if other.version != measure.version:
            changes.append(_("%(label)s: %(then)s in this report; %(now)s by a newer definition.") % said)
        else:
            changes.append(_("%(label)s: %(then)s in this report; %(now)s by what is known today.") % said)
    return changes

"""The indicators of a report: a year beside the years before it, each with what it is of and what it means."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

import pandas as pd

from graph.growth import YearOfGrowth, growth
from graph.network import Network
from graph.pulse.tables import Quarter
from service.report.kept import Indicator
from service.texts import gettext as _
from service.texts import ngettext, say_number

N_YEARS = 4
"""The year itself and those before it."""
VERSION = 1
"""Of the definitions below; goes up when the same data would give another figure."""


@dataclass(frozen=True)
class Recorded:
    """What is written down up to a day."""

    history: Network
    """All that is known, later things too."""
    steps: pd.DataFrame
    """Every step of every introduction (`graph.introducing.Introductions.history`)."""
    pulse: pd.DataFrame
    """What may be shown of the pulse of the whole network up to that day (`graph.pulse.counting.read_figures`)."""
    day: date
    """The last day that is reported."""
    growth: list[YearOfGrowth]
    """Every year from the first collaboration on; the last one is reported."""

    @property
    def now(self) -> YearOfGrowth:
        """The year that is reported."""
        return self.growth[-1]

    @property
    def before(self) -> YearOfGrowth | None:
        """The year before, if anything had begun by then."""
        return self.growth[-2] if len(self.growth) > 1 else None

    @property
    def shown(self) -> list[int]:
        """The years that stand beside each other."""
        return list(range(self.now.year - N_YEARS + 1, self.now.year + 1))

    @property
    def gaps(self) -> list[int]:
        """Years since the first collaboration of which nothing is written down that began in them."""
        return [each.year for each in self.growth if not each.new_collaborations]

    @property
    def introduced(self) -> dict[int, int]:
        """How many of the collaborations that began in a year began through an introduction, where any did."""
        collaborations = self.history.begun_by(self.day).collaborations
        ours = collaborations[collaborations["id"].isin(self.steps["collaboration_id"].dropna())]
        return {int(year): int(n) for year, n in ours["start"].dt.year.value_counts().items()}


def record(history: Network, steps: pd.DataFrame, pulse: pd.DataFrame, day: date) -> Recorded:
    """Return what is written down up to a day on which something had begun; of the pulse, quarters that were over."""
    told = pulse[pulse["quarter"] < str(Quarter.of(day + timedelta(days=1)))]
    return Recorded(history, steps, told, day, growth(history, day))


def make_indicators(recorded: Recorded) -> list[Indicator]:
    """Return the indicators of the years that are shown."""
    return [_indicator(each, recorded) for each in _flows(recorded) + _stocks(recorded)]


@dataclass(frozen=True)
class _Made:
    name: str
    label: str
    of: Callable[[YearOfGrowth], float | None]
    base: str
    definition: str
    unit: str = ""
    is_of_the_year: bool = False
    """Whether it counts what began in that year alone: it says nothing of a year of which nothing is written down."""


def _indicator(made: _Made, recorded: Recorded) -> Indicator:
    known = {each.year: each for each in recorded.growth if not (made.is_of_the_year and each.year in recorded.gaps)}
    values = [made.of(known[year]) if year in known else None for year in recorded.shown]
    source = _("introductions in Osmose") if made.name == "introduced" else _("collaborations in Osmose")
    return Indicator(made.name, made.label, values, made.unit, made.base, made.definition, source, VERSION)


def _stocks(recorded: Recorded) -> list[_Made]:
    partners, ties = _partners(recorded.now.partners), _ties(recorded.now.ties)
    begun = _collaborations(sum(each.new_collaborations for each in recorded.growth))
    return [
        _Made(
            "partners",
            _("Partners that ever took part"),
            lambda of: of.partners,
            partners,
            _("Partners that had taken part in a collaboration by the end of the year, ended or not."),
        ),
        _Made(
            "running_collaborations",
            _("Running collaborations"),
            lambda of: of.running_collaborations,
            begun,
            _("Collaborations that had begun and not ended by the end of the year; without a written end they run on."),
        ),
        _Made(
            "ties",
            _("Ties"),
            lambda of: of.ties,
            ties,
            _("Pairs of partners that had done something together by the end of the year; one that led it, with all."),
        ),
        _Made(
            "mean_degree",
            _("Ties per partner, mean"),
            lambda of: round(of.mean_degree, 1) if of.partners else None,
            partners,
            _("Twice the ties, over the partners that ever took part."),
        ),
        _Made(
            "cross_sector_share",
            _("Ties across sectors"),
            lambda of: round(100 * of.cross_sector_share) if of.ties else None,
            ties,
            _("Share of the ties whose two partners are of different sectors."),
            unit="%",
        ),
        _Made(
            "largest_share",
            _("Partners in the largest group"),
            lambda of: round(100 * of.largest_share) if of.partners else None,
            partners,
            _("Share of the partners that ever took part between whom there is a way over ties; the largest group."),
            unit="%",
        ),
    ]


def _flows(recorded: Recorded) -> list[_Made]:
    now, introduced = recorded.now, recorded.introduced
    begun = _collaborations(now.new_collaborations)
    return [
        _Made(
            "new_collaborations",
            _("New collaborations"),
            lambda of: of.new_collaborations,
            begun,
            _("Collaborations that began in the year."),
            is_of_the_year=True,
        ),
        _Made(
            "introduced",
            _("Of these, through an introduction"),
            lambda of: introduced.get(of.year, 0),
            begun,
            _("Staff introduced the partners to each other, and they told that something came of it."),
            is_of_the_year=True,
        ),
        _Made(
            "new_ties",
            _("New ties"),
            lambda of: of.new_ties,
            _ties(now.ties),
            _("Pairs of partners that did something together for the first time in the year."),
            is_of_the_year=True,
        ),
    ]


def say_values(indicator: Indicator) -> Sequence[str]:
    """Return the values as they stand in a table: a dash where nothing was written down."""
    unit = f" {indicator.unit}" if indicator.unit else ""
    return ["–" if value is None else say_number(value) + unit for value in indicator.values]


def _partners(n: int) -> str:
    return ngettext("%(n)s partner", "%(n)s partners", n) % {"n": say_number(n)}


def _ties(n: int) -> str:
    return ngettext("%(n)s tie", "%(n)s ties", n) % {"n": say_number(n)}


def _collaborations(n: int) -> str:
    return ngettext("%(n)s collaboration", "%(n)s collaborations", n) % {"n": say_number(n)}

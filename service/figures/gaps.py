"""What is missing in what was written down, told with a figure: a gap is not a network that stood still."""

from datetime import date, timedelta

from graph.network import Network
from service.texts import gettext as _
from service.texts import ngettext, say_number
from service.wording import join


def years_without(network: Network, first: int, last: int) -> list[int]:
    """Return the years of a span, from the first collaboration on, in which none began."""
    starts = network.collaborations["start"].iloc[network.participations["collaboration"].unique()].dropna()
    if starts.empty:
        return []
    known = set(starts.dt.year)
    return [year for year in range(max(first, int(starts.min().year)), last + 1) if year not in known]


def last_whole_year(day: date) -> int:
    """Return the last year that is over at the end of a day.

    >>> last_whole_year(date(2021, 12, 30)), last_whole_year(date(2021, 12, 31))
    (2020, 2021)
    """
    return (day + timedelta(days=1)).year - 1


def say_gaps(network: Network, first: int, day: date) -> str:
    """Return a sentence that names the years, of those that are over on a day, in which nothing began; else nothing."""
    years = years_without(network, first, last_whole_year(day))
    if not years:
        return ""
    return _(
        "Of %(years)s no collaboration is written down that began then: that may be a gap in the data, and not in the "
        "network."
    ) % {"years": join([str(year) for year in years])}


def say_open_ends(network: Network) -> str:
    """Return a sentence on the collaborations without an end that was written down; empty where there is none."""
    there = network.collaborations.iloc[network.participations["collaboration"].unique()]
    n_open = int(there["end"].isna().sum())
    if not n_open:
        return ""
    return ngettext(
        "Of %(all)s collaborations %(num)s has no end that was written down and counts as running, so more may have "
        "ended.",
        "Of %(all)s collaborations %(num)s have no end that was written down and count as running, so more may have "
        "ended.",
        n_open,
    ) % {"all": say_number(len(there)), "num": say_number(n_open)}


def say_pieces(n_components: int) -> str:
    """Return a sentence that warns of a network in pieces; empty where it is one."""
    if n_components < 2:  # noqa: PLR2004 -- one is whole
        return ""
    return _("The network falls into %(n)s groups without a way between them; over that no way is counted.") % {
        "n": say_number(n_components)
    }


def told(*sentences: str) -> str:
    """Return sentences one after the other, without those that have nothing to say.

    >>> told("A.", "", "B.")
    'A. B.'
    """
    return " ".join(each for each in sentences if each)

"""The first page of a report: what the network wanted, what was done that year, what came of it, and what is not known."""

from datetime import date

import numpy as np
import pandas as pd

from graph.network import Network
from graph.tie_graph import tie_graph
from service.report.indicators import Recorded, make_indicators
from service.report.kept import FirstPage
from service.texts import gettext as _
from service.texts import ngettext, say_date, say_number
from service.wording import join

N_THEMES = 3
"""Themes that are named."""


def make_first_page(
    history: Network, steps: pd.DataFrame, recorded: Recorded, day: date, made_on: date, aims: str
) -> FirstPage:
    """Return the first page of the year of a day, from all that is known."""
    return FirstPage(
        aims=aims or _("More partners that do something together, across sectors, and nobody who stands alone."),
        done=_done(history, steps, recorded, day),
        results=[*_results(recorded), _alone(history, day)],
        years=recorded.shown,
        indicators=make_indicators(recorded),
        caveats=_caveats(history, recorded, day, made_on),
    )


def _done(history: Network, steps: pd.DataFrame, recorded: Recorded, day: date) -> list[str]:
    year = recorded.now.year
    if year in recorded.gaps:
        begun = [
            _("Nothing is written down that began in %(year)s. That does not say that nothing was done.")
            % {"year": year}
        ]
    else:
        begun = [_begun(history, recorded, day), _themes(history, day)]
    return [*begun, _introductions(steps, year, day)]


def _in_year(history: Network, day: date) -> "np.ndarray[tuple[int], np.dtype[np.int64]]":
    """Return the positions of the collaborations that began in the year of a day, up to that day."""
    start = history.collaborations["start"]
    return np.flatnonzero((start.dt.year == day.year) & (start <= np.datetime64(day, "s"))).astype(np.int64)


def _begun(history: Network, recorded: Recorded, day: date) -> str:
    parts = history.participations
    partners = parts.loc[parts["collaboration"].isin(_in_year(history, day)), "partner"].nunique()
    n = recorded.now.new_collaborations
    return ngettext(
        "In %(year)s %(n)s collaboration began. Partners that took part in it: %(partners)s.",
        "In %(year)s %(n)s collaborations began. Partners that took part in them: %(partners)s.",
        n,
    ) % {"year": recorded.now.year, "n": say_number(n), "partners": say_number(partners)}


def _themes(history: Network, day: date) -> str:
    of = history.collaboration_themes
    counts = of.loc[of["collaboration"].isin(_in_year(history, day)), "theme"].value_counts()
    labels = history.themes["label"]
    if counts.empty:
        return _("Of none of them a theme is written down.")
    ranked = sorted((-int(n), str(labels[theme])) for theme, n in counts.items())
    # Of themes that occur as often none is named before another.
    last = ranked[N_THEMES][0] if len(ranked) > N_THEMES else 0
    named = [f"{label} ({say_number(-n)})" for n, label in ranked if n < last]
    if not named:
        n_equal = sum(n == last for n, _label in ranked)
        return _("No theme stands out in them: %(n)s themes occur as often.") % {"n": say_number(n_equal)}
    return ngettext(
        "Theme that occurs most in them: %(themes)s.", "Themes that occur most in them: %(themes)s.", len(named)
    ) % {"themes": join(named)}


def _introductions(steps: pd.DataFrame, year: int, day: date) -> str:
    made = steps["made_at"].dt.date
    then = steps[(steps["made_at"].dt.year == year) & (made <= day)]
    counts = then.groupby("to_state")["introduction"].nunique()
    if not counts.get("proposed", 0) and not counts.get("introduced", 0):
        return _("Of introductions by the office nothing is written down in %(year)s.") % {"year": year}
    return _(
        "Introductions that the office took up in %(year)s: %(taken_up)s. Pairs that were introduced: %(introduced)s. "
        "Pairs that started something: %(started)s."
    ) % {
        "year": year,
        "taken_up": say_number(int(counts.get("proposed", 0))),
        "introduced": say_number(int(counts.get("introduced", 0))),
        "started": say_number(int(counts.get("started", 0))),
    }


def _results(recorded: Recorded) -> list[str]:
    now = recorded.now
    if not now.ties:
        return [_took_part(recorded), _("No two partners have done anything together yet.")]
    return [_took_part(recorded), _tied(recorded), _across(recorded), _grouped(recorded)]


def _took_part(recorded: Recorded) -> str:
    now, before = recorded.now, recorded.before
    said = ngettext(
        "By the end of %(year)s %(n)s partner had taken part in something",
        "By the end of %(year)s %(n)s partners had taken part in something",
        now.partners,
    ) % {"year": now.year, "n": say_number(now.partners)}
    if now.year in recorded.gaps:
        return said + _("; whether there came more that year is not known.")
    if before is None:
        return said + _("; it is the first year of which anything is written down.")
    return said + _(": %(more)s more than a year before.") % {"more": say_number(now.partners - before.partners)}


def _tied(recorded: Recorded) -> str:
    now, before = recorded.now, recorded.before
    said = ngettext(
        "Between them there was %(n)s tie", "Between them there were %(n)s ties", now.ties
    ) % {"n": say_number(now.ties)}
    if now.year in recorded.gaps:
        return said + "."
    said += _(", of which %(new)s new") % {"new": say_number(now.new_ties)}
    if before is None:
        return said + "."
    if before.year in recorded.gaps:
        return said + _("; of %(year)s nothing is written down to compare it with.") % {"year": before.year}
    return said + _("; in %(year)s %(new)s came.") % {"year": before.year, "new": say_number(before.new_ties)}


def _across(recorded: Recorded) -> str:
    now, before = recorded.now, recorded.before
    said = _("Ties that join two sectors: %(share)s %% of %(ties)s") % {
        "share": say_number(round(100 * now.cross_sector_share)),
        "ties": say_number(now.ties),
    }
    if before is None or not before.ties or now.year in recorded.gaps:
        return said + "."
    return said + _("; a year before %(share)s %% of %(ties)s.") % {
        "share": say_number(round(100 * before.cross_sector_share)),
        "ties": say_number(before.ties),
    }


def _grouped(recorded: Recorded) -> str:
    now = recorded.now
    n_largest = round(now.largest_share * now.partners)
    if now.components == 1:
        return _("All of them hang together over ties, in one group.")
    return ngettext(
        "The largest group that hangs together over ties has %(largest)s of these %(n)s partners; %(others)s group "
        "stands apart from it.",
        "The largest group that hangs together over ties has %(largest)s of these %(n)s partners; %(others)s groups "
        "stand apart from it.",
        now.components - 1,
    ) % {"largest": say_number(n_largest), "n": say_number(now.partners), "others": say_number(now.components - 1)}


def _alone(history: Network, day: date) -> str:
    graph = tie_graph(history.at(day))
    n_alone = int((graph.degrees == 0).sum())
    return _("Partners without any tie: %(alone)s of all %(all)s that Osmose knows.") % {
        "alone": say_number(n_alone),
        "all": say_number(graph.n),
    }


def _caveats(history: Network, recorded: Recorded, day: date, made_on: date) -> list[str]:
    network = history.at(day)
    n_silent = network.n_partners - network.participations["partner"].nunique()
    n_open, n_all = int(network.collaborations["end"].isna().sum()), len(network.collaborations)
    caveats = []
    if gaps := [year for year in recorded.gaps if year >= recorded.growth[-1].year - YEARS_TOLD]:
        caveats.append(
            _(
                "Nothing is written down that began in %(years)s. That may be a gap in what is known: figures of these "
                "years, and of what came more or less since, say little."
            )
            % {"years": join([str(year) for year in gaps])}
        )
    caveats.append(_("More ties can also mean that more was written down."))
    if n_silent:
        caveats.append(
            _("Of %(silent)s of %(all)s partners nothing that they did together is known; they may do more.")
            % {"silent": say_number(n_silent), "all": say_number(network.n_partners)}
        )
    if n_open:
        caveats.append(
            _("Of %(open)s of %(all)s collaborations no end is written down; they are taken to run on.")
            % {"open": say_number(n_open), "all": say_number(n_all)}
        )
    caveats.append(
        _("What is reported was known on %(day)s. What is found later does not change these figures.")
        % {"day": say_date(made_on.isoformat())}
    )
    return caveats


YEARS_TOLD = 9
"""So many years before the reported one a gap is still told: as far back as the charts go."""

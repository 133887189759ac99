"""The first page of a report: what the network wanted, what was done that year, what it brought, what is not known."""

from collections import Counter
from datetime import date

import numpy as np

from graph.network import Positions
from graph.tie_graph import tie_graph
from service.report.indicators import Recorded, make_indicators
from service.report.kept import FirstPage
from service.texts import gettext as _
from service.texts import ngettext, say_date, say_number
from service.wording import join

N_THEMES = 3
"""Themes that are named at most."""
YEARS_TOLD = 9
"""So many years before the reported one a gap is still told: as far back as the charts go."""


def make_first_page(recorded: Recorded, made_on: date, aims: str) -> FirstPage:
    """Return the first page of what is recorded; without aims of its own it names those of any network."""
    return FirstPage(
        aims=aims or _("More partners that do something together, across sectors, and nobody who stands alone."),
        done=_done(recorded),
        results=[*_results(recorded), _alone(recorded)],
        years=recorded.shown,
        indicators=make_indicators(recorded),
        caveats=_caveats(recorded, made_on),
        gap=_gap(recorded),
    )


def _done(recorded: Recorded) -> list[str]:
    year = recorded.now.year
    if year in recorded.gaps:
        nothing = _("Nothing is written down that began in %(year)s. That does not say that nothing was done.")
        return [nothing % {"year": year}, _introductions(recorded)]
    return [_begun(recorded), _themes(recorded), _introductions(recorded)]


def _in_year(recorded: Recorded) -> Positions:
    """Return the positions of the collaborations that began in the year that is reported."""
    start = recorded.history.collaborations["start"]
    is_then = (start.dt.year == recorded.day.year) & (start <= np.datetime64(recorded.day, "s"))
    return np.flatnonzero(is_then).astype(np.int64)


def _begun(recorded: Recorded) -> str:
    parts, n = recorded.history.participations, recorded.now.new_collaborations
    partners = parts[parts["collaboration"].isin(_in_year(recorded))]["partner"].nunique()
    return ngettext(
        "In %(year)s %(n)s collaboration began. Partners that took part in it: %(partners)s.",
        "In %(year)s %(n)s collaborations began. Partners that took part in them: %(partners)s.",
        n,
    ) % {"year": recorded.now.year, "n": say_number(n), "partners": say_number(partners)}


def _themes(recorded: Recorded) -> str:
    of, labels = recorded.history.collaboration_themes, recorded.history.themes["label"].tolist()
    counts = Counter(labels[theme] for theme in of[of["collaboration"].isin(_in_year(recorded))]["theme"])
    if not counts:
        return _("Of none of them a theme is written down.")
    ranked = sorted(counts.items(), key=lambda of_theme: (-of_theme[1], of_theme[0]))
    # Of themes that occur as often none is named before another.
    most_left_out = ranked[N_THEMES][1] if len(ranked) > N_THEMES else 0
    named = [f"{label} ({say_number(n)})" for label, n in ranked if n > most_left_out]
    if not named:
        n_equal = sum(n == most_left_out for _label, n in ranked)
        return _("No theme stands out in them: %(n)s themes occur as often.") % {"n": say_number(n_equal)}
    return ngettext(
        "Theme that occurs most in them: %(themes)s.", "Themes that occur most in them: %(themes)s.", len(named)
    ) % {"themes": join(named)}


def _introductions(recorded: Recorded) -> str:
    steps, year = recorded.steps, recorded.day.year
    made_at = steps["made_at"]
    then = steps[(made_at.dt.year == year) & (made_at.dt.date <= recorded.day)]
    counts = {state: then[then["to_state"] == state]["introduction"].nunique() for state in _STATES}
    if not any(counts.values()):
        return _("Of introductions by the office nothing is written down in %(year)s.") % {"year": year}
    said = {state: say_number(n) for state, n in counts.items()}
    return _(
        "Introductions that the office took up in %(year)s: %(proposed)s. Pairs that were introduced: %(introduced)s. "
        "Pairs that started something: %(started)s."
    ) % {"year": year, **said}


_STATES = ("proposed", "introduced", "started")
"""States of an introduction that are counted in the year in which it reached them."""


def _results(recorded: Recorded) -> list[str]:
    now = recorded.now
    if not now.ties:
        return [_took_part(recorded), _("No two partners have done anything together yet.")]
    return [_took_part(recorded), _tied(recorded), _across(recorded), _grouped(recorded)]


def _took_part(recorded: Recorded) -> str:
    now, before = recorded.now, recorded.before
    said = ngettext(
        "On %(day)s %(n)s partner had ever taken part in something",
        "On %(day)s %(n)s partners had ever taken part in something",
        now.partners,
    ) % {"day": say_date(recorded.day.isoformat()), "n": say_number(now.partners)}
    if now.year in recorded.gaps:
        return said + _("; whether there came more that year is not known.")
    if before is None:
        return said + _("; it is the first year of which anything is written down.")
    return said + _(": %(more)s more than by the end of %(year)s.") % {
        "more": say_number(now.partners - before.partners),
        "year": before.year,
    }


def _tied(recorded: Recorded) -> str:
    now, before = recorded.now, recorded.before
    said = ngettext("Between them there was %(n)s tie", "Between them there were %(n)s ties", now.ties) % {
        "n": say_number(now.ties)
    }
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
    return said + _("; by the end of %(year)s %(share)s %% of %(ties)s.") % {
        "year": before.year,
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


def _alone(recorded: Recorded) -> str:
    graph = tie_graph(recorded.history.at(recorded.day))
    n_alone = int((graph.degrees == 0).sum())
    return _("Partners without any tie: %(alone)s of all %(all)s that Osmose knows.") % {
        "alone": say_number(n_alone),
        "all": say_number(graph.n),
    }


def _gap(recorded: Recorded) -> str:
    gaps = [str(year) for year in recorded.gaps if year >= recorded.now.year - YEARS_TOLD]
    if not gaps:
        return ""
    return _(
        "Nothing is written down that began in %(years)s. That may be a gap in what is known: figures of these years, "
        "and of what came more or less since, say little."
    ) % {"years": join(gaps)}


def _caveats(recorded: Recorded, made_on: date) -> list[str]:
    network = recorded.history.at(recorded.day)
    n_silent = network.n_partners - network.participations["partner"].nunique()
    n_open, n_all = int(network.collaborations["end"].isna().sum()), len(network.collaborations)
    caveats = [_("More ties can also mean that more was written down.")]
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

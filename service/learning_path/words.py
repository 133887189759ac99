"""The path of learning in sentences, each computed from what it tells of."""

from collections import Counter
from dataclasses import dataclass

from service.learning_path.nearest import Elsewhere
from service.learning_path.path import Path, Paths, Transition
from service.texts import gettext as _
from service.texts import ngettext, say_date, say_number
from service.wording import join

MOST_THEMES = 3
"""Themes that a transition names: those of most of its collaborations."""


@dataclass(frozen=True)
class Scope:
    """Of what a path tells: for the sentences."""

    place: str = ""
    theme: str = ""
    """The label of a theme; "" for any."""
    day: str = ""
    """As 2019-12-31; "" for today."""


def say_path(path: Path, scope: Scope) -> list[str]:
    """Say who stands on the path, how many transitions somebody links, and which nobody does."""
    where = _("In %(place)s") % {"place": scope.place} if scope.place else _("In the whole network")
    if scope.day:
        where += _(", as it was on %(day)s,") % {"day": say_date(scope.day)}
    there = [step for step in path.steps if step.partners]
    if not there:
        return [_("%(where)s no organisation stands on the path of learning.") % {"where": where}]
    said = [
        ngettext(
            "%(where)s %(n)s organisation stands on %(steps)s of the %(all)s steps of the path.",
            "%(where)s %(n)s organisations stand on %(steps)s of the %(all)s steps of the path.",
            path.n_partners,
        )
        % {
            "where": where,
            "n": say_number(path.n_partners),
            "steps": say_number(len(there)),
            "all": say_number(len(path.steps)),
        }
    ]
    if len(there) == 1:
        said.append(_("That is one step: %(step)s.") % {"step": small(there[0].label)})
    return [*said, *_say_transitions(path, scope)]


def _say_transitions(path: Path, scope: Scope) -> list[str]:
    meant = [each for each in path.transitions if each.status != "nobody"]
    n = say_number(sum(each.status == "linked" for each in meant))
    if scope.theme:
        said = _("Transitions linked by something about “%(theme)s”: %(n)s of %(all)s.")
    else:
        said = _("Linked transitions: %(n)s of %(all)s.")
    gaps = [f"{say_status(each, scope.theme)}." for each in meant if each.status != "linked"]
    return [said % {"theme": scope.theme, "n": n, "all": say_number(len(meant))}, *gaps]


def say_status(transition: Transition, theme: str = "") -> str:
    """Say in a few words how a transition stands, by what is about a theme (its label) or about any."""
    n_links, n_works = len(transition.links), len(transition.collaborations)
    if n_links:
        links = ngettext("%(n)s link", "%(n)s links", n_links) % {"n": say_number(n_links)}
        works = ngettext("%(n)s collaboration", "%(n)s collaborations", n_works) % {"n": say_number(n_works)}
        return _("%(links)s by %(works)s") % {"links": links, "works": works}
    if transition.status == "nobody":
        return _("Neither step is here")
    said = _("Nobody links %(step)s with %(next)s")
    if theme:
        said = _("Nobody links %(step)s with %(next)s by anything about “%(theme)s”")
    step, following = small(transition.step.label), small(transition.following.label)
    return said % {"step": step, "next": following, "theme": theme}


def say_more(transition: Transition, paths: Paths) -> list[str]:
    """Say which share of both sides is linked, what about, and whether it still runs."""
    if not transition.links:
        return []
    said = []
    for step, linked, words in (
        (transition.step, transition.linked, _("%(step)s: %(k)s of %(n)s linked to the next step")),
        (transition.following, transition.reached, _("%(step)s: %(k)s of %(n)s linked to the step before")),
    ):
        if step.partners:
            k, n = say_number(len(linked)), say_number(len(step.partners))
            said.append(words % {"k": k, "n": n, "step": step.label})
    return [*said, say_themes(transition, paths), *_say_over(transition)]


def say_themes(transition: Transition, paths: Paths) -> str:
    """Say what the collaborations of a transition are about most."""
    about = paths.network.collaboration_themes
    counted = Counter(about.loc[about["collaboration"].isin(transition.collaborations), "theme"].tolist())
    labels = paths.network.themes["label"].tolist()
    ordered = sorted(counted.items(), key=lambda each: (-each[1], labels[each[0]]))
    if not ordered:
        return _("About no theme that is written down")
    named = [f"{labels[theme]} ({say_number(n)})" for theme, n in ordered[:MOST_THEMES]]
    if (n_others := len(ordered) - MOST_THEMES) > 0:
        named.append(ngettext("%(n)s other theme", "%(n)s other themes", n_others) % {"n": say_number(n_others)})
    return _("About %(themes)s") % {"themes": join(named)}


def _say_over(transition: Transition) -> list[str]:
    n_over, n_links = transition.n_over, len(transition.links)
    if not n_over:
        return []
    if n_over == n_links:
        return [_("All that links them has ended")]
    return [
        ngettext("%(n)s of these links has ended", "%(n)s of these links have ended", n_over)
        % {"n": say_number(n_over)}
    ]


def say_lacking(label: str, elsewhere: list[Elsewhere]) -> str:
    """Say that a step is not here, and where the nearest is; what the distance is nobody may know."""
    lacking = _("There is no %(step)s here") % {"step": small(label)}
    if not elsewhere:
        return _("%(lacking)s, nor in another place that we know") % {"lacking": lacking}
    known = [(one.place, say_number(round(one.km, 1))) for one in elsewhere if one.km is not None]
    if known:
        named = join([_("%(place)s (%(km)s km)") % {"place": place, "km": km} for place, km in known])
        return _("%(lacking)s; the nearest: %(places)s") % {"lacking": lacking, "places": named}
    places = join([one.place for one in elsewhere])
    return _("%(lacking)s; there is in %(places)s, how far that is we do not know") % {
        "lacking": lacking,
        "places": places,
    }


def say_broken(n_broken: int, n: int) -> str:
    """Say in how many of all places nobody links some transition."""
    if not n_broken:
        return _("In every place somebody links each transition that organisations there stand beside.")
    return _("Places with a transition that nobody links: %(k)s of %(n)s.") % {
        "k": say_number(n_broken),
        "n": say_number(n),
    }


def say_beside(paths: Paths) -> list[str]:
    """Say what is not counted on the path: ties within a step or past one, partners without a place, other sectors."""
    apart, n_unplaced = paths.steps_apart, int(paths.unplaced.sum())
    n_within, n_past = int((apart == 0).sum()), int((apart > 1).sum())
    said = [
        ngettext(
            "Not counted: %(n)s pair that works together within one step",
            "Not counted: %(n)s pairs that work together within one step",
            n_within,
        )
        % {"n": say_number(n_within)}
        + ngettext(
            ", and %(n)s pair that skips a step.",
            ", and %(n)s pairs that skip a step.",
            n_past,
        )
        % {"n": say_number(n_past)}
    ]
    if n_unplaced:
        said.append(
            ngettext(
                "Of %(n)s organisation on the path we do not know the place, or it does not show it: it counts in the "
                "whole network alone.",
                "Of %(n)s organisations on the path we do not know the place, or they do not show it: they count in "
                "the whole network alone.",
                n_unplaced,
            )
            % {"n": say_number(n_unplaced)}
        )
    if paths.beside:
        named = join([f"{small(label)} ({say_number(n)})" for label, n in paths.beside])
        said.append(_("Beside the path, and not counted on it: %(sectors)s.") % {"sectors": named})
    return said


def small(label: str) -> str:
    """Return a label as it stands within a sentence.

    >>> small("Primair onderwijs")
    'primair onderwijs'
    """
    return label[:1].lower() + label[1:]

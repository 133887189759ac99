"""The path of learning as one organisation sees it: with whom of the step before and the next one it worked."""

from dataclasses import dataclass

from graph.chain import STEPS
from service.learning_path.path import Link, Paths
from service.texts import gettext as _
from service.texts import say_number


@dataclass(frozen=True)
class Beside:
    """A step beside the own one."""

    label: str
    n_with: int
    n: int
    n_near_with: int
    n_near: int
    """Of the same place; all counts are of organisations."""
    is_placed: bool
    """Whether the own place is known."""


def steps_beside(paths: Paths, partner_id: str) -> list[Beside]:
    """Return the steps beside that of a partner; none for one that is not on the path, or not here today."""
    own = paths.network.positions.get(partner_id)
    if own is None or paths.step_of[own] < 0:
        return []
    at, located, path = int(paths.step_of[own]), paths.located, paths.path()
    places = located["place"][located["partner"] == own]
    near = set(located["partner"][located["place"].isin(places)])
    beside = []
    for side in (each for each in (at - 1, at + 1) if 0 <= each < len(STEPS)):
        links = path.transitions[min(at, side)].links
        having = {link.partner if side < at else link.next_partner for link in links if _is_of(own, link)}
        everybody = set(path.steps[side].partners)
        counts = (len(having), len(everybody), len(having & near), len(everybody & near))
        beside.append(Beside(path.steps[side].label, *counts, is_placed=len(places) > 0))
    return beside


def _is_of(own: int, link: Link) -> bool:
    return own in {link.partner, link.next_partner}


def say_beside_own(beside: Beside) -> str:
    """Say with how many of a step somebody has worked by now, in all and in its own place.

    >>> say_beside_own(Beside("Kinderopvang", 1, 3, 0, 0, is_placed=True))
    'Kinderopvang: u werkt of werkte samen met 1 van 3. In uw plaats is er geen.'
    """
    if not beside.n:
        return _("%(step)s: nobody in this network yet.") % {"step": beside.label}
    counts = {"step": beside.label, "k": say_number(beside.n_with), "n": say_number(beside.n)}
    said = _("%(step)s: you have worked with %(k)s of %(n)s.") % counts
    if not beside.is_placed:
        return said
    if not beside.n_near:
        return f"{said} " + _("There is none in your place.")
    near = {"k": say_number(beside.n_near_with), "n": say_number(beside.n_near)}
    return f"{said} " + _("In your place with %(k)s of %(n)s.") % near

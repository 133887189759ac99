"""The path of learning as the page shows it: steps with their organisations, transitions with their links."""

from collections import Counter
from dataclasses import dataclass

from graph.chain import STEPS
from service.learning_path.nearest import nearest
from service.learning_path.path import Link, Path, Paths, Status, Step, Transition, status_of
from service.learning_path.words import say_lacking, say_more, say_status, small
from service.pages.details import Describer, PartnerBrief
from service.pages.overview import fold
from service.texts import gettext as _
from service.texts import say_date, say_number

MOST_SHOWN = 60
"""Organisations or links of one list; the file has all."""


@dataclass(frozen=True)
class Standing:
    """An organisation on a step."""

    partner: PartnerBrief
    told: str
    """With how many of the steps beside it has worked by the day."""


@dataclass(frozen=True)
class StepView:
    """A step of the path."""

    anchor: str
    label: str
    n: int
    lacking: str
    """Where the nearest is, where nobody of this step is here."""
    partners: list[Standing]


@dataclass(frozen=True)
class LinkView:
    """Two organisations that link two steps."""

    one: PartnerBrief
    other: PartnerBrief
    works: list[str]
    since: str
    until: str
    """"" while anything they do together has no end."""


@dataclass(frozen=True)
class TransitionView:
    """What lies between two steps."""

    anchor: str
    label: str
    status: Status
    head: str
    more: list[str]
    of: Transition
    links: list[LinkView]
    alone: list[PartnerBrief]
    """Who of the two steps, here, has no link across."""

    @property
    def n_links(self) -> int:
        """All of them, shown or not."""
        return len(self.of.links)


@dataclass(frozen=True)
class PlaceRow:
    """A place in the table of all places."""

    place: str
    n_partners: int
    cells: list[tuple[Status, str]]
    """Of each transition: what is the matter with it, and that in words."""

    @property
    def is_broken(self) -> bool:
        """Whether nobody links one of the transitions that somebody here stands beside."""
        return any(status not in {"linked", "nobody"} for status, _words in self.cells)


def view_steps(path: Path, paths: Paths, describer: Describer) -> list[StepView]:
    """Put the steps of a path into words, with their organisations by name."""
    return [_view_step(path, at, paths, describer) for at in range(len(path.steps))]


def _view_step(path: Path, at: int, paths: Paths, describer: Describer) -> StepView:
    step = path.steps[at]
    lacking = ""
    if path.place and not step.partners:
        lacking = say_lacking(step.label, nearest(paths, path.place, step.sector))
    shown = _by_name(list(step.partners), paths)[:MOST_SHOWN]
    partners = [Standing(brief_of(each, paths, describer), _say_standing(each, path, at)) for each in shown]
    return StepView(f"stap-{step.sector}", step.label, len(step.partners), lacking, partners)


def _say_standing(partner: int, path: Path, at: int) -> str:
    """Say with how many of the step before and of the next one somebody has worked."""
    told = []
    if at > 0:
        n = len({link.partner for link in path.transitions[at - 1].links if link.next_partner == partner})
        told.append(_say_with(n, path.steps[at - 1]))
    if at < len(path.transitions):
        n = len({link.next_partner for link in path.transitions[at].links if link.partner == partner})
        told.append(_say_with(n, path.steps[at + 1]))
    return "; ".join(told)


def _say_with(n: int, step: Step) -> str:
    if not n:
        return _("with nobody of %(step)s") % {"step": small(step.label)}
    return _("with %(n)s of %(step)s") % {"n": say_number(n), "step": small(step.label)}


def view_transitions(path: Path, paths: Paths, describer: Describer, theme: str) -> list[TransitionView]:
    """Put the transitions of a path into words, with their links by name; `theme` is the label of a chosen one."""
    return [
        TransitionView(
            anchor=f"van-{transition.step.sector}",
            label=label_of(transition),
            status=transition.status,
            head=say_status(transition, theme),
            more=say_more(transition, paths),
            of=transition,
            links=[view_link(link, paths, describer) for link in links_by_name(transition, paths)[:MOST_SHOWN]],
            alone=[brief_of(each, paths, describer) for each in _by_name(transition.alone, paths)[:MOST_SHOWN]],
        )
        for transition in path.transitions
    ]


def label_of(transition: Transition) -> str:
    """Name a transition, as a heading."""
    return _("From %(step)s to %(next)s") % {
        "step": small(transition.step.label),
        "next": small(transition.following.label),
    }


def view_link(link: Link, paths: Paths, describer: Describer) -> LinkView:
    """Put a link into words: who, by what, since when, and until when where all of it has an end."""
    works = paths.network.collaborations.iloc[list(link.collaborations)]
    ends = works["end_date"] if link.until is not None else works["end_date"].iloc[:0]
    return LinkView(
        one=brief_of(link.partner, paths, describer),
        other=brief_of(link.next_partner, paths, describer),
        works=works["title"].tolist(),
        since=say_date(works["start_date"].iloc[0]),
        until=say_date(ends.iloc[int(works["end"].argmax())]) if len(ends) else "",
    )


def links_by_name(transition: Transition, paths: Paths) -> list[Link]:
    """Return the links of a transition in the order of the names of both."""
    names = paths.network.partners["name"]
    return sorted(transition.links, key=lambda link: (fold(names[link.partner]), fold(names[link.next_partner])))


def brief_of(position: int, paths: Paths, describer: Describer) -> PartnerBrief:
    """Return in one line a partner of the network of any day."""
    return describer.brief(describer.network.position(paths.network.partners["id"][position]))


def view_places(paths: Paths) -> list[PlaceRow]:
    """Return a row for each place, by name, and how many organisations of both steps have a link across."""
    on_path = paths.located[paths.step_of[paths.located["partner"].to_numpy()] >= 0]
    n_partners = Counter(on_path["place"].tolist())
    counts = paths.counts()
    cells: dict[str, dict[str, tuple[Status, str]]] = {}
    for row in counts.to_dict("records"):
        n_with, n_all = row["n_linked"] + row["n_reached"], row["n_step"] + row["n_next"]
        status = status_of(n_with, row["n_step"], row["n_next"])
        cells.setdefault(row["place"], {})[row["step"]] = status, _say_cell(status, n_with, n_all)
    nothing: tuple[Status, str] = "nobody", _("neither step")
    return [
        PlaceRow(place, n_partners[place], [cells.get(place, {}).get(step, nothing) for step in STEPS[:-1]])
        for place in sorted(paths.places, key=fold)
    ]


def _say_cell(status: Status, n_with: int, n_all: int) -> str:
    if status == "linked":
        return _("%(k)s of %(n)s") % {"k": say_number(n_with), "n": say_number(n_all)}
    if status == "gap":
        return _("nobody of %(n)s") % {"n": say_number(n_all)}
    words = {"no_next": _("nobody of %(n)s; no next step"), "no_step": _("nobody of %(n)s; no step before")}
    return words[status] % {"n": say_number(n_all)}


def _by_name(positions: list[int], paths: Paths) -> list[int]:
    names = paths.network.partners["name"]
    return sorted(positions, key=lambda each: (fold(names[each]), each))

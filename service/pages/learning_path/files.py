"""The tables of the educational agenda to take along: transitions and their gaps, links, and organisations."""

from collections.abc import Callable, Sequence

from service.learning_path.path import Path, Transition
from service.learning_path.words import say_status
from service.lists_out import Value
from service.pages.learning_path.reader import LearningPath
from service.pages.learning_path.view import links_by_name, view_link
from service.texts import gettext as _

Table = tuple[list[str], Sequence[Sequence[Value]]]


def list_transitions(learning: LearningPath) -> Table:
    """Return a row per place and transition with anybody on it; the whole network is a place without a name."""
    columns = [
        _("Place"),
        _("Step"),
        _("Next step"),
        _("Organisations of the step"),
        _("Linked to the next"),
        _("Organisations of the next step"),
        _("Linked to the step before"),
        _("Links"),
        _("Collaborations"),
        _("How it stands"),
    ]
    places = [learning.place] if learning.place else ["", *learning.paths.places]
    rows = [
        (
            place,
            each.step.label,
            each.following.label,
            len(each.step.partners),
            len(each.linked),
            len(each.following.partners),
            len(each.reached),
            len(each.links),
            len(each.collaborations),
            say_status(each, learning.scope.theme),
        )
        for place in places
        for each in learning.paths.path(place).transitions
        if each.status != "nobody"
    ]
    return columns, rows


def list_links(learning: LearningPath) -> Table:
    """Return a row per link of the path."""
    columns = [
        _("Step"),
        _("Next step"),
        _("Id"),
        _("Name"),
        _("Place"),
        _("Id"),
        _("Name"),
        _("Place"),
        _("Together"),
        _("Since"),
        _("Until"),
    ]
    rows: list[Sequence[Value]] = []
    for each in learning.path.transitions:
        for link in links_by_name(each, learning.paths):
            view = view_link(link, learning.paths, learning.pages.describer)
            sides = [cell for of in (view.one, view.other) for cell in (of.id, of.name, of.place)]
            told = [" | ".join(view.works), view.since, view.until]
            rows.append([each.step.label, each.following.label, *sides, *told])
    return columns, rows


def list_organisations(learning: LearningPath) -> Table:
    """Return a row per organisation on the path: whom of the steps beside it works with, and whom not."""
    partners, path = learning.network.partners, learning.path
    rows = [
        (
            partners["id"][each],
            partners["name"][each],
            partners["place"][each],
            step.label,
            _count(path, at - 1, each),
            _count(path, at, each),
        )
        for at, step in enumerate(path.steps)
        for each in step.partners
    ]
    columns = [_("Id"), _("Name"), _("Place"), _("Step"), _("Of the step before"), _("Of the next step")]
    return columns, rows


def _count(path: Path, at: int, partner: int) -> int | None:
    """Return with how many across a transition somebody works; None where the path has none there."""
    if not 0 <= at < len(path.transitions):
        return None
    transition: Transition = path.transitions[at]
    return sum(partner in {link.partner, link.next_partner} for link in transition.links)


TABLES: dict[str, Callable[[LearningPath], Table]] = {
    "overgangen": list_transitions,
    "verbindingen": list_links,
    "organisaties": list_organisations,
}

"""A plan as rows of a table: who is when where with whom, for a spreadsheet and for paper."""

from collections.abc import Mapping, Sequence

from graph.rounds import Round
from matching.rounds import DigestPlan
from service.lists_out import Value
from service.rounds.kept import KeptPlan
from service.rounds.programme import Entry, programme_of, who_has_nothing, why_nothing
from service.rounds.words import say_nothing_for
from service.texts import gettext as _
from service.wording import join

Names = Mapping[str, str]


def list_columns(row: Round) -> list[str]:
    """Return the heads of the list of a plan."""
    if row.kind == "digest":
        return [_("Id"), _("Partner"), _("Rank"), _("Suggested"), _("Score")]
    return [_("Id"), _("Partner"), _("Day"), _("Begins"), _("Ends"), _("Where"), _("With")]


def list_rows(row: Round, plan: KeptPlan, names: Names) -> list[Sequence[Value]]:
    """Return the list of a plan: an entry of somebody's programme a row, ordered by name, then time.

    Before them stand those who meet nobody, with why.
    """
    if isinstance(plan.planned, DigestPlan):
        return [
            (
                one.partner_id,
                name_of(one.partner_id, names),
                one.rank,
                name_of(one.suggested_id, names),
                round(one.score, 3),
            )
            for one in plan.planned.suggestions
        ]
    nothing = [
        (each, name_of(each, names), None, "", "", "", say_nothing_for(why_nothing(plan.planned, each)))
        for each in who_has_nothing(plan.asked, plan.planned)
    ]
    return nothing + [
        (
            each.guest_id,
            name_of(each.guest_id, names),
            each.begins.date(),
            f"{each.begins:%H:%M}",
            f"{each.ends:%H:%M}",
            say_where(each, names),
            say_with(each, names),
        )
        for each in sorted(
            programme_of(row, plan.planned), key=lambda each: (name_of(each.guest_id, names), each.begins)
        )
    ]


def name_of(guest_id: str, names: Names) -> str:
    """Return the name of a guest, with a number for those whom a partner sends beside the first.

    >>> name_of("school#2", {"school": "De Linde"})
    'De Linde (2)'
    """
    partner_id, mark, number = guest_id.partition("#")
    name = names.get(partner_id, partner_id)
    return f"{name} ({number})" if mark else name


def say_with(entry: Entry, names: Names) -> str:
    """Say whom somebody meets; empty for who is left alone at a table."""
    return join([name_of(each, names) for each in entry.with_ids]) if entry.with_ids else ""


def say_where(entry: Entry, names: Names) -> str:
    """Say where somebody has to be."""
    if entry.table is not None:
        return _("Table %(n)s") % {"n": entry.table + 1}
    if entry.receives:
        return _("at your own place")
    return _("at %(name)s") % {"name": name_of(entry.with_ids[0], names)}

"""A plan on paper: personal programmes, cards for tables and badges, as tagged PDF."""

import json
from itertools import groupby
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import typst

from graph.rounds import Round
from service.rounds.kept import KeptPlan
from service.rounds.lists import Names, name_of, say_where, say_with
from service.rounds.programme import Entry, programme_of, who_has_nothing, why_nothing
from service.rounds.signing_up import say_when
from service.rounds.words import say_nothing_for
from service.texts import gettext as _
from service.wording import join

TEMPLATE = Path(__file__).parents[1] / "templates" / "round.typ"
PAPERS = ("programma", "tafelkaarten", "badges")


def as_paper(row: Round, plan: KeptPlan, names: Names, paper: str) -> bytes:
    """Return one of `PAPERS` as PDF/UA-1; the same bytes for the same plan."""
    with TemporaryDirectory() as folder:
        Path(folder, "content.json").write_text(json.dumps(_told(row, plan, names, paper)), encoding="utf-8")
        source = Path(folder, "round.typ")
        source.write_text(TEMPLATE.read_text(encoding="utf-8"), encoding="utf-8")
        # No fonts but typst's own: those of a machine would make another file of the same plan.
        written: bytes = typst.compile(
            source,
            format="pdf",
            pdf_standards=["ua-1"],
            timestamp=int(plan.made_at.timestamp()),
            ignore_system_fonts=True,
        )
        return written


def _told(row: Round, plan: KeptPlan, names: Names, paper: str) -> dict[str, Any]:
    entries = programme_of(row, plan.planned)
    cards = _tables(entries, names) if paper == "tafelkaarten" else _people(row, entries, names)
    if paper == "programma":
        cards = sorted([*cards, *_without(plan, names)], key=lambda card: card["name"])
    titles = {"programma": _("Programmes"), "tafelkaarten": _("Cards for the tables"), "badges": _("Badges")}
    return {
        "paper": paper,
        "title": f"{row.title}: {titles[paper]}",
        "round": row.title,
        "where": " · ".join(filter(None, (say_when(row), row.place))),
        "made_on": plan.made_at.date().isoformat(),
        "heads": [_("Time"), _("Guests")] if paper == "tafelkaarten" else [_("Time"), _("Where"), _("With")],
        "cards": cards,
        "empty": _("Nobody has a programme in this plan."),
    }


def _people(row: Round, entries: list[Entry], names: Names) -> list[dict[str, Any]]:
    """Return a card for everybody who comes, with its programme."""
    by_guest = sorted(entries, key=lambda each: (name_of(each.guest_id, names), each.guest_id, each.begins))
    return [
        {
            "name": name_of(guest_id, names),
            "under": "",
            "note": "",
            "rows": [
                [say_span(each, with_day=len(row.days) > 1), say_where(each, names), say_with(each, names)]
                for each in own
            ],
        }
        for guest_id, own in groupby(by_guest, key=lambda each: each.guest_id)
    ]


def _without(plan: KeptPlan, names: Names) -> list[dict[str, Any]]:
    """Return a card for everybody who comes and meets nobody, with why."""
    return [
        {
            "name": name_of(each, names),
            "under": "",
            "note": say_nothing_for(why_nothing(plan.planned, each)),
            "rows": [],
        }
        for each in who_has_nothing(plan.asked, plan.planned)
    ]


def _tables(entries: list[Entry], names: Names) -> list[dict[str, Any]]:
    """Return a card for each table, with who sits there when; visits have no tables.

    Who keeps its table at a market stands above it, and its guests below.
    """
    seated = sorted((each for each in entries if each.table is not None), key=lambda each: (each.table, each.begins))
    cards: list[dict[str, Any]] = []
    for table, own in groupby(seated, key=lambda each: each.table):
        here = list(own)
        keeps = {each.guest_id for each in here if each.receives}
        rows = [
            [say_span(group[0]), join([name_of(each.guest_id, names) for each in group if each.guest_id not in keeps])]
            for group in (list(at_once) for _slot, at_once in groupby(here, key=lambda each: each.slot))
        ]
        under = join([name_of(each, names) for each in sorted(keeps)]) if keeps else ""
        cards.append({"name": _("Table %(n)s") % {"n": (table or 0) + 1}, "under": under, "note": "", "rows": rows})
    return cards


def say_span(entry: Entry, *, with_day: bool = False) -> str:
    """Say from when to when a meeting is."""
    span = f"{entry.begins:%H:%M} – {entry.ends:%H:%M}"
    return f"{entry.begins:%d-%m} {span}" if with_day else span

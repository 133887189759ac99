"""Introductions that a search finds: by their number, or by the names of both partners together."""

from collections.abc import Sequence

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from graph.introductions import Introduction
from service.pages.overview import fold
from service.pages.reader import PageReader
from service.pages.way import STATES, say_code
from service.search.excerpts import excerpt, has_all
from service.search.hits import HITS_SHOWN, Group, Hit
from service.texts import gettext as _

MOST_LOOKED_THROUGH = 20_000
"""Introductions whose names are compared, the latest of them."""


def find_introductions(session: Session, pages: PageReader, text: str, words: Sequence[str]) -> Group:
    """Find introductions; the one with this number first, then the latest."""
    network = pages.overview.network
    names = dict(zip(network.partners["id"], network.partners["name"], strict=True))
    query = select(Introduction.id, Introduction.first_id, Introduction.second_id, Introduction.state)
    rows = session.execute(query.order_by(Introduction.id.desc()).limit(MOST_LOOKED_THROUGH)).all()
    n_there = session.scalar(select(func.count()).select_from(Introduction)) or 0
    folded: dict[str, str] = {}
    found = []
    for row in rows:
        both = [folded.setdefault(each, fold(names.get(each, each))) for each in (row.first_id, row.second_id)]
        if str(row.id) == text.removeprefix("#") or has_all(" ".join(both), words):
            found.append(row)
    found.sort(key=lambda row: str(row.id) != text.removeprefix("#"))
    hits = [
        Hit(
            where=f"/werkbank/kennismakingen/{row.id}",
            title=excerpt(" – ".join(names.get(each, each) for each in (row.first_id, row.second_id)), words),
            about=f"{_('no. %(number)s') % {'number': row.id}} · {say_code(STATES, row.state)}",
            piece=[],
        )
        for row in found[:HITS_SHOWN]
    ]
    return Group("introductions", hits, len(found), len(rows), n_there)

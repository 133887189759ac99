"""Partners, collaborations and themes that a search finds."""

from collections.abc import Sequence
from dataclasses import dataclass
from urllib.parse import quote

import numpy as np
import pandas as pd
from sqlalchemy import func, or_, select
from sqlalchemy.orm import Session

from graph.model import Partner
from graph.network import Network
from service.pages.overview import Filters, fold
from service.pages.reader import PageReader
from service.pages.rendering import address
from service.search.excerpts import excerpt, has_all, has_any
from service.search.hits import HITS_SHOWN, Group, Hit
from service.texts import gettext as _
from service.texts import ngettext, say_date, say_number

CODES = (Partner.id, Partner.brin, Partner.kvk, Partner.lrk, Partner.postcode)
"""By which a partner is found from its beginning, however it is spaced."""
SHORTEST_CODE = 4


@dataclass(frozen=True)
class SearchTexts:
    """The folded texts of a network that only this search looks through, made once for each read."""

    collaborations: list[str]
    themes: list[str]

    @classmethod
    def of(cls, network: Network) -> "SearchTexts":
        """Return the texts of a network."""
        work = network.collaborations
        told = work["title"] + "\n" + work["description"] + "\n" + work["kind"] + "\n" + work["id"]
        labels = network.theme_labels.groupby("theme")["text"].agg("\n".join).reindex(network.themes.index)
        themes = labels.fillna("").astype(str) + "\n" + network.themes["description"]
        return cls([fold(text) for text in told], [fold(text) for text in themes])


def find_partners(session: Session, pages: PageReader, text: str, words: Sequence[str]) -> Group:
    """Find partners by what they tell of themselves and by their numbers; names come first."""
    overview = pages.overview
    by_code = [overview.network.positions.get(each, -1) for each in _with_code(session, text)]
    by_text = np.flatnonzero(overview.select(Filters(text=" ".join(words)))).tolist()
    names = overview.network.partners["name"]
    found = {position: (0, "") for position in by_code if position >= 0}
    for position in by_text:
        name = fold(names[position])
        rank = 1 if name.startswith(words[0]) and has_all(name, words) else 2 if has_all(name, words) else 3
        found.setdefault(position, (rank, name))
    best = sorted(found, key=lambda position: (found[position], position))[:HITS_SHOWN]
    hits = [_partner_hit(pages, position, text, words, session) for position in best]
    return Group("partners", hits, len(found), len(names), len(names))


def _with_code(session: Session, text: str) -> list[str]:
    code = "".join(text.split()).upper()
    if len(code) < SHORTEST_CODE:
        return []
    begins = [func.upper(func.replace(column, " ", "")).startswith(code, autoescape=True) for column in CODES]
    return sorted(session.scalars(select(Partner.id).where(or_(*begins))))


def _partner_hit(pages: PageReader, position: int, text: str, words: Sequence[str], session: Session) -> Hit:
    brief = pages.describer.brief(position)
    row = session.get(Partner, brief.id)
    themes = pages.overview.network.partner_themes
    own_themes = pages.describer.themes(themes.loc[themes["partner"] == position, "theme"])
    told = [
        *pages.overview.aliases.get(brief.id, ()),
        pages.overview.network.partners["description"][position],
        *pages.describer.phrases(position, "seeks"),
        *pages.describer.phrases(position, "offers"),
        *(theme.label for theme in own_themes),
    ]
    holding = [each for each in told if has_any(each, words)]
    code = "".join(fold(text).split())
    numbers = [(_("postcode"), row.postcode), ("BRIN", row.brin), ("KVK", row.kvk), ("LRK", row.lrk)] if row else []
    named = [f"{label} {number}" for label, number in numbers if fold(number).replace(" ", "").startswith(code)]
    piece = " · ".join([*named, *holding])
    marked = [*words, code] if named else words
    about = f"{brief.sector} · {brief.place}" if brief.place else brief.sector
    return Hit(_file(brief.id), excerpt(brief.name, words), about, excerpt(piece, marked) if piece else [])


def find_collaborations(pages: PageReader, words: Sequence[str]) -> Group:
    """Find collaborations by title, description, kind and id; the latest first."""
    network = pages.overview.network
    texts = _texts(pages).collaborations
    found = [position for position, folded in enumerate(texts) if has_all(folded, words)]
    hits = [_collaboration_hit(network, position, words) for position in reversed(found[-HITS_SHOWN:])]
    return Group("collaborations", hits, len(found), len(texts), len(texts))


def _collaboration_hit(network: Network, position: int, words: Sequence[str]) -> Hit:
    row = network.collaborations.iloc[position]
    parts = network.participations
    own = parts.loc[parts["collaboration"] == position, "partner"].unique()
    names = network.partners["name"].iloc[own].tolist()
    about = " · ".join(part for part in (say_date(row["start_date"]), ", ".join(names[:3])) if part)
    piece = row["description"] or ""
    where = f"/partners/{quote(network.partners['id'][own[0]], safe='')}#history" if len(own) else ""
    return Hit(where, excerpt(row["title"], words), about, excerpt(piece, words) if has_any(piece, words) else [])


def find_themes(pages: PageReader, words: Sequence[str]) -> Group:
    """Find themes by all their labels and their description; those with partners first."""
    network = pages.overview.network
    texts = _texts(pages).themes
    n_partners: pd.Series[int] = network.partner_themes["theme"].value_counts()
    found = [position for position, folded in enumerate(texts) if has_all(folded, words)]
    best = sorted(found, key=lambda position: (-n_partners.get(position, 0), network.themes["label"][position]))
    hits = [_theme_hit(network, position, words, int(n_partners.get(position, 0))) for position in best[:HITS_SHOWN]]
    return Group("themes", hits, len(found), len(texts), len(texts))


def _theme_hit(network: Network, position: int, words: Sequence[str], n_partners: int) -> Hit:
    row = network.themes.iloc[position]
    labels = network.theme_labels
    others = labels.loc[labels["theme"] == position, "text"].tolist()[1:]
    holding = [each for each in (*others, row["description"] or "") if has_any(each, words)]
    piece = excerpt(" · ".join(holding), words) if holding else []
    where = address("/partners", {"thema": row["id"]}) if n_partners else ""
    of = ngettext("theme of %(n)s partner", "theme of %(n)s partners", n_partners) % {"n": say_number(n_partners)}
    about = of if n_partners else _("theme of nobody yet")
    return Hit(where, excerpt(row["label"], words), about, piece)


def _texts(pages: PageReader) -> SearchTexts:
    return pages.snapshot.views.get("search texts", lambda: SearchTexts.of(pages.overview.network))


def _file(partner_id: str) -> str:
    return f"/werkbank/partners/{quote(partner_id, safe='')}"

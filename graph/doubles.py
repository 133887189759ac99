"""Partners that are perhaps one: by name, website, postcode or number, but for those of which staff said otherwise."""

import re
from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import combinations
from typing import Any
from urllib.parse import urlsplit

from rapidfuzz import fuzz
from sqlalchemy import delete, select
from sqlalchemy.orm import Session

from graph.introducing import pair_of
from graph.model import DistinctPair, Membership, Partner, PartnerAlias
from graph.reading.duplicates import near_duplicates
from graph.reading.names import without_accents

NUMBERS = ("kvk", "brin", "lrk")
SIMILAR = 75.0
"""Of 100: so much alike are names of one address or website that may mean the same."""
MOST_SHARING = {"website": 4, "postcode": 30, "kvk": 4, "brin": 4, "lrk": 4}
"""More partners than this that share something are parts of a whole, guests of a platform, or in one building."""

Pair = tuple[str, str]
Known = dict[str, Any]
"""Rows of partners by id: a few of their columns, by name."""


@dataclass(frozen=True)
class Double:
    """Two partners that are perhaps one."""

    first_id: str
    second_id: str
    score: float
    """How much their names are alike, 0 … 100."""
    why: tuple[str, ...]
    """In what they agree: name, alias, website, postcode, kvk, brin, lrk."""


def find_doubles(session: Session) -> list[Double]:
    """Return the pairs of partners that are perhaps one: those that agree in most first, then the most alike."""
    columns = (Partner.id, Partner.name, Partner.website, Partner.postcode, Partner.kvk, Partner.brin, Partner.lrk)
    partners: Known = {row.id: row for row in session.execute(select(*columns))}
    aliases = [tuple(row) for row in session.execute(select(PartnerAlias.partner_id, PartnerAlias.text))]
    reasons: dict[Pair, dict[str, float]] = defaultdict(dict)
    for pair, why, score in (*_alike(partners, aliases), *_sharing(partners)):
        reasons[pair].setdefault(why, score)
    apart = {tuple(row) for row in session.execute(select(DistinctPair.first_id, DistinctPair.second_id))}
    related = {pair_of(*row) for row in session.execute(select(Membership.partner_id, Membership.parent_id))}
    doubles = [
        Double(*pair, max(found.values()), tuple(found))
        for pair, found in reasons.items()
        if pair not in apart and not (pair in related and set(found) <= {"website", "postcode", "kvk"})
    ]
    return sorted(doubles, key=lambda double: (-len(double.why), -double.score, double.first_id, double.second_id))


def set_apart(session: Session, one_id: str, other_id: str) -> None:
    """Remember that two partners are not the same; nothing happens where that is known."""
    first_id, second_id = pair_of(one_id, other_id)
    session.merge(DistinctPair(first_id=first_id, second_id=second_id))


def take_together(session: Session, one_id: str, other_id: str) -> None:
    """Forget that two partners are not the same."""
    first_id, second_id = pair_of(one_id, other_id)
    session.execute(delete(DistinctPair).where(DistinctPair.first_id == first_id, DistinctPair.second_id == second_id))


def host_of(website: str) -> str:
    """Return the host of a web address, by which two are compared; empty where there is none.

    >>> host_of("https://www.DeSprong.nl/contact"), host_of("desprong.nl"), host_of("")
    ('desprong.nl', 'desprong.nl', '')
    """
    try:
        host = urlsplit(website if "//" in website else f"//{website}").hostname or ""
    except ValueError:  # a bracket that never closes
        return ""
    return host.removeprefix("www.")


def postcode_of(text: str) -> str:
    """Return a postcode as it is compared.

    >>> postcode_of(" 5341 gd")
    '5341GD'
    """
    return re.sub(r"\s", "", text).upper()


def name_likeness(one: str, other: str) -> float:
    """Return how much two names are alike, 0 … 100; words that only one of them has count for little."""
    return float(fuzz.token_set_ratio(without_accents(one), without_accents(other)))


def _alike(partners: Known, aliases: Sequence[tuple[str, ...]]) -> Iterable[tuple[Pair, str, float]]:
    named = [(each, row.name, "name") for each, row in partners.items()]
    named += [(owner, text, "alias") for owner, text in aliases]
    for one, other, score in near_duplicates([text for _, text, _ in named]):
        (first, _, kind), (second, _, other_kind) = named[one], named[other]
        if first != second:
            yield pair_of(first, second), "name" if kind == other_kind == "name" else "alias", score


def _sharing(partners: Known) -> Iterable[tuple[Pair, str, float]]:
    for why in ("website", "postcode", *NUMBERS):
        groups: dict[str, list[str]] = defaultdict(list)
        for each, row in partners.items():
            groups[_compared(why, getattr(row, why))].append(each)
        groups.pop("", None)
        for members in groups.values():
            for one, other in combinations(sorted(members) if len(members) <= MOST_SHARING[why] else (), 2):
                score = name_likeness(partners[one].name, partners[other].name)
                if why in NUMBERS or score >= SIMILAR:
                    yield (one, other), why, score


def _compared(why: str, text: str) -> str:
    return {"website": host_of, "postcode": postcode_of}.get(why, str.upper)(text.strip())

"""Concepts of the thesaurus that somebody means who typed a word."""

from dataclasses import dataclass

from sqlalchemy import select
from sqlalchemy.orm import Session

from graph.model import Theme, ThemeLabel
from service.pages.overview import fold

MOST_PROPOSED = 8
"""Concepts that a word is answered with, where it is not the name of one."""
MOST_TEXT = 200
"""Characters of a word that are looked at."""


@dataclass(frozen=True)
class Concept:
    """A concept as people choose it."""

    id: str
    label: str


def concepts_named(session: Session, theme_ids: list[str]) -> list[Concept]:
    """Return the concepts with these ids in their order; what is no id is left out."""
    rows = session.execute(select(Theme.id, Theme.label).where(Theme.id.in_(theme_ids)))
    labels = {row.id: row.label for row in rows}
    return [Concept(each, labels[each]) for each in dict.fromkeys(theme_ids) if each in labels]


def find_concepts(session: Session, text: str) -> list[Concept]:
    """Return what a text means: the one concept that is called so, else those of which a name holds all its words.

    Those that hold them in their own name come first, then by the alphabet, at most `MOST_PROPOSED`. Words that came in
    with a file and have no place in the thesaurus are not meant.
    """
    wanted = fold(text.strip()[:MOST_TEXT])
    words = wanted.split()
    if not words:
        return []
    own = session.execute(select(Theme.id, Theme.label).where(Theme.kind != "keyword")).all()
    for theme_id, label in own:
        if wanted in (fold(label), fold(theme_id)):
            return [Concept(theme_id, label)]
    others = session.execute(select(ThemeLabel.theme_id, ThemeLabel.text)).all()
    ranks: dict[str, int] = {}
    for rank, names in enumerate((own, others)):
        for theme_id, name in names:
            if all(word in fold(name) for word in words):
                ranks.setdefault(theme_id, rank)
    found = [Concept(theme_id, label) for theme_id, label in own if theme_id in ranks]
    return sorted(found, key=lambda one: (ranks[one.id], fold(one.label)))[:MOST_PROPOSED]

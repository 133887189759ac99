"""What stands in the row of a partner itself, its names, and who may see it."""

from collections.abc import Collection, Mapping

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from graph.model import CHOSEN_FIELDS, LEVELS, FieldVisibility, Partner, PartnerAlias

CHOICES: dict[str, tuple[str, ...]] = {
    "name": ("name",),
    "sector": ("sector_id",),
    "description": ("description",),
    "place": ("place",),
    "address": ("postcode", "latitude", "longitude"),
    "country": ("country",),
    "website": ("website",),
    "kvk": ("kvk",),
    "brin": ("brin",),
    "lrk": ("lrk",),
    "since": ("since",),
    "until": ("until",),
    "capacity": ("capacity",),
}
"""What only one of two partners can give, and the columns behind it."""

EMPTY = ("", None)
BETWEEN = " | "
"""Between several values of one note."""


def fuller(kept: Partner, gone: Partner) -> list[str]:
    """Return those of `CHOICES` of which `gone` says something and `kept` nothing, or `gone` says more in words."""
    return [choice for choice in CHOICES if _weight(choice, gone) > _weight(choice, kept)]


def _weight(choice: str, partner: Partner) -> int:
    if choice == "description":
        return len(partner.description)
    return sum(getattr(partner, column) not in EMPTY for column in CHOICES[choice])


def merge_columns(kept: Partner, gone: Partner, from_gone: Collection[str]) -> None:
    """Have `kept` hold what was chosen of both; what was not chosen stays as a note, such as former_website."""
    notes = dict(kept.notes)
    for header, text in gone.notes.items():
        _add_note(notes, header, text)
    for choice, columns in CHOICES.items():
        for column in columns:
            chosen, other = getattr(kept, column), getattr(gone, column)
            if choice in from_gone:
                chosen, other = other, chosen
                setattr(kept, column, chosen)
            if column != "name" and other not in EMPTY and other != chosen:  # a name becomes an alias
                _add_note(notes, f"former_{column.removesuffix('_id')}", str(other))
    kept.notes = notes
    kept.source = ";".join(dict.fromkeys(each for each in f"{kept.source};{gone.source}".split(";") if each))
    kept.paused_until = max((day for day in (kept.paused_until, gone.paused_until) if day), default=None)
    kept.confirmed_on = max((day for day in (kept.confirmed_on, gone.confirmed_on) if day), default=None)


def _add_note(notes: dict[str, str], header: str, text: str) -> None:
    before = notes.get(header, "")
    notes[header] = BETWEEN.join(dict.fromkeys(each for each in (*before.split(BETWEEN), *text.split(BETWEEN)) if each))


def merge_aliases(session: Session, kept: Partner, gone: Partner, *, is_renamed: bool) -> None:
    """Have `kept` be found by every name of both, and by the id of `gone`."""
    before = _aliases(session, kept)
    name = gone.name if is_renamed else kept.name
    names = dict.fromkeys([kept.name, gone.name, *_aliases(session, gone), gone.id])
    start = session.scalar(select(func.max(PartnerAlias.position)).where(PartnerAlias.partner_id == kept.id))
    added = [each for each in names if each not in (*before, name, kept.id)]
    for position, text in enumerate(added, start=0 if start is None else start + 1):
        session.add(PartnerAlias(partner_id=kept.id, position=position, text=text))


def _aliases(session: Session, partner: Partner) -> list[str]:
    query = select(PartnerAlias.text).where(PartnerAlias.partner_id == partner.id)
    return list(session.scalars(query.order_by(PartnerAlias.position)))


def merge_levels(session: Session, kept: Partner, gone: Partner, usual_levels: Mapping[str, str]) -> None:
    """Show of each field no more than both would have shown."""
    query = select(FieldVisibility).where(FieldVisibility.partner_id.in_([kept.id, gone.id]))
    chosen = {(row.partner_id, row.field): row.level for row in session.scalars(query)}
    for field in CHOSEN_FIELDS:
        levels = [chosen.get((partner.id, field), usual_levels[field]) for partner in (kept, gone)]
        narrower = max(levels, key=LEVELS.index)
        if narrower != chosen.get((kept.id, field), usual_levels[field]):
            session.merge(FieldVisibility(partner_id=kept.id, field=field, level=narrower))

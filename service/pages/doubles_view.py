"""Two partners side by side: what each says, in what they differ, and what comes along when they become one."""

from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy import ColumnElement, func, or_, select
from sqlalchemy.orm import InstrumentedAttribute, Session

from graph.doubles import Double
from graph.introductions import Introduction
from graph.merging.columns import CHOICES, fuller
from graph.merging.partners import find_pair
from graph.model import (
    Answer,
    Interest,
    Membership,
    Offering,
    Participation,
    Partner,
    PartnerAlias,
    PartnerTheme,
    Sector,
    Theme,
)
from graph.people import Contact, PartnerNote
from service.texts import gettext as _
from service.texts import say_number

LABELLED = ("name", "alias", "website", "postcode", "kvk", "brin", "lrk")


@dataclass(frozen=True)
class Choice:
    """A field of which only one value can stay."""

    field: str
    label: str
    values: tuple[str, str]
    chosen: int
    """Which of the two says more: 0 or 1."""

    @property
    def differs(self) -> bool:
        return self.values[0] != self.values[1]


@dataclass(frozen=True)
class Joined:
    """A field of which the values of both stay."""

    label: str
    values: tuple[str, str]


@dataclass(frozen=True)
class PairView:
    """Two partners, as the page compares them."""

    ids: tuple[str, str]
    names: tuple[str, str]
    kept: int
    """Which of them stays unless staff choose otherwise: the one in more collaborations, 0 or 1."""
    choices: list[Choice]
    joined: list[Joined]


@dataclass(frozen=True)
class DoubleView:
    """A pair in the list."""

    ids: tuple[str, str]
    names: tuple[str, str]
    sectors: tuple[str, str]
    places: tuple[str, str]
    why: str


def list_doubles(session: Session, doubles: Sequence[Double]) -> list[DoubleView]:
    """Return pairs as the list shows them."""
    ids = {each for double in doubles for each in (double.first_id, double.second_id)}
    query = select(Partner.id, Partner.name, Sector.label, Partner.place).join(Sector, Sector.id == Partner.sector_id)
    known = {row.id: row for row in session.execute(query.where(Partner.id.in_(ids)))}
    views = []
    for double in doubles:
        one, other = known[double.first_id], known[double.second_id]
        views.append(
            DoubleView(
                (one.id, other.id),
                (one.name, other.name),
                (one.label, other.label),
                (one.place, other.place),
                say_why(double.why),
            )
        )
    return views


def say_why(why: Sequence[str]) -> str:
    """Say in what two partners agree."""
    words = {
        "name": _("the names are nearly the same"),
        "alias": _("a name of one is another name of the other"),
        "website": _("the same website"),
        "postcode": _("the same postcode"),
        "kvk": _("the same number at the chamber of commerce"),
        "brin": _("the same BRIN number"),
        "lrk": _("the same LRK number"),
    }
    return ", ".join(words[each] for each in why)


def compare(session: Session, one_id: str, other_id: str) -> PairView:
    """Return two partners side by side; raise `UnknownPartner`, or `UnmergeablePartners` where both are one."""
    pair = find_pair(session, one_id, other_id)
    n_parts = [_count(session, Participation, Participation.partner_id == each.id) for each in pair]
    kept = int(n_parts[1] > n_parts[0])
    from_other = fuller(pair[kept], pair[1 - kept])
    return PairView(
        (pair[0].id, pair[1].id),
        (pair[0].name, pair[1].name),
        kept,
        [
            Choice(
                field,
                label,
                (_say(session, pair[0], field), _say(session, pair[1], field)),
                _index(kept, field in from_other),
            )
            for field, label in _choice_labels().items()
        ],
        [Joined(label, (values[0], values[1])) for label, values in _joined(session, pair) if any(values)],
    )  # fmt: skip -- one value in a line


def _index(kept: int, is_from_other: bool) -> int:  # noqa: FBT001 -- one of two
    return 1 - kept if is_from_other else kept


def _choice_labels() -> dict[str, str]:
    return {
        "name": _("Name"),
        "sector": _("Sector"),
        "description": _("Description"),
        "place": _("Place"),
        "address": _("Postcode"),
        "country": _("Country"),
        "website": _("Website"),
        "kvk": _("KvK number"),
        "brin": _("BRIN number"),
        "lrk": _("LRK number"),
        "since": _("Partner since"),
        "until": _("Partner until"),
        "capacity": _("Room in a quarter"),
    }


def _say(session: Session, partner: Partner, field: str) -> str:
    if field == "sector":
        return session.get_one(Sector, partner.sector_id).label
    value = getattr(partner, CHOICES[field][0])
    return "" if value is None else str(value)


def _joined(session: Session, pair: tuple[Partner, Partner]) -> list[tuple[str, list[str]]]:
    lists: list[tuple[str, InstrumentedAttribute[str]]] = [
        (_("Other names"), PartnerAlias.text),
        (_("Seeks"), Interest.text),
        (_("Offers"), Offering.text),
    ]
    rows = [(label, [_values(session, column, each.id) for each in pair]) for label, column in lists]
    rows.append((_("Themes"), [_theme_labels(session, each.id) for each in pair]))
    rows.append((_("Belongs to"), [_parents(session, each.id) for each in pair]))
    counted: list[tuple[str, type, tuple[InstrumentedAttribute[str], ...]]] = [
        (_("Collaborations"), Participation, (Participation.partner_id,)),
        (_("Contact persons"), Contact, (Contact.partner_id,)),
        (_("Introductions"), Introduction, (Introduction.first_id, Introduction.second_id)),
        (_("Answers"), Answer, (Answer.partner_id, Answer.suggested_id)),
        (_("Notes of staff"), PartnerNote, (PartnerNote.partner_id,)),
    ]
    for label, model, columns in counted:
        numbers = [_count(session, model, or_(*(column == each.id for column in columns))) for each in pair]
        rows.append((label, [say_number(number) if number else "" for number in numbers]))
    return rows


def _values(session: Session, column: InstrumentedAttribute[str], partner_id: str) -> str:
    model = column.class_
    query = select(column).where(model.partner_id == partner_id).order_by(model.position)
    return " · ".join(session.scalars(query))


def _theme_labels(session: Session, partner_id: str) -> str:
    query = select(Theme.label).join(PartnerTheme, PartnerTheme.theme_id == Theme.id)
    return " · ".join(
        session.scalars(query.where(PartnerTheme.partner_id == partner_id).order_by(PartnerTheme.position))
    )


def _parents(session: Session, partner_id: str) -> str:
    query = select(Partner.name).join(Membership, Membership.parent_id == Partner.id)
    return " · ".join(session.scalars(query.where(Membership.partner_id == partner_id).order_by(Membership.position)))


def _count(session: Session, model: type, where: ColumnElement[bool]) -> int:
    return session.scalar(select(func.count()).select_from(model).where(where)) or 0

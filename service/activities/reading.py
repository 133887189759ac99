"""Activities as they are looked for: of a period, about a theme, for a sector, at a place, with how full they are."""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta

from sqlalchemy import select
from sqlalchemy.orm import Session

from graph.activities import SHOWN, ZONE, Activity, ActivityOrganiser, ActivitySignUp
from graph.model import Partner, Sector, Theme
from service.access import Asker, Role
from service.activities.signing_up import Standing, is_open, standing_of

Named = tuple[str, str]
"""An id and what it is called."""


@dataclass(frozen=True)
class Told:
    """An activity with all that a page says of it."""

    row: Activity
    organisers: tuple[Named, ...]
    sectors: tuple[Named, ...]
    themes: tuple[Named, ...]
    standing: Standing
    is_open: bool
    """Whether partners can sign up by themselves now."""
    has_begun: bool
    is_over: bool

    @property
    def path(self) -> str:
        """The address of its page."""
        return f"/agenda/{self.row.id}"

    @property
    def is_off(self) -> bool:
        """Whether it is called off."""
        return self.row.state == "called_off"

    @property
    def where(self) -> str:
        """Place and address in one line; empty where neither is known."""
        row = self.row
        is_in_address = row.place.casefold() in row.address.casefold()
        return row.address if is_in_address else ", ".join(filter(None, (row.address, row.place)))


@dataclass(frozen=True)
class Asked:
    """Which activities are meant; what is empty does not count."""

    first: date | None = None
    """The first day, by the clock of `ZONE`."""
    last: date | None = None
    kind: str = ""
    sector_id: str = ""
    """For whom: those for this sector, and those for all."""
    theme_id: str = ""
    place: str = ""
    words: str = ""
    """That all stand in its texts, or in the names of who holds it."""


def tell_activity(session: Session, activity: Activity, now: datetime) -> Told:
    """Return an activity with all that a page says of it."""
    return tell_activities(session, [activity], now)[0]


def tell_activities(session: Session, activities: Sequence[Activity], now: datetime) -> list[Told]:
    """Return activities with all that a page says of them, in the same order."""
    sectors = {row.id: row.label for row in session.execute(select(Sector.id, Sector.label))}
    meant = {theme_id for each in activities for theme_id in each.theme_ids}
    found = select(Theme.id, Theme.label).where(Theme.id.in_(meant))  # of thousands in the thesaurus
    themes = {row.id: row.label for row in session.execute(found)}
    ids = [each.id for each in activities]
    organisers, sign_ups = _organisers(session, ids), _sign_ups(session, ids)
    return [
        Told(
            row=each,
            organisers=tuple(organisers[each.id]),
            sectors=tuple((one, sectors[one]) for one in each.sector_ids if one in sectors),
            themes=tuple((one, themes[one]) for one in each.theme_ids if one in themes),
            standing=standing_of(each, sign_ups[each.id]),
            is_open=is_open(each, now),
            has_begun=each.begins <= now,
            is_over=each.ends <= now,
        )
        for each in activities
    ]


def agenda(session: Session, asker: Asker, asked: Asked, now: datetime) -> list[Told]:
    """Return the activities that an asker finds in the agenda, in the order of their beginning."""
    query = select(Activity).where(Activity.state.in_(SHOWN))
    if asker.role is Role.PUBLIC:
        query = query.where(Activity.is_public)
    if asked.first is not None:
        query = query.where(Activity.ends_at > _begin_of(asked.first))
    if asked.last is not None:
        query = query.where(Activity.begins_at < _begin_of(asked.last + timedelta(days=1)))
    if asked.kind:
        query = query.where(Activity.kind == asked.kind)
    if asked.place:
        query = query.where(Activity.place == asked.place)
    found = session.scalars(query.order_by(Activity.begins_at, Activity.id)).all()
    meant = [each for each in found if _is_for(each, asked.sector_id) and _is_about(each, asked.theme_id)]
    return [each for each in tell_activities(session, meant, now) if _says(each, asked.words)]


def has_coming(session: Session, now: datetime) -> bool:
    """Whether the agenda of the public holds anything that is not over."""
    coming = select(Activity.id).where(
        Activity.state.in_(SHOWN), Activity.is_public, Activity.ends_at > now.astimezone(UTC)
    )
    return session.scalar(coming.limit(1)) is not None


def today_of(now: datetime) -> date:
    """Return the day that a moment falls on by the clock of `ZONE`.

    >>> today_of(datetime(2027, 7, 1, 22, 30, tzinfo=UTC))
    datetime.date(2027, 7, 2)
    """
    return now.astimezone(ZONE).date()


def _begin_of(day: date) -> datetime:
    return datetime.combine(day, time(), ZONE).astimezone(UTC)


def _is_for(activity: Activity, sector_id: str) -> bool:
    return not sector_id or not activity.sector_ids or sector_id in activity.sector_ids


def _is_about(activity: Activity, theme_id: str) -> bool:
    return not theme_id or theme_id in activity.theme_ids


def _says(told: Told, words: str) -> bool:
    row = told.row
    names = [name for _id, name in (*told.organisers, *told.sectors, *told.themes)]
    text = " ".join((row.title, row.description, row.audience, row.place, row.address, *names)).casefold()
    return all(word in text for word in words.casefold().split())


def _organisers(session: Session, activity_ids: Sequence[int]) -> dict[int, list[Named]]:
    found = (
        select(ActivityOrganiser.activity_id, Partner.id, Partner.name)
        .join(Partner, ActivityOrganiser.partner_id == Partner.id)
        .where(ActivityOrganiser.activity_id.in_(activity_ids))
        .order_by(ActivityOrganiser.position)
    )
    organisers: dict[int, list[Named]] = defaultdict(list)
    for activity_id, partner_id, name in session.execute(found):
        organisers[activity_id].append((partner_id, name))
    return organisers


def _sign_ups(session: Session, activity_ids: Sequence[int]) -> dict[int, list[ActivitySignUp]]:
    sign_ups: dict[int, list[ActivitySignUp]] = defaultdict(list)
    for each in session.scalars(select(ActivitySignUp).where(ActivitySignUp.activity_id.in_(activity_ids))):
        sign_ups[each.activity_id].append(each)
    return sign_ups

"""The words of the network as tables: one definition each."""

from datetime import UTC, date, datetime
from typing import Any

from sqlalchemy import JSON, CheckConstraint, Date, DateTime, ForeignKey, Index, MetaData, String, Text
from sqlalchemy.orm import DeclarativeBase, Mapped, mapped_column

ROLES = ("lead", "participant", "funder")
"""What a partner can be in a collaboration."""

THEME_KINDS = ("theme", "need", "resource", "audience", "setting", "keyword")
"""What a concept of the thesaurus names; a keyword came in with a file and awaits its place."""

ANSWERS = ("accepted", "declined", "no_room", "already_known", "ignored")
"""What a partner can answer to a suggestion.

accepted: it wants to meet; declined: it does not fit, and is never to be suggested again; no_room: not now, it may come
back; already_known: they work together already, or know each other; ignored: seen and not answered.
"""

LEVELS = ("public", "network", "staff")
"""Who sees a field: everybody; staff, the working group and partners; staff alone (and the partner itself)."""

CHOSEN_FIELDS = (
    "aliases",
    "description",
    "seeks",
    "offers",
    "themes",
    "place",
    "address",
    "website",
    "memberships",
)
"""Fields of a partner whose level it may choose; "address" is postcode, latitude and longitude together."""

Notes = dict[str, str]
"""Columns of an imported file that Osmose has no field for, by column name."""


class Base(DeclarativeBase):
    """Every table. Constraints have names of one pattern, so that migrations can speak of them on every database."""

    metadata = MetaData(
        naming_convention={
            "ix": "ix_%(table_name)s_%(column_0_N_name)s",
            "uq": "uq_%(table_name)s_%(column_0_N_name)s",
            "ck": "ck_%(table_name)s_%(constraint_name)s",
            "fk": "fk_%(table_name)s_%(column_0_N_name)s_%(referred_table_name)s",
            "pk": "pk_%(table_name)s",
        }
    )
    type_annotation_map = {dict[str, Any]: JSON, Notes: JSON}  # noqa: RUF012 -- SQLAlchemy's own form


def _partner_key(*, primary_key: bool = True) -> Mapped[str]:
    return mapped_column(ForeignKey("partner.id", ondelete="CASCADE"), primary_key=primary_key)


def _theme_key() -> Mapped[str]:
    return mapped_column(ForeignKey("theme.id", ondelete="CASCADE"), primary_key=True)


class Sector(Base):
    """What kind of organisation a partner is."""

    __tablename__ = "sector"
    id: Mapped[str] = mapped_column(String, primary_key=True)
    label: Mapped[str]
    position: Mapped[int]


class Theme(Base):
    """A concept of the thesaurus, in SKOS terms."""

    __tablename__ = "theme"
    __table_args__ = (CheckConstraint(f"kind IN {THEME_KINDS}", name="kind"),)
    id: Mapped[str] = mapped_column(String, primary_key=True)
    label: Mapped[str]
    """skos:prefLabel, in Dutch."""
    description: Mapped[str] = mapped_column(Text, default="")
    """skos:scopeNote."""
    kind: Mapped[str] = mapped_column(default="theme")
    notes: Mapped[Notes] = mapped_column(default=dict)


class ThemeLabel(Base):
    """Another way to say a theme: skos:altLabel."""

    __tablename__ = "theme_label"
    theme_id: Mapped[str] = _theme_key()
    position: Mapped[int] = mapped_column(primary_key=True)
    text: Mapped[str]


class ThemeBroader(Base):
    """A wider theme that this one belongs to: skos:broader."""

    __tablename__ = "theme_broader"
    theme_id: Mapped[str] = _theme_key()
    position: Mapped[int] = mapped_column(primary_key=True)
    broader_id: Mapped[str] = mapped_column(ForeignKey("theme.id", ondelete="CASCADE"))


class ThemeAnswer(Base):
    """A theme that, offered, answers this one, sought."""

    __tablename__ = "theme_answer"
    theme_id: Mapped[str] = _theme_key()
    position: Mapped[int] = mapped_column(primary_key=True)
    answer_id: Mapped[str] = mapped_column(ForeignKey("theme.id", ondelete="CASCADE"))


class Partner(Base):
    """An organisation."""

    __tablename__ = "partner"
    __table_args__ = (
        CheckConstraint("capacity >= 0", name="capacity"),
        CheckConstraint("latitude BETWEEN -90 AND 90", name="latitude"),
        CheckConstraint("longitude BETWEEN -180 AND 180", name="longitude"),
    )
    id: Mapped[str] = mapped_column(String, primary_key=True)
    name: Mapped[str] = mapped_column(index=True)
    sector_id: Mapped[str] = mapped_column(ForeignKey("sector.id"), index=True)
    description: Mapped[str] = mapped_column(Text, default="")
    place: Mapped[str] = mapped_column(default="")
    postcode: Mapped[str] = mapped_column(default="")
    latitude: Mapped[float | None]
    """Degrees north, WGS 84."""
    longitude: Mapped[float | None]
    """Degrees east, WGS 84."""
    country: Mapped[str] = mapped_column(default="")
    website: Mapped[str] = mapped_column(default="")
    kvk: Mapped[str] = mapped_column(default="")
    """Number in the Dutch register of companies."""
    brin: Mapped[str] = mapped_column(default="")
    """Number in the Dutch register of schools."""
    lrk: Mapped[str] = mapped_column(default="")
    """Number in the Dutch register of childcare."""
    since: Mapped[str] = mapped_column(default="")
    """Partner from this partial date on."""
    until: Mapped[str] = mapped_column(default="")
    """Partner up to this partial date."""
    capacity: Mapped[int | None]
    """New contacts it has room for in a quarter; None when it did not say."""
    paused_until: Mapped[date | None] = mapped_column(Date)
    """Up to and with this day it wants no new contacts."""
    confirmed_on: Mapped[date | None] = mapped_column(Date)
    """When it last said that its profile is right, or changed it itself."""
    source: Mapped[str] = mapped_column(Text, default="")
    notes: Mapped[Notes] = mapped_column(default=dict)


class FieldVisibility(Base):
    """Who sees a field of a partner, where the partner chose otherwise than is usual."""

    __tablename__ = "field_visibility"
    __table_args__ = (
        CheckConstraint(f"field IN {CHOSEN_FIELDS}", name="field"),
        CheckConstraint(f"level IN {LEVELS}", name="level"),
    )
    partner_id: Mapped[str] = _partner_key()
    field: Mapped[str] = mapped_column(primary_key=True)
    level: Mapped[str]


class DistinctPair(Base):
    """Two partners that look alike and are not the same, as staff said; `first_id` comes before `second_id`."""

    __tablename__ = "distinct_pair"
    __table_args__ = (CheckConstraint("first_id <> second_id", name="sides"),)
    first_id: Mapped[str] = mapped_column(ForeignKey("partner.id", ondelete="CASCADE"), primary_key=True)
    second_id: Mapped[str] = mapped_column(ForeignKey("partner.id", ondelete="CASCADE"), primary_key=True, index=True)


class PartnerAlias(Base):
    """Another name, or a former id, under which a partner is found again."""

    __tablename__ = "partner_alias"
    partner_id: Mapped[str] = _partner_key()
    position: Mapped[int] = mapped_column(primary_key=True)
    text: Mapped[str]


class Interest(Base):
    """Something a partner seeks (zoekt), in its own words."""

    __tablename__ = "interest"
    partner_id: Mapped[str] = _partner_key()
    position: Mapped[int] = mapped_column(primary_key=True)
    text: Mapped[str] = mapped_column(Text)


class Offering(Base):
    """Something a partner offers (biedt), in its own words."""

    __tablename__ = "offering"
    partner_id: Mapped[str] = _partner_key()
    position: Mapped[int] = mapped_column(primary_key=True)
    text: Mapped[str] = mapped_column(Text)


class PartnerTheme(Base):
    """A theme that a partner works on."""

    __tablename__ = "partner_theme"
    partner_id: Mapped[str] = _partner_key()
    position: Mapped[int] = mapped_column(primary_key=True)
    theme_id: Mapped[str] = mapped_column(ForeignKey("theme.id"), index=True)


class Membership(Base):
    """A partner that belongs to another: a school to its board, a firm to its association."""

    __tablename__ = "membership"
    partner_id: Mapped[str] = _partner_key()
    position: Mapped[int] = mapped_column(primary_key=True)
    parent_id: Mapped[str] = mapped_column(ForeignKey("partner.id", ondelete="CASCADE"), index=True)


class Collaboration(Base):
    """Partners that do something together, with dates."""

    __tablename__ = "collaboration"
    __table_args__ = (
        CheckConstraint("ends_on >= starts_on", name="dates"),
        CheckConstraint("grant_euro >= 0", name="grant_euro"),
    )
    id: Mapped[str] = mapped_column(String, primary_key=True)
    title: Mapped[str] = mapped_column(Text)
    start_date: Mapped[str]
    """Partial date, as written."""
    starts_on: Mapped[date] = mapped_column(Date, index=True)
    """First day that `start_date` can mean."""
    end_date: Mapped[str] = mapped_column(default="")
    """Partial date, as written; empty while it runs or when nobody knows."""
    ends_on: Mapped[date | None]
    """Last day that `end_date` can mean."""
    kind: Mapped[str] = mapped_column(default="")
    description: Mapped[str] = mapped_column(Text, default="")
    action_line: Mapped[str] = mapped_column(default="")
    grant_euro: Mapped[float | None]
    source: Mapped[str] = mapped_column(Text, default="")
    notes: Mapped[Notes] = mapped_column(default=dict)


class CollaborationTheme(Base):
    """A theme that a collaboration is about."""

    __tablename__ = "collaboration_theme"
    collaboration_id: Mapped[str] = mapped_column(ForeignKey("collaboration.id", ondelete="CASCADE"), primary_key=True)
    position: Mapped[int] = mapped_column(primary_key=True)
    theme_id: Mapped[str] = mapped_column(ForeignKey("theme.id"), index=True)


class Participation(Base):
    """A partner's part in a collaboration; one that leads and funds has two rows."""

    __tablename__ = "participation"
    __table_args__ = (
        CheckConstraint(f"role IN {ROLES}", name="role"),
        Index(None, "partner_id", "collaboration_id"),
    )
    collaboration_id: Mapped[str] = mapped_column(ForeignKey("collaboration.id", ondelete="CASCADE"), primary_key=True)
    role: Mapped[str] = mapped_column(primary_key=True)
    position: Mapped[int] = mapped_column(primary_key=True)
    partner_id: Mapped[str] = mapped_column(ForeignKey("partner.id"))


class Answer(Base):
    """What a partner answered on a day when another one was suggested to it."""

    __tablename__ = "answer"
    __table_args__ = (
        CheckConstraint(f"answer IN {ANSWERS}", name="answer"),
        CheckConstraint("partner_id <> suggested_id", name="suggested"),
    )
    partner_id: Mapped[str] = _partner_key()
    """Who was asked."""
    suggested_id: Mapped[str] = mapped_column(
        ForeignKey("partner.id", ondelete="CASCADE"), primary_key=True, index=True
    )
    """About whom."""
    answered_on: Mapped[date] = mapped_column(Date, primary_key=True)
    answer: Mapped[str]
    """One of `ANSWERS`."""
    reason: Mapped[str] = mapped_column(Text, default="")
    """Why, in the partner's own words."""


class Change(Base):
    """One transaction that changed the network; its number tells a running service to read again."""

    __tablename__ = "change"
    id: Mapped[int] = mapped_column(primary_key=True, autoincrement=True)
    made_at: Mapped[datetime] = mapped_column(DateTime(timezone=True), default=lambda: datetime.now(UTC))
    what: Mapped[str] = mapped_column(Text)
    partner_ids: Mapped[list[str] | None] = mapped_column(JSON(none_as_null=True))
    """Whose profiles changed, if nothing else did; without it anything may have changed."""

"""Persons as tables: who signs in, who speaks for which partner, and by what they are recognised.

What tells who somebody is stands sealed (`graph.sealing`): columns `sealed_…` hold ciphertext, columns `…_hash`
digests.
"""

from datetime import UTC, date, datetime

from sqlalchemy import JSON, CheckConstraint, Date, DateTime, ForeignKey, Index, String, Text
from sqlalchemy.orm import Mapped, mapped_column

from graph.model import Base

PERSON_ROLES = ("", "staff", "working_group")
"""What a person is beside speaking for partners."""

CONTACT_STATES = ("confirmed", "invited", "claimed")
"""How a person came to a partner: staff or a colleague's invitation taken up; an invitation; its own word."""


def _now() -> datetime:
    return datetime.now(UTC)


def _moment(*, default: bool = False) -> Mapped[datetime]:
    return mapped_column(DateTime(timezone=True), default=_now) if default else mapped_column(DateTime(timezone=True))


class Person(Base):
    """Somebody with a mail address; deleting the row erases the person everywhere."""

    __tablename__ = "person"
    # SQLite else gives the number of who was erased to the next one, and with it old links and entries of the log.
    __table_args__ = (CheckConstraint(f"role IN {PERSON_ROLES}", name="role"), {"sqlite_autoincrement": True})
    id: Mapped[int] = mapped_column(primary_key=True, autoincrement=True)
    address_hash: Mapped[str] = mapped_column(String, unique=True)
    """Keyed digest of the mail address in lower case, to find it by."""
    sealed_address: Mapped[str] = mapped_column(Text)
    sealed_name: Mapped[str] = mapped_column(Text)
    sealed_phone: Mapped[str] = mapped_column(Text, default="")
    role: Mapped[str] = mapped_column(default="")
    """One of `PERSON_ROLES`."""
    subject_hash: Mapped[str | None] = mapped_column(unique=True)
    """Digest of issuer and subject at a provider of OpenID Connect, once signed in by it."""
    refused_mail: Mapped[list[str]] = mapped_column(JSON, default=list)
    """Kinds of mail that the person does not want."""
    made_at: Mapped[datetime] = _moment(default=True)
    seen_at: Mapped[datetime | None] = mapped_column(DateTime(timezone=True))
    """When the person last signed in or answered."""


class Contact(Base):
    """A person that speaks for a partner (contactpersoon)."""

    __tablename__ = "contact"
    __table_args__ = (CheckConstraint(f"state IN {CONTACT_STATES}", name="state"),)
    person_id: Mapped[int] = mapped_column(ForeignKey("person.id", ondelete="CASCADE"), primary_key=True)
    partner_id: Mapped[str] = mapped_column(ForeignKey("partner.id", ondelete="CASCADE"), primary_key=True, index=True)
    state: Mapped[str] = mapped_column(default="confirmed")
    """One of `CONTACT_STATES`; only who is confirmed sees and answers for the partner."""
    sealed_function: Mapped[str] = mapped_column(Text, default="")
    """What the person does there."""
    made_at: Mapped[datetime] = _moment(default=True)


class BrowserSession(Base):
    """A browser in which a person is signed in."""

    __tablename__ = "browser_session"
    token_hash: Mapped[str] = mapped_column(String, primary_key=True)
    person_id: Mapped[int] = mapped_column(ForeignKey("person.id", ondelete="CASCADE"), index=True)
    made_at: Mapped[datetime] = _moment(default=True)
    ends_at: Mapped[datetime] = _moment()


class SignInLink(Base):
    """A link that signs a person in, once."""

    __tablename__ = "sign_in_link"
    token_hash: Mapped[str] = mapped_column(String, primary_key=True)
    person_id: Mapped[int] = mapped_column(ForeignKey("person.id", ondelete="CASCADE"), index=True)
    browser_hash: Mapped[str | None]
    """Digest of what the cookie of the asking browser holds; None for a link made on the command line."""
    made_at: Mapped[datetime] = _moment(default=True)
    ends_at: Mapped[datetime] = _moment()
    used_at: Mapped[datetime | None] = mapped_column(DateTime(timezone=True))


class ApiToken(Base):
    """A token by which a program acts for a person, within scopes."""

    __tablename__ = "api_token"
    id: Mapped[int] = mapped_column(primary_key=True, autoincrement=True)
    token_hash: Mapped[str] = mapped_column(String, unique=True)
    person_id: Mapped[int] = mapped_column(ForeignKey("person.id", ondelete="CASCADE"), index=True)
    label: Mapped[str]
    """What the person calls it."""
    scopes: Mapped[list[str]] = mapped_column(JSON)
    made_at: Mapped[datetime] = _moment(default=True)
    ends_on: Mapped[date] = mapped_column(Date)
    used_on: Mapped[date | None] = mapped_column(Date)


class PartnerNote(Base):
    """What staff wrote down about a partner: a note, or a call, mail or visit."""

    __tablename__ = "partner_note"
    __table_args__ = (
        CheckConstraint("kind IN ('note', 'call', 'mail', 'visit')", name="kind"),
        Index(None, "partner_id", "made_at"),
    )
    id: Mapped[int] = mapped_column(primary_key=True, autoincrement=True)
    partner_id: Mapped[str] = mapped_column(ForeignKey("partner.id", ondelete="CASCADE"))
    person_id: Mapped[int | None] = mapped_column(ForeignKey("person.id", ondelete="SET NULL"))
    """Who wrote it."""
    kind: Mapped[str] = mapped_column(default="note")
    sealed_text: Mapped[str] = mapped_column(Text)
    """Sealed, since it may name people."""
    made_at: Mapped[datetime] = _moment(default=True)


class AuditEntry(Base):
    """That somebody did something: kept for staff to read, changed by nobody (a trigger refuses), naming no person."""

    __tablename__ = "audit_entry"
    id: Mapped[int] = mapped_column(primary_key=True, autoincrement=True)
    made_at: Mapped[datetime] = _moment(default=True)
    role: Mapped[str]
    """As what it was done: a `service.access.Role`, or "program" or "operator"."""
    person_id: Mapped[int | None]
    """A number only, without a key to `person`: after erasure it leads to nobody."""
    action: Mapped[str]
    """A verb and a noun, such as "approve introduction"."""
    subject: Mapped[str]
    """What it was done to, such as "introduction 12" or "partner muzelinck"."""
    detail: Mapped[str] = mapped_column(Text, default="")
    """Codes and field names, never what a field holds."""

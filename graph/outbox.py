"""What has to leave, as tables: mails and calls of webhooks, written in the transaction of what they tell of.

No text and no address stands here, only what is needed to write it when it leaves: an erased person is in no outbox.
"""

from datetime import UTC, datetime
from typing import Any

from sqlalchemy import JSON, DateTime, ForeignKey, Index, String, Text, text
from sqlalchemy.orm import Mapped, mapped_column

from graph.model import Base


def _now() -> datetime:
    return datetime.now(UTC)


class Mail(Base):
    """One mail to one person about one event."""

    __tablename__ = "mail"
    __table_args__ = (
        Index(
            "ix_mail_waiting",
            "due_at",
            sqlite_where=text("sent_at IS NULL AND given_up_at IS NULL"),
            postgresql_where=text("sent_at IS NULL AND given_up_at IS NULL"),
        ),
    )
    id: Mapped[int] = mapped_column(primary_key=True, autoincrement=True)
    event: Mapped[str] = mapped_column(String, unique=True)
    """Names what it tells of, such as "asked-12-3-to-7" (introduction, step, person): one event, one mail, one
    Message-ID."""
    kind: Mapped[str]
    """Which text it has: a name of `service.mail.letters`."""
    person_id: Mapped[int] = mapped_column(ForeignKey("person.id", ondelete="CASCADE"), index=True)
    partner_id: Mapped[str | None] = mapped_column(ForeignKey("partner.id", ondelete="CASCADE"))
    """For which partner the person gets it."""
    introduction_id: Mapped[int | None] = mapped_column(ForeignKey("introduction.id"), index=True)
    facts: Mapped[dict[str, Any]] = mapped_column(JSON, default=dict)
    """What else its text needs: ids, dates, sealed tokens."""
    made_at: Mapped[datetime] = mapped_column(DateTime(timezone=True), default=_now)
    due_at: Mapped[datetime] = mapped_column(DateTime(timezone=True), default=_now)
    """Not to be sent before; moved on after each failure."""
    n_tries: Mapped[int] = mapped_column(default=0)
    claimed_at: Mapped[datetime | None] = mapped_column(DateTime(timezone=True))
    """When a sender took it; long ago and not sent: that sender died, and another takes it over."""
    sent_at: Mapped[datetime | None] = mapped_column(DateTime(timezone=True))
    given_up_at: Mapped[datetime | None] = mapped_column(DateTime(timezone=True))
    fault: Mapped[str] = mapped_column(default="")
    """What kind of failure the last try met, without words of the other side."""


class Webhook(Base):
    """An address that is called when an introduction takes a step."""

    __tablename__ = "webhook"
    id: Mapped[int] = mapped_column(primary_key=True, autoincrement=True)
    person_id: Mapped[int] = mapped_column(ForeignKey("person.id", ondelete="CASCADE"), index=True)
    url: Mapped[str] = mapped_column(Text)
    sealed_secret: Mapped[str] = mapped_column(Text)
    """What each call is signed with."""
    made_at: Mapped[datetime] = mapped_column(DateTime(timezone=True), default=_now)


class WebhookCall(Base):
    """One call of a webhook about one step."""

    __tablename__ = "webhook_call"
    __table_args__ = (
        Index(None, "webhook_id", "introduction_id", "step_number", unique=True),
        Index(
            "ix_webhook_call_waiting",
            "due_at",
            sqlite_where=text("sent_at IS NULL AND given_up_at IS NULL"),
            postgresql_where=text("sent_at IS NULL AND given_up_at IS NULL"),
        ),
    )
    id: Mapped[int] = mapped_column(primary_key=True, autoincrement=True)
    webhook_id: Mapped[int] = mapped_column(ForeignKey("webhook.id", ondelete="CASCADE"))
    introduction_id: Mapped[int] = mapped_column(ForeignKey("introduction.id"))
    step_number: Mapped[int]
    made_at: Mapped[datetime] = mapped_column(DateTime(timezone=True), default=_now)
    due_at: Mapped[datetime] = mapped_column(DateTime(timezone=True), default=_now)
    n_tries: Mapped[int] = mapped_column(default=0)
    claimed_at: Mapped[datetime | None] = mapped_column(DateTime(timezone=True))
    sent_at: Mapped[datetime | None] = mapped_column(DateTime(timezone=True))
    given_up_at: Mapped[datetime | None] = mapped_column(DateTime(timezone=True))
    fault: Mapped[str] = mapped_column(default="")

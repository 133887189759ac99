"""Where each partner stands in the picture of the network, kept so that people find everybody where they were."""

from sqlalchemy import CheckConstraint, ForeignKey
from sqlalchemy.orm import Mapped, mapped_column

from graph.model import Base

STANDINGS = ("laid_out", "beside", "alone")
"""How a partner got its place: with the whole network, beside its partners when it came later, or without any."""


class PartnerPlace(Base):
    """The place of a partner in the picture."""

    __tablename__ = "partner_place"
    __table_args__ = (CheckConstraint(f"standing IN {STANDINGS}", name="standing"),)
    partner_id: Mapped[str] = mapped_column(ForeignKey("partner.id", ondelete="CASCADE"), primary_key=True)
    x: Mapped[float]
    """To the right; the network laid out as a whole lies within -1.1 … 1.1."""
    y: Mapped[float]
    """Up."""
    standing: Mapped[str]
    """One of `STANDINGS`."""
    number: Mapped[int]
    """Of the writing that put it there; the highest one tells a running service whether it knows all places."""

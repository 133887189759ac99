"""A bare route of FastAPI and SQLAlchemy that reads the rows of suggestions: what the service is measured beside."""

import json
import os
from collections.abc import Iterable, Iterator
from typing import Annotated, Any

from fastapi import Depends, FastAPI
from pydantic import BaseModel
from sqlalchemy import JSON, Engine, ForeignKey, create_engine, insert, select
from sqlalchemy.orm import DeclarativeBase, Mapped, Session, mapped_column

DATABASE = "BARE_DATABASE"
"""The variable that names the address of the database."""


class Base(DeclarativeBase):
    pass


class Known(Base):
    __tablename__ = "known"
    id: Mapped[str] = mapped_column(primary_key=True)
    name: Mapped[str]


class Shown(Base):
    __tablename__ = "shown"
    partner_id: Mapped[str] = mapped_column(primary_key=True)
    rank: Mapped[int] = mapped_column(primary_key=True)
    suggested_id: Mapped[str] = mapped_column(ForeignKey("known.id"))
    score: Mapped[float]
    chance: Mapped[float]
    propensity: Mapped[float]
    reasons: Mapped[list[dict[str, Any]]] = mapped_column(JSON)


class One(BaseModel):
    rank: int
    partner_id: str
    name: str
    score: float
    chance: float
    propensity: float
    reasons: list[dict[str, Any]]


def store(engine: Engine, partner_id: str, answered: Iterable[dict[str, Any]]) -> None:
    """Store the rows of a list as the API answered it."""
    Base.metadata.create_all(engine)
    with Session(engine) as session, session.begin():
        for one in answered:
            session.merge(Known(id=one["partnerId"], name=one["name"]))
            session.execute(
                insert(Shown).values(
                    partner_id=partner_id,
                    suggested_id=one["partnerId"],
                    **{name: one[name] for name in ("rank", "score", "chance", "propensity", "reasons")},
                )
            )


def create_app() -> FastAPI:
    """Return the application on the database that the environment names."""
    app = FastAPI()
    engine = create_engine(os.environ[DATABASE], json_serializer=json.dumps)

    def lend() -> Iterator[Session]:
        with Session(engine) as session:
            yield session

    @app.get("/partners/{partner_id}/suggestions")
    def list_suggestions(partner_id: str, session: Annotated[Session, Depends(lend)]) -> list[One]:
        found = session.execute(
            select(Shown, Known.name).join(Known).where(Shown.partner_id == partner_id).order_by(Shown.rank)
        )
        return [
            One(
                rank=row.rank,
                partner_id=row.suggested_id,
                name=name,
                score=row.score,
                chance=row.chance,
                propensity=row.propensity,
                reasons=row.reasons,
            )
            for row, name in found
        ]

    return app

"""Small networks from Python literals: as a Network at once, or as rows to store in a database."""

from collections.abc import Iterable
from datetime import date
from functools import cache

from sqlalchemy import Engine, StaticPool, create_engine
from sqlalchemy.orm import Session

from graph.dates import PartialDate
from graph.every_table import Base
from graph.model import (
    Answer,
    Collaboration,
    CollaborationTheme,
    Interest,
    Membership,
    Offering,
    Participation,
    Partner,
    PartnerTheme,
    Sector,
    Theme,
    ThemeAnswer,
    ThemeBroader,
    ThemeLabel,
)
from graph.network import Network
from graph.repository import Repository

Rows = list[Base]


def partner(  # noqa: PLR0913 -- every argument is a keyword
    partner_id="p", *, sector="bedrijf", seeks=(), offers=(), themes=(), part_of=(), **columns
) -> Rows:
    """Return the rows of a partner; a single text does for a list of one, and its name is its id unless said otherwise.

    >>> [type(row).__name__ for row in partner("school", seeks="taallessen", capacity=3)]
    ['Partner', 'Interest']
    """
    return [
        Partner(id=partner_id, sector_id=sector, **{"name": partner_id, **columns}),
        *(Interest(partner_id=partner_id, position=at, text=text) for at, text in _each(seeks)),
        *(Offering(partner_id=partner_id, position=at, text=text) for at, text in _each(offers)),
        *(PartnerTheme(partner_id=partner_id, position=at, theme_id=theme) for at, theme in _each(themes)),
        *(Membership(partner_id=partner_id, position=at, parent_id=parent) for at, parent in _each(part_of)),
    ]


def collaboration(  # noqa: PLR0913 -- the same
    collaboration_id, start, participants, *, lead=(), funders=(), end="", themes=(), **columns
) -> Rows:
    """Return the rows of a collaboration between partial dates; leads and funders may stand among the participants too.

    >>> [part.role for part in collaboration("c", "2018", ["a", "b"], lead="a")[1:]]
    ['lead', 'participant']
    """
    by_role = {"lead": dict(_each(lead)), "funder": dict(_each(funders))}
    others = [one for _, one in _each(participants) if not any(one in named.values() for named in by_role.values())]
    by_role["participant"] = dict(enumerate(others))
    return [
        Collaboration(
            id=collaboration_id,
            start_date=start,
            starts_on=PartialDate.parse(start).first,
            end_date=end,
            ends_on=PartialDate.parse(end).last if end else None,
            **{"title": collaboration_id, **columns},
        ),
        *(
            Participation(collaboration_id=collaboration_id, role=role, position=at, partner_id=one)
            for role, named in by_role.items()
            for at, one in named.items()
        ),
        *(
            CollaborationTheme(collaboration_id=collaboration_id, position=at, theme_id=one)
            for at, one in _each(themes)
        ),
    ]


def theme(theme_id, *, alternatives=(), broader=(), answers=(), **columns) -> Rows:
    """Return the rows of a theme; its label is its id unless said otherwise."""
    return [
        Theme(id=theme_id, **{"label": theme_id, **columns}),
        *(ThemeLabel(theme_id=theme_id, position=at, text=text) for at, text in _each(alternatives)),
        *(ThemeBroader(theme_id=theme_id, position=at, broader_id=other) for at, other in _each(broader)),
        *(ThemeAnswer(theme_id=theme_id, position=at, answer_id=other) for at, other in _each(answers)),
    ]


def answer(partner_id, suggested_id, kind="accepted", day="2024-05-01", *, reason="") -> Rows:
    """Return the row of what a partner answered on a day about another one.

    >>> answer("a", "b", "declined")[0].answered_on
    datetime.date(2024, 5, 1)
    """
    return [
        Answer(
            partner_id=partner_id,
            suggested_id=suggested_id,
            answered_on=date.fromisoformat(day),
            answer=kind,
            reason=reason,
        )
    ]


def network(
    partners: Iterable[Rows] = (),
    collaborations: Iterable[Rows] = (),
    themes: Iterable[Rows] = (),
    answers: Iterable[Rows] = (),
) -> Network:
    """Build a Network; partners are ordered by id, collaborations by start.

    >>> network([partner("a"), partner("b")], [collaboration("c", "2018", ["a", "b"])]).adjacency.nnz
    2
    """
    with Session(_scratch()) as session:
        store(session, partners, collaborations, themes, answers)
        built = Repository(session).network()
        session.rollback()  # and not only closed: the rows may be used for another network
    return built


def store(
    session: Session,
    partners: Iterable[Rows] = (),
    collaborations: Iterable[Rows] = (),
    themes: Iterable[Rows] = (),
    answers: Iterable[Rows] = (),
) -> None:
    """Add the rows to a database, with the sectors and themes that they name and nobody described."""
    rows = [row for rows in (*partners, *collaborations, *themes, *answers) for row in rows]
    by_table = {table: [row for row in rows if row.__table__ is table] for table in Base.metadata.sorted_tables}
    by_table[Sector.__table__] += _sectors_named(session, rows)
    by_table[Theme.__table__] += _themes_named(session, rows)
    for rows_of_table in by_table.values():  # sorted: a row comes after what it refers to
        session.add_all(rows_of_table)
        session.flush()


def _each(several) -> list[tuple[int, str]]:
    return list(enumerate([several] if isinstance(several, str) else several))


def _sectors_named(session: Session, rows: Rows) -> Rows:
    named = sorted({row.sector_id for row in rows if isinstance(row, Partner)})
    missing = [sector for sector in named if session.get(Sector, sector) is None]
    return [Sector(id=sector, label=sector, position=at) for at, sector in enumerate(missing)]


def _themes_named(session: Session, rows: Rows) -> Rows:
    references = {PartnerTheme: "theme_id", CollaborationTheme: "theme_id", ThemeBroader: "broader_id"}
    references[ThemeAnswer] = "answer_id"
    named = {getattr(row, references[type(row)]) for row in rows if type(row) in references}
    described = {row.id for row in rows if isinstance(row, Theme)}
    return [Theme(id=one, label=one) for one in sorted(named - described) if session.get(Theme, one) is None]


@cache
def _scratch() -> Engine:
    # In memory and always empty again: a Network is read from tables, and only the repository knows how.
    engine = create_engine("sqlite://", poolclass=StaticPool, connect_args={"check_same_thread": False})
    with engine.connect() as connection:
        connection.exec_driver_sql("PRAGMA foreign_keys = ON")
    Base.metadata.create_all(engine)
    return engine

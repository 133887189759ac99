"""Tests of graph.model: what the tables themselves refuse and clear away, on both databases."""

from datetime import UTC, date, datetime

import pytest
from sqlalchemy import delete, func, select
from sqlalchemy.exc import IntegrityError

from graph.database import reading, transaction
from graph.model import (
    ANSWERS,
    Answer,
    Change,
    Collaboration,
    CollaborationTheme,
    Interest,
    Membership,
    Offering,
    Participation,
    Partner,
    PartnerAlias,
    PartnerTheme,
    Theme,
)
from tests.builders import answer, collaboration, partner, store, theme


def n_rows(engine, table):
    with reading(engine) as session:
        return session.scalar(select(func.count()).select_from(table))


def dated(starts_on, ends_on):
    return Collaboration(id="x", title="X", start_date="2018", starts_on=starts_on, ends_on=ends_on)


@pytest.mark.parametrize(
    "rows",
    [
        pytest.param(partner("a", capacity=-1), id="capacity-below-zero"),
        pytest.param(partner("a", latitude=90.5), id="north-of-the-pole"),
        pytest.param(partner("a", longitude=-180.5), id="west-of-the-date-line"),
        pytest.param(theme("taal", kind="colour"), id="unknown-kind-of-theme"),
        pytest.param([dated(date(2018, 1, 2), date(2018, 1, 1))], id="end-before-start"),
        pytest.param(collaboration("x", "2018", [], grant_euro=-0.01), id="grant-below-zero"),
        pytest.param(collaboration("x", "2018", "nobody"), id="unknown-participant"),
        pytest.param([*partner("a"), *partner("a")], id="doubled-id"),
        pytest.param(partner("a", name=None), id="no-name"),
    ],
)
@pytest.mark.filterwarnings("ignore:New instance:sqlalchemy.exc.SAWarning")  # the doubled id, on its way to be refused
def test_a_row_that_cannot_be_true_is_refused(engine, rows):
    with pytest.raises(IntegrityError), transaction(engine) as session:
        store(session, [rows])


def test_an_unknown_role_is_refused(engine):
    guest = Participation(collaboration_id="x", partner_id="a", role="guest", position=0)

    with pytest.raises(IntegrityError), transaction(engine) as session:
        store(session, [partner("a")], [[*collaboration("x", "2018", []), guest]])


@pytest.mark.parametrize(
    "rows",
    [
        pytest.param(answer("a", "b", "perhaps"), id="unknown-answer"),
        pytest.param(answer("a", "a"), id="about-itself"),
        pytest.param(answer("a", "nobody"), id="about-nobody"),
        pytest.param([*answer("a", "b"), *answer("a", "b", "declined")], id="twice-on-one-day"),
    ],
)
@pytest.mark.filterwarnings("ignore:New instance:sqlalchemy.exc.SAWarning")  # the second answer, to be refused
def test_an_answer_that_cannot_be_true_is_refused(engine, rows):
    with pytest.raises(IntegrityError), transaction(engine) as session:
        store(session, [partner("a"), partner("b")], answers=[rows])


def test_every_kind_of_answer_is_kept_and_one_may_change_its_mind(engine):
    days = [f"2024-05-0{day}" for day in range(1, 6)]

    with transaction(engine) as session:
        answers = [answer("a", "b", kind, day) for kind, day in zip(ANSWERS, days, strict=True)]
        store(session, [partner("a"), partner("b")], answers=answers)

    assert n_rows(engine, Answer) == 5


@pytest.mark.parametrize("gone", ["a", "b"])
def test_answers_go_with_who_was_asked_and_with_whom_they_were_about(engine, gone):
    with transaction(engine) as session:
        store(session, [partner(one) for one in "abc"], answers=[answer("a", "b"), answer("c", "a"), answer("c", "b")])
    with transaction(engine) as session:
        session.execute(delete(Partner).where(Partner.id == gone))

    assert n_rows(engine, Answer) == 1


@pytest.mark.parametrize("edge", [{"capacity": 0}, {"latitude": -90, "longitude": 180}])
def test_a_row_at_the_edge_is_kept(engine, edge):
    with transaction(engine) as session:
        store(session, [partner("a", **edge)])

    assert n_rows(engine, Partner) == 1


def test_a_collaboration_of_one_day_is_kept(engine):
    with transaction(engine) as session:
        session.add(dated(date(2018, 1, 1), date(2018, 1, 1)))

    assert n_rows(engine, Collaboration) == 1


def test_what_a_partner_says_goes_with_it(engine):
    with transaction(engine) as session:
        store(session, [partner("a", seeks="x", offers="y", themes="taal", part_of="b"), partner("b")])
        session.add(PartnerAlias(partner_id="a", position=0, text="De A"))
    with transaction(engine) as session:
        session.execute(delete(Partner).where(Partner.id == "a"))

    for table in (Interest, Offering, PartnerTheme, Membership, PartnerAlias):
        assert n_rows(engine, table) == 0
    assert n_rows(engine, Theme) == 1


def test_a_partner_that_took_part_in_something_cannot_be_deleted(engine):
    with transaction(engine) as session:
        store(session, [partner("a")], [collaboration("x", "2018", "a")])

    with pytest.raises(IntegrityError), transaction(engine) as session:
        session.execute(delete(Partner))


def test_participations_and_themes_go_with_their_collaboration(engine):
    with transaction(engine) as session:
        store(session, [partner("a")], [collaboration("x", "2018", "a", themes="taal")])
    with transaction(engine) as session:
        session.execute(delete(Collaboration))

    assert n_rows(engine, Participation) == n_rows(engine, CollaborationTheme) == 0
    assert n_rows(engine, Partner) == 1


def test_unknown_columns_are_kept_as_notes(engine):
    with transaction(engine) as session:
        store(session, [partner("a", notes={"Telefoon": "—", "n°": "3"})])

    with reading(engine) as session:
        assert session.get_one(Partner, "a").notes == {"Telefoon": "—", "n°": "3"}


def test_changes_are_numbered_and_dated(engine):
    before = datetime.now(UTC)
    with transaction(engine) as session:
        session.add_all([Change(what="first"), Change(what="second")])

    with reading(engine) as session:
        first, second = session.scalars(select(Change).order_by(Change.id))
        assert (first.id, second.id) == (1, 2)
        made_at = first.made_at if first.made_at.tzinfo else first.made_at.replace(tzinfo=UTC)  # SQLite has no zones
        assert before <= made_at <= datetime.now(UTC)

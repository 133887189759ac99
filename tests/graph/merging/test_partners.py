"""Tests of merging two partners, on both databases: what was known before is known after, once."""

from collections import Counter
from datetime import UTC, date, datetime

import pytest
from sqlalchemy import func, select

from graph.database import reading, transaction
from graph.errors import UnknownPartner, UnmergeablePartners
from graph.every_table import Base
from graph.introducing import By, Introductions
from graph.introductions import Introduction, IntroductionStep
from graph.merging.columns import fuller
from graph.merging.partners import merge_partners
from graph.model import (
    Answer,
    Change,
    DistinctPair,
    FieldVisibility,
    Interest,
    Membership,
    Offering,
    Participation,
    Partner,
    PartnerAlias,
    PartnerTheme,
)
from graph.outbox import Mail
from graph.people import Contact, PartnerNote, Person
from graph.places import PartnerPlace
from graph.pulse.tables import PulseAnswer
from graph.reading.stored import read_stored
from graph.reading.tables import TABLES
from graph.writing.csv_folder import write_csv
from service.access import USUAL_LEVELS
from tests.builders import answer, collaboration, partner, store
from tests.graph.exchange_files import import_files

STAFF = By("staff")
MERGED = {
    "field_visibility",
    "distinct_pair",
    "partner_alias",
    "interest",
    "offering",
    "partner_theme",
    "membership",
    "participation",
    "answer",
    "introduction",
    "contact",
    "partner_note",
    "mail",
    "pulse_answer",
    "partner_place",
    "story_agreement",
    "round_guest",
    "round_pair",
    "round_deal",
    "activity_organiser",
    "activity_sign_up",
    "grant_applicant",
}
"""Tables that name a partner, and that these tests look into; into rounds and grants do test_rounds_kept.py and
test_grants_kept.py."""


def merge(session, kept="sprong", gone="de-sprong", *, from_gone=()):
    merge_partners(session, kept, gone, STAFF, from_gone=from_gone, usual_levels=USUAL_LEVELS)


def texts(session, column, **where):
    model = column.class_
    return list(session.scalars(select(column).filter_by(**where).order_by(model.position)))


@pytest.fixture
def session(engine):
    with transaction(engine) as session:
        store(
            session,
            [
                partner("bestuur"),
                partner("bakker"),
                partner(
                    "sprong", name="De Sprong", seeks=["taal", "sport"], offers="aula", themes="taal", part_of="bestuur"
                ),
                partner(
                    "de-sprong",
                    name="OBS De Sprong",
                    seeks=["Sport", "muziek"],
                    offers="tuin",
                    themes=["taal", "groen"],
                    part_of="bestuur",
                    website="www.desprong.example",
                    description="Een school.",
                ),
                partner("klas", part_of="de-sprong"),
            ],
            [
                collaboration("samen", "2019", ["bakker", "de-sprong", "sprong"], lead="de-sprong"),
                collaboration("apart", "2020", ["bakker", "de-sprong"]),
            ],
            answers=[
                answer("sprong", "bakker", "no_room", "2024-05-01", reason="vol"),
                answer("de-sprong", "bakker", "declined", "2024-05-01", reason="te ver"),
                answer("bakker", "de-sprong", "accepted", "2024-06-01"),
                answer("de-sprong", "sprong", "already_known", "2024-06-02"),
            ],
        )
        yield session


def test_every_table_that_names_a_partner_is_looked_into_here():
    naming = {
        table.name
        for table in Base.metadata.sorted_tables
        for key in table.foreign_keys
        if key.column.table.name == "partner"
    }

    assert naming == MERGED


def test_phrases_themes_and_memberships_are_joined_and_none_stands_twice(session):
    merge(session)

    assert texts(session, Interest.text) == ["taal", "sport", "muziek"]
    assert texts(session, Offering.text, partner_id="sprong") == ["aula", "tuin"]
    assert texts(session, PartnerTheme.theme_id, partner_id="sprong") == ["taal", "groen"]
    assert sorted(session.execute(select(Membership.partner_id, Membership.parent_id)).all()) == [
        ("klas", "sprong"),
        ("sprong", "bestuur"),
    ]
    assert session.get(Partner, "de-sprong") is None


def test_an_answer_of_the_quarter_goes_along_and_that_of_the_kept_one_stands(session):
    for partner_id, collaboration_id, level in (
        ("sprong", "samen", 4),
        ("de-sprong", "samen", 1),
        ("de-sprong", "apart", 2),
    ):
        row = {"quarter": "2026-Q4", "partner_id": partner_id, "collaboration_id": collaboration_id, "level": level}
        session.add(PulseAnswer(**row, aspect="open"))
    session.flush()

    merge(session)

    kept = session.execute(select(PulseAnswer.partner_id, PulseAnswer.collaboration_id, PulseAnswer.level))
    assert sorted(kept.all()) == [("sprong", "apart", 2), ("sprong", "samen", 4)]


def test_names_and_id_of_the_other_become_aliases(session):
    merge(session)

    assert texts(session, PartnerAlias.text, partner_id="sprong") == ["OBS De Sprong", "de-sprong"]


def test_a_chosen_name_leaves_the_old_one_as_an_alias(session):
    merge(session, from_gone=["name"])

    assert session.get_one(Partner, "sprong").name == "OBS De Sprong"
    assert texts(session, PartnerAlias.text, partner_id="sprong") == ["De Sprong", "de-sprong"]


def test_what_only_one_can_give_is_chosen_and_the_rest_stays_as_a_note(session):
    kept, gone = (session.get_one(Partner, each) for each in ("sprong", "de-sprong"))
    kept.website, kept.description = "www.sprong.example", "Een openbare school in Oss."
    kept.source, gone.source = "a;b", "b;c"
    gone.capacity = 3

    assert fuller(kept, gone) == ["capacity"]
    merge(session, from_gone=["website", "capacity"])

    kept = session.get_one(Partner, "sprong")
    assert (kept.website, kept.description, kept.capacity) == ("www.desprong.example", "Een openbare school in Oss.", 3)
    assert kept.notes == {"former_website": "www.sprong.example", "former_description": "Een school."}
    assert kept.source == "a;b;c"


def test_a_pause_of_either_holds_and_the_latest_confirmation_counts(session):
    kept, gone = (session.get_one(Partner, each) for each in ("sprong", "de-sprong"))
    gone.paused_until = date(2027, 1, 1)
    kept.confirmed_on, gone.confirmed_on = date(2026, 1, 1), date(2025, 1, 1)

    merge(session)

    kept = session.get_one(Partner, "sprong")
    assert (kept.paused_until, kept.confirmed_on) == (date(2027, 1, 1), date(2026, 1, 1))


def test_who_takes_part_twice_takes_part_once_and_nobody_is_lost(session):
    merge(session)

    rows = session.execute(select(Participation.collaboration_id, Participation.role, Participation.partner_id)).all()
    assert sorted(map(tuple, rows)) == [
        ("apart", "participant", "bakker"),
        ("apart", "participant", "sprong"),
        ("samen", "lead", "sprong"),
        ("samen", "participant", "bakker"),
        ("samen", "participant", "sprong"),
    ]


def test_answers_move_and_of_one_day_that_of_the_one_that_stays_stands(session):
    merge(session)

    rows = session.execute(select(Answer.partner_id, Answer.suggested_id, Answer.answer, Answer.reason)).all()
    assert sorted(map(tuple, rows)) == [
        ("bakker", "sprong", "accepted", ""),
        ("sprong", "bakker", "no_room", "vol; te ver"),
    ]


def test_a_field_is_shown_to_no_more_than_both_showed_it_to(session):
    session.add(FieldVisibility(partner_id="sprong", field="website", level="network"))
    session.add(FieldVisibility(partner_id="sprong", field="seeks", level="public"))
    session.add(FieldVisibility(partner_id="de-sprong", field="description", level="staff"))

    merge(session)

    chosen = session.execute(select(FieldVisibility.partner_id, FieldVisibility.field, FieldVisibility.level)).all()
    assert sorted(map(tuple, chosen)) == [
        ("sprong", "description", "staff"),
        ("sprong", "seeks", "network"),
        ("sprong", "website", "network"),
    ]


def test_persons_notes_and_mails_follow_the_partner(session):
    for number in (1, 2):
        session.add(Person(id=number, address_hash=f"hash {number}", sealed_address="s", sealed_name="s"))
    session.flush()
    session.add(Contact(person_id=1, partner_id="sprong", state="claimed"))
    session.add(Contact(person_id=1, partner_id="de-sprong", state="confirmed", sealed_function="sealed"))
    session.add(Contact(person_id=2, partner_id="de-sprong", state="invited"))
    session.add(PartnerNote(partner_id="de-sprong", sealed_text="sealed"))
    session.add(Mail(event="profile-to-2", kind="profile", person_id=2, partner_id="de-sprong"))
    session.flush()

    merge(session)

    contacts = session.execute(select(Contact.person_id, Contact.partner_id, Contact.state, Contact.sealed_function))
    assert sorted(map(tuple, contacts)) == [(1, "sprong", "confirmed", "sealed"), (2, "sprong", "invited", "")]
    assert session.scalars(select(PartnerNote.partner_id)).all() == ["sprong"]
    assert session.scalars(select(Mail.partner_id)).all() == ["sprong"]


def test_that_two_are_not_the_same_holds_for_the_one_that_stays(session):
    session.add(DistinctPair(first_id="bakker", second_id="de-sprong"))
    session.add(DistinctPair(first_id="de-sprong", second_id="sprong"))
    session.flush()

    merge(session)

    assert session.execute(select(DistinctPair.first_id, DistinctPair.second_id)).all() == [("bakker", "sprong")]


def test_the_one_that_stays_keeps_its_place_in_the_picture(session):
    session.add(PartnerPlace(partner_id="sprong", x=0.5, y=0.0, standing="laid_out", number=1))
    session.add(PartnerPlace(partner_id="de-sprong", x=-0.5, y=0.0, standing="beside", number=2))
    session.flush()

    merge(session)

    assert session.execute(select(PartnerPlace.partner_id, PartnerPlace.x)).all() == [("sprong", 0.5)]


def test_a_merge_is_recorded_as_a_change_of_more_than_profiles(session):
    merge(session)

    [change] = session.scalars(select(Change))
    assert (change.what, change.partner_ids) == ("merge of de-sprong into sprong", None)


def test_a_partner_is_not_merged_with_itself_or_with_nobody(session):
    with pytest.raises(UnmergeablePartners, match="itself"):
        merge(session, "sprong", "sprong")
    with pytest.raises(UnknownPartner, match="'niemand'"):
        merge(session, "sprong", "niemand")


def test_whoever_would_come_above_itself_is_not_merged(session):
    session.add(Membership(partner_id="bestuur", position=0, parent_id="klas"))
    session.flush()

    with pytest.raises(UnmergeablePartners, match="above itself by way of 'bestuur', 'klas'"):
        merge(session)


def test_that_one_belonged_to_the_other_is_over(session):
    session.add(Membership(partner_id="de-sprong", position=1, parent_id="sprong"))
    session.flush()

    merge(session)

    assert ("sprong", "sprong") not in session.execute(select(Membership.partner_id, Membership.parent_id)).all()


# Introductions


def run(session, one, other, *states, by=STAFF):
    introductions = Introductions(session)
    introduction = introductions.propose(one, other, STAFF)
    for state in states:
        introductions.take_step(introduction, state, by)
    return introduction


def steps_of(session, introduction):
    query = select(IntroductionStep.to_state, IntroductionStep.by_whom, IntroductionStep.reason)
    query = query.where(IntroductionStep.introduction_id == introduction.id).order_by(IntroductionStep.number)
    return list(map(tuple, session.execute(query)))


def test_an_introduction_goes_on_with_the_partner_that_stays_and_its_sides_stay_true(session):
    asked = run(session, "de-sprong", "klas", "approved", "asked")  # de-sprong is the first side
    Introductions(session).take_step(asked, "accepted_by_one", By("first"))
    asked.first_answer = "yes"
    before = steps_of(session, asked)

    merge(session)

    assert (asked.first_id, asked.second_id, asked.first_answer) == ("sprong", "klas", "yes")
    assert steps_of(session, asked) == before
    assert Introductions(session).running("klas", "sprong").id == asked.id
    assert Introductions(session).pairs_kept_away(date(2026, 11, 26)) == [("klas", "sprong")]


def test_of_two_to_the_same_partner_the_one_that_came_further_goes_on(session):
    near = run(session, "sprong", "bakker", "approved")
    far = run(session, "de-sprong", "bakker", "approved", "asked")

    merge(session)

    assert (near.state, far.state) == ("dismissed", "asked")
    assert steps_of(session, near)[-1] == ("dismissed", "staff", "merged")
    assert {near.first_id, near.second_id, far.first_id, far.second_id} == {"bakker", "sprong"}


def test_of_two_that_came_as_far_that_of_the_one_that_stays_goes_on_and_waiting_mails_do_not_leave(session):
    session.add(Person(id=1, address_hash="hash", sealed_address="s", sealed_name="s"))
    stays = run(session, "sprong", "bakker", "approved", "asked")
    ends = run(session, "de-sprong", "bakker", "approved", "asked")
    for introduction in (stays, ends):
        session.add(Mail(event=f"asked-{introduction.id}", kind="asked", person_id=1, introduction_id=introduction.id))
    session.flush()

    merge(session)

    assert (stays.state, ends.state) == ("asked", "expired")
    given_up = session.execute(select(Mail.introduction_id, Mail.fault).where(Mail.given_up_at.is_not(None))).all()
    assert given_up == [(ends.id, "merged")]


@pytest.mark.parametrize(
    ("states", "expected"),
    [
        ((), "dismissed"),
        (("held",), "dismissed"),
        (("approved",), "dismissed"),
        (("approved", "asked"), "expired"),
        (("approved", "asked", "accepted_by_one"), "expired"),
        (("approved", "asked", "accepted_by_one", "accepted"), "ended"),
        (("approved", "asked", "accepted_by_one", "accepted", "introduced", "met", "started"), "ended"),
        (("dismissed",), "dismissed"),
    ],
    ids=lambda value: value[-1] if value and isinstance(value, tuple) else None,
)
def test_what_the_two_had_with_each_other_is_closed_and_stays_readable(session, states, expected):
    introduction = run(session, "sprong", "de-sprong", *states)
    n_steps = introduction.n_steps

    merge(session)

    assert (introduction.state, introduction.first_id, introduction.second_id) == (expected, "sprong", "sprong")
    assert introduction.n_steps >= n_steps
    assert Introductions(session).pairs_kept_away(date(2026, 11, 26)) == []


# The whole


def told(session):
    """Return what is known of partners, each of the two by the name of the one that stays."""
    stored = read_stored(session, TABLES)
    one = {"de-sprong": "sprong"}
    phrases = [
        (one.get(each, each), text.casefold()) for each, r in stored["partners"].items() for text in r.lists["seeks"]
    ]
    parts = {
        (each, role, one.get(who, who))
        for each, r in stored["collaborations"].items()
        for role in ("participants", "lead", "funders")
        for who in r.lists[role]
    }
    return set(phrases), parts


def test_the_sum_of_what_was_known_is_the_same_before_and_after(session):
    before = told(session)
    n_introductions = Counter(
        dict(session.execute(select(Introduction.id, func.count()).group_by(Introduction.id)).all())
    )

    merge(session)

    assert told(session) == before
    assert Counter(dict(session.execute(select(Introduction.id, func.count()).group_by(Introduction.id)).all())) == (
        n_introductions
    )


@pytest.mark.parametrize("times", [1, 2])
def test_bringing_in_the_old_file_again_adds_and_changes_nothing(engine, tmp_path, times):
    with transaction(engine) as session:
        store(
            session,
            [
                partner("sprong", name="De Sprong", seeks="taal", description="Een openbare school in Oss."),
                partner("de-sprong", name="OBS De Sprong", seeks="muziek", website="www.desprong.example", source="b"),
                partner("bakker", part_of="de-sprong"),
            ],
            [collaboration("samen", "2019", ["de-sprong", "bakker", "sprong"], lead="de-sprong")],
            answers=[
                answer("de-sprong", "bakker", "accepted", "2024-06-01"),
                answer("de-sprong", "sprong", "already_known", "2024-06-02"),
            ],
        )
    with reading(engine) as session:
        write_csv(session, tmp_path / "old", None)
    with transaction(engine) as session:
        kept, gone = (session.get_one(Partner, each) for each in ("sprong", "de-sprong"))
        merge(session, from_gone=fuller(kept, gone))

    for _ in range(times):
        report = import_files(engine, tmp_path / "old")

    assert {table: (counts.new, counts.changed) for table, counts in report.counts.items()} == {
        table: (0, 0)
        for table in ("sectors", "themes", "partners", "collaborations", "answers")
        if table in report.counts
    }
    assert "both partners are 'sprong' now" in str(report)


def test_a_file_that_names_only_the_other_still_finds_it(engine, tmp_path):
    with transaction(engine) as session:
        store(session, [partner("sprong", name="De Sprong"), partner("de-sprong", name="OBS De Sprong")])
        merge(session)
    (tmp_path / "collaborations.csv").write_text("id,title,start_date,participants\nc,C,2024,de-sprong;OBS De Sprong\n")

    report = import_files(engine, tmp_path / "collaborations.csv")

    assert report.counts["collaborations"].new == 1
    with reading(engine) as session:
        assert session.scalars(select(Participation.partner_id)).all() == ["sprong"]


def test_made_at_of_a_contact_is_the_earlier(session):
    session.add(Person(id=1, address_hash="hash", sealed_address="s", sealed_name="s"))
    session.flush()
    early, late = datetime(2024, 1, 1, tzinfo=UTC), datetime(2025, 1, 1, tzinfo=UTC)
    session.add(Contact(person_id=1, partner_id="sprong", made_at=late))
    session.add(Contact(person_id=1, partner_id="de-sprong", made_at=early))
    session.flush()

    merge(session)

    assert session.scalars(select(func.min(Contact.made_at))).one().year == 2024

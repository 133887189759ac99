"""Tests of reading registers: who is found again, new or in doubt, and that a second time changes nothing."""

import pytest
from sqlalchemy import select

from graph.database import open_engine, reading, transaction, upgrade
from graph.errors import SpoiledInput, UnknownMunicipality
from graph.model import Membership, Partner, PartnerAlias, Sector
from graph.reading.differences import differences
from graph.reading.importing import store_checked
from graph.registers.files import read_registers
from graph.registers.planning import plan_registers
from tests.builders import partner, store
from tests.graph.registers.register_files import BOARDS, LRK, NEW_DUO, OLD_DUO, write_registers


@pytest.fixture
def engine(tmp_path):
    engine = open_engine(f"sqlite:///{tmp_path / 'osmose.db'}")
    upgrade(engine)
    with transaction(engine) as session:
        for position, sector in enumerate(("kinderopvang", "primair-onderwijs", "voortgezet-onderwijs", "mbo")):
            session.add(Sector(id=sector, label=sector, position=position))
    yield engine
    engine.dispose()


@pytest.fixture
def paths(tmp_path):
    return write_registers(tmp_path, vestigingenbo=NEW_DUO, alle_vestigingen_vo=OLD_DUO, lrk=LRK, besturen=BOARDS)


def known(engine, *partners):
    with transaction(engine) as session:
        store(session, partners)


def read(engine, paths, municipality="Oss", **choices):
    with transaction(engine) as session:
        registers = read_registers(paths, municipality)
        plan = plan_registers(session, registers, {key.replace("_", "-"): each for key, each in choices.items()})
        store_checked(session, plan.checked, "a test")
    return plan


def stored(engine, partner_id):
    with reading(engine) as session:
        return session.get(Partner, partner_id)


def told(plan):
    return sorted(
        (one.id, {each.column: each.after for each in one.changes}) for one in differences(plan.checked, "partners")
    )


def test_in_an_empty_network_all_of_the_municipality_is_new(engine, paths):
    plan = read(engine, paths)

    assert [each for each, _ in told(plan)] == [
        "basisschool-de-boom",
        "basisschool-de-sprong",
        "het-voorbeeld-college",
        "het-voorbeeld-college-locatie-cafe",
        "kdv-de-ster",
    ]
    star = stored(engine, "kdv-de-ster")
    assert (star.sector_id, star.lrk, star.postcode, star.place) == ("kinderopvang", "100000001", "5341 GD", "Oss")
    assert stored(engine, "basisschool-de-boom").place == "Berghem"


def test_a_second_time_changes_nothing(engine, paths):
    known(engine, partner("sprong", name="De Sprong", sector="primair-onderwijs", place="Oss/Berghem"))
    first = read(engine, paths)
    again = read(engine, paths)

    assert again.checked.report.is_change is False
    assert [match.entry.key for match in again.doubtful] == [match.entry.key for match in first.doubtful]


@pytest.mark.parametrize(
    "columns",
    [
        pytest.param({"name": "Iets anders", "brin": "99cc00"}, id="by-number"),
        pytest.param({"name": "basisschool de sprong", "postcode": "5345 jk"}, id="by-name-and-postcode"),
        pytest.param({"name": "Basisschool De Sprong"}, id="by-equal-name-without-postcode"),
    ],
)
def test_a_known_school_is_found_again_and_keeps_what_it_says_of_itself(engine, paths, columns):
    known(engine, partner("sprong", sector="primair-onderwijs", description="Onze school.", **columns))

    plan = read(engine, paths)

    found = stored(engine, "sprong")
    assert (found.name, found.description) == (columns["name"], "Onze school.")
    assert (found.brin.upper(), found.postcode.upper(), found.website) == (
        "99CC00",
        found.postcode.upper(),
        "www.desprong.example",
    )
    assert "basisschool-de-sprong" not in [each for each, _ in told(plan)]
    assert plan.n_known == 1


def test_the_register_knows_the_postcode_better_and_its_name_becomes_an_alias(engine, paths):
    known(engine, partner("sprong", name="De Sprong", sector="primair-onderwijs", brin="99CC00", postcode="1234 AB"))

    read(engine, paths)

    assert stored(engine, "sprong").postcode == "5345 JK"
    with reading(engine) as session:
        assert session.scalars(select(PartnerAlias.text)).all() == ["Basisschool De Sprong"]


def test_a_school_of_the_same_name_elsewhere_is_in_doubt_and_left_out(engine, paths):
    known(engine, partner("sprong", name="Basisschool De Sprong", sector="primair-onderwijs", postcode="9999 ZZ"))

    plan = read(engine, paths)

    [match] = plan.doubtful
    assert (match.entry.key, [each.partner_id for each in match.candidates]) == ("duo-99CC00", ["sprong"])
    assert stored(engine, "sprong").brin == ""
    assert stored(engine, "basisschool-de-sprong") is None


@pytest.mark.parametrize(("choice", "brin", "n_new"), [("sprong", "99CC00", 4), ("new", "", 5), ("", "", 4)])
def test_people_choose_in_doubt_and_what_they_chose_is_known_next_time(engine, paths, choice, brin, n_new):
    known(engine, partner("sprong", name="Basisschool De Sprong", sector="primair-onderwijs", postcode="9999 ZZ"))

    plan = read(engine, paths, duo_99CC00=choice)
    again = read(engine, paths)

    assert stored(engine, "sprong").brin == brin
    assert plan.checked.report.counts["partners"].new == n_new
    assert again.checked.report.is_change is False
    assert len(again.doubtful) == (1 if not choice else 0)


def test_another_number_makes_it_another_school(engine, paths):
    known(engine, partner("sprong", name="Basisschool De Sprong", sector="primair-onderwijs", brin="88ZZ00"))

    plan = read(engine, paths)

    assert plan.doubtful == ()
    assert stored(engine, "basisschool-de-sprong").brin == "99CC00"


def test_a_firm_with_the_words_of_a_school_in_its_name_is_none(engine, paths):
    known(engine, partner("boom", name="De Boom", sector="bedrijf"))

    assert read(engine, paths).doubtful == ()


def test_locations_of_a_known_school_are_in_doubt_and_can_be_taken_together(engine, paths):
    known(engine, partner("college", name="Het Voorbeeld College", sector="voortgezet-onderwijs"))

    first = read(engine, paths)
    second = read(engine, paths, duo_99AA01="college")
    third = read(engine, paths)

    assert [match.entry.key for match in first.doubtful] == ["duo-99AA01"]
    assert second.checked.report.counts["partners"].changed == 1
    assert stored(engine, "college").brin == "99AA00"
    assert third.doubtful == ()
    assert not third.checked.report.is_change


def test_board_and_owner_are_what_they_belong_to_where_they_are_known(engine, paths):
    known(
        engine,
        partner("bestuur", name="Stichting Voorbeeldscholen", sector="netwerkorganisatie"),
        partner("zuid", name="Kinderopvang Zuid", sector="kinderopvang", kvk="12345678"),
    )

    read(engine, paths)

    with reading(engine) as session:
        belongs = {tuple(row) for row in session.execute(select(Membership.partner_id, Membership.parent_id))}
    assert ("basisschool-de-sprong", "bestuur") in belongs
    assert ("kdv-de-ster", "zuid") in belongs


def test_who_is_no_longer_in_the_register_is_told_and_left_alone(engine, paths):
    known(
        engine,
        partner("dicht", name="School die dicht is", sector="primair-onderwijs", brin="77YY00", place="Oss"),
        partner("ver", name="School ver weg", sector="primair-onderwijs", brin="77ZZ00", place="Groningen"),
        partner("maan", name="De Maan", sector="kinderopvang", lrk="100000004", place="Oss"),
        partner("zon", name="De Zon", sector="kinderopvang", lrk="100000005"),
    )

    plan = read(engine, paths)

    assert [(gone.partner_id, gone.number) for gone in plan.gone] == [("dicht", "77YY00"), ("maan", "100000004")]
    assert stored(engine, "dicht").until == ""


def test_an_unknown_municipality_is_told_with_the_nearest(engine, paths):
    with pytest.raises(UnknownMunicipality, match=r"'Osss'; did you mean 'OSS'\?$"):
        read(engine, paths, "Osss")


def test_a_municipality_is_found_however_it_is_written(engine, paths):
    assert len(told(read(engine, paths, " 's-gravenhage "))) == 1


def test_a_file_that_cannot_be_read_keeps_all_from_being_read(engine, tmp_path, paths):
    (tmp_path / "leden.csv").write_bytes(b"naam;adres\na;b\n")

    with pytest.raises(SpoiledInput, match="is no register"):
        read(engine, [*paths, tmp_path / "leden.csv"])

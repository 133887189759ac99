"""Tests of graph.registers.files: the registers in their several forms."""

import gzip

import pytest

from graph.registers.files import read_registers
from tests.graph.registers.register_files import BOARDS, LRK, MBO, NEW_DUO, OLD_DUO, write_registers


def read(folder, municipality="Oss", **files):
    return read_registers(write_registers(folder, **files), municipality)


def test_the_older_files_of_duo_are_read(tmp_path):
    registers = read(tmp_path, vestigingen_vo=OLD_DUO)
    first, second = registers.entries

    assert (first.key, first.name, first.sector) == ("duo-99AA00", "Het Voorbeeld College", "voortgezet-onderwijs")
    assert (first.place, first.postcode, first.website) == ("Oss", "5341 GD", "www.voorbeeld.example")
    assert second.name == "Het Voorbeeld College locatie Café"
    assert registers.numbers["duo"] == {"99AA00", "99AA01", "99BB00"}


def test_the_newer_files_of_duo_are_read_with_both_ways_to_write_a_location(tmp_path):
    entries = read(tmp_path, vestigingenbo=NEW_DUO).entries

    assert [(entry.numbers, entry.sector, entry.postcode) for entry in entries] == [
        (("99CC00",), "primair-onderwijs", "5345 JK"),
        (("99DD00",), "primair-onderwijs", "5346 XX"),
    ]


def test_institutions_without_locations_have_the_number_of_the_school(tmp_path):
    [entry] = read(tmp_path, adressen_instellingen_mbo=MBO).entries

    assert (entry.numbers, entry.sector) == (("99EE",), "mbo")


def test_a_file_of_boards_tells_who_they_are(tmp_path):
    [first, _] = read(tmp_path, vestigingenbo=NEW_DUO, besturen=BOARDS).entries

    assert first.owners == ("01234567", "Stichting Voorbeeldscholen")


def test_childcare_of_one_place_is_one_entry_and_what_ended_or_is_at_home_is_none(tmp_path):
    registers = read(tmp_path, export_opendata_lrk=LRK)

    [star] = registers.entries
    assert (star.name, star.numbers, star.sector) == ("KDV De Ster", ("100000001", "100000002"), "kinderopvang")
    assert star.description == "Kinderdagverblijf, buitenschoolse opvang"
    assert registers.numbers["lrk"] == {"100000001", "100000002", "100000005"}


def test_of_people_nothing_is_read(tmp_path):
    registers = read(tmp_path, export_opendata_lrk=LRK)

    assert "MERKTEKEN" not in repr(registers)
    assert "0412" not in repr(registers)


def test_a_packed_file_is_read_too(tmp_path):
    (tmp_path / "lrk.csv.gz").write_bytes(gzip.compress(LRK))

    assert len(read_registers([tmp_path / "lrk.csv.gz"], "Oss").entries) == 1


@pytest.mark.parametrize(
    ("name", "content", "expected"),
    [
        ("leden", b"naam;adres\na;b\n", "is no register of schools (DUO) or childcare (LRK) by its header"),
        ("adressen", NEW_DUO, "does not tell what kind of school this is"),
        ("leeg", b"", "the file is empty"),
    ],
)
def test_what_is_no_register_is_told(tmp_path, name, content, expected):
    registers = read(tmp_path, **{name: content})

    assert expected in registers.faults[0].reason
    assert registers.entries == []

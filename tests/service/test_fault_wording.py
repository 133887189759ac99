"""Tests of service.fault_wording: every sentence of the readers has a Dutch one."""

import pytest

from graph.database import open_engine, transaction, upgrade
from graph.errors import SpoiledInput
from graph.reading.files import read_files
from graph.reading.importing import import_found
from service.fault_wording import SENTENCES, read_warning, say_reason
from service.texts import gettext
from tests.graph.exchange_files import import_small_network
from tests.graph.reading.test_spoiled_input import CASES, tell_nobody


@pytest.fixture(scope="module")
def engine(tmp_path_factory):
    folder = tmp_path_factory.mktemp("faults")
    engine = open_engine(f"sqlite:///{folder / 'osmose.db'}")
    upgrade(engine)
    import_small_network(engine, folder / "small")
    yield engine
    engine.dispose()


@pytest.mark.parametrize(("name", "content", "_expected"), CASES)
def test_a_fault_of_a_file_is_said_in_dutch(engine, tmp_path, name, content, _expected):
    path = tmp_path / name
    path.write_bytes(content)
    with pytest.raises(SpoiledInput) as caught, transaction(engine) as session:
        import_found(session, read_files([path], tell_nobody), "a test")

    reason = caught.value.faults[0].reason

    assert say_reason(reason) != reason


@pytest.mark.parametrize(
    "reason",
    [
        "partner 'De Regenboog' fits several: 'a', 'b'; use an id",
        "partner 'p' was refused itself",
        "unpacks to more than 1000 bytes, the most that is read",
        "has more than 2 rows or 2 columns, the most that is read",
        "holds 11 bytes; at most 10 are read",
        "several rows of this file are the stored partner 'hooghuis' by its aliases",
        "'1' does not look like a number of 8 digits",
    ],
)
def test_what_is_rarely_told_is_said_in_dutch_too(reason):
    assert say_reason(reason) != reason


def test_every_sentence_has_a_dutch_one_with_the_same_gaps():
    for sentence in SENTENCES:
        gaps = {part.split(")s")[0] for part in sentence.split("%(")[1:]}
        told = gettext(sentence)

        assert told != sentence
        assert {part.split(")s")[0] for part in told.split("%(")[1:]} <= gaps


def test_a_percent_sign_in_a_cell_harms_nobody():
    assert "100%(x)s" in say_reason("partner '100%(x)s' is not known")


def test_a_warning_keeps_its_place():
    fault = read_warning("partners.csv, row 3, column kvk: '1' does not look like a number of 8 digits")

    assert (fault.file, fault.row, fault.column) == ("partners.csv", 3, "kvk")
    assert "8 cijfers" in fault.reason


def test_what_nobody_knows_is_told_as_it_is():
    assert say_reason("the moon is made of cheese") == "the moon is made of cheese"

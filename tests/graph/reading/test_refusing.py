"""Importing: what is refused, and what of the rest is kept."""

import pytest

from graph.errors import SpoiledInput
from graph.model import Collaboration, Partner
from graph.reading.report import Counts
from tests.graph.exchange_files import (
    COLLABORATIONS,
    SECTORS,
    column_of,
    contents,
    csv_of,
    import_files,
    import_small_network,
    write_files,
)


def test_an_end_before_the_stored_beginning_is_refused_even_in_another_file(engine, tmp_path):
    import_small_network(engine, tmp_path / "small")
    row = {"id": "brood", "title": "Brood", "start_date": "2019", "participants": "sprong", "end_date": "2020"}
    import_files(engine, write_files(tmp_path / "in", collaborations=csv_of(row)))
    later = {"id": "brood", "title": "Brood", "start_date": "2021", "participants": "sprong"}

    report = import_files(engine, write_files(tmp_path / "later", collaborations=csv_of(later)), keep_good=True)

    assert [fault.reason for fault in report.faults] == ["end_date 2020 comes before start_date 2021"]


def test_good_rows_are_kept_on_request_and_what_leans_on_a_refused_one_is_refused_too(engine, tmp_path):
    files = write_files(
        tmp_path / "in",
        sectors=SECTORS,
        partners=csv_of(
            {"id": "bestuur", "name": "Bestuur", "sector": "onbekend"},
            {"id": "sprong", "name": "De Sprong", "sector": "school", "part_of": "bestuur"},
            {"id": "bakker", "name": "Bakker", "sector": "bedrijf"},
        ),
        collaborations=csv_of(
            {"id": "c", "title": "C", "start_date": "2018", "participants": "sprong;bakker"},
            {"id": "d", "title": "D", "start_date": "2018", "participants": "bakker"},
        ),
    )

    report = import_files(engine, files, keep_good=True)

    assert {str(fault) for fault in report.faults} == {
        "partners.csv, row 2, column sector: sector 'onbekend' is not known",
        "partners.csv, row 3, column part_of: partner 'bestuur' was refused itself",
        "collaborations.csv, row 2, column participants: partner 'sprong' was refused itself",
    }
    assert report.counts["partners"] == Counts(new=1, refused=2)
    assert report.counts["collaborations"] == Counts(new=1, refused=1)
    assert column_of(engine, Partner.id) == ["bakker"]
    assert column_of(engine, Collaboration.id) == ["d"]


def test_a_refused_row_leaves_what_is_stored_of_it(engine, tmp_path):
    import_small_network(engine, tmp_path / "small")
    partners = "id,name,sector\nsprong,De Nieuwe Sprong,onbekend\n"
    collaborations = "id,title,start_date,participants\nc,C,2018,sprong\n"

    report = import_files(
        engine, write_files(tmp_path / "in", partners=partners, collaborations=collaborations), keep_good=True
    )

    assert report.counts == {"partners": Counts(refused=1), "collaborations": Counts(new=1)}
    assert column_of(engine, Partner.name) == ["Bakker Jansen", "De Sprong"]


def test_two_rows_that_are_the_same_stored_partner_are_refused(engine, tmp_path):
    known = csv_of({"id": "hooghuis", "name": "Het Hooghuis", "sector": "school", "aliases": "TBL;Mondriaan"})
    import_files(engine, write_files(tmp_path / "in", sectors=SECTORS, partners=known))
    partners = "id,name,sector\ntbl,TBL,school\nmondriaan,Mondriaan,school\n"

    report = import_files(engine, write_files(tmp_path / "later", partners=partners), keep_good=True)

    assert [fault.row for fault in report.faults] == [2, 3]
    assert column_of(engine, Partner.name) == ["Het Hooghuis"]


@pytest.mark.parametrize("wrong", ["partners", "collaborations"])
def test_nothing_at_all_is_stored_when_one_file_of_several_is_wrong(engine, tmp_path, wrong):
    import_small_network(engine, tmp_path / "small")
    before = contents(engine)
    good = {"partners": "id,name,sector\nx,X,school\n", "collaborations": COLLABORATIONS}
    files = write_files(tmp_path / "in", **(good | {wrong: "id\n1\n"}))

    with pytest.raises(SpoiledInput, match="missing"):
        import_files(engine, files)

    assert contents(engine) == before

"""Importing some stored partners and nothing else: the others are not even read."""

import pytest

from graph.database import reading
from graph.model import Interest, Membership, Offering, Partner, PartnerAlias
from graph.reading.files import read_files
from graph.reading.importing import check_found
from graph.reading.report import Counts
from tests.graph.exchange_files import (
    COLLABORATIONS,
    SECTORS,
    column_of,
    import_files,
    import_small_network,
    write_files,
)

TOLD = "id,name,sector,offers\nsprong,De Sprong,school,lokalen\n"
"""What a partner that is stored says of itself."""


@pytest.mark.parametrize(
    ("told", "read"),
    [
        pytest.param({"partners": TOLD}, ["sprong"], id="one-that-is-stored"),
        pytest.param({"partners": f"{TOLD}museum,Museum,bedrijf,\n"}, ["bakker", "sprong"], id="a-new-one-too"),
        pytest.param(
            {"partners": "id,name,sector,part_of\nsprong,De Sprong,school,bakker\n"}, ["bakker", "sprong"], id="part-of"
        ),
        pytest.param({"partners": TOLD, "sectors": SECTORS}, ["bakker", "sprong"], id="other-tables-too"),
        pytest.param({"collaborations": COLLABORATIONS}, ["bakker", "sprong"], id="no-partner"),
    ],
)
def test_no_other_partner_is_read_where_some_that_are_stored_tell_of_themselves_alone(engine, tmp_path, told, read):
    import_small_network(engine, tmp_path / "before")
    found = read_files([write_files(tmp_path / "after", **told)], lambda *_: None)

    with reading(engine) as session:
        checked = check_found(session, found, keep_good=True)

    assert sorted(checked.stored["partners"]) == read


def test_a_partner_read_alone_keeps_what_its_row_does_not_name(engine, tmp_path):
    import_small_network(engine, tmp_path / "before")
    full = "id,name,sector,aliases,seeks,part_of\nsprong,De Sprong,school,Sprong,taalles,bakker\n"
    import_files(engine, write_files(tmp_path / "full", partners=full))

    report = import_files(engine, write_files(tmp_path / "after", partners=TOLD))

    assert report.counts["partners"] == Counts(changed=1)
    for column, kept in (
        (PartnerAlias.text, "Sprong"),
        (Interest.text, "taalles"),
        (Membership.parent_id, "bakker"),
        (Offering.text, "lokalen"),
    ):
        assert column_of(engine, column) == [kept]
    assert sorted(column_of(engine, Partner.id)) == ["bakker", "sprong"]

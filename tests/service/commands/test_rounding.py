"""osmose round."""

import json

import pytest
from icalendar import Calendar

from tests.service.commands.conftest import rows
from tests.service.rounds.gathered import new_rows
from tests.service.serving import make_database

GUESTS = "naam;kant;ruimte;wensen\nSchool 0;zoekt;2;Bakker 1\nSchool 1;zoekt;1;\nBakker 0;biedt;2;\nbakker1;biedt;2;\n"


@pytest.fixture
def guests(folder):
    make_database(folder, new_rows())
    (folder / "gasten.csv").write_text(GUESTS, encoding="utf-8")
    return folder / "gasten.csv"


def test_a_market_from_a_file_is_printed_and_written_in_every_form(osmose, guests):
    names = [f"plan.{ending}" for ending in ("xlsx", "csv", "pdf", "ics", "json")]
    out = [argument for name in names for argument in ("--out", name)]

    result = osmose("round", "market", guests, "--days", "2027-03-18", "--slots", "3", "--format", "csv", *out)

    found = rows(result)
    assert {(row["id"], row["with"]) for row in found} >= {("school0", "Bakker 1"), ("bakker1", "School 0")}
    assert {row["day"] for row in found} == {"2027-03-18"}
    assert "(proven)" in result.stderr
    assert "checked: every promise is kept" in result.stderr
    folder = guests.parent
    assert (folder / "plan.pdf").read_bytes().startswith(b"%PDF-")
    assert len(Calendar.from_ical((folder / "plan.ics").read_bytes()).walk("VEVENT")) == len(found)
    planned = json.loads((folder / "plan.json").read_text(encoding="utf-8"))["planned"]
    assert 2 * len(planned["meetings"]) == len(found)
    assert (folder / "plan.xlsx").read_bytes().startswith(b"PK")


@pytest.mark.usefixtures("guests")
def test_visits_and_a_digest_need_no_file(osmose):
    sides = ("--one", "sector=primair-onderwijs", "--other", "sector=bedrijf")

    visits = osmose("round", "visits", *sides, "--days", "2027-03-18", "--format", "csv")
    digest = osmose("round", "digest", "--format", "csv")

    assert len(rows(visits)) == 6
    assert "visitors: 3 get something, 0 nothing" in visits.stderr
    assert {row["partner_id"] for row in rows(digest)} == {
        f"{stem}{n}" for stem in ("school", "bakker") for n in range(3)
    }


@pytest.mark.parametrize(
    ("arguments", "told"),
    [
        (("market",), "say who takes part: a file, or --one and --other"),
        (
            ("lunch", "--guests", "plaats=Oss"),
            "--guests: expected sector=…, theme=…, place=… or board=…, not 'plaats=Oss'",
        ),
        (("lunch", "--guests", "place=Os"), "--guests: no partner has the place 'Os'"),
        (("market", "gasten.csv", "--days", "morgen"), "--days: expected days as 2027-03-18, not 'morgen'"),
        (("market", "gasten.csv", "--days", "2027-03-18,2027-03-19"), "--days: expected one day for a market, not 2"),
        (("market", "gasten.csv", "--begins", "laat"), "--begins: expected a time as 13:00, not 'laat'"),
        (("market", "gasten.csv", "--out", "plan.doc"), "plan.doc: expected a name that ends in one of .xlsx"),
        (("market", "gasten.csv", "--tables", "1"), "there are fewer tables than partners who offer"),
        (
            ("visits", "gasten.csv"),
            "gasten.csv, row 2, column side: 'zoekt' is no side; expected one of visits, bezoekt",
        ),
        (("market", "weg.csv"), "weg.csv: No such file or directory"),
        (("digest", "--out", "plan.pdf"), "plan.pdf: a digest has no programme"),
    ],
)
@pytest.mark.usefixtures("guests")
def test_bad_input_gets_one_clear_sentence(osmose, arguments, told):
    result = osmose("round", *arguments)

    assert result.exit_code != 0
    assert told in result.stderr or told in str(result.exception)

"""The lists of the pages as files: the same partners as on the page, and no field that the one who asks may not see."""

import csv
import io
import zipfile

import pytest

from graph.model import FieldVisibility, PartnerAlias
from tests.builders import collaboration, partner
from tests.service.serving import ELSEWHERE, make_database, serving
from tests.service.signed_in import add_person, sign_in

MARKERS = {
    "description": "merkbeschrijving",
    "seeks": "merkvraag",
    "offers": "merkaanbod",
    "themes": "merkthema",
    "place": "Merkplaats",
    "website": "merkwebsite.example",
    "memberships": "Merkkoepel",
}
"""What stands in each field of one partner, and nowhere else."""
USUAL = {"description", "offers", "themes", "place", "website", "memberships"}
"""What is public as long as the partner does not choose otherwise."""
FILES = ("/partners/bestand", "/netwerk/bestand", "/vinden/bestand")


def make(folder, level=None):
    school = partner(
        "school",
        name="De Lindeschool",
        description=MARKERS["description"],
        seeks=[MARKERS["seeks"], "=1+1"],
        offers=[MARKERS["offers"], "taalles"],
        themes=MARKERS["themes"],
        place=MARKERS["place"],
        website=MARKERS["website"],
        part_of="koepel",
    )
    chosen = [FieldVisibility(partner_id="school", field=field, level=level) for field in MARKERS if level]
    rows = [
        [*school, PartnerAlias(partner_id="school", position=0, text="merknaam"), *chosen],
        partner("koepel", name="Merkkoepel"),
        partner("bieb", name="Bibliotheek", sector="bibliotheek", offers="voorlezen", place="Oss"),
    ]
    return make_database(folder, rows, [collaboration("c", "2019", ["school", "bieb"])])


@pytest.fixture(scope="module")
def settings(tmp_path_factory):
    return make(tmp_path_factory.mktemp("files"))


@pytest.fixture(scope="module")
def client(settings):
    with serving(settings) as asking:
        yield asking


def rows(client, address):
    text = client.get(address).content.decode("utf-8-sig")
    return list(csv.DictReader(io.StringIO(text), delimiter=";"))


def text_of(answer):
    """All that a file says: of a workbook what it holds unpacked."""
    if not answer.content.startswith(b"PK"):
        return answer.content.decode()
    with zipfile.ZipFile(io.BytesIO(answer.content)) as packed:
        return "".join(packed.read(name).decode() for name in packed.namelist())


def test_the_list_of_partners_is_that_of_the_page(client):
    listed = rows(client, "/partners/bestand.csv")

    assert [row["Naam"] for row in listed] == ["Bibliotheek", "De Lindeschool", "Merkkoepel"]
    assert listed[1] == {
        "Id": "school",
        "Naam": "De Lindeschool",
        "Sector": "bedrijf",
        "Plaats": "Merkplaats",
        "Omschrijving": "merkbeschrijving",
        "Zoekt": "merkvraag | =1+1",
        "Biedt": "merkaanbod | taalles",
        "Thema’s": "merkthema",
        "Hoort bij": "Merkkoepel",
        "Website": "merkwebsite.example",
    }
    assert [row["Id"] for row in rows(client, "/partners/bestand.csv?zoek=voorlez")] == ["bieb"]
    assert [row["Id"] for row in rows(client, "/partners/bestand.csv?sector=bibliotheek")] == ["bieb"]


def test_the_table_of_the_network_keeps_filters_and_order(client):
    listed = rows(client, "/netwerk/bestand.csv?volgorde=-banden")

    assert [(row["Id"], row["Banden"], row["Sinds"]) for row in listed] == [
        ("bieb", "1", "2019"),
        ("school", "1", "2019"),
        ("koepel", "0", ""),
    ]


def test_what_was_found_comes_best_first_with_the_words_that_say_so(client):
    assert rows(client, "/vinden/bestand.csv?vraag=taalles")[0]["Zegt"] == "taalles"
    assert rows(client, "/vinden/bestand.csv") == []


def test_the_pages_lead_to_their_files(client):
    for path, link in (
        ("/partners?zoek=voorlez", "/partners/bestand.xlsx?zoek=voorlez"),
        ("/netwerk?volgorde=-banden", "/netwerk/bestand.csv?volgorde=-banden"),
        ("/vinden?vraag=taalles", "/vinden/bestand.csv?vraag=taalles"),
    ):
        assert f'href="{link}"' in client.get(path).text


def test_a_network_without_partners_is_a_file_with_heads_alone(tmp_path):
    with serving(make_database(tmp_path)) as client:
        for file in FILES:
            assert rows(client, f"{file}.csv?vraag=taalles") == []


@pytest.mark.parametrize(
    ("level", "seen_by_public", "seen_by_partners"),
    [
        pytest.param(None, USUAL, set(MARKERS), id="as-usual"),
        pytest.param("network", set(), set(MARKERS), id="network"),
        pytest.param("staff", set(), set(), id="staff"),
    ],
)
def test_a_field_hidden_from_the_one_who_asks_is_in_no_byte(tmp_path, level, seen_by_public, seen_by_partners):
    settings = make(tmp_path, level)
    person_id = add_person(settings, partners="bieb")
    with serving(settings) as client:
        staff = fields_in_files(client)
    with serving(settings, ELSEWHERE) as client:
        public = fields_in_files(client)
        sign_in(client, settings, person_id)
        as_partner = fields_in_files(client)

    assert staff == set(MARKERS)
    # The association is a partner of its own, so its name stands there for everybody.
    assert public == seen_by_public | {"memberships"}
    assert as_partner == seen_by_partners | {"memberships"}


def fields_in_files(client):
    answers = [client.get(f"{file}.{kind}?vraag=taalles") for file in FILES for kind in ("csv", "xlsx")]
    assert {answer.status_code for answer in answers} == {200}
    texts = "".join(map(text_of, answers))
    return {field for field, marker in MARKERS.items() if marker in texts}


def test_a_hidden_field_cannot_be_found_out_by_filtering(tmp_path):
    with serving(make(tmp_path, "staff"), ELSEWHERE) as client:
        for field in ("description", "seeks", "place"):
            assert rows(client, f"/partners/bestand.csv?zoek={MARKERS[field]}") == []


def test_a_hidden_membership_names_no_parent(tmp_path):
    with serving(make(tmp_path, "staff"), ELSEWHERE) as client:
        listed = {row["Id"]: row for row in rows(client, "/partners/bestand.csv")}

    assert listed["school"]["Hoort bij"] == ""

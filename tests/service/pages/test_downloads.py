"""The network as a file: who asks gets what it may see, in the form that other programs read."""

import csv
import io
import json
import zipfile

import networkx as nx
import pytest
from openpyxl import load_workbook

from service.pages.downloads import MEDIA_TYPES
from tests.service.town import serving_town


@pytest.fixture(scope="module")
def town(tmp_path_factory):
    with serving_town(tmp_path_factory.mktemp("town")) as town:
        yield town


def get(town, name, format_name):
    return town.ask("GET", f"/netwerk/bestand/{format_name}", town.in_browser(name).headers)


def test_the_tables_come_packed_and_are_read_again(town):
    with zipfile.ZipFile(io.BytesIO(get(town, "other", "csv").content)) as packed:
        rows = list(csv.DictReader(io.StringIO(packed.read("partners.csv").decode())))

    assert {row["id"]: row["seeks"] for row in rows} == {
        "ander": "lokaal",
        "eigen": "stagelessen",
        "half": "geheimwoord verstopt-zoekt-network",
        "koepel": "",
        "stil": "",
    }


def test_the_public_gets_no_needs_and_staff_get_all(town):
    def seeks(name):
        sheet = load_workbook(io.BytesIO(get(town, name, "xlsx").content))["partners"]
        column = [cell.value for cell in sheet[1]].index("seeks")
        return {row[0].value: row[column].value for row in sheet.iter_rows(min_row=2) if row[column].value}

    assert seeks("public") == {}
    assert seeks("staff")["stil"] == "geheimwoord verstopt-zoekt-staff"


def test_other_programs_read_the_ties(town):
    graph = nx.read_graphml(io.BytesIO(get(town, "public", "graphml").content))
    dated = nx.read_gexf(io.BytesIO(get(town, "public", "gexf").content))
    linked = json.loads(get(town, "public", "jsonld").content)

    assert graph.has_edge("eigen", "koepel")
    assert dated.nodes["eigen"]["label"] == "eigen"
    assert {node.get("name") for node in linked["@graph"]} >= {"eigen", "stil", "samen"}


def test_a_file_has_a_name_and_a_kind(town):
    answer = get(town, "public", "csv")

    assert answer.headers["Content-Type"] == "application/zip"
    assert answer.headers["Content-Disposition"].startswith('attachment; filename="osmose-20')
    assert answer.headers["Content-Disposition"].endswith('.zip"')
    assert get(town, "public", "kumu").headers["Content-Disposition"].endswith('.json"')


def test_a_format_that_is_none_is_not_found(town):
    answer = get(town, "public", "pdf")

    assert answer.status_code == 404
    assert "kunnen deze pagina niet vinden" in answer.text


def test_the_page_of_the_network_links_to_every_file(town):
    page = town.ask("GET", "/netwerk").text

    assert [name for name in MEDIA_TYPES if f'href="/netwerk/bestand/{name}"' not in page] == []

"""Files for other programs: what is in them, for which day, and what happens when they cannot be written."""

import json
import os
import re
import xml.etree.ElementTree as ET
from datetime import date
from pathlib import Path

import networkx as nx
import pytest
from openpyxl import load_workbook

from graph.database import reading, transaction
from graph.errors import UnknownFormat, UnwritableFile
from graph.model import Partner
from graph.writing import FORMATS, export
from tests.graph.exchange_files import SECTORS, contents, csv_of, import_files, write_files
from tests.schema_org import misuses

PARTNERS = csv_of(
    {
        "id": "sprong",
        "name": "De Sprong",
        "aliases": "OBS De Sprong",
        "sector": "school",
        "offers": "schooltuin;gymzaal",
        "seeks": "voorlezers",
        "themes": "taal",
        "place": "Oss",
        "latitude": "51.7",
        "longitude": "5.5",
        "website": "www.sprong.nl",
        "kvk": "12345678",
        "since": "2018",
    },
    {"id": "bakker", "name": "=Bakker", "sector": "bedrijf", "until": "2020-06", "part_of": "molen"},
    {"id": "molen", "name": "De Molen", "sector": "bedrijf"},
)
COLLABORATIONS = csv_of(
    {
        "id": "brood",
        "title": "Brood",
        "start_date": "2018-11",
        "end_date": "2019",
        "kind": "project",
        "participants": "sprong;bakker",
        "lead": "sprong",
        "grant_euro": "0",
        "themes": "taal",
    },
    {"id": "feest", "title": "Feest", "start_date": "2021", "kind": "evenement", "participants": "bakker"},
    {"id": "graan", "title": "Graan", "start_date": "2017", "participants": "bakker;molen", "funders": "molen"},
)


@pytest.fixture
def network(engine, tmp_path):
    themes = "id,label,alternatives\ntaal,Taal,lezen\n"
    files = write_files(
        tmp_path / "in", sectors=SECTORS, themes=themes, partners=PARTNERS, collaborations=COLLABORATIONS
    )
    import_files(engine, files)
    return engine


def exported(engine, format_name, path, day=None):
    with reading(engine) as session:
        export(session, format_name, path, day)
    return path


def test_gexf_is_opened_again_with_sectors_and_lifetimes(network, tmp_path):
    graph = nx.read_gexf(exported(network, "gexf", tmp_path / "net.gexf"))

    assert graph.nodes["sprong"]["label"] == "De Sprong"
    assert graph.nodes["sprong"]["sector"] == "school"
    assert graph.nodes["sprong"]["start"] == "2018-01-01"
    assert graph.nodes["bakker"]["end"] == "2020-06-30"
    assert set(graph.edges) == {("bakker", "sprong"), ("bakker", "molen")}
    tie = graph.edges["sprong", "bakker"]
    assert (tie["start"], tie["end"], tie["weight"]) == ("2018-11-01", "2019-12-31", 1.0)
    assert "end" not in graph.edges["bakker", "molen"]


def test_gexf_is_dynamic_with_days(network, tmp_path):
    root = ET.parse(exported(network, "gexf", tmp_path / "net.gexf")).getroot()  # noqa: S314 -- our own file

    drawing = root.find("{http://www.gexf.net/1.2draft}graph")
    assert (drawing.get("mode"), drawing.get("timeformat")) == ("dynamic", "date")


def test_graphml_is_opened_again_with_sectors_and_dates(network, tmp_path):
    graph = nx.read_graphml(exported(network, "graphml", tmp_path / "net.graphml"))

    assert graph.nodes["sprong"] == {
        "name": "De Sprong",
        "sector": "school",
        "place": "Oss",
        "latitude": 51.7,
        "longitude": 5.5,
        "since": "2018-01-01",
    }
    assert graph.edges["sprong", "bakker"]["until"] == "2019-12-31"


def test_jsonld_says_who_seeks_and_offers_what(network, tmp_path):
    document = json.loads(exported(network, "jsonld", tmp_path / "net.jsonld").read_text(encoding="utf-8"))

    assert document["@context"] == "https://schema.org"
    nodes = {node["@id"]: node for node in document["@graph"]}
    assert nodes["#partner/sprong"] == {
        "@type": "Organization",
        "@id": "#partner/sprong",
        "name": "De Sprong",
        "alternateName": ["OBS De Sprong"],
        "additionalType": "School",
        "url": "https://www.sprong.nl",
        "identifier": [{"@type": "PropertyValue", "propertyID": "kvk", "value": "12345678"}],
        "address": {"@type": "PostalAddress", "addressLocality": "Oss"},
        "location": {
            "@type": "Place",
            "geo": {"@type": "GeoCoordinates", "latitude": "51.7", "longitude": "5.5"},
        },
        "knowsAbout": [{"@id": "#theme/taal"}],
        "makesOffer": [
            {"@type": "Offer", "itemOffered": {"@type": "Service", "name": "schooltuin"}},
            {"@type": "Offer", "itemOffered": {"@type": "Service", "name": "gymzaal"}},
        ],
        "seeks": [{"@type": "Demand", "itemOffered": {"@type": "Service", "name": "voorlezers"}}],
    }
    assert nodes["#partner/bakker"]["memberOf"] == [{"@id": "#partner/molen"}]
    assert nodes["#theme/taal"] == {
        "@type": "DefinedTerm",
        "@id": "#theme/taal",
        "termCode": "taal",
        "name": "Taal",
        "alternateName": ["lezen"],
    }


def test_jsonld_tells_projects_from_events(network, tmp_path):
    document = json.loads(exported(network, "jsonld", tmp_path / "net.jsonld").read_text(encoding="utf-8"))

    nodes = {node["@id"]: node for node in document["@graph"]}
    assert nodes["#collaboration/brood"] == {
        "@type": "Project",
        "@id": "#collaboration/brood",
        "name": "Brood",
        "additionalType": "project",
        "keywords": [{"@id": "#theme/taal"}],
        "foundingDate": "2018-11",
        "dissolutionDate": "2019",
        "founder": [{"@id": "#partner/sprong"}],
        "member": [{"@id": "#partner/sprong"}, {"@id": "#partner/bakker"}],
        "funding": {
            "@type": "MonetaryGrant",
            "amount": {"@type": "MonetaryAmount", "value": 0.0, "currency": "EUR"},
        },
    }
    assert nodes["#collaboration/feest"]["@type"] == "Event"
    assert nodes["#collaboration/feest"]["startDate"] == "2021"
    assert nodes["#collaboration/feest"]["attendee"] == [{"@id": "#partner/bakker"}]


def test_jsonld_keeps_to_the_vocabulary_of_schema_org(network, tmp_path):
    document = json.loads(exported(network, "jsonld", tmp_path / "net.jsonld").read_text(encoding="utf-8"))

    assert misuses(document) == []


def test_every_reference_of_jsonld_is_in_the_document(network, tmp_path):
    text = exported(network, "jsonld", tmp_path / "net.jsonld").read_text(encoding="utf-8")

    defined = {node["@id"] for node in json.loads(text)["@graph"]}
    assert set(re.findall(r'"@id": "([^"]*)"', text)) == defined


def test_a_workbook_holds_formulas_as_texts_and_numbers_as_numbers(network, tmp_path):
    sheet = load_workbook(exported(network, "xlsx", tmp_path / "net.xlsx"))["partners"]

    [bakker] = [row for row in sheet.iter_rows() if row[0].value == "bakker"]
    assert (bakker[1].value, bakker[1].data_type) == ("=Bakker", "s")
    [latitude] = [row[10] for row in sheet.iter_rows() if row[0].value == "sprong"]
    assert (latitude.value, latitude.data_type) == (51.7, "n")


def test_csv_holds_formulas_behind_an_apostrophe(network, tmp_path):
    folder = exported(network, "csv", tmp_path / "net")

    assert "bakker,'=Bakker," in (folder / "partners.csv").read_text(encoding="utf-8")


def test_an_export_of_a_day_holds_what_was_there(network, tmp_path):
    folder = exported(network, "csv", tmp_path / "net", day=date(2017, 6, 1))

    partners = (folder / "partners.csv").read_text(encoding="utf-8").splitlines()
    collaborations = (folder / "collaborations.csv").read_text(encoding="utf-8").splitlines()
    assert [line.split(",")[0] for line in partners[1:]] == ["bakker", "molen"]
    assert [line.split(",")[0] for line in collaborations[1:]] == ["graan"]


def test_who_left_is_taken_out_of_what_it_took_part_in(network, tmp_path):
    folder = exported(network, "csv", tmp_path / "net", day=date(2022, 1, 1))

    collaborations = (folder / "collaborations.csv").read_text(encoding="utf-8")
    assert "brood,Brood,2018-11,2019,project,taal,sprong,sprong," in collaborations
    assert "graan,Graan,2017,,,,molen,,molen," in collaborations
    assert "feest" not in collaborations


@pytest.mark.parametrize("format_name", ["gexf", "graphml", "jsonld", "kumu"])
def test_pictures_of_a_day_hold_the_partners_of_that_day(network, tmp_path, format_name):
    text = exported(network, format_name, tmp_path / "net", day=date(2017, 6, 1)).read_text(encoding="utf-8")

    assert "molen" in text
    assert "sprong" not in text


@pytest.mark.parametrize("format_name", ["gexf", "graphml", "xlsx"])
def test_characters_that_xml_forbids_are_left_out(network, tmp_path, format_name):
    with transaction(network) as session:
        session.get(Partner, "sprong").name = "De\x07 Sprong"

    path = exported(network, format_name, tmp_path / f"net.{format_name}")

    if format_name == "xlsx":
        assert "De Sprong" in {row[1] for row in load_workbook(path)["partners"].values}
    else:
        assert "De Sprong" in path.read_text(encoding="utf-8")
        ET.parse(path)  # noqa: S314 -- our own file


@pytest.mark.parametrize("format_name", FORMATS)
def test_an_empty_network_is_written(engine, tmp_path, format_name):
    assert exported(engine, format_name, tmp_path / "net").exists()


@pytest.mark.parametrize("format_name", FORMATS)
def test_nothing_is_left_behind_where_it_cannot_be_written(network, tmp_path, format_name):
    (tmp_path / "file").write_text("in the way")

    with pytest.raises(UnwritableFile, match="Not a directory"):
        exported(network, format_name, tmp_path / "file" / "net")

    assert (tmp_path / "file").read_text() == "in the way"


@pytest.mark.parametrize("format_name", sorted(FORMATS.keys() - {"csv"}))
@pytest.mark.parametrize("path", ["", ".", "..", "/", "folder"])
def test_a_folder_is_no_place_for_a_file(network, tmp_path, monkeypatch, format_name, path):
    (tmp_path / "work" / "folder").mkdir(parents=True)
    monkeypatch.chdir(tmp_path / "work")

    with pytest.raises(UnwritableFile, match="is a folder; say which file to write"):
        exported(network, format_name, Path(path))

    assert [file.name for file in tmp_path.glob("work/*")] == ["folder"]


@pytest.mark.parametrize("format_name", FORMATS)
def test_a_pipe_that_stands_there_is_not_replaced(network, tmp_path, format_name):
    pipe = tmp_path / "net"
    os.mkfifo(pipe)

    with pytest.raises(UnwritableFile, match=r"no ordinary file|cannot be made: File exists"):
        exported(network, format_name, pipe)

    assert [file for file in tmp_path.iterdir() if file.is_fifo()] == [pipe]


def test_a_failed_export_keeps_the_file_that_was_there(network, tmp_path):
    path = tmp_path / "net.xlsx"
    path.write_text("of last year")
    with transaction(network) as session:
        session.get(Partner, "sprong").description = "x" * 32_768

    with pytest.raises(UnwritableFile, match=r"^partners sprong: a text of 32768 characters does not fit"):
        exported(network, "xlsx", path)

    assert path.read_text() == "of last year"
    assert [file.name for file in tmp_path.glob("*net*")] == ["net.xlsx"]


def test_an_export_does_not_change_the_network(network, tmp_path):
    before = contents(network)

    for format_name in FORMATS:
        exported(network, format_name, tmp_path / format_name)

    assert contents(network) == before


def test_an_unknown_format_names_the_known_ones(network, tmp_path):
    with pytest.raises(
        UnknownFormat, match=r"^'pdf' is not a format; expected one of csv, gexf, graphml, jsonld, kumu, xlsx$"
    ):
        exported(network, "pdf", tmp_path / "net.pdf")


def test_answers_are_written_by_day_and_those_of_a_day_only_among_who_is_there(network, tmp_path):
    answers = csv_of(
        {"partner": "sprong", "suggested": "molen", "answer": "accepted", "date": "2024-05-02", "reason": "=graag"},
        {"partner": "sprong", "suggested": "molen", "answer": "no_room", "date": "2024-05-01"},
        {"partner": "molen", "suggested": "bakker", "answer": "declined", "date": "2019-05-01"},
    )
    import_files(network, write_files(tmp_path / "answers", answers=answers))

    whole = exported(network, "csv", tmp_path / "whole") / "answers.csv"
    of_day = exported(network, "csv", tmp_path / "day", date(2024, 5, 1)) / "answers.csv"

    header = "partner,suggested,answer,date,reason"
    assert whole.read_text(encoding="utf-8").splitlines() == [
        header,
        "molen,bakker,declined,2019-05-01,",
        "sprong,molen,no_room,2024-05-01,",
        "sprong,molen,accepted,2024-05-02,'=graag",
    ]
    assert of_day.read_text(encoding="utf-8").splitlines() == [header, "sprong,molen,no_room,2024-05-01,"]

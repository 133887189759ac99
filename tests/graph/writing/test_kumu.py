"""The blueprint for Kumu, by the rules of docs.kumu.io/guides/import/blueprints and /guides/fields."""

import json

import pytest

from graph.writing.kumu import write_blueprint
from tests.builders import collaboration, network, partner, theme

NOT_FOR_FIELDS = {"yes", "no", "on", "off", "true", "false"}
"""Names that a field may not have."""


@pytest.fixture
def blueprint(tmp_path):
    partners = [
        partner("a", name="De A", seeks=["tolken", "zaal"], themes=["taal"], since="2017-10-05", website="a.example"),
        partner("b", name="De B", offers="zaal", description="Een buurthuis", place="Oss"),
        partner("c", name="De A"),
    ]
    work = [
        collaboration("x", "2018-05", ["a", "b"], end="2019", title="Koffie"),
        collaboration("y", "2020", ["a", "b"], end="2020-06-30", title="Thee"),
    ]
    write_blueprint(network(partners, work, [theme("taal", label="Taal")]), tmp_path / "net.json")
    return json.loads((tmp_path / "net.json").read_text(encoding="utf-8"))


def test_a_blueprint_is_an_object_of_two_arrays_of_objects(blueprint):
    assert list(blueprint) == ["elements", "connections"]
    assert all(isinstance(item, dict) for items in blueprint.values() for item in items)


def test_every_element_has_a_label_and_every_connection_leads_from_one_element_to_another(blueprint):
    ids = {element["id"] for element in blueprint["elements"]}

    assert all(element["label"] for element in blueprint["elements"])
    assert all(
        {one["from"], one["to"]} <= ids and one["direction"] in {"undirected", "directed", "mutual"}
        for one in blueprint["connections"]
    )


def test_ids_differ_across_elements_and_connections_so_that_labels_may_be_the_same(blueprint):
    ids = [item["id"] for items in blueprint.values() for item in items]

    assert len(set(ids)) == len(ids) == 4
    assert [element["label"] for element in blueprint["elements"]] == ["De A", "De B", "De A"]


def test_sectors_are_types_themes_are_tags_and_days_are_fields(blueprint):
    one, other, _ = blueprint["elements"]

    assert one == {
        "id": "a",
        "label": "De A",
        "type": "bedrijf",
        "tags": ["Taal"],
        "url": "a.example",
        "Seeks": ["tolken", "zaal"],
        "Since": "2017-10-05",
    }
    assert (other["description"], other["Place"], other["Offers"]) == ("Een buurthuis", "Oss", ["zaal"])


def test_a_tie_tells_what_they_did_together_and_when(blueprint):
    assert blueprint["connections"] == [
        {
            "id": "a|b",
            "from": "a",
            "to": "b",
            "direction": "undirected",
            "type": "more often",
            "Collaborations": ["Koffie", "Thee"],
            "Number": 2,
            "Since": "2018-05-01",
            "Latest": "2020-01-01",
            "Until": "2020-06-30",
        }
    ]


def test_no_field_is_called_what_kumu_forbids_and_every_value_is_a_text_a_number_or_texts(blueprint):
    items = [item for items in blueprint.values() for item in items]

    assert not {name.lower() for item in items for name in item} & NOT_FOR_FIELDS
    assert all(
        isinstance(value, str | int) or (isinstance(value, list) and all(isinstance(each, str) for each in value))
        for item in items
        for value in item.values()
    )

"""ESCO's files, with the headers of v1.2 and a few rows made up."""

import pytest
from sqlalchemy import select

from graph.database import reading
from graph.errors import SpoiledInput
from graph.model import Theme, ThemeBroader, ThemeLabel
from graph.reading.report import Counts
from tests.graph.exchange_files import column_of, contents
from tests.graph.theme_files import COLLECTION, OCCUPATIONS, RELATIONS, SKILLS, bring_in, write_esco

ESCO = "http://data.europa.eu/esco"
WELDING = {
    "conceptType": "KnowledgeSkillCompetence",
    "conceptUri": f"{ESCO}/skill/1a-lassen",
    "preferredLabel": "lassen",
    "altLabels": "lastechnieken\nTIG; MIG\nlassen",
    "status": "released",
    "description": "Metaal verbinden.",
}
METAL = {"conceptType": "SkillGroup", "conceptUri": f"{ESCO}/skill/S8", "preferredLabel": "metaal bewerken"}
WELDER = {"conceptType": "Occupation", "conceptUri": f"{ESCO}/occupation/2b", "preferredLabel": "lasser"}
RELATION = {"conceptUri": WELDING["conceptUri"], "broaderType": "SkillGroup", "broaderUri": METAL["conceptUri"]}


@pytest.fixture
def folder(tmp_path):
    """A folder as ESCO publishes it, with a file of relations that are no broader ones."""
    folder = tmp_path / "esco"
    folder.mkdir()
    write_esco(folder / "skills_nl.csv", SKILLS, WELDING)
    write_esco(folder / "skillGroups_nl.csv", SKILLS, METAL)
    write_esco(folder / "occupations_nl.csv", OCCUPATIONS, WELDER)
    write_esco(folder / "broaderRelationsSkillPillar_nl.csv", RELATIONS, RELATION)
    write_esco(folder / "occupationSkillRelations_nl.csv", "occupationUri,relationType,skillType,skillUri")
    return folder


def rows(engine, *columns):
    with reading(engine) as session:
        return sorted(tuple(row) for row in session.execute(select(*columns)))


def test_skills_groups_and_occupations_become_themes(engine, folder):
    report = bring_in(engine, folder)

    assert sum(vars(report.counts["themes"]).values()) == report.counts["themes"].new == 3
    assert report.passed_over == ("occupationSkillRelations_nl.csv",)
    assert report.warnings == ()
    assert report.unknown_columns == {}
    assert rows(engine, Theme.id, Theme.label, Theme.description, Theme.kind) == [
        ("1a-lassen", "lassen", "Metaal verbinden.", "theme"),
        ("2b", "lasser", "", "theme"),
        ("s8", "metaal bewerken", "", "theme"),
    ]
    assert rows(engine, ThemeLabel.theme_id, ThemeLabel.text) == [
        ("1a-lassen", "TIG, MIG"),
        ("1a-lassen", "lastechnieken"),
    ]
    assert rows(engine, ThemeBroader.theme_id, ThemeBroader.broader_id) == [("1a-lassen", "s8")]


def test_the_same_files_twice_change_nothing(engine, folder):
    bring_in(engine, folder)

    assert bring_in(engine, folder).counts == {"themes": Counts(unchanged=3)}


def test_skills_without_relations_leave_the_relations_that_are_stored(engine, folder):
    bring_in(engine, folder)

    bring_in(engine, folder / "skills_nl.csv")

    assert column_of(engine, ThemeBroader.broader_id) == ["s8"]


def test_a_group_that_is_not_there_is_left_out_and_named(engine, folder):
    report = bring_in(engine, folder / "skills_nl.csv", folder / "broaderRelationsSkillPillar_nl.csv")

    assert report.warnings == (f"relations to concepts that are not there were left out: {ESCO}/skill/S8",)
    assert column_of(engine, ThemeBroader.broader_id) == []


def test_a_collection_says_for_itself_what_is_wider_and_repeats_no_skill(engine, folder):
    collected = WELDING | {"altLabels": "lastechnieken | solderen", "broaderConceptUri": METAL["conceptUri"]}
    del collected["description"]
    path = write_esco(folder / "greenSkillsCollection_nl.csv", COLLECTION, collected)

    bring_in(engine, path, folder / "skillGroups_nl.csv")
    assert sorted(column_of(engine, ThemeLabel.text)) == ["lastechnieken", "solderen"]
    report = bring_in(engine, path, folder)

    assert report.counts["themes"].new == 1
    assert column_of(engine, ThemeBroader.broader_id) == ["s8"]


@pytest.mark.parametrize(
    ("header", "row", "sentence"),
    [
        pytest.param(
            SKILLS,
            WELDING | {"conceptUri": ""},
            "file.csv, row 2, column conceptUri: the cell is empty; a value is required",
            id="no-uri",
        ),
        pytest.param(
            SKILLS,
            WELDING | {"preferredLabel": ""},
            "file.csv, row 2, column label: the cell is empty; a value is required",
            id="no-label",
        ),
        pytest.param(
            RELATIONS,
            RELATION,
            "file.csv: holds relations but no concepts; expected files such as skills_nl.csv or occupations_nl.csv "
            "beside it",
            id="only-relations",
        ),
    ],
)
def test_what_cannot_be_read_is_one_sentence_and_nothing_is_stored(engine, tmp_path, header, row, sentence):
    before = contents(engine)

    with pytest.raises(SpoiledInput) as caught:
        bring_in(engine, write_esco(tmp_path / "file.csv", header, row))

    assert [str(fault) for fault in caught.value.faults] == [sentence]
    assert contents(engine) == before

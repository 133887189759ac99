"""Files of themes told apart: tables under any name, workbooks, Turtle, and what lies beside them."""

import pytest

from graph.errors import SpoiledInput
from graph.model import Theme
from tests.graph.exchange_files import column_of, workbook_of, write_files
from tests.graph.theme_files import bring_in, write_turtle


def test_a_folder_gives_its_themes_and_passes_over_the_rest(engine, tmp_path):
    folder = write_files(tmp_path / "in", themes="id,label\na,A\n", partners="id,name\n", lijst="wat\nniets\n")
    write_turtle(folder / "b.ttl", 'x:b a skos:Concept ; skos:prefLabel "B" .')

    report = bring_in(engine, folder)

    assert column_of(engine, Theme.id) == ["a", "b"]
    assert report.passed_over == ("lijst.csv", "partners.csv")


def test_a_table_under_any_name_is_one_of_themes_but_not_one_named_after_another(engine, tmp_path):
    bring_in(engine, write_files(tmp_path, mijn="id,label\na,A\n") / "mijn.csv")

    assert column_of(engine, Theme.id) == ["a"]
    with pytest.raises(SpoiledInput, match="holds partners by its name, and no themes; osmose import reads it"):
        bring_in(engine, write_files(tmp_path, partners="id,label\na,A\n") / "partners.csv")


def test_a_workbook_gives_its_sheet_of_themes_or_its_only_sheet(engine, tmp_path):
    (tmp_path / "mijn.xlsx").write_bytes(workbook_of(Blad1=[["id", "label"], ["a", "A"]]))
    (tmp_path / "net.xlsx").write_bytes(workbook_of(themas=[["id", "label"], ["b", "B"]], partners=[["id"]]))
    (tmp_path / "geen.xlsx").write_bytes(workbook_of(partners=[["id"]], sectoren=[["id"]]))

    report = bring_in(engine, tmp_path / "mijn.xlsx", tmp_path / "net.xlsx")

    assert column_of(engine, Theme.id) == ["a", "b"]
    assert report.passed_over == ("net.xlsx sheet partners",)
    with pytest.raises(SpoiledInput, match="the workbook has no sheet named themes"):
        bring_in(engine, tmp_path / "geen.xlsx")

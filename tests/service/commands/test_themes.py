"""osmose themes: the thesaurus out and in, from the command line."""

import pytest

from graph.database import open_engine
from graph.model import Change
from tests.graph.exchange_files import column_of
from tests.graph.theme_files import write_turtle


def changes():
    engine = open_engine("sqlite:///osmose.db")
    try:
        return column_of(engine, Change.what)
    finally:
        engine.dispose()


@pytest.mark.usefixtures("folder")
@pytest.mark.parametrize("name", ["themes.csv", "mijn-themas.csv", "themes.ttl"])
def test_what_is_taken_out_comes_in_and_changes_nothing(osmose, name):
    out = osmose("themes", "export", name)
    before = changes()

    back = osmose("themes", "import", name)

    assert out.stdout == f"wrote 1198 themes to {name}\n"
    assert (back.exit_code, back.stdout) == (0, "themes: 0 new, 0 changed, 1198 unchanged\n")
    assert changes() == before


def test_a_dry_run_tells_and_stores_nothing_and_an_import_is_recorded(osmose, town):
    write_turtle(town / "a.ttl", 'x:schaken-op-straat a skos:Concept ; skos:prefLabel "Schaken op straat"@nl .')
    before = changes()

    dry = osmose("themes", "import", "a.ttl", "--dry-run")
    assert dry.stdout == "themes: 1 new, 0 changed, 0 unchanged\nnothing was stored: this was a dry run\n"
    assert changes() == before
    real = osmose("themes", "import", "a.ttl")

    assert (real.exit_code, real.stdout) == (0, "themes: 1 new, 0 changed, 0 unchanged\n")
    assert sorted(set(changes()) - set(before)) == ["import of themes from a.ttl"]


@pytest.mark.parametrize(
    ("arguments", "sentence"),
    [
        (("export", "themes.doc"), "'themes.doc' does not say which format to write; expected a name ending in .csv"),
        (("export", "nowhere/themes.ttl"), "'nowhere/themes.ttl' cannot be written: No such file or directory"),
        (("import", "gone.ttl"), "gone.ttl: there is no such file"),
        (("import", "a.doc"), "a.doc: expected a file of themes (.csv, .csv.gz, .xlsx or .ttl)"),
        (("import", "bad.ttl"), "bad.ttl: is not Turtle: line 1: expected directive or statement"),
        (("import", "empty"), "empty: the folder holds no file of themes (.csv, .csv.gz, .xlsx or .ttl)"),
    ],
)
def test_bad_input_is_one_sentence_and_exit_code_2(osmose, town, arguments, sentence):
    (town / "bad.ttl").write_text("hallo")
    (town / "a.doc").write_text("hallo")
    (town / "empty").mkdir()

    told = osmose("themes", *arguments)

    assert told.exit_code == 2
    assert told.stderr.startswith(sentence)
    assert told.stderr.count("\n") == 1

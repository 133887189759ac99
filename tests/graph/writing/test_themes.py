"""The thesaurus taken out and brought in again: nothing is lost, nothing changes."""

import shutil
from pathlib import Path

import pytest
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st
from rdflib import RDF, RDFS, SKOS, Graph, Literal

from graph.database import open_engine, upgrade
from graph.errors import UnknownFormat, UnwritableFile
from graph.model import THEME_KINDS
from graph.reading.cells import clean
from graph.reading.report import Counts
from graph.skos_terms import OSMOSE, theme_uri
from tests.graph.exchange_files import contents, csv_of, write_files
from tests.graph.theme_files import bring_in, take_out

THESAURUS = Path(__file__).parents[3] / "data" / "themes" / "themes.csv"
SMALL = """\
id,label,alternatives,broader,description,kind,answered_by,kleur
taal,Taal,lezen;boeken,,Over taal,theme,,groen
voorlezen,Voorlezen,,taal,,need,voorlezer,
voorlezer,Voorlezer,,,,resource,,
"""


@pytest.fixture
def other_engine(tmp_path):
    engine = open_engine(f"sqlite:///{tmp_path / 'other.db'}")
    upgrade(engine)
    yield engine
    engine.dispose()


def themes_of(engine):
    return {table: rows for table, rows in contents(engine).items() if table.startswith("theme")}


@pytest.mark.parametrize("name", ["themes.csv", "themes.ttl"])
def test_the_whole_thesaurus_survives_the_round_trip(engine, other_engine, tmp_path, name):
    bring_in(engine, THESAURUS)

    report = bring_in(other_engine, take_out(engine, tmp_path / name))

    assert report.counts == {"themes": Counts(new=1198)}
    assert report.warnings == ()
    assert themes_of(other_engine) == themes_of(engine)
    assert not bring_in(engine, tmp_path / name).is_change


def test_the_thesaurus_is_written_in_the_terms_of_skos(engine, tmp_path):
    bring_in(engine, write_files(tmp_path / "in", themes=SMALL))

    graph = Graph().parse(take_out(engine, tmp_path / "out.ttl"), format="turtle")

    taal, voorlezen = theme_uri("taal"), theme_uri("voorlezen")
    assert set(graph.subjects(RDF.type, SKOS.Concept)) == {taal, voorlezen, theme_uri("voorlezer")}
    assert (OSMOSE.thesaurus, RDF.type, SKOS.ConceptScheme) in graph
    assert (taal, SKOS.inScheme, OSMOSE.thesaurus) in graph
    assert (taal, SKOS.prefLabel, Literal("Taal", lang="nl")) in graph
    assert set(graph.objects(taal, SKOS.altLabel)) == {Literal("lezen", lang="nl"), Literal("boeken", lang="nl")}
    assert (taal, SKOS.scopeNote, Literal("Over taal", lang="nl")) in graph
    assert (voorlezen, SKOS.broader, taal) in graph
    assert (voorlezen, OSMOSE.kind, Literal("need")) in graph
    assert (voorlezen, OSMOSE.answeredBy, theme_uri("voorlezer")) in graph
    assert (OSMOSE.answeredBy, RDFS.subPropertyOf, SKOS.related) in graph


def test_a_theme_from_elsewhere_points_back_to_its_concept(engine, other_engine, tmp_path):
    uri = "http://example.org/taal"
    bring_in(engine, write_files(tmp_path / "in", themes=f"id,label,uri\ntaal,Taal,{uri}\n"))

    path = take_out(engine, tmp_path / "out.ttl")

    graph = Graph().parse(path, format="turtle")
    assert [str(same) for same in graph.objects(theme_uri("taal"), SKOS.exactMatch)] == [uri]
    bring_in(other_engine, path)
    assert themes_of(other_engine) == themes_of(engine)


def test_another_ending_is_refused_and_so_is_a_folder(engine, tmp_path):
    with pytest.raises(UnknownFormat, match=r"'themes\.doc' does not say which format to write"):
        take_out(engine, tmp_path / "themes.doc")
    (tmp_path / "themes.ttl").mkdir()
    with pytest.raises(UnwritableFile, match="is a folder"):
        take_out(engine, tmp_path / "themes.ttl")


telling = st.sampled_from(["=", "'", '"', "\\", "<", "%", ":", "/", "#", "@", ".", "a", "É", " ", "\n", "\t"])
others = st.characters(codec="utf-8", exclude_categories=["Cc", "Cs"], exclude_characters="\ufffe\uffff")
texts = st.text(telling | others, max_size=12).map(lambda text: clean(text.replace("#", "")))
values = texts.map(lambda text: clean(text.translate(str.maketrans(";|\n", "...")))).filter(bool)


@st.composite
def thesauri(draw):
    """The text of a small themes.csv: a theme has only later ones above it, and any as an answer."""
    ids = draw(st.lists(values, min_size=1, max_size=4, unique=True))
    rows = []
    for position, theme_id in enumerate(ids):
        broader = draw(st.lists(st.sampled_from(ids[position + 1 :] or ids), max_size=2, unique=True))
        rows.append(
            {
                "id": theme_id,
                "label": draw(values),
                "alternatives": ";".join(draw(st.lists(values, max_size=3))),
                "broader": ";".join(broader) if ids[position + 1 :] else "",
                "description": draw(texts),
                "kind": draw(st.sampled_from(THEME_KINDS)),
                "answered_by": ";".join(draw(st.lists(st.sampled_from(ids), max_size=3, unique=True))),
                "kleur": draw(texts),
                "uri": draw(texts),
            }
        )
    return csv_of(*rows)


# Without shrinking: a failing thesaurus is small already, and each try takes two databases.
@settings(max_examples=40, suppress_health_check=[HealthCheck.too_slow], phases=[Phase.generate])
@given(thesaurus=thesauri())
def test_any_thesaurus_survives_the_round_trip(tmp_path_factory, sqlite_template, thesaurus):
    folder = tmp_path_factory.mktemp("round-trip")
    files, kept = write_files(folder / "in", themes=thesaurus), []
    for round_ in ("first", "second"):
        engine = open_engine(f"sqlite:///{shutil.copy(sqlite_template, folder / round_)}")
        bring_in(engine, files)
        kept.append(themes_of(engine))
        files = take_out(engine, folder / f"{round_}.ttl")
        engine.dispose()

    assert kept[1] == kept[0]

"""A thesaurus in SKOS from elsewhere: what is read of it, what is left out, and what is refused."""

import logging

import pytest
from sqlalchemy import select

from graph.database import reading
from graph.errors import SpoiledInput
from graph.model import Change, Theme, ThemeAnswer, ThemeBroader, ThemeLabel
from graph.reading.report import Counts
from tests.graph.exchange_files import column_of, contents, write_files
from tests.graph.theme_files import bring_in, take_out, write_turtle


def pairs(engine, *columns):
    with reading(engine) as session:
        return sorted(tuple(row) for row in session.execute(select(*columns)))


def faults_of(engine, *paths):
    """The sentences of the faults for which nothing was stored."""
    before = contents(engine)
    with pytest.raises(SpoiledInput) as caught:
        bring_in(engine, *paths)
    assert contents(engine) == before
    return [str(fault) for fault in caught.value.faults]


def test_labels_notes_and_relations_are_read(engine, tmp_path):
    path = write_turtle(
        tmp_path / "a.ttl",
        """
        x:Sport a skos:Concept ; skos:prefLabel "Sport"@nl, "Sports"@en ; skos:narrower x:Zwemmen .
        x:Zwemmen a skos:Concept ; skos:prefLabel "Zwemmen" ;
            skos:altLabel "zwemles"@nl-BE, "swimming"@en, "bad; diep" ; skos:definition "In het water"@nl .
        x:Schaatsen a skos:Concept ; skos:prefLabel "Schaatsen"@nl ; skos:broader x:Sport ; skos:scopeNote "Op ijs"@nl .
        """,
    )

    report = bring_in(engine, path)

    assert report.counts == {"themes": Counts(new=3)}
    assert report.warnings == ()
    assert report.unknown_columns == {}
    assert pairs(engine, Theme.id, Theme.label, Theme.description) == [
        ("schaatsen", "Schaatsen", "Op ijs"),
        ("sport", "Sport", ""),
        ("zwemmen", "Zwemmen", "In het water"),
    ]
    assert pairs(engine, ThemeLabel.theme_id, ThemeLabel.text) == [("zwemmen", "bad, diep"), ("zwemmen", "zwemles")]
    assert pairs(engine, ThemeBroader.theme_id, ThemeBroader.broader_id) == [
        ("schaatsen", "sport"),
        ("zwemmen", "sport"),
    ]


def test_a_concept_without_a_dutch_label_keeps_its_english_texts_and_is_named(engine, tmp_path):
    concept = 'x:chess a skos:Concept ; skos:prefLabel "Chess"@en, "Schach"@de ; skos:altLabel "chess club"@en .'

    report = bring_in(engine, write_turtle(tmp_path / "a.ttl", concept))

    assert report.warnings == ("a.ttl: concepts without a Dutch label have their English one: Chess",)
    assert column_of(engine, Theme.label) == ["Chess"]
    assert column_of(engine, ThemeLabel.text) == ["chess club"]


def test_what_themes_have_no_place_for_is_left_out_and_named(engine, tmp_path):
    concepts = """
        x:a a skos:Concept ; skos:prefLabel "A" ; skos:related x:b ; skos:notation "12" ; skos:broader x:elsewhere .
        x:b a skos:Concept ; skos:prefLabel "B" .
        """

    report = bring_in(engine, write_turtle(tmp_path / "a.ttl", concepts))

    assert report.warnings == (
        "a.ttl: skos:related, which says no direction, is not read as an answer: 1 left out",
        "a.ttl: properties that themes do not have were left out: skos:notation (1)",
        "relations to concepts that are not there were left out: http://example.org/begrippen/elsewhere",
    )
    assert column_of(engine, ThemeAnswer.answer_id) == []


def test_the_same_file_twice_changes_nothing_and_only_a_change_is_recorded(engine, tmp_path):
    path = write_turtle(tmp_path / "a.ttl", 'x:taal a skos:Concept ; skos:prefLabel "Taal" ; skos:altLabel "b", "a" .')
    bring_in(engine, path)

    report = bring_in(engine, path)

    assert report.counts == {"themes": Counts(unchanged=1)}
    assert column_of(engine, Change.what) == ["import of themes from a.ttl"]


def test_a_concept_from_elsewhere_takes_no_id_that_is_there_and_is_found_again(engine, tmp_path):
    bring_in(engine, write_files(tmp_path / "in", themes="id,label\ntaal,Taal\n"))
    concepts = """
        x:taal a skos:Concept ; skos:prefLabel "Talen" .
        <http://example.org/anders#taal> a skos:Concept ; skos:prefLabel "Spraak" ; skos:broader x:taal .
        """
    path = write_turtle(tmp_path / "a.ttl", concepts)

    first, second = bring_in(engine, path), bring_in(engine, path)

    assert pairs(engine, Theme.id, Theme.label) == [("taal", "Taal"), ("taal-2", "Talen"), ("taal-3", "Spraak")]
    assert pairs(engine, ThemeBroader.theme_id, ThemeBroader.broader_id) == [("taal-3", "taal-2")]
    assert first.warnings[0].startswith(
        "ids that other themes have already were numbered: http://example.org/begrippen"
    )
    assert not second.is_change


def test_what_a_file_has_no_word_for_stays_and_the_order_of_a_graph_means_nothing(engine, tmp_path):
    themes = "id,label,alternatives,kind,answered_by\ntaal,Taal,lezen;boeken,need,boek\nboek,Boek,,resource,\n"
    bring_in(engine, write_files(tmp_path / "in", themes=themes))
    concept = (
        'theme:taal a skos:Concept ; skos:prefLabel "Taal"@nl ; skos:altLabel "schrift"@nl, "boeken"@nl, "lezen"@nl .'
    )

    report = bring_in(engine, write_turtle(tmp_path / "a.ttl", concept))

    assert report.counts == {"themes": Counts(changed=1)}
    assert pairs(engine, ThemeLabel.position, ThemeLabel.text) == [(0, "lezen"), (1, "boeken"), (2, "schrift")]
    assert pairs(engine, Theme.id, Theme.kind) == [("boek", "resource"), ("taal", "need")]
    assert column_of(engine, ThemeAnswer.answer_id) == ["boek"]


def test_an_answer_taken_out_in_an_editor_is_gone(engine, tmp_path):
    bring_in(engine, write_files(tmp_path / "in", themes="id,label,answered_by\ntaal,Taal,boek\nboek,Boek,\n"))
    path = take_out(engine, tmp_path / "a.ttl")
    path.write_text(path.read_text().replace("osmose:answeredBy theme:boek ;", ""))

    assert bring_in(engine, path).counts == {"themes": Counts(changed=1, unchanged=1)}
    assert column_of(engine, ThemeAnswer.answer_id) == []


def test_a_label_that_two_themes_share_is_named(engine, tmp_path):
    concepts = 'x:a a skos:Concept ; skos:prefLabel "Taal" . x:b a skos:Concept ; skos:prefLabel "taal" .'

    report = bring_in(engine, write_turtle(tmp_path / "a.ttl", concepts))

    assert report.warnings == ("labels that several themes share: 'Taal' (a, b)",)


@pytest.mark.parametrize(
    ("statements", "sentence"),
    [
        pytest.param("x:a skos:altLabel ,", "a.ttl: is not Turtle: line 5: objectList expected", id="no-value"),
        pytest.param("x:a skos:prefLabel", "a.ttl: is not Turtle, was cut off or is nested too deeply", id="cut-off"),
        pytest.param("<a> <b> " + "(" * 5000, "a.ttl: is not Turtle, was cut off or is nested too deeply", id="deep"),
        pytest.param("", "a.ttl: holds no skos:Concept; expected a thesaurus in SKOS", id="no-concepts"),
        pytest.param(
            '[] a skos:Concept ; skos:prefLabel "A" .',
            "a.ttl: a concept has no URI, by which it could be found again",
            id="no-uri",
        ),
        pytest.param(
            "x:a a skos:Concept .",
            "a.ttl, concept http://example.org/begrippen/a: has no preferred label in Dutch, in English or without a",
            id="no-label",
        ),
        pytest.param(
            'x:a a skos:Concept ; skos:prefLabel "A"@nl, "B"@nl .',
            "a.ttl, concept http://example.org/begrippen/a: has two preferred labels, 'A' and 'B'; expected one",
            id="two-labels",
        ),
        pytest.param(
            'theme:a a skos:Concept ; skos:prefLabel "A" ; osmose:kind "x" ; osmose:answeredBy theme:a .',
            "a.ttl, concept urn:osmose:theme:a, column kind: 'x' is not one of theme, need",
            id="unknown-kind",
        ),
    ],
)
def test_what_cannot_be_read_is_one_sentence_and_nothing_is_stored(engine, tmp_path, statements, sentence):
    (told,) = faults_of(engine, write_turtle(tmp_path / "a.ttl", statements))

    assert told.startswith(sentence)


def test_circles_are_named_for_each_concept_in_them(engine, tmp_path):
    concepts = """
        x:a a skos:Concept ; skos:prefLabel "A" ; skos:broader x:b .
        x:b a skos:Concept ; skos:prefLabel "B" ; skos:broader x:a .
        x:c a skos:Concept ; skos:prefLabel "C" .
        """

    assert faults_of(engine, write_turtle(tmp_path / "a.ttl", concepts)) == [
        "a.ttl, concept http://example.org/begrippen/a, column broader: 'a' comes above itself by way of 'b'",
        "a.ttl, concept http://example.org/begrippen/b, column broader: 'b' comes above itself by way of 'a'",
    ]


def test_other_encodings_than_utf_8_are_refused(engine, tmp_path):
    (tmp_path / "a.ttl").write_bytes("# café".encode("cp1252"))

    assert faults_of(engine, tmp_path / "a.ttl") == ["a.ttl: is not UTF-8, which Turtle is written in"]


def test_a_date_that_is_none_in_a_property_that_is_not_read_is_not_logged(engine, tmp_path, caplog):
    concept = 'x:a a skos:Concept ; skos:prefLabel "A" ; x:made "soon"^^<http://www.w3.org/2001/XMLSchema#date> .'

    with caplog.at_level(logging.WARNING):
        bring_in(engine, write_turtle(tmp_path / "a.ttl", concept))

    assert caplog.records == []

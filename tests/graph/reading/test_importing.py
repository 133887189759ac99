"""Importing: what is stored, what an import changes, and what it reports."""

from pathlib import Path

from sqlalchemy import select

from graph.database import reading, transaction
from graph.model import (
    Change,
    Collaboration,
    CollaborationTheme,
    Interest,
    Membership,
    Offering,
    Participation,
    Partner,
    PartnerAlias,
    Sector,
    Theme,
    ThemeAnswer,
    ThemeBroader,
    ThemeLabel,
)
from graph.reading.importing import import_paths
from graph.reading.report import Counts
from graph.repository import Repository
from graph.vocabulary import prepare
from tests.graph.exchange_files import (
    PARTNERS,
    SECTORS,
    column_of,
    contents,
    csv_of,
    import_files,
    import_small_network,
    stored,
    write_files,
)

OSS = Path(__file__).parents[3] / "data" / "oss"


def test_the_network_of_oss_is_stored_whole(empty_engine):
    prepare(empty_engine)

    report = import_files(empty_engine, OSS)

    assert report.faults == ()
    assert report.counts["partners"] == Counts(new=164)
    assert report.counts["collaborations"] == Counts(new=114)
    assert sum(vars(report.counts["themes"]).values()) == 31
    assert report.keywords == ()
    assert report.unknown_columns == {}
    assert report.passed_over == ("README.md",)


def test_the_same_file_twice_changes_nothing_the_second_time(engine):
    import_files(engine, OSS)
    before = contents(engine)

    report = import_files(engine, OSS)

    assert report.counts["partners"] == Counts(unchanged=164)
    assert report.counts["collaborations"] == Counts(unchanged=114)
    assert contents(engine) == before
    assert not report.is_change


def test_every_column_of_a_partner_is_stored(engine, tmp_path):
    row = {
        "id": "sprong",
        "name": "De Sprong",
        "aliases": "Sprong; OBS De Sprong",
        "sector": "school",
        "description": "Een school; met een tuin",
        "offers": "tuin|ruimte",
        "seeks": "voorlezers\ntaallessen",
        "place": "Oss",
        "postcode": "5341 GD",
        "latitude": "51,7654",
        "longitude": "5.5",
        "country": "NL",
        "website": "www.sprong.nl",
        "kvk": "12345678",
        "brin": "19XH",
        "lrk": "123456789",
        "part_of": "bestuur",
        "since": "2018-11",
        "until": "2030",
        "capacity": "3",
        "source": "https://sprong.nl",
        "Kleur": "groen",
    }
    board = {"id": "bestuur", "name": "Bestuur", "sector": "School"}

    report = import_files(engine, write_files(tmp_path / "in", sectors=SECTORS, partners=csv_of(row, board)))

    with reading(engine) as session:
        partner = session.get(Partner, "sprong")
    assert (partner.sector_id, partner.latitude, partner.longitude, partner.capacity) == ("school", 51.7654, 5.5, 3)
    assert (partner.since, partner.until, partner.postcode, partner.kvk) == ("2018-11", "2030", "5341 GD", "12345678")
    assert partner.description == "Een school; met een tuin"
    assert partner.notes == {"Kleur": "groen"}
    assert column_of(engine, PartnerAlias.text) == ["OBS De Sprong", "Sprong"]
    assert column_of(engine, Offering.text) == ["ruimte", "tuin"]
    assert column_of(engine, Interest.text) == ["taallessen", "voorlezers"]
    assert column_of(engine, Membership.parent_id) == ["bestuur"]
    assert report.unknown_columns == {"partners.csv": ("Kleur",)}
    assert report.warnings == ()


def test_a_collaboration_keeps_its_dates_as_written_and_as_days(engine, tmp_path):
    row = {"id": "c", "title": "Lezen", "start_date": "2018", "end_date": "2018-02", "participants": "sprong"}
    import_small_network(engine, tmp_path / "small")

    import_files(engine, write_files(tmp_path / "in", collaborations=csv_of(row | {"grant_euro": "€ 1.500,50"})))

    with reading(engine) as session:
        collaboration = session.get(Collaboration, "c")
    assert (collaboration.start_date, str(collaboration.starts_on)) == ("2018", "2018-01-01")
    assert (collaboration.end_date, str(collaboration.ends_on)) == ("2018-02", "2018-02-28")
    assert collaboration.grant_euro == 1500.50


def test_who_leads_funds_and_takes_part_is_stored_as_the_file_has_it(engine, tmp_path):
    import_small_network(engine, tmp_path / "small")
    row = {
        "id": "c",
        "title": "Lezen",
        "start_date": "2018",
        "participants": "De Sprong;bakker JANSEN",
        "lead": "sprong",
    }

    import_files(engine, write_files(tmp_path / "in", collaborations=csv_of(row | {"funders": "bakker"})))

    query = select(Participation.role, Participation.position, Participation.partner_id).order_by(
        Participation.role, Participation.position
    )
    assert stored(engine, query.where(Participation.collaboration_id == "c")) == [
        ("funder", 0, "bakker"),
        ("lead", 0, "sprong"),
        ("participant", 0, "sprong"),
        ("participant", 1, "bakker"),
    ]


def test_themes_of_a_thesaurus_are_stored_with_their_relations(engine, tmp_path):
    themes = csv_of(
        {"id": "taal", "label": "Taal", "alternatives": "taalles;Nederlands leren"},
        {"id": "voorlezen", "label": "Voorlezen", "broader": "Taal", "kind": "need", "answered_by": "voorlezers"},
        {"id": "voorlezers", "label": "Voorlezers", "kind": "resource"},
    )

    import_files(engine, write_files(tmp_path / "in", themes=themes))

    query = select(Theme.id, Theme.kind).order_by(Theme.id)
    assert stored(engine, query) == [("taal", "theme"), ("voorlezen", "need"), ("voorlezers", "resource")]
    assert stored(engine, select(ThemeLabel.theme_id, ThemeLabel.text).order_by(ThemeLabel.position)) == [
        ("taal", "taalles"),
        ("taal", "Nederlands leren"),
    ]
    assert stored(engine, select(ThemeBroader.theme_id, ThemeBroader.broader_id)) == [("voorlezen", "taal")]
    assert stored(engine, select(ThemeAnswer.theme_id, ThemeAnswer.answer_id)) == [("voorlezen", "voorlezers")]


def test_a_theme_is_found_by_label_or_other_label_and_else_becomes_a_keyword(engine, tmp_path):
    files = write_files(
        tmp_path / "in",
        sectors=SECTORS,
        themes="id,label,alternatives\ntaal,Taal en lezen,laaggeletterdheid\n",
        partners=csv_of({"id": "p", "name": "P", "sector": "school"}),
        collaborations=csv_of(
            {
                "id": "c",
                "title": "C",
                "start_date": "2018",
                "participants": "p",
                "themes": "taal en lezen;Laaggeletterdheid;Bijen & bloemen",
            }
        ),
    )

    first, second = import_files(engine, files), import_files(engine, files)

    assert stored(engine, select(CollaborationTheme.theme_id).order_by(CollaborationTheme.position)) == [
        ("taal",),
        ("bijen-bloemen",),
    ]
    assert stored(engine, select(Theme.label, Theme.kind).where(Theme.id == "bijen-bloemen")) == [
        ("Bijen & bloemen", "keyword")
    ]
    assert first.keywords == second.keywords == ("Bijen & bloemen",)
    assert not second.is_change


def test_a_keyword_that_a_table_of_themes_lists_is_a_theme_from_then_on(engine, tmp_path):
    partner = csv_of({"id": "p", "name": "P", "sector": "school", "themes": "bijen"})
    import_files(engine, write_files(tmp_path / "in", sectors=SECTORS, partners=partner))

    import_files(engine, write_files(tmp_path / "themes", themes="id,label\nbijen,Bijen\n"))

    assert stored(engine, select(Theme.label, Theme.kind)) == [("Bijen", "theme")]


def test_a_column_that_is_absent_stays_and_an_empty_one_is_cleared(engine, tmp_path):
    full = {
        "id": "p",
        "name": "P",
        "sector": "school",
        "place": "Oss",
        "offers": "tuin",
        "seeks": "taal",
        "kleur": "rood",
    }
    write_files(tmp_path / "in", sectors=SECTORS, partners=csv_of(full | {"vorm": "rond"}))
    import_files(engine, tmp_path / "in")

    report = import_files(
        engine, write_files(tmp_path / "later", partners=csv_of(full | {"place": "", "offers": "", "kleur": ""}))
    )

    with reading(engine) as session:
        partner = session.get(Partner, "p")
    assert report.counts["partners"] == Counts(changed=1)
    assert partner.place == ""
    assert partner.notes == {"vorm": "rond"}
    assert column_of(engine, Offering.text) == []
    assert column_of(engine, Interest.text) == ["taal"]


def test_a_partner_is_found_again_by_an_alias_and_keeps_its_id(engine, tmp_path):
    known = csv_of({"id": "hooghuis", "name": "Het Hooghuis", "sector": "school", "aliases": "TBL;Mondriaan College"})
    import_files(engine, write_files(tmp_path / "in", sectors=SECTORS, partners=known))
    files = write_files(
        tmp_path / "later",
        partners=csv_of({"id": "mondriaan", "name": "mondriaan-college", "sector": "school", "place": "Oss"}),
        collaborations=csv_of({"id": "c", "title": "C", "start_date": "2018", "participants": "mondriaan"}),
    )

    first, second = import_files(engine, files), import_files(engine, files)

    assert [(each.given_id, each.partner_id) for each in first.found_again] == [("mondriaan", "hooghuis")]
    assert column_of(engine, Partner.id) == ["hooghuis"]
    assert column_of(engine, Partner.place) == ["Oss"]
    assert column_of(engine, PartnerAlias.text) == ["Het Hooghuis", "Mondriaan College", "TBL", "mondriaan"]
    assert column_of(engine, Participation.partner_id) == ["hooghuis"]
    assert "partners.csv, row 2: 'mondriaan' is 'hooghuis', found by an alias" in first.sentences()
    assert not second.is_change


def test_equal_names_are_reported_and_never_merged(engine, tmp_path):
    import_small_network(engine, tmp_path / "small")
    partners = "id,name,sector\nandere-sprong,de sprong,school\n"

    report = import_files(engine, write_files(tmp_path / "in", partners=partners))

    assert column_of(engine, Partner.id) == ["andere-sprong", "bakker", "sprong"]
    assert [(pair.first_id, pair.second_id, pair.score) for pair in report.near_duplicates] == [
        ("sprong", "andere-sprong", 100.0)
    ]
    assert report.n_near_duplicates == 1


def test_several_files_of_one_table_are_laid_over_each_other(engine, tmp_path):
    write_files(tmp_path, sectors=SECTORS, **{"partners-2020": PARTNERS})
    (tmp_path / "partners (1).csv").write_text("id,name,sector,place\nmolen,De Molen,bedrijf,Oss\n")
    (tmp_path / "partners-2021.csv").write_text("id,name,sector,place\nsprong,De Sprong,school,Oss\n")

    report = import_files(engine, tmp_path)

    assert report.counts["partners"] == Counts(new=3)
    assert stored(engine, select(Partner.id, Partner.place).order_by(Partner.id)) == [
        ("bakker", ""),
        ("molen", "Oss"),
        ("sprong", "Oss"),
    ]


def test_own_sectors_come_after_those_that_are_there(engine, tmp_path):
    import_small_network(engine, tmp_path / "small")

    import_files(engine, write_files(tmp_path / "in", sectors="id,label\nkerk,Kerk\nschool,Scholen\n"))

    query = select(Sector.id, Sector.label).order_by(Sector.position)
    assert stored(engine, query) == [("school", "Scholen"), ("bedrijf", "Bedrijf"), ("kerk", "Kerk")]


def test_a_change_is_recorded_once_for_each_import_that_changes_something(engine, tmp_path):
    import_small_network(engine, tmp_path / "small")
    import_small_network(engine, tmp_path / "small")

    with reading(engine) as session:
        assert Repository(session).version() == 1
        assert session.scalar(select(Change.what)) == "import of small"


def test_the_caller_may_take_an_import_back(engine, tmp_path):
    files = write_files(tmp_path / "in", sectors=SECTORS, partners=PARTNERS)
    before = contents(engine)

    with reading(engine) as session:
        report = import_paths(session, [files])

    assert report.counts["partners"] == Counts(new=2)
    assert contents(engine) == before


def test_odd_numbers_of_registers_are_stored_with_a_warning(engine, tmp_path):
    partner = csv_of({"id": "p", "name": "P", "sector": "school", "kvk": "1234567", "brin": "19XH00"})

    report = import_files(engine, write_files(tmp_path / "in", sectors=SECTORS, partners=partner))

    assert report.warnings == ("partners.csv, row 2, column kvk: '1234567' does not look like a number of 8 digits",)
    assert column_of(engine, Partner.kvk) == ["1234567"]


def test_progress_is_told(engine, tmp_path):
    files = write_files(tmp_path / "in", sectors=SECTORS, partners=PARTNERS)
    told = []

    with transaction(engine) as session:
        import_paths(session, [files], progress=lambda *step: told.append(step))

    assert ("reading files", 2, 2) in told
    assert ("storing partners", 2, 2) in told


def test_an_empty_table_is_fine(engine, tmp_path):
    report = import_files(engine, write_files(tmp_path / "in", sectors=SECTORS, partners="id,name,sector\n"))

    assert report.counts == {"sectors": Counts(new=2)}


def test_unknown_columns_of_sectors_are_named_since_they_are_not_kept(engine, tmp_path):
    report = import_files(engine, write_files(tmp_path / "in", sectors="id,label,kleur,\nkerk,Kerk,paars,\n"))

    assert report.sentences() == [
        "sectors: 1 new, 0 changed, 0 unchanged",
        "sectors.csv: unknown columns, not kept: kleur",
    ]

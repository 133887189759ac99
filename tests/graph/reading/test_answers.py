"""Importing answers: what is stored of them, whose they are, and which are refused."""

from datetime import date

from sqlalchemy import select

from graph.model import Answer
from graph.reading.report import Counts
from tests.graph.exchange_files import (
    ANSWERS,
    PARTNERS,
    SECTORS,
    column_of,
    import_files,
    import_small_network,
    stored,
    write_files,
)

ALL_ANSWERS = select(Answer.partner_id, Answer.suggested_id, Answer.answered_on, Answer.answer, Answer.reason)


def test_answers_are_stored_and_importing_them_twice_changes_nothing(engine, tmp_path):
    import_small_network(engine, tmp_path / "small")
    files = write_files(tmp_path / "in", answers=ANSWERS)

    first, second = import_files(engine, files), import_files(engine, files)

    assert first.counts == {"answers": Counts(new=1)}
    assert second.counts == {"answers": Counts(unchanged=1)}
    assert not second.is_change
    assert stored(engine, ALL_ANSWERS) == [("sprong", "bakker", date(2024, 5, 1), "no_room", "na de zomer")]


def test_answers_come_with_their_partners_in_one_import_also_of_days_to_come(engine, tmp_path):
    later = ANSWERS.replace("2024", "2124")

    import_files(engine, write_files(tmp_path, sectors=SECTORS, partners=PARTNERS, answers=later))

    assert column_of(engine, Answer.answered_on) == [date(2124, 5, 1)]


def test_answers_find_their_partners_by_name_alias_and_former_id_under_dutch_headers(engine, tmp_path):
    import_small_network(engine, tmp_path / "small")
    aliased = "id,name,sector,aliases\nsprong,De Sprong,school,OBS Sprong\nbakker,Bakker Jansen,bedrijf,warme-bakker\n"
    import_files(engine, write_files(tmp_path / "aliased", partners=aliased))
    answers = "Partner;Voorgesteld;Antwoord;Datum\nobs sprong;Bakker Jansen;accepted;2024-05-01\n"
    found = "id,name,sector\nwarme-bakker,De Warme Bakker,bedrijf\n"

    import_files(engine, write_files(tmp_path / "one", antwoorden=answers))
    import_files(
        engine,
        write_files(tmp_path / "two", partners=found, answers=ANSWERS.replace("sprong,bakker", "warme-bakker,sprong")),
    )

    assert stored(engine, ALL_ANSWERS.order_by(Answer.partner_id)) == [
        ("bakker", "sprong", date(2024, 5, 1), "no_room", "na de zomer"),
        ("sprong", "bakker", date(2024, 5, 1), "accepted", ""),
    ]


def test_a_corrected_answer_takes_the_place_of_the_one_of_that_day_and_another_day_adds_one(engine, tmp_path):
    import_small_network(engine, tmp_path / "small")
    import_files(engine, write_files(tmp_path / "in", answers=ANSWERS))
    corrected = "partner,suggested,answer,date\nsprong,bakker,declined,2024-05-01\nsprong,bakker,accepted,2024-06-01\n"

    report = import_files(engine, write_files(tmp_path / "later", answers=corrected))

    assert report.counts == {"answers": Counts(new=1, changed=1)}
    assert stored(engine, ALL_ANSWERS.order_by(Answer.answered_on)) == [
        ("sprong", "bakker", date(2024, 5, 1), "declined", "na de zomer"),  # the file has no column for reasons
        ("sprong", "bakker", date(2024, 6, 1), "accepted", ""),
    ]


def test_an_answer_that_stands_twice_in_a_file_is_one(engine, tmp_path):
    import_small_network(engine, tmp_path / "small")

    report = import_files(engine, write_files(tmp_path / "in", answers=ANSWERS + ANSWERS.splitlines()[1]))

    assert report.counts == {"answers": Counts(new=1)}


def test_good_answers_are_kept_and_those_about_refused_partners_are_refused_too(engine, tmp_path):
    import_small_network(engine, tmp_path / "small")
    partners = "id,name,sector\nmolen,De Molen,ruimtevaart\n"
    answers = ANSWERS + "sprong,molen,accepted,2024-05-01,\n"

    report = import_files(engine, write_files(tmp_path / "in", partners=partners, answers=answers), keep_good=True)

    assert report.counts["answers"] == Counts(new=1, refused=1)
    assert "answers.csv, row 3, column suggested: partner 'molen' was refused itself" in map(str, report.faults)

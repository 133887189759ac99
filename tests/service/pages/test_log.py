"""The page of the log."""

import re
from datetime import UTC, datetime
from pathlib import Path

import pytest

from graph.database import open_engine, transaction
from graph.people import AuditEntry
from service.audit import ENTRIES_PER_PAGE
from service.pages.log_words import say_action
from tests.builders import partner
from tests.service.serving import make_database, serving
from tests.service.signed_in import add_person

ROOT = Path(__file__).parents[3]


def fill(settings, *entries):
    engine = open_engine(settings.database_url)
    with transaction(engine) as session:
        session.add_all(
            AuditEntry(**{"role": "staff", "action": "ask partners", "subject": "x", **entry}) for entry in entries
        )
    engine.dispose()


@pytest.fixture
def settings(tmp_path):
    return make_database(tmp_path, [partner("a")])


@pytest.fixture
def asking(settings):
    with serving(settings) as client:
        yield client


def test_an_empty_log_says_what_to_do_next(asking):
    page = asking.get("/werkbank/logboek").text

    assert "Er is nog niets gedaan" in page
    assert 'href="/werkbank"' in page


def test_it_says_who_did_what_to_what_and_when_and_that_nobody_changes_it(asking, settings):
    moment = datetime(2026, 11, 26, 12, 30, tzinfo=UTC)
    person_id = add_person(settings)
    entry = {"action": "approve introduction", "subject": "introduction 12", "person_id": person_id}
    fill(settings, {**entry, "detail": "second yes", "made_at": moment})
    page = asking.get("/werkbank/logboek").text

    assert "Niemand kan een regel wijzigen of weghalen" in page
    assert "Kennismaking goedgekeurd" in page
    assert '<a class="utrecht-link utrecht-link--html-a" href="/werkbank/kennismakingen/12">kennismaking 12</a>' in page
    assert f'href="/werkbank/personen/{person_id}"' in page
    assert "tweede ja" in page
    assert "26 november 2026, " in page


@pytest.mark.parametrize(
    ("query", "subjects"),
    [
        pytest.param("handeling=erase+person", ["person 3"], id="action"),
        pytest.param("over=kennismaking+1", ["introduction 1", "introduction 12"], id="subject-in-dutch"),
        pytest.param("over=12", ["introduction 12"], id="part-of-subject"),
        pytest.param("over=%25", [], id="no-wildcards"),
        pytest.param("dag=2026-11-25", ["introduction 1"], id="day"),
        pytest.param("dag=2026-11-25&handeling=erase+person", [], id="both"),
    ],
)
def test_it_is_narrowed_down(asking, settings, query, subjects):
    fill(
        settings,
        {"subject": "introduction 1", "made_at": datetime(2026, 11, 25, 12, tzinfo=UTC)},
        {"subject": "introduction 12", "made_at": datetime(2026, 11, 24, 12, tzinfo=UTC)},
        {"subject": "person 3", "action": "erase person", "made_at": datetime(2026, 11, 26, 12, tzinfo=UTC)},
    )
    page = asking.get(f"/werkbank/logboek?{query}").text
    places = {
        "introduction 1": "kennismaking 1</a>",
        "introduction 12": "kennismaking 12</a>",
        "person 3": "persoon 3</td>",
    }

    assert [subject for subject, shown in places.items() if shown in page] == subjects
    assert ("Kies minder filters" in page) == (subjects == [])


def test_no_line_leads_to_somebody_erased_or_to_a_partner_that_is_gone(asking, settings):
    fill(settings, {"subject": "person 9", "person_id": 9}, {"subject": "partner gone"}, {"subject": "partner a"})
    page = asking.get("/werkbank/logboek").text

    assert "nr. 9" in page
    assert "/werkbank/personen/9" not in page
    assert "/partners/gone" not in page
    assert 'href="/partners/a"' in page


def test_every_action_that_the_code_notes_has_words():
    written = (file.read_text(encoding="utf-8") for file in (ROOT / "service").rglob("*.py"))
    noted = {action for text in written for action in re.findall(r'note\(\w+, [^"(]+, "([a-z -]+)", ', text)}

    assert len(noted) > 40
    assert [action for action in sorted(noted) if say_action(action) == action] == []


def test_long_logs_come_in_pages_the_latest_first(asking, settings):
    fill(settings, *({"subject": f"number {number}"} for number in range(ENTRIES_PER_PAGE + 1)))
    first, second = (asking.get(f"/werkbank/logboek?over=number&pagina={number}").text for number in (1, 2))

    assert "number 50<" in first
    assert "number 0<" not in first
    assert "number 0<" in second
    assert "over=number" in second.partition("Vorige")[0]
    assert asking.get("/werkbank/logboek?pagina=99").text.count("<tr>") == second.count("<tr>")


def test_a_day_that_is_none_is_told_at_its_field(asking):
    page = asking.get("/werkbank/logboek?dag=gisteren").text

    assert "Dit is geen dag" in page
    assert 'value="gisteren"' in page


@pytest.mark.parametrize("day", ["0001-01-01", "9999-12-31", "0001-01-02", "9999-12-30", "2026-13-01"])
def test_a_day_that_never_comes_is_no_error_of_ours(asking, day):
    assert asking.get("/werkbank/logboek", params={"dag": day}).status_code == 200

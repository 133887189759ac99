"""Themes of years on the workbench: chosen by search without JavaScript, changed, taken away, each step in the log."""

import re
from datetime import date

import pytest
from sqlalchemy import select

from graph.people import AuditEntry
from graph.year_themes import concepts_of, year_theme_of, year_themes
from tests.service.serving import writing

HOME = "/werkbank/jaarthema"
TYPED = {"year": "2031", "title": "Techniek dichtbij", "description": "Kijk mee.", "words": "Techniek", "leans": "ja"}


def stored(settings, year=2031):
    with writing(settings) as session:
        theme = year_theme_of(session, year)
        week = (theme.week_starts_on, theme.week_ends_on)
        return theme.title, theme.description, theme.leans, week, concepts_of(session, year)


def latest_in_log(settings):
    with writing(settings) as session:
        latest = select(AuditEntry.action, AuditEntry.subject).order_by(AuditEntry.id.desc())
        return session.execute(latest.limit(1)).one()


def send(client, path="/nieuw", **changes):
    typed = {name: value for name, value in {**TYPED, **changes}.items() if value}
    return client.post(HOME + path, data=typed, follow_redirects=False)


def test_without_a_theme_the_page_says_what_to_do_next(client):
    page = client.get(HOME).text

    assert "Nog geen jaar heeft een thema." in page
    assert "Kies het thema van 2031" in page


def test_a_year_gets_its_theme_with_its_week(client, settings):
    answer = send(client, starts="2031-03-17", ends="2031-03-21")

    assert (answer.status_code, answer.headers["location"]) == (303, HOME)
    week = (date(2031, 3, 17), date(2031, 3, 21))
    assert stored(settings) == ("Techniek dichtbij", "Kijk mee.", True, week, ["techniek"])
    assert latest_in_log(settings) == ("add year theme", "year theme 2031")
    page = client.get(HOME).text
    assert "Bewaard. Dit is het thema van 2031." in page
    assert "17 maart 2031 tot en met 21 maart 2031" in page
    assert "houden er rekening mee" in page


def test_the_form_of_a_new_one_proposes_the_first_year_that_is_free(client, given):
    given(2031)
    given(2033)

    assert 'name="year" type="text" value="2032"' in client.get(f"{HOME}/nieuw").text


@pytest.mark.parametrize(
    ("changes", "said"),
    [
        pytest.param({"year": "31"}, "Typ een jaar, van 2000 tot en met 2099.", id="no-year"),
        pytest.param({"year": "१२३४"}, "Typ een jaar, van 2000 tot en met 2099.", id="other-digits"),
        pytest.param({"title": "  "}, "Zeg hoe mensen dit thema noemen.", id="no-name"),
        pytest.param({"title": "x" * 101}, "Dit is te lang. Gebruik ten hoogste 100 tekens.", id="long-name"),
        pytest.param({"description": "a\x00b"}, "Dit kunnen wij niet bewaren.", id="control-character"),
        pytest.param({"words": ""}, "Kies ten minste één thema.", id="no-theme"),
        pytest.param(
            {"words": "Kwantum"}, "Dit staat niet in de lijst: Kwantum. Gebruik een ander woord.", id="unknown"
        ),
        pytest.param({"words": "Eigen woord"}, "Dit staat niet in de lijst: Eigen woord.", id="of-a-file"),
        pytest.param({"starts": "2031-03-17"}, "Kies beide dagen van de week, of geen van beide.", id="half-a-week"),
        pytest.param(
            {"starts": "2031-03-17", "ends": "2031-03-16"}, "De laatste dag ligt voor de eerste.", id="turned"
        ),
        pytest.param({"starts": "2030-03-17", "ends": "2030-03-18"}, "De week valt niet in 2031.", id="other-year"),
    ],
)
def test_what_is_wrong_is_said_at_its_field_and_what_was_typed_stays(client, settings, changes, said):
    answer = send(client, **changes)

    assert answer.status_code == 400
    assert said in answer.text
    assert 'value="Techniek dichtbij"' in answer.text or "title" in changes
    with writing(settings) as session:
        assert year_themes(session) == []


def test_a_word_that_several_themes_hold_is_answered_with_these_to_tick(client, settings):
    asked = send(client, words="rech")
    ticked = send(client, words="", concepts="recht")

    assert "Wat bedoelt u met “rech”?" in asked.text
    assert re.findall(r'name="concepts" value="(\w+)"', asked.text) == ["recht", "rechts"]
    assert 'value="rech"' not in asked.text
    assert ticked.status_code == 303
    assert stored(settings)[-1] == ["recht"]


def test_a_word_of_which_all_meanings_are_chosen_already_asks_nothing(client, settings):
    answer = send(client, words="rech", concepts=["recht", "rechts"])

    assert answer.status_code == 303
    assert stored(settings)[-1] == ["recht", "rechts"]


def test_the_name_of_a_theme_means_it_alone_and_another_name_finds_it(client, settings):
    send(client, words=["RECHT", "technisch talent"])

    assert stored(settings)[-1] == ["recht", "techniek"]


def test_a_year_has_one_theme(client, given):
    given()

    answer = send(client)

    assert answer.status_code == 400
    assert "Dit jaar heeft al een thema." in answer.text


def test_a_theme_is_changed_and_what_is_unticked_goes(client, settings, given):
    given()
    form = client.get(f"{HOME}/2031").text
    send(client, "/2031", title="Samen maken", words="Robotica", leans="")

    assert 'name="concepts" value="techniek" checked' in form
    assert stored(settings) == ("Samen maken", "Kijk mee.", False, (None, None), ["robotica"])
    assert latest_in_log(settings) == ("change year theme", "year theme 2031")


def test_it_is_taken_away(client, settings, given):
    given()
    assert "Activiteiten in de week blijven in de agenda staan." in client.get(f"{HOME}/2031").text
    page = client.post(f"{HOME}/2031/weg").text

    assert "2031 heeft geen thema meer." in page
    assert latest_in_log(settings) == ("remove year theme", "year theme 2031")
    assert client.get(f"{HOME}/2031").status_code == 404


@pytest.mark.parametrize("path", ["/2031", "/99999999999999999999", "/-1"])
def test_a_year_without_a_theme_is_not_found(client, path):
    assert client.get(HOME + path).status_code == 404

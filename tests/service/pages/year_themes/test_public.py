"""The theme of a year as everybody reads it: who works on it, what was done, and where the way leads to it."""

import re
from datetime import date

from service.year_themes.keeping import Given

PATH = "/jaarthema/2031"
RECHT = Given("Recht voor iedereen", "", ("recht",), (date(2031, 9, 1), date(2031, 9, 5)), leans=False)


def test_it_tells_who_works_on_it_and_what_was_done_narrower_themes_too(stranger, given):
    given()

    page = stranger.get(PATH).text

    assert "Techniek dichtbij" in page
    assert "Iedereen ziet hoe iets gemaakt wordt." in page
    assert re.findall(r'href="/themas/(\w+)"', page) == ["techniek"]
    assert "5 partners zijn hiermee bezig" in page
    assert re.findall(r'href="/partners/(\w+)"', page) == ["bakker", "school", "firma", "kapper", "smid"]  # by name
    assert page.index("Lassen na school") < page.index("Robots in de klas")


def test_where_there_is_nothing_yet_it_says_what_to_do_next(stranger, given):
    given(what=RECHT)

    page = stranger.get(PATH).text

    assert "Week met activiteiten: 1 september 2031 tot en met 5 september 2031" in page
    assert "Nog geen partner zegt dat hij hieraan werkt." in page
    assert "Wij kennen nog geen samenwerking hierover." in page
    assert 'href="/vinden?vraag=Recht"' in page
    assert "/werkbank/jaarthema/2031" not in page


def test_staff_find_the_way_to_change_it(client, given):
    given()

    assert 'href="/werkbank/jaarthema/2031"' in client.get(PATH).text


def test_the_home_page_leads_to_the_theme_of_this_year_and_no_other(stranger, given):
    given(2030)
    before = stranger.get("/").text
    given(2031)
    after = stranger.get("/").text

    assert "/jaarthema/" not in before
    assert '<a class="utrecht-link utrecht-link--html-a" href="/jaarthema/2031">Jaarthema van 2031: “Techniek' in after


def test_the_page_of_a_theme_tells_of_which_years_it_is(stranger, given):
    given()

    assert "Jaarthema van 2031: “Techniek dichtbij”" in stranger.get("/themas/techniek").text
    assert "Jaarthema" not in stranger.get("/themas/recht").text


def test_a_year_without_a_theme_is_not_found(stranger):
    assert stranger.get(PATH).status_code == 404

"""With a keyboard alone: signing in by mail, answering on the own pages, answering by a mailed link."""

import pytest
from playwright.sync_api import expect

from graph.introducing import side_of
from service.introductions.heard import heard_of
from service.links import Links
from service.sessions import SESSION_COOKIE, start_session
from service.settings import LOOPBACK_HOSTS
from tests.browser.serving import serve
from tests.service.posting import ask_both, house_of, make_town
from tests.service.serving import writing
from tests.service.signed_in import session_cookie, token_of

pytestmark = pytest.mark.browser

MOST_KEYS = 40
"""So many times may somebody press Tab before what is meant has the focus."""
NAME_OF_FOCUSED = """() => {
  const focused = document.activeElement;
  return (focused.ariaLabel ?? (focused.labels?.[0] ?? focused).innerText).trim();
}"""


@pytest.fixture
def settings(tmp_path):
    """A baker (person 1) and a school (person 2), both asked whether they would like to meet."""
    made = make_town(tmp_path).model_copy(update={"allowed_hosts": LOOPBACK_HOSTS})
    with house_of(made) as house:
        ask_both(house)
    return made


@pytest.fixture
def page(browser, settings):
    with serve(settings) as where, browser.new_page(base_url=where) as page:
        yield page


def press_tab_until(page, name):
    """Press Tab until what has this name has the focus; fail after more keys than somebody would press."""
    passed = []
    for _time in range(MOST_KEYS):
        page.keyboard.press("Tab")
        passed.append(page.evaluate(NAME_OF_FOCUSED))
        if passed[-1] == name:
            return
    pytest.fail(f"no '{name}' among {passed}")


def own_side(settings):
    with writing(settings) as session:
        introduction = heard_of(session, "bakker")[0]
        return {"person": 1, "introduction": introduction.id, "side": side_of(introduction, "bakker")}


def test_one_signs_in_by_a_mailed_link(page, settings):
    page.goto("/aanmelden")
    press_tab_until(page, "Mailadres")
    page.keyboard.type("bakker@example.org")
    page.keyboard.press("Enter")
    page.wait_for_url("**/aanmelden/verstuurd")
    page.goto(f"/aanmelden/{token_of(settings, 'sign_in')}")
    press_tab_until(page, "Aanmelden op dit apparaat")
    page.keyboard.press("Enter")

    expect(page.get_by_role("link", name="Mijn organisatie")).to_be_visible()


def be_signed_in(page, settings):
    with writing(settings) as session:
        token = start_session(session, 1)
    page.goto("/over")
    cookie = {"name": SESSION_COOKIE, "value": session_cookie(settings, token=token), "url": page.url}
    page.context.add_cookies([cookie])


def test_one_answers_on_the_own_pages(page, settings):
    be_signed_in(page, settings)
    page.goto("/mijn/bakker")
    press_tab_until(page, "Nee, liever niet")
    page.keyboard.press("Enter")
    press_tab_until(page, "Het past niet bij ons")
    page.keyboard.press("ArrowDown")
    press_tab_until(page, "Nee zeggen")
    page.keyboard.press("Enter")

    expect(page.get_by_role("status").filter(has_text="U zei nee.")).to_be_visible()


def test_one_changes_the_own_profile(page, settings):
    be_signed_in(page, settings)
    page.goto("/mijn/bakker/profiel")
    press_tab_until(page, "Plaats")
    page.keyboard.press("Control+A")
    page.keyboard.type("Heesch")
    press_tab_until(page, "Bewaren")
    page.keyboard.press("Enter")

    page.wait_for_load_state()
    expect(page.get_by_role("status").first).not_to_be_empty()
    page.goto("/partners/bakker")
    expect(page.get_by_role("main")).to_contain_text("Heesch")


def test_one_answers_by_a_mailed_link(page, settings):
    with house_of(settings) as house:
        token = Links(house.safe).make("answer", own_side(settings))
    page.goto(f"/antwoord/{token}")
    press_tab_until(page, "Ja, we willen kennismaken")
    page.keyboard.press("ArrowDown")
    press_tab_until(page, "Verstuur dit antwoord")
    page.keyboard.press("Enter")

    expect(page.get_by_role("heading", name="Dank u: we komen er later op terug")).to_be_visible()

"""From two rows of a file to a collaboration: staff and two partners, each in a browser, and the mails between them."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

import pytest
from playwright.sync_api import Browser, expect
from typer.testing import CliRunner

from graph.database import open_engine, transaction
from graph.reading.importing import import_paths
from graph.vocabulary import prepare
from service.cli import app
from service.introductions.tending import tend
from service.settings import Settings
from tests.browser.conftest import NARROW, PATIENCE, WIDE, wait_until_drawn
from tests.browser.serving import OSS, serve
from tests.browser.visiting import Post, Visitor, link_in, words_of
from tests.service.smtp import Mailbox, smtp_server

pytestmark = pytest.mark.browser

STAFF = "medewerker@voorbeeld.example"
PARTNERS = """id,naam,sector,plaats,biedt,zoekt,omschrijving
de-korst,Bakkerij De Korst,bedrijf,Oss,stageplekken in de bakkerij,leerlingen die willen bakken,Bakkerij in Oss
de-linde,Praktijkschool De Linde,speciaal-onderwijs,Oss,leerlingen die willen bakken,stageplekken in de bakkerij,
"""


@dataclass(frozen=True)
class Speaker:
    """Who speaks for a partner, as staff write it down."""

    partner_id: str
    partner_name: str
    address: str
    phone: str
    function: str

    @property
    def details(self) -> tuple[str, str, str]:
        """What nobody else may read before both said yes."""
        return self.address, self.phone, self.function


KORST = Speaker("de-korst", "Bakkerij De Korst", "balie@korst.example", "0412 000001", "leiding van de winkel")
LINDE = Speaker("de-linde", "Praktijkschool De Linde", "stage@linde.example", "0412 000002", "stagebureau")


@pytest.fixture
def post() -> Iterator[Post]:
    mailbox = Mailbox()
    with smtp_server(mailbox) as port:
        yield Post(mailbox, port)


@pytest.fixture
def settings(tmp_path, post) -> Settings:
    """The network of Oss, and a mail server."""
    settings = Settings(
        database_url=f"sqlite:///{tmp_path / 'osmose.db'}",
        home=tmp_path,
        office_address="kantoor@voorbeeld.example",
        smtp_host="127.0.0.1",
        smtp_port=post.port,
        smtp_security="none",
        send_mail=True,
    )
    engine = open_engine(settings.database_url)
    prepare(engine)
    with transaction(engine) as session:
        import_paths(session, [OSS])
    engine.dispose()
    return settings


@pytest.fixture
def served(settings) -> Iterator[str]:
    with serve(settings) as where:
        yield where


@pytest.fixture
def osmose(settings, served, monkeypatch):
    """Runs a command on the same database; gives what it says."""
    for name in ("database_url", "home"):
        monkeypatch.setenv(f"OSMOSE_{name.upper()}", str(getattr(settings, name)))
    monkeypatch.setenv("OSMOSE_BASE_URL", served)

    def run(*arguments: str) -> str:
        done = CliRunner().invoke(app, list(arguments))
        assert done.exit_code == 0, done.stderr
        return done.stdout.strip()

    return run


@pytest.fixture
def enter(browser: Browser, served: str):
    """Gives somebody a browser of its own."""
    contexts = []

    def come(name: str, viewport: dict[str, int]) -> Visitor:
        context = browser.new_context(base_url=served, viewport=viewport)
        context.set_default_timeout(PATIENCE)
        contexts.append(context)
        return Visitor(name, context.new_page())

    yield come
    for context in contexts:
        context.close()


def test_from_two_rows_of_a_file_to_a_collaboration(settings, post, osmose, enter):
    staff, korst, linde = enter("staff", WIDE), enter("korst", NARROW), enter("linde", WIDE)
    osmose("user", "add", STAFF, "--role", "staff")
    sign_in_staff(staff, osmose)
    staff.look("01-werkbank")
    import_partners(staff)
    for speaker in (KORST, LINDE):
        add_contact(staff, speaker)
    approve_and_send(staff)
    question = post.wait(KORST.address, "Wilt u kennismaken met Praktijkschool De Linde?")
    post.wait(LINDE.address, "Wilt u kennismaken met Bakkerij De Korst?")

    say_yes_by_link(korst, question)
    sign_in_by_mail(linde, post)
    linde.look("20-mijn", is_new=True)
    assert_nothing_is_known_yet(korst, linde, post)
    say_yes_in_the_portal(linde)
    assert_both_are_introduced(korst, linde, post, question)

    let_two_weeks_pass(settings)
    start_a_collaboration(korst, post)
    assert_the_network_shows_it(enter("anybody", NARROW))
    sign_in_staff(staff, osmose)  # who did not come for two weeks does so anew
    assert_the_suggestion_is_gone(staff)


def sign_in_staff(staff, osmose):
    staff.page.goto(osmose("user", "link", STAFF))
    staff.press("Aanmelden op dit apparaat")
    staff.page.wait_for_url("**/werkbank")


def import_partners(staff):
    staff.page.goto("/werkbank/invoer")
    staff.look("02-invoer")
    file = {"name": "partners.csv", "mimeType": "text/csv", "buffer": PARTNERS.encode()}
    staff.page.set_input_files("#files", [file])
    staff.page.click("form:has(#files) button")
    staff.page.wait_for_url("**/werkbank/invoer/bekijken")
    staff.look("03-invoer-bekijken")
    staff.press("Invoeren")
    staff.look("04-invoer-gedaan")


def add_contact(staff, speaker):
    staff.page.goto(f"/werkbank/partners/{speaker.partner_id}")
    staff.wait_for("Contactpersoon toevoegen")
    staff.look(f"05-dossier-{speaker.partner_id}")
    staff.press("Contactpersoon toevoegen", role="link")
    staff.look("06-contact")
    staff.write(address=speaker.address, phone=speaker.phone, function=speaker.function)
    staff.press("Bewaren")
    expect(staff.page.locator("main")).to_contain_text(speaker.address)
    staff.look(f"07-dossier-{speaker.partner_id}-met-contact")


def approve_and_send(staff):
    pair = f"{KORST.partner_name} – {LINDE.partner_name}"
    staff.page.goto("/werkbank?baan=nieuw")
    staff.look("08-werkbank-nieuw")
    clicks = staff.n_clicks
    staff.page.get_by_role("listitem", name=pair).get_by_role("button", name="Goedkeuren").click()
    staff.n_clicks += 1
    expect(staff.page.locator("[data-decided]")).to_contain_text(pair)
    staff.look("09-goedgekeurd")
    staff.page.goto("/werkbank/kennismakingen/1")
    staff.look("10-kennismaking")
    staff.page.goto("/werkbank/versturen")
    staff.look("11-versturen")
    staff.press("Verstuur wat is aangevinkt")
    staff.look("12-verstuurd")
    assert staff.n_clicks - clicks == 2
    staff.page.goto("/werkbank/post")
    staff.look("13-post")


def say_yes_by_link(partner, question):
    partner.page.goto(link_in(question, "?zegt=ja"))
    partner.look("14-antwoord", is_new=True)
    partner.press("Verstuur dit antwoord")
    expect(partner.page.get_by_role("heading", level=1)).to_have_text(f"Dank u: u zei ja tegen {LINDE.partner_name}")
    partner.look("15-antwoord-gegeven", is_new=True)


def sign_in_by_mail(partner, post):
    partner.page.goto("/mijn")
    partner.look("16-aanmelden")
    partner.write(address=LINDE.address)
    partner.press("Stuur mij een link")
    partner.look("17-aanmelden-verstuurd")
    mail = post.wait(LINDE.address, "Uw link om u aan te melden")
    partner.page.goto(re.search(r"http://\S+/aanmelden/\S+", words_of(mail))[0])
    partner.look("18-aanmelden-link", is_new=True)
    partner.press("Aanmelden op dit apparaat")
    partner.page.wait_for_url("**/mijn/de-linde")


def say_yes_in_the_portal(partner):
    partner.press("Ja, graag")
    partner.look("21-mijn-na-ja", is_new=True)


def assert_nothing_is_known_yet(korst, linde, post):
    for reader, own, other in ((korst, KORST, LINDE), (linde, LINDE, KORST)):
        told = "\n".join([*reader.read, *map(words_of, post.to(own.address))])
        assert [detail for detail in other.details if detail in told] == []


def assert_both_are_introduced(korst, linde, post, question):
    for own, other in ((KORST, LINDE), (LINDE, KORST)):
        mail = post.wait(own.address, f"Maak kennis met {other.partner_name}")
        assert all(detail in words_of(mail) for detail in other.details)
    korst.page.goto(link_in(question, "?zegt=ja"))
    korst.look("22-antwoord-bekend", is_new=True)
    linde.page.goto("/mijn/de-linde/kennismakingen/1")
    linde.look("23-mijn-kennismaking")
    assert all(detail in korst.read[-1] for detail in LINDE.details)
    assert all(detail in linde.read[-1] for detail in KORST.details)


def let_two_weeks_pass(settings):
    engine = open_engine(settings.database_url)
    with transaction(engine) as session:
        done = tend(session, settings, datetime.now(UTC) + timedelta(days=14))
    engine.dispose()
    assert done["asked what came of it"] == 2


def start_a_collaboration(partner, post):
    mail = post.wait(KORST.address, f"Heeft het contact met {LINDE.partner_name} iets opgeleverd?")
    partner.page.goto(link_in(mail, "?wat=gestart"))
    partner.look("24-opgeleverd", is_new=True)
    partner.press("Verstuur dit antwoord")
    expect(partner.page.get_by_role("heading", level=1)).to_have_text(f"U werkt samen met {LINDE.partner_name}")
    partner.look("25-samenwerking", is_new=True)


def assert_the_network_shows_it(anybody):
    anybody.page.goto("/partners/de-korst")
    anybody.wait_for(LINDE.partner_name)
    expect(anybody.page.get_by_role("main")).to_contain_text(LINDE.partner_name)
    anybody.look("26-partner")
    anybody.page.goto("/netwerk?partner=de-korst")
    wait_until_drawn(anybody.page)
    expect(anybody.page.get_by_role("main")).to_contain_text(LINDE.partner_name)
    anybody.look("27-netwerk")
    assert [each for each in (*KORST.details, *LINDE.details) if each in "\n".join(anybody.read)] == []


def assert_the_suggestion_is_gone(staff):
    staff.page.goto("/werkbank?baan=nieuw")
    expect(staff.page.locator("[data-queue]")).not_to_contain_text(f"{KORST.partner_name} – {LINDE.partner_name}")
    staff.look("28-werkbank")
    staff.page.goto("/werkbank/kennismakingen/1")
    staff.look("29-kennismaking")

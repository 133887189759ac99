"""The list of introductions and the page of each: what became of it, and what staff write down."""

import csv
import io
from datetime import UTC, datetime, timedelta

import pytest
from openpyxl import load_workbook

from graph.database import open_engine, transaction
from graph.introducing import PROGRAM, Introductions
from tests.builders import partner
from tests.service.serving import ELSEWHERE, make_database, serving
from tests.service.signed_in import add_person, sign_in

LIST, ONE = "/werkbank/kennismakingen", "/werkbank/kennismakingen/1"


@pytest.fixture
def settings(tmp_path):
    return make_database(
        tmp_path, [partner("school", name="De Lindeschool"), partner("firma", name="Zaagbedrijf"), partner("bieb")]
    )


@pytest.fixture
def client(settings):
    """A client, once firma and school are asked whether they want to meet."""
    with serving(settings) as client:
        client.post("/werkbank/nieuw", data={"een": "school", "ander": "firma", "wat": "approve"})
        client.post("/werkbank/versturen", data={"kennismaking": "1"})
        yield client


def tell(client, where, **form):
    return client.post(f"{ONE}/{where}", data=form).text


def test_the_page_tells_steps_waiting_and_what_can_be_done(client):
    page = client.get(ONE).text

    steps = page.split('class="timeline"')[1].split("</ol>")[0]
    assert [steps.index(word) for word in ("Voorgesteld", "Goedgekeurd", "Gevraagd")] == sorted(
        steps.index(word) for word in ("Voorgesteld", "Goedgekeurd", "Gevraagd")
    )
    assert "wacht op Zaagbedrijf, De Lindeschool (nog 14 dagen)" in " ".join(page.split())
    assert "Antwoord van Zaagbedrijf, aan u verteld" in page
    assert "Antwoord van De Lindeschool, aan u verteld" in page


def test_two_answers_by_telephone_introduce_and_an_outcome_makes_a_collaboration(client):
    assert "De kennismaking is nu: een van beide zei ja." in tell(client, "antwoord", kant="first", antwoord="yes")
    assert "wacht op De Lindeschool" in " ".join(client.get(ONE).text.split())
    assert "De kennismaking is nu: kennisgemaakt per mail." in tell(client, "antwoord", kant="second", antwoord="yes")
    assert "De kennismaking is nu: hebben elkaar gesproken." in tell(client, "uitkomst", uitkomst="met")
    page = tell(client, "uitkomst", uitkomst="started")
    assert "De kennismaking is nu: werken samen." in page
    assert "Bekijk hun samenwerking" in page
    assert "De kennismaking is nu: beëindigd." in tell(client, "einde")
    assert "deze kennismaking is afgesloten" in client.get(ONE).text


def test_a_no_is_kept_with_its_reason_and_words_and_said_once(client):
    page = tell(client, "antwoord", kant="second", antwoord="no", reden="too_far", woorden="te <ver>")

    assert "Te ver weg" in page
    assert "te &lt;ver&gt;" in page
    assert "Dat kan niet meer" in tell(client, "antwoord", kant="first", antwoord="yes")


def test_the_same_answer_twice_is_told_and_nothing_doubled(client):
    tell(client, "antwoord", kant="first", antwoord="yes")

    assert "Dit antwoord staat er al" in tell(client, "antwoord", kant="first", antwoord="yes")
    assert client.get(ONE).text.count("<strong>Een van beide zei ja</strong>") == 2  # in the head and as one step


@pytest.mark.parametrize(
    ("where", "form"), [("uitkomst", {"uitkomst": "met"}), ("einde", {}), ("besluit", {"besluit": "approve"})]
)
def test_what_its_state_does_not_allow_is_told(client, where, form):
    page = tell(client, where, **form)

    assert "Dat kan niet meer. De kennismaking is nu: gevraagd." in page


def test_it_can_be_held_taken_up_again_put_aside_and_let_go(client):
    assert "nu: later." in tell(client, "besluit", besluit="hold")
    assert "Het paar staat weer bij de suggesties" in tell(client, "terugnemen")
    assert "nu: niet doen." in tell(client, "besluit", besluit="dismiss", reden="wrong_moment")
    assert "Niet het juiste moment" in client.get(ONE).text
    tell(client, "terugnemen")
    assert "nu: verlopen." in tell(client, "verlopen")


@pytest.mark.parametrize("form", [{"kant": "third", "antwoord": "yes"}, {"kant": "first", "antwoord": "misschien"}, {}])
def test_a_form_that_nobody_was_shown_is_refused(client, form):
    assert client.post(f"{ONE}/antwoord", data=form).status_code == 400


@pytest.mark.parametrize("path", [f"{LIST}/99", f"{LIST}/99/terugnemen", f"{LIST}/99/verlopen"])
def test_an_introduction_that_is_not_there_is_a_page(client, path):
    answer = client.get(path) if path.endswith("99") else client.post(path)

    assert answer.status_code == 404


@pytest.mark.usefixtures("client")
def test_staff_are_named_as_long_as_they_are_there(settings):
    person_id = add_person(settings, "kantoor@example.org", role="staff")
    with serving(settings, ELSEWHERE) as signed_in:
        sign_in(signed_in, settings, person_id)
        signed_in.post(f"{ONE}/verlopen")
        page = signed_in.get(ONE).text

    assert "Het bureau (kantoor)" in page
    assert "kantoor@example.org" not in page


def test_the_list_is_cut_down_by_the_address(client):
    client.post("/werkbank/nieuw", data={"een": "school", "ander": "bieb", "wat": "propose"})

    def found(query):
        return client.get(f"{LIST}?{query}").text.split('id="count"')[1].split("</p>")[0].split(">")[1]

    assert found("") == "2 kennismakingen"
    assert (
        found("staat=asked")
        == found("wacht=partners")
        == found("wacht=bureau")
        == found("partner=bieb")
        == "1 kennismaking"
    )
    assert found("staat=asked&wacht=bureau") == found("partner=niemand") == found("baan=brug") == "0 kennismakingen"
    assert found("staat=zomaar&baan=x&wacht=y&pagina=z") == "2 kennismakingen"


def test_who_is_late_stands_first_and_that_is_told(settings, client):
    client.post("/werkbank/nieuw", data={"een": "school", "ander": "bieb", "wat": "propose"})
    engine = open_engine(settings.database_url)
    with transaction(engine) as session:
        Introductions(session).get(1).due_on = datetime.now(UTC).date() - timedelta(days=1)
    engine.dispose()

    rows = client.get(LIST).text.split("<tbody>")[1].split("</tr>")

    assert "Zaagbedrijf – De Lindeschool" in rows[0]
    assert "(de tijd is om)" in rows[0]
    assert "Het bureau: besluiten" in rows[1]


def test_the_list_has_pages(settings, client):
    engine = open_engine(settings.database_url)
    with transaction(engine) as session:
        introductions = Introductions(session)
        for _ in range(25):
            one = introductions.propose("school", "bieb", PROGRAM)
            introductions.take_step(one, "expired", PROGRAM)
    engine.dispose()

    assert "Pagina 2 van 2" in client.get(f"{LIST}?pagina=2").text
    assert client.get(f"{LIST}?pagina=2").text.count('scope="row"') == 1


def test_the_list_goes_along_as_csv_and_as_a_workbook(client):
    text = client.get(f"{LIST}/bestand.csv?staat=asked").content.decode("utf-8-sig")
    header, row = csv.reader(io.StringIO(text), delimiter=";")
    told = dict(zip(header, row, strict=True))
    sheet = load_workbook(io.BytesIO(client.get(f"{LIST}/bestand.xlsx").content)).active

    assert (told["Nummer"], told["Stand"], told["Dagen over"]) == ("1", "Gevraagd", "14")
    assert told["Wacht op"] == "Zaagbedrijf, De Lindeschool"
    assert sheet["B2"].value == "Zaagbedrijf"
    assert client.get(f"{LIST}/bestand.pdf").status_code == 400


def test_an_empty_list_says_what_to_do(settings):
    with serving(settings) as client:
        assert "Keur suggesties van vandaag goed" in client.get(LIST).text

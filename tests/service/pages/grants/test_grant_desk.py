"""Staff make schemes and decide; the working group reads what came of it; everybody reads what is public."""

from datetime import timedelta

from graph.grants import GrantApplication, GrantScheme
from graph.people import Person
from service.access import OPERATOR
from service.grants.applying import ask_members, begin_application
from service.grants.deciding import refuse
from service.keys import read_safe
from service.links import Links
from service.pages.grants.scheme_form import read_scheme
from tests.service.grants.applying_team import draft, granted, handed_in, open_scheme
from tests.service.pages.grants.conftest import TODAY
from tests.service.serving import ELSEWHERE, serving, writing
from tests.service.signed_in import sign_in

HOME = "/werkbank/subsidies"
SCHEME = {
    "title": "Samen leren",
    "purpose": "Voor iets nieuws.",
    "budget_cents": "25.000",
    "opens_on": TODAY.isoformat(),
    "closes_on": (TODAY + timedelta(days=30)).isoformat(),
    "least_partners": "2",
    "own_percent": "10",
    "criteria": "Het is nieuw.\n\nHet duurt een jaar.",
    "is_public": "ja",
}
TEAM = ("bakker", "school")


def apply(settings, *, budget_cents=1_000_000):
    with writing(settings) as session:
        return handed_in(session, open_scheme(session, TODAY, budget_cents=budget_cents), *TEAM, day=TODAY).id


def test_a_scheme_is_made_changed_and_thrown_away(client, settings):
    empty = client.get(HOME).text
    made = client.post(HOME, data=SCHEME)
    changed = client.post(f"{HOME}/1/wijzigen", data={**SCHEME, "budget_cents": "30000"})

    assert "Er is nog geen regeling." in empty
    assert "Het duurt een jaar." in made.text
    assert "€ 30.000" in changed.text
    with writing(settings) as session:
        scheme = session.get_one(GrantScheme, 1)
        assert (scheme.criteria, scheme.own_percent, scheme.most_cents) == (
            ["Het is nieuw.", "Het duurt een jaar."],
            10,
            None,
        )
    gone = client.post(f"{HOME}/1/weg")
    assert "De regeling is weggegooid." in gone.text
    assert client.get(f"{HOME}/1").status_code == 404


WRONG = {
    "title": ("", "Geef de regeling een naam."),
    "budget_cents": ("0", "Typ een bedrag als 25000 of 25.000,50."),
    "most_cents": ("x", "Typ een bedrag als 2500, of laat het leeg."),
    "opens_on": ("ooit", "Kies een dag."),
    "closes_on": ("2020-01-01", "De regeling kan niet sluiten voordat ze opengaat."),
    "own_percent": ("101", "Typ een heel getal van 0 tot 100, of laat het leeg."),
    "purpose": ("x" * 3_001, "Dit is te lang: hooguit 3000 tekens."),
}


def test_each_field_of_a_scheme_that_is_wrong_says_so_and_nothing_else_does():
    for name, (typed, told) in WRONG.items():
        form = read_scheme({each: [text] for each, text in {**SCHEME, name: typed}.items()})

        assert form.faults == {name: told}


def test_a_form_that_is_wrong_is_shown_again_with_what_was_typed(client):
    answer = client.post(HOME, data={**SCHEME, "title": ""})

    assert answer.status_code == 400
    assert "Geef de regeling een naam." in answer.text
    assert "Het duurt een jaar." in answer.text


def test_a_budget_below_what_is_granted_is_refused(client, settings):
    with writing(settings) as session:
        granted(session, open_scheme(session, TODAY), *TEAM, day=TODAY)

    answer = client.post(f"{HOME}/1/wijzigen", data={**SCHEME, "budget_cents": "3999"})
    assert answer.status_code == 400
    assert "Er is al € 4.000 toegekend." in answer.text
    assert "Ze kan niet weg." in client.post(f"{HOME}/1/weg").text


def test_an_application_is_granted_paid_and_settled(client, settings):
    at = f"{HOME}/aanvragen/{apply(settings)}"
    waiting, desk = client.get(HOME).text, client.get("/werkbank").text
    too_much = client.post(f"{at}/toekennen", data={"bedrag": "4001"})
    done = client.post(f"{at}/toekennen", data={"bedrag": "3500"})
    paid = client.post(f"{at}/betaald", data={"bedrag": "2000"})
    overpaid = client.post(f"{at}/betaald", data={"bedrag": "veel"})
    settled = client.post(f"{at}/vaststellen", data={"bedrag": "1800,50"})
    again = client.post(f"{at}/vaststellen", data={"bedrag": "1"})

    assert "Zomerschool techniek" in waiting.partition("Regelingen")[0]
    assert "1 subsidieaanvraag: besluit" in desk
    assert "subsidieaanvraag" not in client.get("/werkbank").text
    assert (too_much.status_code, overpaid.status_code) == (400, 400)
    assert "Typ een bedrag tot en met € 4.000." in too_much.text
    assert "Toegekend. De leden krijgen een mail." in done.text
    assert "€ 2.000" in paid.text
    assert "Typ een bedrag tot en met € 3.500." in overpaid.text
    assert "€ 199,50 moet terug" in settled.text
    assert "Iemand deed intussen een stap." in again.text
    assert "€ 8.199,50" in client.get(f"{HOME}/1").text


def test_more_than_is_left_is_refused_with_what_is_left(client, settings):
    at = f"{HOME}/aanvragen/{apply(settings, budget_cents=300_000)}"

    answer = client.post(f"{at}/toekennen", data={"bedrag": "3000,01"})
    assert answer.status_code == 400
    assert "Van het budget is nog maar € 3.000 over." in answer.text


def test_refusing_and_sending_back_want_a_reason(client, settings):
    at = f"{HOME}/aanvragen/{apply(settings)}"
    day = (TODAY + timedelta(days=5)).isoformat()
    faults = [
        client.post(f"{at}/afwijzen", data={"reden": " "}),
        client.post(f"{at}/terugsturen", data={"reden": "", "tot": day}),
        client.post(f"{at}/terugsturen", data={"reden": "Te vaag.", "tot": "2020-01-01"}),
    ]
    back = client.post(f"{at}/terugsturen", data={"reden": "Te vaag.", "tot": day})

    assert [each.status_code for each in faults] == [400, 400, 400]
    assert "Kies vandaag of een latere dag." in faults[2].text
    assert "Teruggestuurd." in back.text
    assert "Iemand deed intussen een stap." in client.post(f"{at}/afwijzen", data={"reden": "Nee."}).text


def test_staff_take_a_team_into_an_application(client, settings, scheme_id):
    page = client.get(f"{HOME}/aanvragen/nieuw?vrager=school&lid=bakker&lid=school&lid=niemand&tekst=Samen+bakken").text
    fault = client.post(f"{HOME}/aanvragen", data={"regeling": "99", "lid": ["school"]})
    begun = client.post(
        f"{HOME}/aanvragen",
        data={"regeling": str(scheme_id), "title": "Bakken", "tekst": "Samen bakken", "lid": ["school", "bakker"]},
    )

    assert page.index("De Lindeschool") < page.index("Bakkerij De Korst")
    assert fault.status_code == 400
    assert "Kies een regeling die nog niet gesloten is." in fault.text
    assert begun.url.path == f"{HOME}/aanvragen/1"
    assert "Samen bakken" in begun.text
    with writing(settings) as session:
        assert session.get_one(GrantApplication, 1).state == "draft"


def test_without_a_team_or_a_scheme_it_says_what_to_do(client, settings):
    assert "Maak een regeling" in client.get(f"{HOME}/aanvragen/nieuw").text
    with writing(settings) as session:
        open_scheme(session, TODAY)
    assert "Zoek eerst een team" in client.get(f"{HOME}/aanvragen/nieuw").text


def test_the_working_group_reads_what_came_of_it_and_takes_it_along(settings, people):
    with writing(settings) as session:
        days = {"begins_on": TODAY, "ends_on": TODAY + timedelta(days=30)}
        granted(session, open_scheme(session, TODAY), *TEAM, day=TODAY, **days)
    with serving(settings, ELSEWHERE) as reader:  # one that holds the network of no test before
        sign_in(reader, settings, people["group"])
        page = reader.get("/subsidies/opbrengst").text
        rows = reader.get("/subsidies/opbrengst/bestand.csv?regeling=1").content.decode("utf-8-sig").splitlines()
        workbook = reader.get("/subsidies/opbrengst/bestand.xlsx").content
        unknown = reader.get("/subsidies/opbrengst?regeling=9").status_code

    assert "Er is 1 subsidie toegekend. 1 paar ging samenwerken" in page
    assert "Van € 10.000 is € 4.000 toegekend, waarvan € 0 is betaald; € 6.000 is over." in page
    assert rows[1] == (
        f'Samen nieuw;Zomerschool techniek;"Bakkerij De Korst; De Lindeschool";{days["ends_on"]};4000,0;0,0;;1;1;0;'
    )
    assert workbook.startswith(b"PK")
    assert unknown == 404


def test_everybody_reads_public_schemes_and_grants_and_no_amounts_or_reasons(public, settings):
    with writing(settings) as session:
        scheme = open_scheme(session, TODAY, title="Open regeling", tells_left=True)
        granted(session, scheme, *TEAM, day=TODAY, title="Wel gekregen", cents=123_400)
        refuse(session, OPERATOR, handed_in(session, scheme, *TEAM, day=TODAY, title="Niet gekregen"), "Geheim.", TODAY)
        hidden = open_scheme(session, TODAY, title="Verborgen regeling", is_public=False).id
    listed, page = public.get("/subsidies").text, public.get("/subsidies/1").text

    assert "Open regeling" in listed
    assert "€ 8.766" in listed
    assert "Verborgen" not in listed
    assert "Wel gekregen" in page
    assert "Bakkerij De Korst" in page
    assert not any(text in page for text in ("1.234", "Niet gekregen", "Geheim.", "solderen"))
    assert public.get(f"/subsidies/{hidden}").status_code == 404
    assert public.get("/subsidies/opbrengst").url.path == "/aanmelden"


def test_amounts_are_public_only_where_the_scheme_says_so(public, settings):
    with writing(settings) as session:
        granted(session, open_scheme(session, TODAY, tells_amounts=True), *TEAM, day=TODAY, cents=123_400)

    assert "€ 1.234" in public.get("/subsidies/1").text


def test_a_member_answers_by_the_link_of_a_mail(public, settings, people):
    with writing(settings) as session:
        application = begin_application(session, OPERATOR, open_scheme(session, TODAY), draft(*TEAM), TODAY)
        ask_members(session, OPERATOR, application)
        assert session.get(Person, people["school"]) is not None
    carried = {"person": people["school"], "partner": "school", "application": 1, "n_asked": 1}
    at = f"/subsidie/{Links(read_safe(settings)).make('grant', carried)}"
    asked = public.get(at)
    fault = public.post(at, data={"keer": "1"})
    agreed = public.post(at, data={"zegt": "yes", "keer": "1"})

    assert "Wij leren kinderen solderen." in asked.text
    assert asked.headers["Cache-Control"] == "no-store"
    assert fault.status_code == 400
    assert "U ging akkoord." in agreed.text
    with writing(settings) as session:
        session.get_one(GrantApplication, 1).state = "draft"
    assert public.get(at).status_code == 410

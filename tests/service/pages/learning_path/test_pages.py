"""The pages of the educational agenda."""

from html import unescape

import pytest

from graph.chain import STEPS
from graph.introducing import Introductions
from graph.model import FieldVisibility, Sector
from tests.builders import collaboration, partner, theme
from tests.service.api.desks import restore
from tests.service.serving import ELSEWHERE, HERE, copy_database, serving, writing
from tests.service.signed_in import add_person, sign_in

CHILD, PRIMARY, SECONDARY, _VOCATIONAL, ADULT = STEPS
AGENDA, SUGGESTED = "/onderwijsagenda", "/werkbank/onderwijsagenda"


def rows():
    hidden = FieldVisibility(partner_id="stil", field="place", level="staff")
    return (
        [
            partner("opvang", name="De Opvang", sector=CHILD, place="Oss", offers="voorlezen aan peuters"),
            partner("school", name="De School", sector=PRIMARY, place="Oss", seeks="voorlezen aan peuters"),
            partner("vmbo", name="Het Vmbo", sector=SECONDARY, place="Oss/Heesch", offers="lessen techniek"),
            [*partner("stil", name="De Stille", sector=PRIMARY, place="Geheimdorp", seeks="lessen techniek"), hidden],
            partner("taalhuis", name="Taalhuis", sector=ADULT, place="Uden"),
        ],
        [collaboration("robots", "2019-03", ["school", "vmbo"], title="Robots bouwen", themes="robotbouw")],
        [theme("robotbouw", label="Robotbouw")],
    )


@pytest.fixture(scope="module")
def settings(sqlite_template, tmp_path_factory):
    return copy_database(sqlite_template, tmp_path_factory.mktemp("town"), *rows())


@pytest.fixture(scope="module")
def public(settings):
    with serving(settings, ELSEWHERE) as client:
        yield client


@pytest.fixture(scope="module")
def office(settings):
    with serving(settings, HERE) as client:
        yield client


def page(client, path=AGENDA, **asked):
    answer = client.get(path, params=asked)
    assert answer.status_code == 200
    return " ".join(unescape(answer.text).split())


def test_the_page_of_a_place_tells_who_links_and_where_nobody_does(public):
    text = page(public, plaats="Oss")

    assert "In Oss staan 3 organisaties op het pad, op 3 van de 5 stappen." in text
    assert "Verbonden overgangen: 1 van 3." in text
    assert "Niemand verbindt kinderopvang met primair-onderwijs." in text
    assert 'href="/partners/school"' in text
    assert "Robots bouwen" in text
    assert "maart 2019" in text
    assert "2 organisaties hier hebben nog geen verbinding naar de overkant:" in text
    assert "Hier is geen volwasseneneducatie; wel in Uden, maar hoe ver dat is weten wij niet." in text


def test_the_whole_network_has_a_row_for_each_place(public):
    text = page(public)

    assert "Plaatsen met een overgang die niemand verbindt: 3 van 3." in text
    assert 'href="/onderwijsagenda?plaats=Heesch"' in text
    assert "niemand van 1; geen stap ervoor" in text


@pytest.mark.parametrize(
    ("asked", "told"),
    [
        ({"thema": "robotbouw"}, "Overgangen die verbonden zijn door iets over “Robotbouw”: 1 van 4."),
        ({"op": "2018-12-31"}, "In het hele netwerk, zoals het was op 31 december 2018, staan 5 organisaties"),
        ({"op": "gisteren"}, "Typ een dag als 2019-12-31."),
        ({"op": "9999-01-01"}, "Die dag moet nog komen."),
        ({"plaats": "Nergens", "thema": "x"}, "In het hele netwerk staan 5 organisaties"),
    ],
)
def test_the_address_chooses_theme_and_day_and_what_it_cannot_mean_is_told_or_left_out(public, asked, told):
    assert told in page(public, **asked)


def test_a_place_that_somebody_hides_is_seen_by_staff_alone(public, office):
    assert "Geheimdorp" not in page(public)
    assert "Van 1 organisatie op het pad weten wij de plaats niet, of zij laat die niet zien." in page(public)
    assert "Geheimdorp" not in page(public, plaats="Geheimdorp")
    for table in ("overgangen", "verbindingen", "organisaties"):
        assert "Geheimdorp" not in public.get(f"{AGENDA}/{table}/bestand.csv").text
    assert "Geheimdorp" in page(office)


def test_files_hold_gaps_links_and_organisations(public):
    def lines(table):
        answer = public.get(f"{AGENDA}/{table}/bestand.csv", params={"plaats": "Oss"})
        return answer.content.decode("utf-8-sig").splitlines()[1:]

    assert lines("overgangen")[:2] == [
        "Oss;kinderopvang;primair-onderwijs;1;0;1;0;0;0;Niemand verbindt kinderopvang met primair-onderwijs",
        "Oss;primair-onderwijs;voortgezet-onderwijs;1;1;1;1;1;1;1 verbinding, door 1 samenwerking",
    ]
    assert lines("verbindingen") == [
        "primair-onderwijs;voortgezet-onderwijs;school;De School;Oss;vmbo;Het Vmbo;Oss/Heesch;Robots bouwen;maart 2019;"
    ]
    assert lines("organisaties")[1] == "school;De School;Oss;primair-onderwijs;0;1"
    assert public.get(f"{AGENDA}/verbindingen/bestand.xlsx").status_code == 200
    assert public.get(f"{AGENDA}/geheim/bestand.csv").status_code == 400


def test_suggestions_are_for_staff_alone(public):
    assert SUGGESTED not in page(public)
    assert public.get(SUGGESTED, follow_redirects=False).status_code == 303
    form = {"een": "opvang", "ander": "school", "besluit": "approve"}
    assert public.post(f"{SUGGESTED}/besluit", data=form, follow_redirects=False).status_code in {303, 401, 403}


def test_suggestions_are_of_today_whatever_day_the_address_asks_for(office):
    answer = office.get(SUGGESTED, params={"plaats": "Oss", "op": "2018-12-31"}, follow_redirects=False)

    assert (answer.status_code, answer.headers["Location"]) == (303, f"{SUGGESTED}?plaats=Oss")


def test_an_empty_network_says_what_to_do(sqlite_template, tmp_path):
    sector = [Sector(id=CHILD, label=CHILD, position=0)]  # with one, no vocabulary is read in first
    with serving(copy_database(sqlite_template, tmp_path, [sector])) as client:
        assert "osmose import" in page(client)
        assert "osmose import" in page(client, SUGGESTED)


def test_an_organisation_reads_its_own_place_on_the_path(settings, public):
    person_id = add_person(settings, "directie@voorbeeld.example", partners="school")
    sign_in(public, settings, person_id)
    text = page(public, "/mijn/school")
    public.cookies.clear()

    assert "kinderopvang: u werkt of werkte samen met 0 van 1. In uw plaats met 0 van 1." in text
    assert "voortgezet-onderwijs: u werkt of werkte samen met 1 van 1. In uw plaats met 1 van 1." in text


@pytest.fixture
def deciding(settings, office, sqlite_template, tmp_path):
    yield office, settings
    restore(copy_database(sqlite_template, tmp_path, *rows()), settings)  # the application goes on: one starts slowly


def decide(client, one_id, other_id, decision="approve"):
    form = {"een": one_id, "ander": other_id, "besluit": decision}
    answer = client.post(
        f"{SUGGESTED}/besluit", data=form, headers={"Referer": f"http://localhost{SUGGESTED}?plaats=Oss"}
    )
    assert answer.url.path == SUGGESTED
    return unescape(answer.text)


def test_a_suggestion_is_approved_in_place_and_is_under_way_from_then_on(deciding):
    client, settings = deciding
    before = page(client, SUGGESTED, plaats="Oss")
    assert 'value="opvang"><input type="hidden" name="ander" value="school">' in before
    assert "“voorlezen aan peuters”" in before

    after = decide(client, "school", "opvang")

    assert "Goedgekeurd: " in after
    assert 'name="een" value="opvang"' not in after
    assert "De Opvang – De School</a>: goedgekeurd" in " ".join(after.split())
    with writing(settings) as session:
        (introduction,) = Introductions(session).in_state("approved")
        assert (introduction.first_id, introduction.second_id) == ("opvang", "school")
        assert introduction.reasons
        assert introduction.lane


def test_who_knows_the_other_was_put_aside_or_is_unknown_is_not_introduced(deciding):
    client, _settings = deciding

    assert "Dit paar wordt niet meer voorgesteld" in decide(client, "school", "vmbo")
    assert "Niet doen: " in decide(client, "opvang", "school", "dismiss")
    assert "Over dit paar is al besloten" in decide(client, "opvang", "school")
    form = {"een": "opvang", "ander": "niemand", "besluit": "approve"}
    assert client.post(f"{SUGGESTED}/besluit", data=form).status_code == 404


def test_by_script_the_pair_alone_is_answered_and_can_be_undone(deciding):
    client, _settings = deciding
    form = {"een": "opvang", "ander": "school", "besluit": "approve"}
    answer = client.post(f"{SUGGESTED}/besluit", data=form, headers={"HX-Request": "true"})

    assert "<html" not in answer.text
    assert "/terugnemen" in answer.text

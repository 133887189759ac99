"""An activity by the link of a mail: seen, signed up for and off, by who speaks for the partner and nobody else."""

import pytest
from sqlalchemy import delete, select

from graph.activities import Activity, ActivitySignUp
from graph.people import AuditEntry, Contact
from service.keys import read_safe
from service.links import Links
from tests.service.pages.activities.conftest import come
from tests.service.serving import writing
from tests.service.signed_in import add_person, sign_in


@pytest.fixture
def person(settings):
    return add_person(settings, "club@voorbeeld.example", partners="club")


@pytest.fixture
def link(settings, person):
    """Return what makes the address of a link for the sports club."""

    def link(activity_id, **carried):
        token = {"person": person, "partner": "club", "activity": activity_id, **carried}
        return f"/activiteit/{Links(read_safe(settings)).make('activity', token)}"

    return link


def comes(settings):
    with writing(settings) as session:
        return [(row.partner_id, row.n_people) for row in session.scalars(select(ActivitySignUp))]


def test_it_shows_the_activity_and_changes_the_number_without_signing_in(public, publish, settings, link, person):
    number = publish(title="Studiedag", capacity=5, is_public=False)
    come(settings, number, "club", 2)
    here = link(number)

    page = public.get(here)
    done = public.post(f"{here}/aanmelden", data={"aantal": "3"})

    assert "Sportclub komt met 2 personen." in page.text
    assert (page.headers["Cache-Control"], "/aanmelden?verder=" in page.text) == ("no-store", True)
    assert (str(done.url).endswith(here), done.text.count("Sportclub komt met 3 personen.")) == (True, 2)
    with writing(settings) as session:
        latest = session.scalars(select(AuditEntry).order_by(AuditEntry.id.desc()).limit(1)).one()
        assert (latest.action, latest.person_id) == ("sign up for activity", person)


def test_signing_off_twice_says_the_same_twice_and_who_waits_moves_up(public, publish, settings, link):
    number = publish(capacity=1)
    for partner_id in ("club", "bakker"):
        come(settings, number, partner_id, 1)
    here = link(number)

    for _ in range(2):
        assert "U bent afgemeld." in public.post(f"{here}/afmelden").text
    assert comes(settings) == [("bakker", 1)]
    page = public.get(here).text
    assert "U komt op de wachtlijst." in page
    assert f'action="{here}/aanmelden"' in page


def test_what_cannot_be_is_said_at_the_field_and_nothing_changes(public, publish, settings, link):
    number = publish(capacity=3)
    come(settings, number, "club", 2)

    answer = public.post(f"{link(number)}/aanmelden", data={"aantal": "9"})

    assert answer.status_code == 400
    assert "Vul een heel getal in van 1 tot 3." in answer.text
    assert 'value="9"' in answer.text
    assert comes(settings) == [("club", 2)]


def test_somebody_else_who_is_signed_in_says_for_whom_it_answers(public, publish, settings, link):
    number = publish(capacity=5)
    come(settings, number, "club", 2)
    sign_in(public, settings, add_person(settings, "bakker@voorbeeld.example", partners="bakker"))
    here = link(number)

    for step, typed in (("aanmelden", {"aantal": "3"}), ("afmelden", {})):
        refused = public.post(f"{here}/{step}", data=typed)
        assert refused.status_code == 400
        assert refused.text.count('id="fault-namens"') == 1
    assert comes(settings) == [("club", 2)]
    assert (
        "Sportclub komt met 3 personen." in public.post(f"{here}/aanmelden", data={"aantal": "3", "namens": "ja"}).text
    )
    public.post(f"{here}/afmelden", data={"namens": "ja"})
    assert comes(settings) == []


def test_what_is_called_off_or_over_says_so_and_offers_no_button(public, publish, settings, link):
    off, number = publish(state="called_off"), publish(capacity=3)
    come(settings, number, "club", 1)
    with writing(settings) as session:
        row = session.get_one(Activity, number)
        row.begins_at, row.ends_at = row.begins_at.replace(year=2001), row.ends_at.replace(year=2001)

    for activity_id, said in ((off, "Deze activiteit gaat niet door."), (number, "Deze activiteit is geweest.")):
        page = public.get(link(activity_id)).text
        assert said in page
        assert 'action="/activiteit/' not in page
    assert public.post(f"{link(number)}/afmelden").status_code == 400
    assert comes(settings) == [("club", 1)]


def test_it_goes_into_a_calendar_also_where_it_is_for_partners_alone(public, publish, link):
    number = publish(title="Alleen partners", is_public=False)

    calendar = public.get(f"{link(number)}/agenda.ics")

    assert calendar.headers["Content-Type"] == "text/calendar; charset=utf-8"
    assert "SUMMARY:Alleen partners" in calendar.text


def test_a_link_is_good_for_one_partner_one_activity_and_as_long_as_one_speaks_for_it(public, publish, settings, link):
    number, proposed = publish(), publish(state="proposed", title="Geheim plan")
    here = link(number)

    assert public.get(here[:-3] + "abc").status_code == 404
    assert public.get(link(number, partner="bakker")).status_code == 410
    for activity_id in (proposed, 999):
        answer = public.get(link(activity_id))
        assert (answer.status_code, "Geheim plan" in answer.text) == (410, False)
    with writing(settings) as session:
        session.execute(delete(Contact))
    for answer in (public.get(here), public.post(f"{here}/aanmelden", data={"aantal": "1"})):
        assert answer.status_code == 410
    assert comes(settings) == []

"""A town with an open scheme, served once for all tests of a file, and who signs in."""

import shutil
from datetime import date

import pytest

from service.keys import read_safe
from service.people import People
from tests.builders import partner
from tests.service.api.desks import restore
from tests.service.grants.applying_team import open_scheme
from tests.service.serving import ELSEWHERE, HERE, add_rows, serving, writing

TODAY = date.today()  # noqa: DTZ011 -- the pages live today


def copy_of(made, folder):
    shutil.copytree(made.home, folder, dirs_exist_ok=True)
    where = {"home": folder, "database_url": f"sqlite:///{folder / 'osmose.db'}"}
    return made.model_copy(update={**where, "base_url": "http://localhost", "allowed_hosts": ("localhost",)})


@pytest.fixture(scope="module")
def made(town_template, tmp_path_factory):
    made = copy_of(town_template, tmp_path_factory.mktemp("made"))
    add_rows(made, [partner("club", name="Sportclub", sector="sport")])
    return made


@pytest.fixture(scope="module")
def served(made, tmp_path_factory):
    return copy_of(made, tmp_path_factory.mktemp("served"))


@pytest.fixture
def settings(made, served):
    """The settings of the town as it was made."""
    restore(made, served)
    return served


@pytest.fixture(scope="module")
def here(served):
    with serving(served, HERE) as client:
        yield client


@pytest.fixture(scope="module")
def elsewhere(served):
    with serving(served, ELSEWHERE) as client:
        yield client


@pytest.fixture
def client(settings, here):  # noqa: ARG001 -- the town is as it was made
    """Staff: nobody else is, so who sits at this machine is."""
    here.cookies.clear()
    return here


@pytest.fixture
def public(settings, elsewhere):  # noqa: ARG001 -- the same
    elsewhere.cookies.clear()
    return elsewhere


@pytest.fixture
def people(settings):
    """Ids of who signs in, by what they are."""
    with writing(settings) as session:
        found = People(session, read_safe(settings))
        persons = {
            "staff": found.add("bureau@example.org", role="staff"),
            "group": found.add("werkgroep@example.org", role="working_group"),
        }
        for name, partner_id in (("baker", "bakker"), ("school", "school"), ("club", "club")):
            persons[name] = found.add(f"directie-{name}@example.org")
            found.join(persons[name].id, partner_id)
        return {name: person.id for name, person in persons.items()}


@pytest.fixture
def scheme_id(settings):
    with writing(settings) as session:
        return open_scheme(session, TODAY, least_partners=2, least_sectors=2).id

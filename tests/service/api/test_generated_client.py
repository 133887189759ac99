"""A client that a program made from the document alone talks with the running service."""

import importlib
import sys
from types import SimpleNamespace

import httpx2
import pytest
from openapi_python_client import generate
from openapi_python_client.config import Config, ConfigFile, MetaType

from tests.browser.serving import serve
from tests.service.api.desks import copy_of

PACKAGE = "osmose_client"
MODULES = {
    "list_partners": "api.partners.list_partners",
    "read_partner": "api.partners.read_partner",
    "list_suggestions": "api.suggestions.list_suggestions",
    "find_partners": "api.find.find_partners",
    "propose": "api.introductions.propose_introduction",
    "read_introduction": "api.introductions.read_introduction",
    "models": "models",
    "clients": "client",
}


@pytest.fixture(scope="module")
def served(peopled, tmp_path_factory):
    """Where the town is served, and the token of its staff."""
    with serve(copy_of(peopled[0], tmp_path_factory.mktemp("served"))) as where:
        yield where, peopled[1]["staff"]


@pytest.fixture(scope="module")
def generated(served, tmp_path_factory):
    """The modules of a client made from the document as it is served; nothing is run over it and nothing warned of."""
    folder = tmp_path_factory.mktemp("generated")
    document = folder / "openapi.json"
    document.write_bytes(httpx2.get(f"{served[0]}/v1/openapi.json").content)
    config = Config.from_sources(
        ConfigFile(post_hooks=[]), MetaType.NONE, document, "utf-8", overwrite=False, output_path=folder / PACKAGE
    )
    assert list(generate(config=config)) == []
    with pytest.MonkeyPatch.context() as patch:
        patch.syspath_prepend(folder)
        yield SimpleNamespace(**{name: importlib.import_module(f"{PACKAGE}.{path}") for name, path in MODULES.items()})
    for name in [name for name in sys.modules if name.partition(".")[0] == PACKAGE]:
        del sys.modules[name]


@pytest.fixture
def staff(served, generated):
    where, token = served
    with generated.clients.AuthenticatedClient(base_url=f"{where}/v1", token=token) as client:
        yield client


@pytest.fixture
def public(served, generated):
    with generated.clients.Client(base_url=f"{served[0]}/v1") as client:
        yield client


def test_it_reads_partners_with_their_words(generated, staff, public):
    page = generated.list_partners.sync(client=staff, place="Heesch")
    seen = generated.read_partner.sync("school", client=public)

    assert [partner.id for partner in page.items] == ["bieb"]
    assert page.items[0].offers == ["taalvrijwilligers", "zaal"]
    assert (seen.name, seen.seeks) == ("De Lindeschool", [])


def test_it_finds_and_reads_suggestions_with_their_reasons(generated, staff):
    found = generated.find_partners.sync(client=staff, text="taalvrijwilligers", top=1)
    suggested = generated.list_suggestions.sync("school", client=staff)

    assert [each.partner_id for each in found.items] == ["bieb"]
    assert suggested.items[0].partner_id == "bieb"
    assert suggested.items[0].reasons[0].text


def test_it_proposes_an_introduction_and_reads_it_back(generated, staff):
    given = generated.models.PairGiven(partner_ids=["bieb", "school"])
    made = generated.propose.sync(client=staff, body=given)

    assert made.state == "proposed"
    assert generated.read_introduction.sync(made.id, client=staff).id == made.id


def test_a_problem_comes_as_one(generated, staff, public):
    unknown = generated.read_partner.sync_detailed("niemand", client=staff)
    refused = generated.propose.sync(client=public, body=generated.models.PairGiven(partner_ids=["bieb", "club"]))

    assert (unknown.status_code, type(unknown.parsed)) == (404, generated.models.Problem)
    assert unknown.parsed.detail == "no partner has the id 'niemand'"
    assert refused.status == 401

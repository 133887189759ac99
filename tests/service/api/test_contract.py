"""The API does what its own description says, on the network of Oss."""

import re
from urllib.parse import quote, urlencode

import hypothesis
import pytest
import schemathesis
from schemathesis import GenerationMode

from service.api.application import make_api
from service.app import create_app
from service.settings import Settings
from tests.service.serving import HERE, serving

DOCUMENT = make_api(Settings(home="unused")).openapi()
OPERATIONS = {path: item["get"] for path, item in DOCUMENT["paths"].items()}
SCHEMAS = DOCUMENT["components"]["schemas"]


@pytest.fixture(scope="session")
def described(oss_settings):
    app = create_app(oss_settings)

    async def ask_from_this_machine(scope, receive, send):
        await app({**scope, "client": (HERE, 50000)}, receive, send)

    return schemathesis.openapi.from_asgi("/v1/openapi.json", ask_from_this_machine, headers={"Host": "localhost"})


SPOILED = [path for path in OPERATIONS if any(each["in"] == "query" for each in OPERATIONS[path].get("parameters", []))]


@pytest.mark.parametrize(
    ("path", "mode"),
    [
        *((path, GenerationMode.POSITIVE) for path in OPERATIONS),
        *((path, GenerationMode.NEGATIVE) for path in SPOILED),
    ],
)
def test_every_answer_is_as_described(described, path, mode):
    # Not by schemathesis' own plugin of pytest: it does not know pytest 9.2.
    @hypothesis.settings(max_examples=20, suppress_health_check=list(hypothesis.HealthCheck))
    @hypothesis.given(described[path]["GET"].as_strategy(generation_mode=mode))
    def ask(case):
        case.call_and_validate(headers={"Host": "localhost"})

    ask()


@pytest.fixture(scope="session")
def oss(oss_settings):
    with serving(oss_settings) as client:
        yield client


def example_address(path, operation):
    """Return the address of an operation, filled in with the examples of its parameters."""
    query = {}
    for parameter in operation.get("parameters", []):
        described = parameter["schema"]
        example = (described.get("examples") or parameter.get("examples"))[0]
        if parameter["in"] == "path":
            path = path.replace(f"{{{parameter['name']}}}", quote(example))
        else:
            query[parameter["name"]] = example
    return f"/v1{path}?{urlencode(query)}"


@pytest.mark.parametrize("path", OPERATIONS)
def test_the_examples_of_every_operation_work(oss, path):
    answer = oss.get(example_address(path, OPERATIONS[path]))

    assert answer.status_code == 200
    assert answer.json()


def test_the_document_names_version_contact_and_licence(oss):
    document = oss.get("/v1/openapi.json").json()

    assert document["openapi"].startswith("3.1")
    assert document["servers"] == [{"url": "/v1"}]
    assert document["info"]["version"] == "1.0.0"
    assert document["info"]["contact"] == {"name": "Osmose", "url": "https://example.org/osmose"}
    assert document["info"]["license"]["identifier"] == "EUPL-1.2"


def test_every_operation_tells_bad_input_as_400_and_none_as_422():
    for operation in OPERATIONS.values():
        assert "400" in operation["responses"]
        assert "422" not in operation["responses"]


def test_paths_are_in_kebab_case_and_everything_else_in_lower_camel_case():
    segments = {segment for path in OPERATIONS for segment in path.split("/") if segment}
    keys = [parameter["name"] for operation in OPERATIONS.values() for parameter in operation.get("parameters", [])]
    fields = [name for schema in SCHEMAS.values() for name in schema.get("properties", {})]

    assert all(re.fullmatch(r"[a-z]+(-[a-z]+)*|\{[a-z]+([A-Z][a-z]+)*\}", segment) for segment in segments)
    assert all(re.fullmatch(r"[a-z]+([A-Z][a-z]+)*", name) for name in keys + fields)


def test_every_field_has_an_example_or_is_made_of_others():
    bare = [
        f"{name}.{field}"
        for name, schema in SCHEMAS.items()
        for field, described in schema.get("properties", {}).items()
        if not ({"examples", "$ref", "items", "const", "default"} & set(described)) and "$ref" not in str(described)
    ]

    assert bare == []

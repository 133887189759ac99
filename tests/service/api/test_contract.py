"""The API does what its own description says: on the network of Oss, and asked by each role in a town that changes."""

import re
from datetime import date, timedelta
from urllib.parse import quote, urlencode

import hypothesis
import pytest
import schemathesis
from hypothesis import strategies
from schemathesis import GenerationMode
from schemathesis.core.parameters import ParameterLocation

from graph.database import open_engine, transaction
from graph.introducing import PROGRAM
from service.access import OPERATOR, Role
from service.api.application import make_api
from service.api.security import SCOPES as SCOPES_DESCRIBED
from service.app import create_app
from service.introductions.asking import ask
from service.introductions.deciding import decide, propose_by_hand
from service.introductions.once import answer_once
from service.introductions.outcomes import report
from service.limits import LIMITS, Limit
from service.rules import RULES
from service.settings import Settings
from service.tokens import SCOPES
from tests.service.api.desks import copy_of
from tests.service.serving import ELSEWHERE, serving

DOCUMENT = make_api(Settings(home="unused")).openapi()
OPERATIONS = [
    (method, path, operation) for path, item in DOCUMENT["paths"].items() for method, operation in item.items()
]
READS = {path: operation for method, path, operation in OPERATIONS if method == "get"}
SCHEMAS = DOCUMENT["components"]["schemas"]
ANSWERING = "/introductions/{introductionId}/answers"
TODAY = date(2026, 11, 26)
DESKS = ("public", "bieb", "working_group", "staff")
ON_LOCALHOST = {"Host": "localhost"}
EVERY_CHECK = hypothesis.settings(max_examples=15, suppress_health_check=list(hypothesis.HealthCheck))
A_FEW = hypothesis.settings(EVERY_CHECK, max_examples=5)


def with_token(token):
    return ON_LOCALHOST | ({"Authorization": f"Bearer {token}"} if token else {})


def described_by(app, client_host):
    async def ask_from(scope, receive, send):
        await app({**scope, "client": (client_host, 50000)}, receive, send)

    return schemathesis.openapi.from_asgi("/v1/openapi.json", ask_from, headers=ON_LOCALHOST)


@pytest.fixture(scope="session")
def oss_described(oss_staffed):
    settings, token = oss_staffed
    app = create_app(settings)
    app.state.house.snapshots.current()  # read before anybody waits for an answer
    return described_by(app, ELSEWHERE), with_token(token)


@pytest.fixture(autouse=True)
def _nobody_is_told_to_wait(monkeypatch):
    for what in LIMITS:  # what is tried here is tried more often than by anybody
        monkeypatch.setitem(LIMITS, what, Limit(1_000_000, timedelta(seconds=1)))


SPOILED = [path for path in READS if any(each["in"] == "query" for each in READS[path].get("parameters", []))]


@pytest.mark.parametrize(
    ("path", "mode"),
    [
        *((path, GenerationMode.POSITIVE) for path in READS),
        *((path, GenerationMode.NEGATIVE) for path in SPOILED),
    ],
)
def test_every_answer_is_as_described(oss_described, path, mode):
    described, headers = oss_described
    told = []

    # Not by schemathesis' own plugin of pytest: it does not know pytest 9.2.
    @EVERY_CHECK
    @hypothesis.given(described[path]["GET"].as_strategy(generation_mode=mode))
    def ask(case):
        hypothesis.assume(mode is GenerationMode.POSITIVE or spoils_more_than_the_token(case))
        told.append(case.call_and_validate(headers=headers).status_code)

    ask()

    assert told
    assert max(told) < 500


def spoils_more_than_the_token(case):
    """Whether something else is wrong with a case than its token, in whose place the right one is put again."""
    spoiled = {where for where, part in case.meta.components.items() if part.mode is GenerationMode.NEGATIVE}
    return {} in case.operation.definition.raw["security"] or spoiled != {ParameterLocation.HEADER}


@pytest.fixture(scope="module")
def changing(peopled, tmp_path_factory):
    """The document of a town with introductions in seven states, which those who ask change; and their tokens."""
    settings = copy_of(peopled[0], tmp_path_factory.mktemp("changing"), webhook_hosts=("127.0.0.1",))
    engine = open_engine(settings.database_url)
    with transaction(engine) as session:
        put_on_the_way(session)
    engine.dispose()
    return described_by(create_app(settings), ELSEWHERE), peopled[1]


def put_on_the_way(session):
    def begin(one_id, other_id, *answers):
        introduction = propose_by_hand(session, OPERATOR, one_id, other_id)
        if answers:
            decide(session, OPERATOR, introduction, "approve")
            ask(session, OPERATOR, introduction, TODAY)
        for partner_id, said in answers:
            if said:
                reason = "too_far" if said == "no" else ""
                answer_once(session, OPERATOR, introduction, partner_id, said, TODAY, reason=reason)
        return introduction

    begin("bieb", "bond", ("bieb", "no"))
    begin("bieb", "bond", ("bieb", ""))
    begin("bieb", "club", ("club", "yes"))
    started = begin("bieb", "school", ("bieb", "yes"), ("school", "yes"))
    report(session, started, "started", PROGRAM, TODAY)
    begin("bond", "club", ("bond", "yes"), ("club", "yes"))
    begin("bond", "school", ("bond", "later"))
    begin("club", "school")


def aimed(case, number, partner_ids):
    """Return a case that names what is there: most of what is made up meets nothing."""
    if case.path_parameters:
        there = {"introductionId": number, "userId": 6, "webhookId": number, "collaborationId": "dag"}
        there["partnerId"] = partner_ids[0]
        case.path_parameters = {name: there[name] for name in case.path_parameters}
    if isinstance(case.body, dict):
        there = {"partnerId": partner_ids[0], "partnerIds": partner_ids, "participants": partner_ids, "leads": []}
        there |= {"funders": [], "url": "http://127.0.0.1:9/hook", "address": f"adres{number}@voorbeeld.example"}
        there |= {"startDate": "2019-09", "endDate": "2020"}
        case.body = {name: there.get(name, value) for name, value in case.body.items()}
    return case


PAIRS = strategies.permutations(["bieb", "club", "school", "bond"]).map(lambda ids: ids[:2])


@pytest.mark.parametrize("desk", DESKS)
@pytest.mark.parametrize(("method", "path"), [(method, path) for method, path, _ in OPERATIONS])
def test_each_role_gets_what_is_described(changing, desk, method, path):
    described, tokens = changing
    operation = described[path][method.upper()]
    headers, told = with_token(tokens.get(desk)), []

    @A_FEW
    @hypothesis.given(operation.as_strategy(generation_mode=GenerationMode.POSITIVE), strategies.integers(1, 7), PAIRS)
    def ask(case, number, partner_ids):
        told.append(aimed(case, number, partner_ids).call_and_validate(headers=headers).status_code)

    ask()

    assert told
    assert max(told) < 500


@pytest.mark.parametrize(("method", "path"), [(method, path) for method, path, _ in OPERATIONS if method != "get"])
def test_what_is_not_as_described_is_refused(changing, method, path):
    described, tokens = changing
    headers, told = with_token(tokens["staff"]), []

    @A_FEW
    @hypothesis.given(described[path][method.upper()].as_strategy(generation_mode=GenerationMode.NEGATIVE))
    def ask(case):
        hypothesis.assume(spoils_more_than_the_token(case))
        told.append(case.call_and_validate(headers=headers).status_code)

    ask()

    assert told
    assert [status for status in told if not 400 <= status < 500] == []


@pytest.fixture(scope="session")
def oss(oss_staffed):
    settings, token = oss_staffed
    with serving(settings, ELSEWHERE) as client:
        client.headers.update(with_token(token))
        yield client


def example_address(path, operation):
    """Return the address of an operation, filled in with the examples of its parameters."""
    query = {}
    for parameter in operation.get("parameters", []):
        described = parameter["schema"]
        example = (described.get("examples") or parameter.get("examples"))[0]
        if parameter["in"] == "path":
            path = path.replace(f"{{{parameter['name']}}}", quote(str(example)))
        else:
            query[parameter["name"]] = example
    return f"/v1{path}?{urlencode(query, doseq=True)}"


def test_the_document_names_version_contact_and_licence(oss):
    document = oss.get("/v1/openapi.json").json()

    assert document["openapi"].startswith("3.1")
    assert document["servers"] == [{"url": "/v1"}]
    assert document["info"]["version"] == "1.0.0"
    assert document["info"]["contact"] == {"name": "Osmose", "url": "https://example.org/osmose"}
    assert document["info"]["license"]["identifier"] == "EUPL-1.2"


def test_every_operation_tells_bad_input_as_400_and_none_as_422():
    for _, _, operation in OPERATIONS:
        assert "400" in operation["responses"]
        assert "422" not in operation["responses"]


def test_every_operation_names_the_scope_of_its_rule_and_how_a_token_is_refused():
    for method, path, operation in OPERATIONS:
        rule = RULES[f"{method.upper()} /v1{path}"]
        without = [{}] if Role.PUBLIC in rule.roles else []
        assert operation["security"] == [*without, {"token": [rule.scope]}]
        assert {"401", "403"} <= operation["responses"].keys()


def test_every_scope_is_described():
    assert tuple(SCOPES_DESCRIBED) == SCOPES
    assert all(f"`{scope}`" in DOCUMENT["components"]["securitySchemes"]["token"]["description"] for scope in SCOPES)


def test_paths_are_in_kebab_case_and_everything_else_in_lower_camel_case():
    segments = {segment for path in DOCUMENT["paths"] for segment in path.split("/") if segment}
    keys = [parameter["name"] for _, _, operation in OPERATIONS for parameter in operation.get("parameters", [])]
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

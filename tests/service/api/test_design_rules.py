"""The Dutch API design rules, each held against the API; docs/standards.md says which test holds which rule."""

import json
import re
import sqlite3
from pathlib import Path

import pytest
from openapi_spec_validator import validate

from tests.service.api.test_contract import DOCUMENT, OPERATIONS, READS, SCHEMAS, example_address
from tests.service.serving import ELSEWHERE, copy_database, serving
from tests.standards import rows_of

RULES = json.loads(Path(__file__).with_name("nl_api_design_rules.json").read_text(encoding="utf-8"))["rules"]
HERE = Path(__file__).parents[2]
STANDARD_METHODS = {"get", "post", "put", "patch", "delete"}
MASS = {"growth", "what-if"}
"""Collections whose name has no plural."""
SEARCHES = {"find", "what-if"}
"""Resources of their own for what is an operation over others (the third way of /core/resource-operations)."""


def test_each_rule_has_its_row_with_a_test_or_a_reason():
    rows = rows_of("NL API Design Rules")
    there = {
        name for file in HERE.glob("service/**/test_*.py") for name in re.findall(r"def (test_\w+)", file.read_text())
    }

    assert list(rows) == [rule["id"] for rule in RULES]
    for how, test in rows.values():
        named = re.findall(r"`(test_\w+)`", test)
        assert set(named) <= there
        assert len(how) > 20
        assert named or test.startswith("No test: ")


def test_resources_are_named_by_nouns_and_collections_by_plurals():
    segments = {path.rsplit("/", 1)[-1] for path in DOCUMENT["paths"] if not path.endswith("}")}
    lists = {path.rsplit("/", 1)[-1] for path, operation in READS.items() if "items" in properties_of(operation)}

    assert {each for each in lists if not each.endswith("s")} <= MASS | SEARCHES
    assert not segments & {"get", "list", "create", "add", "update", "delete", "decide", "ask", "report", "end"}


def properties_of(operation):
    """Return the fields of what an operation answers."""
    schema = operation["responses"]["200"]["content"]["application/json"]["schema"]
    return SCHEMAS[schema["$ref"].rpartition("/")[2]]["properties"]


@pytest.mark.parametrize("path", DOCUMENT["paths"])
def test_no_path_ends_in_a_slash_and_with_one_there_is_nothing(town, path):
    answer = town.get(example_address(path, {}).rstrip("?") + "/", follow_redirects=False)

    assert not path.endswith("/")
    assert answer.status_code == 404


def test_no_answer_names_what_the_program_is_made_of(town):
    answers = [town.get(path) for path in ("/v1/partners", "/v1/nothing", "/v1/partners?page=x")]

    for answer in answers:
        assert not {"server", "x-powered-by"} & set(answer.headers)
        assert not re.search(r"python|fastapi|starlette|sqlalchemy|sqlite|traceback", answer.text, re.IGNORECASE)


def test_dates_are_days_of_iso_8601_and_moments_are_told_in_utc(desks):
    formats = {
        described.get("format")
        for schema in SCHEMAS.values()
        for field in schema.get("properties", {}).values()
        for described in (field, *field.get("anyOf", []))
    }
    made = desks["staff"].post("/introductions", {"partnerIds": ["bieb", "club"]}).json()
    steps = desks["staff"].get(f"/introductions/{made['id']}/steps").json()["items"]

    assert formats <= {None, "date", "date-time", "email"}
    assert re.fullmatch(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d+)?Z", steps[0]["madeAt"])
    assert not any(re.search(r"(date|At|day)$", name) for name in plain_texts()), plain_texts()


def plain_texts():
    """Return the fields that are texts without a format, apart from days that may be known as a year alone."""
    return {
        name
        for schema in SCHEMAS.values()
        for name, field in schema.get("properties", {}).items()
        if field.get("type") == "string" and "format" not in field and name not in {"startDate", "endDate"}
    }


@pytest.mark.parametrize("path", DOCUMENT["paths"])
def test_each_path_takes_standard_methods_and_tells_which_when_it_is_asked_by_another(town, path):
    methods = set(DOCUMENT["paths"][path])
    answer = town.request("PUT", example_address(path, {}))

    assert methods <= STANDARD_METHODS
    assert answer.status_code == 405
    assert {each.strip().lower() for each in answer.headers["Allow"].split(",")} - {"head"} == methods


def test_what_only_reads_changes_nothing_and_deleting_twice_is_as_deleting_once(desks, town_settings):
    def stored():
        with sqlite3.connect(town_settings.database_url.removeprefix("sqlite:///")) as connection:
            return [line for line in connection.iterdump() if "api_token" not in line]

    added = desks["staff"].post("/webhooks", {"url": "http://127.0.0.1:9/hook"}).json()
    before = stored()
    for path, operation in READS.items():
        for method in ("GET", "HEAD"):
            desks["staff"].ask(method, example_address(path, operation).removeprefix("/v1"))
    assert stored() == before

    statuses = [desks["staff"].delete(f"/webhooks/{added['id']}").status_code for _time in range(2)]
    assert statuses == [204, 404]


def test_each_outcome_has_the_status_that_says_it(desks):
    staff = desks["staff"]
    made = staff.post("/introductions", {"partnerIds": ["bieb", "club"]})
    told = {
        "made": made.status_code,
        "made already": staff.post("/introductions", {"partnerIds": ["bieb", "club"]}).status_code,
        "not there": staff.get("/partners/niemand").status_code,
        "who are you": desks["public"].get("/users").status_code,
        "not for you": desks["school"].get("/users").status_code,
        "not what it was": staff.patch("/partners/school", {"place": "Oss"}, If_Match='"old"').status_code,
        "nonsense": staff.post("/introductions", {"partnerIds": ["bieb"]}).status_code,
    }

    assert list(told.values()) == [201, 409, 404, 401, 403, 412, 400]
    assert made.headers["Location"] == f"/v1/introductions/{made.json()['id']}"


def test_an_answer_leaves_nothing_with_the_server_that_the_next_one_depends_on(desks):
    answers = [desks[who].get("/partners?page=1&pageSize=2") for who in ("staff", "public", "staff")]

    assert all("Set-Cookie" not in answer.headers for answer in answers)
    assert answers[0].json() == answers[2].json()


def test_what_belongs_to_something_stands_under_it_and_steps_are_resources():
    paths = set(DOCUMENT["paths"])
    written = {path for method, path, _ in OPERATIONS if method == "post"}
    steps = {path.rpartition("/")[2] for path in written if path.startswith("/introductions/")}

    assert {"/partners/{partnerId}/suggestions", "/introductions/{introductionId}/steps"} <= paths
    assert steps == {"decisions", "asking", "answers", "outcomes", "ending"}
    assert {path for path in written if path.count("/") == 1} == {
        "/introductions",
        "/collaborations",
        "/users",
        "/webhooks",
    }


def test_the_document_is_valid_openapi_3_1_and_each_operation_has_a_name_a_summary_and_a_tag():
    validate(DOCUMENT)
    ids = [operation["operationId"] for _, _, operation in OPERATIONS]

    assert DOCUMENT["openapi"].startswith("3.1")
    assert len(set(ids)) == len(ids)
    assert all(re.fullmatch(r"[a-z]+([A-Z][a-z]+)*", each) for each in ids)
    for _, _, operation in OPERATIONS:
        assert operation["summary"]
        assert operation["description"]
        assert len(operation["tags"]) == 1


def test_the_document_tells_whom_to_turn_to(sqlite_template, tmp_path):
    settings = copy_database(sqlite_template, tmp_path, contact_name="Beheer", office_address="api@voorbeeld.example")
    with serving(settings, ELSEWHERE) as client:
        contact = client.get("/v1/openapi.json").json()["info"]["contact"]

    assert contact == {"name": "Beheer", "url": "https://example.org/osmose", "email": "api@voorbeeld.example"}


def test_everybody_gets_the_document_where_it_is_looked_for_and_pages_elsewhere_may_read_it(desks):
    answer = desks["public"].get("/openapi.json", Origin="https://elders.example")

    assert answer.status_code == 200
    assert answer.headers["Content-Type"] == "application/json"
    assert answer.headers["Access-Control-Allow-Origin"] == "*"
    assert answer.json()["paths"]


def test_the_version_is_semantic_and_its_major_number_stands_in_every_address(town):
    document = town.get("/v1/openapi.json").json()
    version = document["info"]["version"]

    assert re.fullmatch(r"(0|[1-9]\d*)\.(0|[1-9]\d*)\.(0|[1-9]\d*)", version)
    assert document["servers"] == [{"url": f"/v{version.partition('.')[0]}"}]


def test_every_answer_tells_the_whole_version_and_the_document_says_so(town):
    for path in ("/v1/partners", "/v1/nothing", "/v1/partners?page=x", "/v1/openapi.json"):
        assert town.get(path).headers["API-Version"] == DOCUMENT["info"]["version"]
    for _, _, operation in OPERATIONS:
        assert all("API-Version" in answer["headers"] for answer in operation["responses"].values())


def test_nothing_that_should_not_be_seen_is_asked_for_in_an_address():
    names = {each["name"].lower() for _, _, operation in OPERATIONS for each in operation.get("parameters", [])}

    assert not {each for each in names if re.search(r"token|secret|password|name|mail|address|phone|bsn", each)}
    assert DOCUMENT["components"]["securitySchemes"]["token"]["type"] == "http"


def test_every_answer_has_the_headers_that_keep_a_browser_safe(sqlite_template, tmp_path):
    with serving(copy_database(sqlite_template, tmp_path), ELSEWHERE, "https://localhost") as client:
        heads = [client.get(path).headers for path in ("/v1/partners", "/v1/nothing", "/v1/openapi.json")]

    for headers in heads:
        assert headers["Strict-Transport-Security"] == "max-age=31536000; includeSubDomains"
        assert headers["X-Content-Type-Options"] == "nosniff"
        assert headers["X-Frame-Options"] == "DENY"
        assert "frame-ancestors 'none'" in headers["Content-Security-Policy"]
        assert headers["Content-Type"].startswith(("application/json", "application/problem+json"))


def test_keys_and_segments_are_written_as_the_rules_say():
    keys = {
        each["name"]
        for _, _, operation in OPERATIONS
        for each in operation.get("parameters", [])
        if each["in"] == "query"
    }

    assert all(re.fullmatch(r"(/([a-z0-9]+(-[a-z0-9]+)*|\{[^}]+\}))+", path) for path in DOCUMENT["paths"])
    assert all(re.fullmatch(r"[a-z][a-z\d]*([A-Z][a-z\d]*)*", key) for key in keys)


def test_every_error_is_told_in_the_form_of_rfc_9457_and_wrong_input_as_400():
    for _, _, operation in OPERATIONS:
        errors = {status: answer for status, answer in operation["responses"].items() if status[0] in "45"}
        assert all(set(answer["content"]) == {"application/problem+json"} for answer in errors.values())
        assert "400" in errors
    assert {"status", "title", "detail"} <= set(SCHEMAS["Problem"]["properties"])


def test_nothing_is_deprecated_without_its_last_day_in_the_schedule():
    text = (HERE.parent / "docs" / "standards.md").read_text(encoding="utf-8")
    old = [operation["operationId"] for _, _, operation in OPERATIONS if operation.get("deprecated")]

    assert all(f"`{each}`" in text for each in old)
    assert "## Changing the API" in text

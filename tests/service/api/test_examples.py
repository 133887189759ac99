"""The examples in the document are what the API takes and gives."""

import pytest
from jsonschema import Draft202012Validator, FormatChecker

from tests.service.api.desks import copy_of
from tests.service.api.test_contract import ANSWERING, DOCUMENT, OPERATIONS, example_address, with_token
from tests.service.serving import ELSEWHERE, serving

ANSWERS = [
    pytest.param(content, media_type, id=f"{operation['operationId']} {status} {media_type}")
    for _, _, operation in OPERATIONS
    for status, answer in operation["responses"].items()
    for media_type, content in answer.get("content", {}).items()
    if media_type == "application/json"
]
STEPS = [
    *(("proposeIntroduction", 201), ("decideIntroduction", 200), ("askPartners", 200)),
    *(("answerIntroduction", 200), ("answerIntroduction", 200), ("reportOutcome", 200), ("endIntroduction", 200)),
    *(("changePartner", 200), ("addCollaboration", 201), ("endCollaboration", 200), ("addUser", 201)),
    *(("addWebhook", 201), ("listWebhooks", 200), ("deleteWebhook", 204)),
]
"""Operations in an order in which each finds what it needs."""


def validator(schema):
    """Return what holds a value against a schema of the document."""
    return Draft202012Validator({**schema, "components": DOCUMENT["components"]}, format_checker=FormatChecker())


@pytest.mark.parametrize(("content", "media_type"), ANSWERS)
def test_each_example_of_an_answer_is_as_its_schema_says(content, media_type):
    assert media_type == "application/json"
    validator(content["schema"]).validate(content["example"])


def test_each_example_of_a_problem_is_as_its_schema_says_and_tells_its_status():
    problem = validator(DOCUMENT["components"]["schemas"]["Problem"])
    told = {
        (status, content["example"]["status"])
        for _, _, operation in OPERATIONS
        for status, answer in operation["responses"].items()
        for content in answer.get("content", {}).values()
        if status[0] in "45" and not problem.validate(content["example"])
    }

    assert {int(status) for status, _ in told} >= {400, 401, 403, 404, 406, 409, 412, 415, 429, 503}
    assert all(int(status) == said for status, said in told)


@pytest.mark.parametrize("operation_id", [op["operationId"] for _, _, op in OPERATIONS if "requestBody" in op])
def test_each_example_of_a_body_is_as_its_schema_says(operation_id):
    (operation,) = [op for _, _, op in OPERATIONS if op["operationId"] == operation_id]
    content = operation["requestBody"]["content"]["application/json"]

    assert content["examples"]
    for example in content["examples"].values():
        validator(content["schema"]).validate(example["value"])


def test_the_examples_are_taken_one_after_another_and_answered_as_the_document_says(oss_staffed, tmp_path, monkeypatch):
    monkeypatch.setattr("socket.getaddrinfo", lambda *_others, **_named: [(0, 0, 0, "", ("2606:2800::1", 443))])
    by_id = {operation["operationId"]: (method, path, operation) for method, path, operation in OPERATIONS}
    second = iter(({}, {"partnerId": "muzelinck"}))
    settings, token = oss_staffed
    with serving(copy_of(settings, tmp_path), ELSEWHERE) as client:
        for operation_id, status in STEPS:
            method, path, operation = by_id[operation_id]
            body = None
            if "requestBody" in operation:
                body = next(iter(operation["requestBody"]["content"]["application/json"]["examples"].values()))["value"]
            if path == ANSWERING:
                body = {**body, **next(second)}
            address = example_address(path, operation)
            answer = client.request(method, address, json=body, headers=with_token(token))
            assert (operation_id, answer.status_code) == (operation_id, status), answer.text
            if status != 204:
                schema = operation["responses"][str(status)]["content"]["application/json"]["schema"]
                validator(schema).validate(answer.json())


def test_the_examples_of_what_is_read_are_answered_as_the_document_says(oss_staffed):
    settings, token = oss_staffed
    reads = [(path, operation) for method, path, operation in OPERATIONS if method == "get"]
    with serving(settings, ELSEWHERE) as client:
        for path, operation in reads:
            answer = client.get(example_address(path, operation), headers=with_token(token))
            assert (path, answer.status_code) == (path, 200)
            schema = operation["responses"]["200"]["content"]["application/json"]["schema"]
            validator(schema).validate(answer.json())

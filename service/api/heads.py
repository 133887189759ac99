"""What the document of the API says of the heads of answers, and of answers that any operation may give."""

from http import HTTPStatus
from typing import Any

from service.api.shapes import PROBLEM_CONTENT

HEADERS = {
    "API-Version": {
        "description": "The full version of the API.",
        "schema": {"type": "string", "examples": ["1.0.0"]},
    },
    "ETag": {
        "description": "Names this answer: send it back in If-None-Match, and in If-Match with a change.",
        "schema": {"type": "string", "examples": ['W/"1.0.0-12-public"']},
    },
    "Location": {
        "description": "The address of what was made.",
        "schema": {"type": "string", "examples": ["/v1/introductions/1"]},
    },
    "Retry-After": {
        "description": "Try again after so many seconds.",
        "schema": {"type": "integer", "minimum": 1, "examples": [60]},
    },
}
TOO_MANY = "This was tried too often, such as asking with a token that is not known."
UNSUPPORTED = "The body does not say to be application/json."


def describe_heads(document: dict[str, Any]) -> None:
    """Write into a document of OpenAPI which headers an answer has, and that too many tries are refused."""
    document["components"]["headers"] = HEADERS
    for operations in document["paths"].values():
        for operation in operations.values():
            _add(operation, HTTPStatus.TOO_MANY_REQUESTS, TOO_MANY)
            if "requestBody" in operation:
                _add(operation, HTTPStatus.UNSUPPORTED_MEDIA_TYPE, UNSUPPORTED)
            is_named = str(HTTPStatus.NOT_MODIFIED.value) in operation["responses"]
            for status, answer in operation["responses"].items():
                names = _names(status, is_named=is_named)
                answer["headers"] = {name: {"$ref": f"#/components/headers/{name}"} for name in names}


def _add(operation: dict[str, Any], status: HTTPStatus, description: str) -> None:
    operation["responses"][str(status.value)] = {"description": description, "content": PROBLEM_CONTENT}


def _names(status: str, *, is_named: bool) -> list[str]:
    names = ["API-Version"]
    if status == str(HTTPStatus.CREATED.value):
        names.append("Location")
    if status == str(HTTPStatus.TOO_MANY_REQUESTS.value):
        names.append("Retry-After")
    if is_named and status in {str(HTTPStatus.OK.value), str(HTTPStatus.NOT_MODIFIED.value)}:
        names.append("ETag")
    return names

"""Examples in the document of the API: whole bodies and answers, made of the examples that stand at their fields."""

from http import HTTPStatus
from typing import Any, TypeAlias

from service.problems import MEDIA_TYPE

Described: TypeAlias = dict[str, Any]
"""A part of a document of OpenAPI."""

_OF_TYPE: dict[str, object] = {"string": "", "integer": 1, "number": 1.0, "boolean": True, "null": None, "object": {}}


def write_examples(document: Described) -> None:
    """Give every body that an operation takes, and every answer that it gives, an example of it whole."""
    schemas = document["components"]["schemas"]
    for operations in document["paths"].values():
        for operation in operations.values():
            for content in operation.get("requestBody", {}).get("content", {}).values():
                content["examples"] = {
                    _name(form): {"value": example_of(form, schemas)} for form in _forms(content["schema"])
                }
            for status, answer in operation["responses"].items():
                _exemplify(status, answer, schemas)


def _exemplify(status: str, answer: Described, schemas: Described) -> None:
    for media_type, content in answer.get("content", {}).items():
        if media_type == "application/json":
            content["example"] = example_of(content["schema"], schemas)
        elif media_type == MEDIA_TYPE and status.isdecimal():
            title = HTTPStatus(int(status)).phrase
            told = {"type": "about:blank", "title": title, "status": int(status), "detail": answer["description"]}
            answer["content"] = {media_type: {**content, "example": told}}  # the content is shared by all problems


def _forms(schema: Described) -> list[Described]:
    forms: list[Described] = schema.get("oneOf", [schema])
    return forms


def _name(form: Described) -> str:
    return str(form.get("$ref", form.get("title", "body"))).rpartition("/")[2]


def example_of(schema: Described, schemas: Described) -> object:
    """Return an example of what a schema describes: its own where it has one, else one made of those of its parts.

    >>> example_of({"type": "object", "properties": {"id": {"examples": ["school"]}, "n": {"type": "integer"}}}, {})
    {'id': 'school', 'n': 1}
    """
    if "$ref" in schema:
        return example_of(schemas[schema["$ref"].rpartition("/")[2]], schemas)
    own = schema.get("examples") or ([schema["const"]] if "const" in schema else [])
    if own:
        return own[0]
    if several := schema.get("anyOf") or schema.get("oneOf"):
        return example_of(several[0], schemas)
    if "properties" in schema:
        return {name: example_of(each, schemas) for name, each in schema["properties"].items()}
    return [example_of(schema["items"], schemas)] if "items" in schema else _OF_TYPE[schema["type"]]

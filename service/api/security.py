"""What the document says of who may use which route: written from the policy itself, so that both say the same."""

from http import HTTPStatus
from typing import Any

from service.access import Role
from service.api.shapes import PROBLEM_CONTENT
from service.headers import API_PREFIX
from service.rules import RULES, Rule

SCHEME = "token"
SCOPES = {
    "read": "read all that its person may read",
    "introductions": "propose, decide and answer introductions",
    "profile": "change the profile of a partner",
    "collaborations": "add collaborations and end them",
    "users": "read, add and erase persons",
    "webhooks": "read, add and delete webhooks",
}
"""What each scope of a token is good for."""

_SCHEME = {
    "type": "http",
    "scheme": "bearer",
    "description": (
        "A token acts for the person who made it, and is good for some scopes: "
        + "; ".join(f"`{scope}` ({what})" for scope, what in SCOPES.items())
        + ". Make one on the page “Tokens” after signing in; it is shown once."
    ),
}
_ROLE_NAMES = {
    Role.STAFF: "staff",
    Role.WORKING_GROUP: "the working group",
    Role.PARTNER: "who speaks for a partner",
}


def describe_security(document: dict[str, Any]) -> None:
    """Write into a document of OpenAPI which token each operation takes, and how one is refused."""
    document["components"]["securitySchemes"] = {SCHEME: _SCHEME}
    for path, operations in document["paths"].items():
        for method, operation in operations.items():
            rule = RULES.get(f"{method.upper()} {API_PREFIX}{path}")
            if rule is not None:
                _describe(operation, rule)


def _describe(operation: dict[str, Any], rule: Rule) -> None:
    is_public = Role.PUBLIC in rule.roles
    # An empty requirement says that it also goes without.
    operation["security"] = [*([{}] if is_public else []), {SCHEME: [rule.scope]}]
    refused = "The token is unknown or has ended." if is_public else "There is no token, or it is unknown or has ended."
    forbidden = f"The token is not good for `{rule.scope}`."
    if not is_public:
        allowed = ", ".join(name for role, name in _ROLE_NAMES.items() if role in rule.roles)
        forbidden = f"Only for {allowed}; or the token is not good for `{rule.scope}`."
    for status, description in ((HTTPStatus.UNAUTHORIZED, refused), (HTTPStatus.FORBIDDEN, forbidden)):
        operation["responses"][str(status.value)] = {"description": description, "content": PROBLEM_CONTENT}

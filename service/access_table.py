"""docs/access.md: every route, what it does and who may use it, made from `service.rules`.

python -m service.access_table
"""

import inspect
from collections.abc import Callable, Iterator
from pathlib import Path

from fastapi import FastAPI
from fastapi.routing import iter_route_contexts
from pydantic import SecretStr
from starlette.routing import Mount

from service.access import Role
from service.app import create_app
from service.rules import RULES, Rule
from service.settings import Settings

DOCUMENT = Path(__file__).parents[1] / "docs" / "access.md"
HEAD = """# Who may use what

Made by `python -m service.access_table` from the rules that are asked before every route
([service/rules.py](../service/rules.py)); a test holds both equal, and another asks every route as everybody
([test_access_table.py](../tests/service/test_access_table.py)). A program needs a token for the scope beside the route.
Which fields of a partner each role sees is told by [service/access.py](../service/access.py), and held by
[test_hidden_fields.py](../tests/service/test_hidden_fields.py).

| route | what it does | who may | scope of a token |
|---|---|---|---|
"""
WHO = {
    frozenset(Role): "everybody",
    frozenset(Role) - {Role.PUBLIC}: "partners, working group, staff",
    frozenset({Role.STAFF, Role.WORKING_GROUP}): "working group, staff",
    frozenset({Role.STAFF}): "staff",
}


def write_table() -> str:
    """Return the document."""
    told = dict(_told(create_app(Settings(database_url="sqlite://", home=Path("unused"), keys=(SecretStr("0" * 20),)))))
    rows = [
        f"| `{name}` | {told.get(name, '')} | {say_who(rule)} | {_scope_of(rule)} |" for name, rule in RULES.items()
    ]
    return HEAD + "\n".join(rows) + "\n"


def say_who(rule: Rule) -> str:
    """Return in words who may use a route.

    >>> from service.rules import SPEAKERS
    >>> say_who(Rule(SPEAKERS, is_own=True))
    'partners, working group, staff; only for the own partner, staff for all'
    """
    limits = [
        *(["only for the own partner, staff for all"] if rule.is_own else []),
        *(["only who signed in, about itself"] if rule.is_personal else []),
        *(["only who is known"] if rule.is_known else []),
    ]
    return "; ".join([WHO.get(rule.roles) or "nobody by role: asked otherwise", *limits])


def _scope_of(rule: Rule) -> str:
    return "none: in a browser only" if rule.needs_browser else rule.scope


def _told(app: FastAPI, prefix: str = "") -> Iterator[tuple[str, str]]:
    """Yield each route with the first line of what its function says of itself."""
    for context in iter_route_contexts(app.routes):
        route = context.route
        if isinstance(route, Mount) and isinstance(route.app, FastAPI):
            yield from _told(route.app, prefix + route.path)
        for method in () if isinstance(route, Mount) else context.methods or ():
            yield f"{method} {prefix}{context.path}", _first_line(getattr(route, "endpoint", None))


def _first_line(endpoint: Callable[..., object] | None) -> str:
    said = inspect.getdoc(endpoint) if inspect.isfunction(endpoint) else None
    return (said or "").partition("\n")[0].replace("|", "\\|")


if __name__ == "__main__":
    DOCUMENT.write_text(write_table(), encoding="utf-8")

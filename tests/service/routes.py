"""Every route of the application, and an address for each, filled in from a small network."""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from fastapi.routing import iter_route_contexts
from starlette.routing import Mount

NAMED = re.compile(r"\{(\w+)(?::\w+)?\}")


@dataclass(frozen=True)
class Route:
    """What `service.rules.RULES` names a row after."""

    method: str
    path: str

    @property
    def name(self) -> str:
        return f"{self.method} {self.path}"

    @property
    def parameters(self) -> list[str]:
        return NAMED.findall(self.path)

    def address(self, values: Mapping[str, object]) -> str:
        """Return the path with its parameters filled in; one that `values` does not name is 1.

        >>> Route("GET", "/partners/{partner_id}/x/{y}").address({"partner_id": "school"})
        '/partners/school/x/1'
        """
        return NAMED.sub(lambda found: str(values.get(found[1], 1)), self.path)


def routes_of(app, prefix="") -> Iterator[Route]:
    """Yield every route of an application and of those mounted in it; HEAD is asked as GET is."""
    for context in iter_route_contexts(app.routes):
        route = context.route
        if isinstance(route, Mount):
            if hasattr(route.app, "router"):
                yield from routes_of(route.app, prefix + route.path)
        else:
            for method in sorted(set(context.methods) - {"HEAD"}):
                yield Route(method, prefix + context.path)
